"""Which samples are due, taken, outside their window, missing: by the plan and the doses really given."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.exposure.due import SampleState, due_samples
from domain.exposure.labels import sample_labels
from domain.records import Leaving, PkSample
from domain.terms import DoseChange, LeaveReason, SamplePurpose
from tests.domain.exposure.build import CYCLE, START, Build, after, one_subject, with_change


def states(build: Build, cut_off=None, purpose=SamplePurpose.PK):
    found = due_samples(build.study(cut_off), "01-001")
    return {(one.cycle, f"{one.nominal_hours:f}"): one.state for one in found if one.purpose is purpose}


def test_samples_are_due_by_the_plan_after_each_dose_that_was_given():  # PK-1
    build = Build().subject().dose(1).dose(2)
    found = [one for one in due_samples(build.study(), "01-001") if one.purpose is SamplePurpose.PK]
    assert [f"{one.nominal_hours:f}" for one in found if one.cycle == 1] == ["0", "1", "5", "24", "72", "168", "336"]
    assert [f"{one.nominal_hours:f}" for one in found if one.cycle == 2] == ["0", "1"]
    assert {one.cycle for one in found} == {1, 2}
    assert {one.state for one in found} == {SampleState.MISSING}


def test_nominal_times_run_from_the_dose_that_was_given_not_from_the_calendar():  # PK-1
    late = START + CYCLE + timedelta(days=4)
    build = Build().subject().dose(1).dose(2, started_at=late)
    end = next(one for one in due_samples(build.study(), "01-001") if (one.cycle, one.nominal_hours) == (2, 1))
    assert end.due_at == late + timedelta(hours=1)


def test_an_omitted_dose_asks_for_no_samples():  # PK-1
    build = Build().subject().dose(1).dose(2, given_mg=Decimal(0), change=DoseChange.OMITTED, reason="neutropenia")
    assert {cycle for cycle, _ in states(build)} == {1}


def test_a_subject_without_a_place_has_nothing_due():
    assert due_samples(Build().study(), "01-999") == ()


@pytest.mark.parametrize(
    ("hours", "minutes", "state"),
    [
        ("1", 15, SampleState.TAKEN),
        ("1", -15, SampleState.TAKEN),
        ("1", 16, SampleState.OUTSIDE_WINDOW),
        ("24", 144, SampleState.TAKEN),
        ("24", 145, SampleState.OUTSIDE_WINDOW),
        ("24", -145, SampleState.OUTSIDE_WINDOW),
        ("0", 0, SampleState.TAKEN),
        ("0", -1440, SampleState.TAKEN),
        ("0", -1441, SampleState.OUTSIDE_WINDOW),
        ("0", 1, SampleState.OUTSIDE_WINDOW),
    ],
)
def test_the_deviation_is_told_in_minutes_against_the_window(hours, minutes, state):  # PK-1
    build = Build().subject().dose(1).sample(1, hours, taken_at=after(float(hours)) + timedelta(minutes=minutes))
    found = next(one for one in due_samples(build.study(), "01-001") if one.sample)
    assert (found.deviation_minutes, found.state) == (minutes, state)


def test_a_sample_that_was_not_taken_is_not_missing():
    build = Build().subject().dose(1).sample(1, "24", taken_at=None, not_taken_reason="veins")
    assert states(build)[1, "24"] is SampleState.NOT_TAKEN


def test_at_a_cut_off_samples_are_open_later_or_missing():  # PK-1
    build = Build().subject().dose(1).sample(1, "0").sample(1, "1")
    found = states(build, after(72))
    assert found[1, "1"] is SampleState.TAKEN
    assert found[1, "24"] is SampleState.MISSING
    assert found[1, "72"] is SampleState.OPEN
    assert found[1, "168"] is SampleState.LATER


def test_a_sample_taken_after_the_cut_off_is_not_seen():
    build = Build().subject().dose(1).sample(1, "24")
    assert states(build, after(20))[1, "24"] is SampleState.LATER


def test_a_sample_beside_the_plan_is_listed_as_such():
    build = Build().subject().dose(1).sample(1, "12").sample(1, "24").sample(1, "24", sample_id="again", record_id="x")
    found = due_samples(build.study(), "01-001")
    assert [one.sample_id for one in found if one.state is SampleState.UNPLANNED] == ["01-001-C1-12", "again"]


def test_an_analyte_in_other_letters_is_the_same():
    build = Build().subject().dose(1).sample(1, "24", analyte="mil93")
    assert states(build)[1, "24"] is SampleState.TAKEN


def test_labels_name_id_subject_visit_and_time():  # PK-5
    build = one_subject(1)
    with_change(build, PkSample, "p-01-001-C1-5", taken_at=None, not_taken_reason="veins")
    labels = sample_labels(build.study(after(400)), "01-001", 1)
    ids = [one.sample_id for one in labels]
    assert "01-001-C1-24" in ids
    assert "01-001-C1-5" not in ids
    assert next(one.day for one in labels if one.sample_id == "01-001-C1-72") == 4
    fresh = sample_labels(Build().subject().dose(1).study(START - timedelta(hours=1) + CYCLE), "01-001")
    assert {(one.cycle, one.due_at) for one in fresh} == {(2, None)}, "of cycle 1 all are missing"
    before = sample_labels(Build().subject().dose(1).study(START), "01-001")
    assert before[0].sample_id == "01-001-C1-0H-MIL93"
    assert len({one.sample_id for one in before}) == len(before)


def test_labels_are_there_before_the_dose_and_none_once_a_subject_has_left():  # PK-5
    build = Build().subject()
    ready = sample_labels(build.study(START - timedelta(days=1)), "01-001")
    assert {(one.cycle, one.due_at) for one in ready} == {(1, None)}
    assert ready[0].sample_id == "01-001-C1-0H-MIL93"
    given = sample_labels(build.dose(1).study(START), "01-001", 1)
    assert [one.sample_id for one in given] == [one.sample_id for one in ready], "the tube keeps its id"
    assert {one.cycle for one in sample_labels(build.study(START), "01-001", 3)} == {3}
    gone = Leaving(record_id="l", subject_id="01-001", left_at=START, reason=next(iter(LeaveReason)))
    build = Build().subject().add(gone)
    assert sample_labels(build.study(START + timedelta(days=1)), "01-001") == ()
