"""Dose intensity, and raising or lowering the dose of one subject."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.checks.dose import check_administration
from domain.dosing.increase import ConditionState, assess_increase, current_level
from domain.dosing.intensity import derive_intensity
from domain.escalation.status import status_before
from domain.records import Administration
from domain.summaries.dose_intensity import tabulate_dose_intensity
from domain.terms import DoseChange
from tests.domain.build import Built, build, event
from tests.domain.schedule.build import ID, Story

D = Decimal


def test_every_dose_in_time_is_a_hundred_percent():  # SUB-2
    found = derive_intensity(Story().dosed(1).dosed(2).dosed(3).study(50), ID)
    assert (found.relative_percent, found.delayed, found.cycles, found.weeks) == (D(100), 0, 3, D(9))


def test_a_delay_an_omission_and_a_smaller_dose_lower_it():  # SUB-2
    late = derive_intensity(Story().dosed(1).dosed(2, 42).study(50), ID)
    assert round(late.relative_percent, 2) == D("66.67")
    assert (late.delayed, late.delayed_days) == (1, 21)
    omitted = derive_intensity(Story().dosed(1).omitted(2, 21).study(50), ID)
    assert (omitted.relative_percent, omitted.omitted) == (D(50), 1)
    half = Story().dosed(1).dosed(2, given_mg=D("0.5"), change=DoseChange.INTERRUPTED, reason="reaction").study(50)
    assert (derive_intensity(half, ID).relative_percent, derive_intensity(half, ID).interrupted) == (D(75), 1)


def test_three_days_late_is_not_a_delay_but_counts():  # SUB-2
    found = derive_intensity(Story().dosed(1).dosed(2, 24).study(50), ID)
    assert (found.delayed, found.delayed_days) == (0, 3)
    assert found.relative_percent < 100


def test_before_a_dose_there_is_no_intensity():  # SUB-2
    assert derive_intensity(Story().enrolled().study(0), ID) is None
    assert tabulate_dose_intensity(Story().enrolled().study(0)).rows == ()
    assert tabulate_dose_intensity(Story().dosed(1).study(1)).column("relative") == (D("100.0"),)


def treated(cycles: int, history: str = "1N 2N 3NNN", *, protocol_id: str = "bat6026") -> Built:
    """The history with further cycles of its first subject."""
    built = build(history, protocol_id=protocol_id)
    first = built.records["administration"][0]
    further = [
        replace(
            first, record_id=f"x{cycle}", cycle=cycle, started_at=first.started_at + timedelta(days=21 * (cycle - 1))
        )
        for cycle in range(2, cycles + 1)
    ]
    return built.plus(*further)


def unmet(built: Built, subject_id: str = "01-001") -> list[str]:
    answer = assess_increase(built.status(built.cut_off + timedelta(days=60)), subject_id)
    assert answer.is_offered == (not [c for c in answer.conditions if c.state is ConditionState.NOT_MET])
    return [one.reason.code for one in answer.conditions if one.state is ConditionState.NOT_MET]


@pytest.mark.parametrize(("cycles", "expected"), [(3, ["increase_cycles"]), (4, []), (5, [])])
def test_an_increase_needs_four_cycles(cycles, expected):  # SUB-5
    assert unmet(treated(cycles)) == expected


def test_an_increase_needs_a_higher_level_that_is_cleared():  # SUB-5, ESC-11
    assert unmet(treated(4, "1N 2TTN")) == ["increase_level_cleared"]
    assert unmet(treated(4, "1N 2N 3NNT")) == []
    assert unmet(treated(4, "1NNNNNN 2NNT")) == ["increase_level_cleared"]


def test_an_increase_needs_treatment_and_no_dlt_and_a_protocol_that_foresees_it():  # SUB-5
    assert "increase_no_dlt" in unmet(treated(4, "1TNN 2NNN"))
    assert unmet(treated(4, "1N 2NNN", protocol_id="mil93")) == ["increase_not_foreseen"]
    built = treated(4, "1X 1N 2N")
    assert "increase_under_treatment" in unmet(built)


def test_people_have_to_agree():  # SUB-5
    answer = assess_increase(treated(4).status(), "01-001")
    assert (answer.from_level, answer.to_level) == (1, 2)
    assert [one.reason.code for one in answer.conditions if one.state is ConditionState.ASKED] == ["increase_agreed"]
    assert not answer.is_allowed(is_agreed=False)
    assert answer.is_allowed(is_agreed=True)


def raised(built: Built, level: int = 2, **changes: object) -> Administration:
    last = built.records["administration"][0]
    return replace(
        last,
        record_id="raised",
        cycle=9,
        started_at=built.cut_off - timedelta(hours=1),
        dose_level=level,
        planned_mg=built.part.level(level).dose * last.weight_kg,
        given_mg=built.part.level(level).dose * last.weight_kg,
        **changes,
    )


def test_who_was_raised_never_enters_the_denominator_of_the_new_level():  # SUB-5
    built = treated(4)
    before = built.status()
    after = built.plus(raised(built)).status()
    assert after.recommendation == before.recommendation
    assert [len(after.at_level(level)) for level in (1, 2, 3)] == [1, 1, 3]
    assert current_level(after.study, "01-001") == 2
    grave = event("01-001", "Pneumonitis", 4, built.cut_off - timedelta(minutes=30))
    again = built.plus(raised(built), grave).status()
    assert [tally.dlt for tally in again.recommendation.tallies] == [t.dlt for t in before.recommendation.tallies]


def findings(built: Built, dose: Administration) -> set[tuple[str, str]]:
    study = built.study()
    status = status_before(study, built.part, dose.subject_id, dose.started_at)
    found = check_administration(study, status, dose, now=built.cut_off)
    assert not [one for one in found if one.is_hard]
    return {(one.field, one.code) for one in found}


def test_a_raised_dose_is_judged_by_its_own_level_and_its_conditions():  # SUB-5
    assert findings(treated(4), raised(treated(4))) == set()
    assert findings(treated(3), raised(treated(3))) == {("dose_level", "dose_raised_too_soon")}
    assert findings(treated(4), raised(treated(4), 3)) == {("dose_level", "dose_raised_beyond_next")}


def test_a_lowered_dose_is_kept_as_a_deviation_where_the_protocol_forbids_it():  # SUB-5, SUB-9
    built = treated(4, "1N 2N 3NNN")
    built = built.plus(replace(raised(built), cycle=8))
    lower = replace(
        built.records["administration"][0],
        record_id="lower",
        cycle=10,
        started_at=built.cut_off - timedelta(minutes=1),
        dose_level=1,
    )
    assert findings(built, lower) == {("dose_level", "dose_reduction_forbidden")}


def test_the_status_of_a_part_does_not_change_the_current_level_of_others():
    built = treated(4)
    study = built.plus(raised(built)).study()
    assert [current_level(study, one) for one in ("01-002", "01-003")] == [2, 3]
