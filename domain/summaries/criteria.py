"""Table of the numbered criteria of a subject, with the answers (SUB-10)."""

from domain.reasons import Reason
from domain.screenings import CriterionState, current_screening
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("criterion", "Criterion", weight=0.7),
    Column("text", "In short", weight=4.0),
    Column("result", "Met", weight=0.8),
    Column("evidence", "Evidence", Format.DATE),
    Column("comment", "Comment", weight=2.0),
)


def tabulate_criteria(study: Study, subject_id: str) -> Table:
    """Every criterion of the latest screening; one that speaks against the subject is emphasised."""
    screening = current_screening(study, subject_id)
    version = screening.protocol.version
    rows, ids = [], []
    for asked in screening.criteria:
        criterion, answer = asked.criterion, asked.answer
        head = cells((criterion.code, criterion.text))
        if answer is None:
            rows.append((*head, Cell(Reason("criterion_open")), *cells((None, None))))
        else:
            result = Cell(answer.result, emphasis=asked.state is CriterionState.AGAINST)
            rows.append((*head, result, *cells((answer.evidence_on, answer.comment or None))))
        ids.append(answer.record_id if answer else "")
    caption = Reason("caption_criteria", {"subject": subject_id, "version": version})
    return Table("criteria", "Eligibility criteria", _COLUMNS, tuple(rows), caption=caption, row_ids=tuple(ids))
