"""Treatment-emergent: begun after the first dose, or worsened after it; partial dates on the side of safety."""

from datetime import UTC, datetime

import pytest

from domain.partial_date import PartialDate
from domain.records import GradeChange
from domain.safety.emergence import emergent_grade, is_emergent, is_treatment_emergent
from domain.terms import Grade
from tests.domain.build import ZONE, build, event

FIRST = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 at the site


def one(grade, onset, *changes):
    steps = tuple(GradeChange(PartialDate.parse(since), Grade(to)) for since, to in changes)
    return event("01-001", "Nausea", grade, onset, grade_changes=steps)


@pytest.mark.parametrize(
    ("onset", "expected"),
    [
        ("2026-03-01", None),
        ("2026-03-02", 2),  # the hour is not known: it can have begun after the dose
        ("2026-03-02T08:59", None),
        ("2026-03-02T09:00", 2),
        ("2026-03-03", 2),
        ("2026-03", 2),
        ("2026-02", None),
        ("2026", 2),
        ("2025", None),
    ],
)
def test_an_onset_is_after_the_first_dose_unless_it_proves_otherwise(onset, expected):  # AE-8
    assert emergent_grade(one(2, onset), FIRST, ZONE) == expected
    assert is_emergent(one(2, onset), FIRST, ZONE) is (expected is not None)


@pytest.mark.parametrize(
    ("grade", "changes", "expected"),
    [
        (1, [("2026-03-10", 2)], 2),
        (1, [("2026-03-10", 2), ("2026-03-20", 3)], 3),
        (2, [("2026-03-10", 1)], None),
        (2, [("2026-02-25", 3)], None),
        (3, [("2026-02-25", 1), ("2026-03-10", 2)], 2),
        (2, [("2026-03-10", 1), ("2026-03-20", 2)], None),  # back to what it was at the first dose
        (2, [("2026-03", 1), ("2026-03-20", 2)], 2),  # it can have been at grade 1 at the first dose
        (1, [("2026-03", 2)], 2),
        (1, [("2026-02", 2)], None),
    ],
)
def test_an_event_from_before_counts_once_it_is_worse_than_at_the_first_dose(grade, changes, expected):  # AE-2, AE-8
    assert emergent_grade(one(grade, "2026-02-20", *changes), FIRST, ZONE) == expected


def test_an_event_that_began_after_the_first_dose_counts_at_its_maximum():
    assert emergent_grade(one(1, "2026-03-05", ("2026-03-08", 3), ("2026-03-12", 2)), FIRST, ZONE) == 3


def test_nothing_is_treatment_emergent_before_a_dose_was_given():
    built = build("1N")
    study = built.study()
    assert is_treatment_emergent(study, one(1, "2026-03-05"))
    before = built.study(built.places[0].dosed_at.replace(hour=0))
    assert not is_treatment_emergent(before, one(1, "2026-03-05"))
