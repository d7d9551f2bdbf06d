"""Adverse events: the table by class, term and worst grade, and the plain listing."""

from collections.abc import Iterable, Mapping

from domain.ctcae.catalogue import soc_of
from domain.escalation.status import PartStatus
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import AdverseEvent
from domain.study import Study
from domain.summaries.study_day import derive_study_day, is_treatment_emergent, level_of, subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none
from domain.terms import Grade

_LISTING = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("term", "Term (CTCAE)", weight=2.0),
    Column("grade", "Grade", Format.NUMBER, 0.5),
    Column("onset", "Onset", Format.DATE),
    Column("onset_day", "Day", Format.NUMBER, 0.5),
    Column("end", "End", Format.DATE),
    Column("relationship", "Relationship"),
    Column("serious", "Serious", weight=0.6),
    Column("action", "Action taken", weight=1.3),
    Column("outcome", "Outcome", weight=1.2),
    Column("dlt", "DLT", weight=0.8),
    Column("emergent", "Treatment-emergent", weight=0.8),
)


def tabulate_adverse_events(study: Study, part: Part | None = None) -> Table:
    """Every adverse event of a part's subjects, by subject and onset; the end is empty while the event is ongoing."""
    found = []
    for subject_id in subjects_of(study, part.part_id if part else None):
        for event in study.events_of(subject_id):
            row = (
                subject_id,
                level_of(study, subject_id),
                event.term,
                int(event.grade),
                event.onset,
                derive_study_day(study, event),
                event.end,
                event.relationship,
                event.is_serious,
                event.action_taken,
                event.outcome,
                event.dlt_mark,
                is_treatment_emergent(study, event),
            )
            found.append((cells(row), event.record_id))
    return Table(
        "adverse_events",
        "Adverse events",
        _LISTING,
        tuple(row for row, _ in found),
        row_ids=tuple(record_id for _, record_id in found),
    )


def tabulate_worst_grades(status: PartStatus) -> Table:
    """Treatment-emergent events of the part's treated subjects by class and term.

    Each number is of subjects, each counted once in a row, at the worst grade it had there. Columns: one a level that
    has treated subjects, all levels, and grades 1 to 5 over all levels. Zero is None.
    """
    study = status.study
    levels = {one.subject_id: one.dose_level for one in status.assessments}
    dosed = sorted(set(levels.values()))
    worst, left_out = _worst_grades(study, levels)
    terms: dict[str, list[str]] = {}
    for term in {term for term, _ in worst}:
        terms.setdefault(soc_of(study.protocol.ctcae, term), []).append(term)
    rows = [_count_row(Reason("any_adverse_event"), _merged(worst, None), levels, dosed, emphasis=True)]
    for soc in sorted(terms, key=str.casefold):
        rows.append(_count_row(soc, _merged(worst, terms[soc]), levels, dosed, emphasis=True))
        rows += [
            _count_row(term, _merged(worst, [term]), levels, dosed, indent=1)
            for term in sorted(terms[soc], key=str.casefold)
        ]
    note = Reason("note_worst_grade", {"version": study.protocol.ctcae})
    if left_out:
        note = Reason("note_and", {"first": note, "second": Reason("note_left_out", {"events": left_out})})
    return Table(
        "worst_grades",
        "Adverse events by system organ class and term",
        _count_columns(levels, dosed),
        tuple(rows),
        caption="subjects; each counted once at the worst grade",
        note=note,
    )


def _worst_grades(study: Study, levels: Mapping[str, int]) -> tuple[dict[tuple[str, str], Grade], int]:
    """Worst grade by term and subject, and how many events lay before the first dose."""
    worst: dict[tuple[str, str], Grade] = {}
    left_out = 0
    for subject_id in levels:
        for event in study.events_of(subject_id):
            if not is_treatment_emergent(study, event):
                left_out += 1
                continue
            key = _named(event), subject_id
            worst[key] = max(event.grade, worst.get(key, event.grade))
    return worst, left_out


def _named(event: AdverseEvent) -> str:
    return event.term.strip()


def _merged(worst: Mapping[tuple[str, str], Grade], terms: Iterable[str] | None) -> dict[str, Grade]:
    """Worst grade by subject over some terms, or over all."""
    wanted = None if terms is None else set(terms)
    merged: dict[str, Grade] = {}
    for (term, subject_id), grade in worst.items():
        if wanted is None or term in wanted:
            merged[subject_id] = max(grade, merged.get(subject_id, grade))
    return merged


def _count_columns(levels: Mapping[str, int], dosed: list[int]) -> tuple[Column, ...]:
    treated = list(levels.values())
    heads = [
        Column(f"level_{level}", Reason("head_level", {"number": level, "n": treated.count(level)}), Format.NUMBER, 0.5)
        for level in dosed
    ]
    every = Column("all", Reason("head_all", {"n": len(levels)}), Format.NUMBER, 0.5)
    grades = [Column(f"grade_{int(grade)}", f"G{int(grade)}", Format.NUMBER, 0.35) for grade in Grade]
    return (Column("term", "Term", weight=1.0), *heads, every, *grades)


def _count_row(
    label: object,
    merged: Mapping[str, Grade],
    levels: Mapping[str, int],
    dosed: list[int],
    *,
    emphasis: bool = False,
    indent: int = 0,
) -> tuple[Cell, ...]:
    by_level = [sum(levels[subject_id] == level for subject_id in merged) for level in dosed]
    by_grade = [list(merged.values()).count(grade) for grade in Grade]
    counts = [count_or_none(number) for number in (*by_level, len(merged), *by_grade)]
    return (Cell(label, emphasis=emphasis, indent=indent), *cells(counts, emphasis=emphasis))
