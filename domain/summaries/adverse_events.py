"""Adverse events: the plain listing, and the tables by class, term and maximum grade."""

from collections.abc import Mapping

from domain.escalation.status import PartStatus
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.safety.emergence import is_emergent
from domain.study import Study
from domain.summaries.emergent_events import EmergentEvents, gather_emergent
from domain.summaries.study_day import derive_study_day, level_of, subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none
from domain.terms import Grade

_LISTING = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("term", "Term (CTCAE)", weight=2.0),
    Column("grade", "Grade at onset", Format.NUMBER, 0.5),
    Column("worst", "Maximum grade", Format.NUMBER, 0.6),
    Column("onset", "Onset", Format.DATE),
    Column("onset_day", "Day", Format.NUMBER, 0.5),
    Column("end", "End", Format.DATE),
    Column("relationship", "Relationship"),
    Column("serious", "Serious", weight=0.6),
    Column("action", "Action taken", weight=1.3),
    Column("outcome", "Outcome", weight=1.2),
    Column("emergent", "Treatment-emergent", weight=0.8),
)


def tabulate_adverse_events(study: Study, part: Part | None = None) -> Table:
    """Every adverse event of a part's subjects, by subject and onset; the end is empty while the event is ongoing.

    The relationship is the strongest to any study drug; empty while nobody has said.
    """
    found = []
    for subject_id in subjects_of(study, part.part_id if part else None):
        level, first = level_of(study, subject_id), study.first_dose(subject_id)
        for event in study.events_of(subject_id):
            row = (
                subject_id,
                level,
                event.term,
                int(event.grade),
                int(event.worst),
                event.onset,
                derive_study_day(study, event),
                event.end,
                event.relation,
                event.is_serious,
                event.action_taken,
                event.outcome,
                first is not None and is_emergent(event, first.started_at, study.zone),
            )
            found.append((cells(row), event.record_id))
    return Table(
        "adverse_events",
        "Adverse events",
        _LISTING,
        tuple(row for row, _ in found),
        row_ids=tuple(record_id for _, record_id in found),
    )


def tabulate_worst_grades(status: PartStatus, *, is_related: bool = False, dose_level: int | None = None) -> Table:
    """Treatment-emergent events of the part's treated subjects by class and term.

    Each number is of subjects, each counted once in a row, at the maximum grade it had there. Columns: one a level
    that has treated subjects, all levels, and grades 1 to 5 over these levels. Zero is None.

    Args:
        status: of the part.
        is_related: only related events, those that nobody has judged among them.
        dose_level: only subjects of this level.
    """
    counted = gather_emergent(status, is_related=is_related, dose_level=dose_level)
    rows = [_by_grade(counted, *line) for line in counted.lines(_head(is_related))]
    return Table(
        "related_worst_grades" if is_related else "worst_grades",
        "Related adverse events by system organ class and term"
        if is_related
        else "Adverse events by system organ class and term",
        _grade_columns(counted),
        tuple(rows),
        caption="safety set; each subject counted once at the worst grade",
        note=counted.note(Reason("note_worst_grade", {"version": counted.version})),
    )


def tabulate_grades_by_level(status: PartStatus, *, is_related: bool = False) -> Table:
    """Subjects with each class and term by level: at any grade, and at a maximum grade of 3 or more.

    Counted as in ``tabulate_worst_grades``. Columns: two a level that has treated subjects, two for all. Zero is None.
    """
    counted = gather_emergent(status, is_related=is_related)
    columns = [Column("term", "Term", weight=2.0)]
    for level in counted.dosed:
        numbers = {"number": level, "n": counted.treated(level)}
        columns.append(Column(f"level_{level}", Reason("head_level", numbers), Format.NUMBER, 0.5))
        columns.append(Column(f"level_{level}_severe", "G≥3", Format.NUMBER, 0.35))
    columns.append(Column("all", Reason("head_all", {"n": counted.treated()}), Format.NUMBER, 0.5))
    columns.append(Column("all_severe", "G≥3", Format.NUMBER, 0.35))
    return Table(
        "related_grades_by_level" if is_related else "grades_by_level",
        "Related adverse events by term, maximum grade and level"
        if is_related
        else "Adverse events by term, maximum grade and level",
        tuple(columns),
        tuple(_by_level(counted, *line) for line in counted.lines(_head(is_related))),
        caption="safety set; each subject counted once at the worst grade",
        note=counted.note(Reason("note_emergent", {"version": counted.version})),
    )


def _head(is_related: bool) -> Reason:
    return Reason("any_related_event") if is_related else Reason("any_adverse_event")


def _grade_columns(counted: EmergentEvents) -> tuple[Column, ...]:
    heads = [
        Column(
            f"level_{level}",
            Reason("head_level", {"number": level, "n": counted.treated(level)}),
            Format.NUMBER,
            0.5,
        )
        for level in counted.dosed
    ]
    every = Column("all", Reason("head_all", {"n": counted.treated()}), Format.NUMBER, 0.5)
    grades = [Column(f"grade_{int(grade)}", f"G{int(grade)}", Format.NUMBER, 0.35) for grade in Grade]
    return (Column("term", "Term", weight=1.0), *heads, every, *grades)


def _by_grade(counted: EmergentEvents, label: object, indent: int, worst: Mapping[str, Grade]) -> tuple[Cell, ...]:
    by_level = [sum(counted.levels[subject_id] == level for subject_id in worst) for level in counted.dosed]
    by_grade = [list(worst.values()).count(grade) for grade in Grade]
    return _line(label, indent, [*by_level, len(worst), *by_grade])


def _by_level(counted: EmergentEvents, label: object, indent: int, worst: Mapping[str, Grade]) -> tuple[Cell, ...]:
    numbers: list[int] = []
    for level in (*counted.dosed, None):
        grades = [grade for one, grade in worst.items() if level in (None, counted.levels[one])]
        numbers += [len(grades), sum(grade >= Grade.SEVERE for grade in grades)]
    return _line(label, indent, numbers)


def _line(label: object, indent: int, numbers: list[int]) -> tuple[Cell, ...]:
    """A class is emphasised, a term stands under it."""
    is_class = indent == 0
    counts = [count_or_none(number) for number in numbers]
    return (Cell(label, emphasis=is_class, indent=indent), *cells(counts, emphasis=is_class))
