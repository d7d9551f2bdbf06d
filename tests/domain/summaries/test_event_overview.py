"""The overview by level and the tables by maximum grade: of treated subjects, each counted once."""

from dataclasses import replace
from datetime import timedelta

from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import DrugAssessment, GradeChange
from domain.summaries.adverse_events import tabulate_adverse_events, tabulate_grades_by_level, tabulate_worst_grades
from domain.summaries.event_overview import tabulate_event_overview
from domain.terms import ActionTaken, AeOutcome, Grade, Relationship, SeriousCriterion
from tests.domain.build import build, event

POSSIBLE = {"relationship": Relationship.POSSIBLE}


def days(built, number, after):
    return built.places[number].dosed_at + timedelta(days=after)


def filled():
    """Level 1: one subject; level 2: three, of whom one has nothing."""
    built = build("1N 2NNN")
    rising = event("01-001", "Nausea", 1, days(built, 0, 1), **POSSIBLE)
    worse = GradeChange(PartialDate.of((days(built, 0, 4)).date()), Grade.SEVERE)
    return built.plus(
        replace(rising, grade_changes=(worse,)),
        event("01-001", "Vomiting", 1, days(built, 0, 2), action_taken=ActionTaken.INTERRUPTED),
        event("01-001", "Fatigue", 3, "2026-02-20"),  # before the first dose
        event(
            "01-002",
            "Sepsis",
            5,
            days(built, 1, 30),
            outcome=AeOutcome.FATAL,
            seriousness=(SeriousCriterion.DEATH,),
            relationship=None,
        ),
        event(
            "01-003",
            "Nausea",
            2,
            days(built, 2, 3),
            other_drugs=(DrugAssessment("x", Relationship.NOT_RELATED, ActionTaken.WITHDRAWN),),
        ),
    )


def said(value):
    numbers = value.numbers
    return numbers["n"], numbers["of"], numbers.get("number") if value.code == "count_with_events" else None


def test_the_overview_counts_subjects_of_treated_subjects_and_events():
    table = tabulate_event_overview(filled().status())
    assert [column.key for column in table.columns] == ["kind", "level_1", "level_2", "all"]
    rows = {row[0].value.code: [said(cell.value) for cell in row[1:]] for row in table.rows}
    del rows["overview_dlt"]
    assert rows == {
        "overview_any": [(1, 1, 2), (2, 3, 2), (3, 4, 4)],
        "overview_related": [(1, 1, 1), (1, 3, 1), (2, 4, 2)],  # nobody has judged the sepsis: it counts (AE-8)
        "overview_severe": [(1, 1, 1), (1, 3, 1), (2, 4, 2)],
        "overview_severe_related": [(1, 1, 1), (1, 3, 1), (2, 4, 2)],
        "overview_serious": [(0, 1, None), (1, 3, 1), (1, 4, 1)],
        "overview_serious_related": [(0, 1, None), (1, 3, 1), (1, 4, 1)],
        "overview_changed": [(1, 1, 1), (0, 3, None), (1, 4, 1)],
        "overview_withdrawn": [(0, 1, None), (1, 3, 1), (1, 4, 1)],
        "overview_fatal": [(0, 1, None), (1, 3, 1), (1, 4, 1)],
    }
    assert table.note.numbers["second"] == Reason("note_left_out", {"events": 1})


def test_the_dlt_row_counts_the_verdicts_on_subjects_at_each_level():
    status = build("1N 2NNT").status()
    table = tabulate_event_overview(status)
    row = next(row for row in table.rows if row[0].value.code == "overview_dlt")
    assert [said(cell.value) for cell in row[1:]] == [(0, 1, None), (1, 3, None), (1, 4, None)]


def test_an_empty_part_has_rows_of_none_of_none():
    table = tabulate_event_overview(build("").status())
    assert [said(row[1].value) for row in table.rows] == [(0, 0, None)] * 10


def counts(table, label):
    return next([cell.value for cell in row[1:]] for row in table.rows if row[0].value == label)


def test_the_maximum_grade_counts_not_the_grade_at_onset():  # AE-2
    table = tabulate_worst_grades(filled().status())
    # level 1, level 2, all, G1 to G5
    assert counts(table, "Nausea") == [1, 1, 2, None, 1, 1, None, None]
    listing = tabulate_adverse_events(filled().study())
    graded = dict(zip(listing.row_ids, zip(listing.column("grade"), listing.column("worst"), strict=True), strict=True))
    assert graded["ae-01-001-Nausea-2026-03-03"] == (1, 3)


def test_a_table_of_one_level_has_its_subjects_alone():
    table = tabulate_worst_grades(filled().status(), dose_level=2)
    assert [column.key for column in table.columns[:3]] == ["term", "level_2", "all"]
    assert counts(table, Reason("any_adverse_event")) == [2, 2, None, 1, None, None, 1]


def test_related_events_are_those_from_the_protocols_threshold_on_and_those_nobody_has_judged():  # AE-8
    table = tabulate_worst_grades(filled().status(), is_related=True)
    assert [row[0].value for row in table.rows if row[0].indent] == ["Nausea", "Sepsis"]
    assert counts(table, Reason("any_related_event")) == [1, 1, 2, None, None, 1, None, 1]


def test_the_threshold_of_relatedness_is_the_protocols():  # AE-8
    status = filled().status()
    window = replace(status.part.window, relationship=Relationship.PROBABLE)
    stricter = replace(status, part=replace(status.part, window=window))
    table = tabulate_worst_grades(stricter, is_related=True)
    assert [row[0].value for row in table.rows if row[0].indent] == ["Sepsis"]


def test_by_level_each_term_has_any_grade_and_grade_3_or_more():
    table = tabulate_grades_by_level(filled().status())
    keys = ["term", "level_1", "level_1_severe", "level_2", "level_2_severe", "all", "all_severe"]
    assert [column.key for column in table.columns] == keys
    assert counts(table, Reason("any_adverse_event")) == [1, 1, 2, 1, 3, 2]
    assert counts(table, "Nausea") == [1, 1, 1, None, 2, 1]
    assert counts(table, "Vomiting") == [1, None, None, None, 1, None]
    related = tabulate_grades_by_level(filled().status(), is_related=True)
    assert counts(related, "Nausea") == [1, 1, None, None, 1, 1]


def test_a_subject_with_two_events_of_a_term_counts_once_at_the_worse():
    built = filled()
    again = event("01-003", "Nausea", 3, days(built, 2, 9), record_id="again")
    table = tabulate_grades_by_level(built.plus(again).status())
    assert counts(table, "Nausea") == [1, 1, 1, 1, 2, 2]


def test_the_tables_agree_on_the_number_of_subjects_with_any_event():
    status = filled().status()
    overview = tabulate_event_overview(status).rows[0][-1].value.numbers["n"]
    by_grade = counts(tabulate_worst_grades(status), Reason("any_adverse_event"))
    by_level = counts(tabulate_grades_by_level(status), Reason("any_adverse_event"))
    assert overview == by_grade[2] == by_level[-2] == sum(one or 0 for one in by_grade[3:])
