"""Table of the numbered criteria of a subject, with the answers (SUB-10)."""

from domain.reasons import Reason
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table, cells
from domain.terms import CriterionResult

_COLUMNS = (
    Column("criterion", "Criterion", weight=0.7),
    Column("text", "In short", weight=4.0),
    Column("result", "Met", weight=0.8),
    Column("evidence", "Evidence", Format.DATE),
    Column("comment", "Comment", weight=2.0),
)


def tabulate_criteria(study: Study, subject_id: str) -> Table:
    """Every criterion of the protocol version in force; one that speaks against the subject is emphasised."""
    version = study.protocol.version
    answers = {one.criterion: one for one in study.criteria_of(subject_id) if one.protocol_version == version}
    rows, ids = [], []
    for criterion in study.protocol.criteria:
        answer = answers.get(criterion.code)
        against = CriterionResult.NOT_MET if criterion.is_inclusion else CriterionResult.MET
        head = cells((criterion.code, criterion.text))
        if answer is None:
            rows.append((*head, Cell(Reason("criterion_open")), *cells((None, None))))
        else:
            result = Cell(answer.result, emphasis=answer.result is against)
            rows.append((*head, result, *cells((answer.evidence_on, answer.comment or None))))
        ids.append(answer.record_id if answer else "")
    caption = Reason("caption_criteria", {"subject": subject_id, "version": version})
    return Table("criteria", "Eligibility criteria", _COLUMNS, tuple(rows), caption=caption, row_ids=tuple(ids))
