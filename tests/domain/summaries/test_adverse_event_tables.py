"""The tables of adverse events: each subject once, at the worst grade; safe readings of partial dates."""

from datetime import timedelta

import pytest

from domain.reasons import Reason
from domain.records import Deviation
from domain.safety.emergence import is_treatment_emergent
from domain.summaries.adverse_events import tabulate_adverse_events, tabulate_worst_grades
from domain.summaries.deviations import tabulate_deviations
from domain.summaries.serious_events import tabulate_serious_events
from domain.summaries.study_day import derive_study_day
from domain.summaries.toxicities import tabulate_toxicities
from domain.terms import DeviationCategory, Importance, Relationship, SeriousCriterion
from tests.domain.build import build, event


def days(built, number, after):
    return built.places[number].dosed_at + timedelta(days=after)


def row_of(table, label):
    """The counts in the row of a term or class."""
    for row in table.rows:
        if row[0].value == label:
            return [cell.value for cell in row[1:]]
    raise AssertionError(label)


def test_each_subject_counts_once_at_the_worst_grade():
    built = build("1N 2NNN")
    built = built.plus(
        event("01-001", "Nausea", 1, days(built, 0, 1)),
        event("01-001", "Nausea", 2, days(built, 0, 9), record_id="second"),
        event("01-002", "Diarrhea", 1, days(built, 1, 2)),
        event("01-002", "Nausea", 3, days(built, 1, 4)),
        event("01-003", "Fatigue", 1, days(built, 2, 4)),
    )
    table = tabulate_worst_grades(built.status())
    # columns: level 1, level 2, all, G1 to G5; zero is nothing, written as an en dash
    assert row_of(table, Reason("any_adverse_event")) == [1, 2, 3, 1, 1, 1, None, None]
    assert row_of(table, "Gastrointestinal disorders") == [1, 1, 2, None, 1, 1, None, None]
    assert row_of(table, "Nausea") == [1, 1, 2, None, 1, 1, None, None]
    assert row_of(table, "Diarrhea") == [None, 1, 1, 1, None, None, None, None]
    assert [column.title.numbers["n"] for column in table.columns[1:4]] == [1, 3, 4]


def test_classes_and_terms_are_sorted_and_terms_stand_under_their_class():
    built = build("1N")
    listed = ("Rash maculo-papular", "Vomiting", "Anemia", "Nausea", "A term nobody knows")
    built = built.plus(*(event("01-001", term, 1, days(built, 0, 1)) for term in listed))
    labels = [(row[0].value, row[0].indent) for row in tabulate_worst_grades(built.status()).rows[1:]]
    assert labels == [
        ("Blood and lymphatic system disorders", 0),
        ("Anemia", 1),
        ("Gastrointestinal disorders", 0),
        ("Nausea", 1),
        ("Vomiting", 1),
        ("Not in the CTCAE list", 0),
        ("A term nobody knows", 1),
        ("Skin and subcutaneous tissue disorders", 0),
        ("Rash maculo-papular", 1),
    ]


@pytest.mark.parametrize(
    ("onset", "emergent"),
    [("2026-03-01", False), ("2026-03-02", True), ("2026-03", True), ("2026-02", False), ("2026", True)],
)
def test_a_partial_onset_is_treatment_emergent_unless_it_proves_otherwise(onset, emergent):  # AE-8
    built = build("1N")  # first dose on 2 March 2026
    one = event("01-001", "Nausea", 1, onset)
    study = built.plus(one).study()
    assert is_treatment_emergent(study, one) is emergent
    counted = row_of(tabulate_worst_grades(built.plus(one).status()), Reason("any_adverse_event"))
    assert counted[1] == (1 if emergent else None)


@pytest.mark.parametrize(
    ("onset", "day"), [("2026-03-01", -1), ("2026-03-02", 1), ("2026-03-10", 9), ("2026-03", None)]
)
def test_study_day_has_no_day_zero(onset, day):
    built = build("1N")
    assert derive_study_day(built.study(), event("01-001", "Nausea", 1, onset)) == day


def test_events_before_the_first_dose_are_left_out_and_counted_in_the_note():
    built = build("1N").plus(event("01-001", "Nausea", 1, "2026-02-20"))
    table = tabulate_worst_grades(built.status())
    assert len(table.rows) == 1
    assert table.note.numbers["second"].numbers["events"] == 1


def test_the_dlt_listing_tells_events_outside_the_window_apart():  # AE-6
    built = build("1N 2NNT")
    related = {"relationship": Relationship.PROBABLE}
    late = event("01-001", "Colitis", 3, days(built, 0, 30), **related)
    soon = event("01-002", "Colitis", 3, days(built, 1, 30))
    table = tabulate_toxicities(built.plus(late, soon).status())
    assert table.column("subject") == ("01-001", "01-004")
    assert [reason.code for reason in table.column("counts")] == ["dlt_outside", "dlt_counts"]
    assert table.column("onset_day") == (31, 7)
    assert dict(table.caption.numbers) == {"dlt": 1, "evaluable": 4}


def test_serious_events_are_listed_with_their_number_and_subjects():
    built = build("1N 2NNT").plus(
        event("01-001", "Sepsis", 4, "2026-03", seriousness=(SeriousCriterion.LIFE_THREATENING,))
    )
    table = tabulate_serious_events(built.study(), built.part)
    assert table.column("subject") == ("01-001", "01-004")
    assert table.column("onset_day") == (None, 7)
    assert dict(table.caption.numbers) == {"events": 2, "subjects": 2}


def test_the_listing_shows_every_event_with_an_open_end_while_it_goes_on():
    built = build("1M").plus(event("01-001", "Nausea", 1, "2026-02-20"))
    table = tabulate_adverse_events(built.study())
    assert table.column("term") == ("Nausea", "Rash maculo-papular")
    assert table.column("emergent") == (False, True)
    assert table.column("end") == (None, None)


def test_deviations_of_the_study_and_of_subjects_in_no_part_are_listed_too():  # SUB-9
    built = build("1N")

    def deviation(number, subject_id):
        return Deviation(
            record_id=f"d{number}",
            subject_id=subject_id,
            category=DeviationCategory.DOSE,
            code="given_differs",
            description="80 % given",
            reason="reaction",
            occurred_on=built.places[0].dosed_at.date() + timedelta(days=number),
            importance=Importance.IMPORTANT,
        )

    table = tabulate_deviations(built.plus(deviation(2, "01-001"), deviation(1, "")).study(), built.part)
    # The baseline scan that is missing was derived; nobody has answered for it.
    assert table.column("subject") == (None, "01-001", "01-001")
    assert table.rows[0][3].emphasis
    assert [getattr(why, "code", why) for why in table.column("reason")] == ["reaction"] * 2 + ["deviation_unanswered"]
    assert (table.caption.numbers["number"], table.caption.numbers["open"]) == (3, 1)
