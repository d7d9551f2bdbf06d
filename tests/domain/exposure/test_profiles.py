"""Profiles made of samples, concentrations and the dosing log, and their parameters."""

import math
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.exposure.of_study import USUAL, exposures, exposures_of, profile_of
from domain.pk.parameters import Flag
from domain.pk.settings import Settings
from domain.pk.terms import BlqRule
from domain.records import Administration, Concentration, PkSample, SlopeDecision
from tests.domain.exposure.build import CYCLE, DRUG, RATE, START, VOLUME, Build, after, one_subject, with_change


def codes(found) -> list[str]:
    return [reason.code for reason in found]


def decision(**changes) -> SlopeDecision:
    values = {"cycle": 1, "analyte": DRUG, "reason": "haemolysed", "decided_by": "A. Chen", "decided_at": after(2000)}
    return SlopeDecision(record_id="slope", subject_id="01-001", **values | changes)


def test_an_antibody_with_one_compartment_has_its_exact_parameters():  # PK-2
    first = exposures(one_subject(1, 2).study())[0]
    assert (first.subject_id, first.cycle, first.analyte) == ("01-001", 1, DRUG)
    found = {value.code: value.value for value in first.values()}
    assert found["CMAX"] == pytest.approx(59.88)
    assert found["LAMZ"] == pytest.approx(RATE, rel=1e-4)
    assert found["LAMZHL"] == pytest.approx(math.log(2) / RATE, rel=1e-4)
    assert found["CLO"] == pytest.approx(VOLUME * RATE, rel=1e-3)
    assert found["CAVG"] == pytest.approx(found["AUCTAU"] / 504)


def test_the_predose_sample_of_the_next_cycle_closes_the_interval():  # PK-2
    with_next, alone = one_subject(1, 2), one_subject(1)
    points = exposures(with_next.study())[0].made.points
    assert [point.is_closing for point in points] == [False] * 7 + [True]
    assert points[-1].hours == pytest.approx(504 - 5 / 60)
    assert exposures(alone.study())[0].made.points[-1].hours == 336
    late = with_change(one_subject(1, 2), PkSample, "p-01-001-C2-0", taken_at=START + CYCLE + timedelta(minutes=3))
    assert not any(point.is_closing for point in exposures(late.study())[0].made.points)


def test_actual_times_count_not_nominal_ones():  # PK-1
    build = with_change(one_subject(1), PkSample, "p-01-001-C1-24", taken_at=after(26.5))
    assert [point.hours for point in exposures(build.study())[0].made.points][3] == 26.5


def test_steady_state_is_taken_from_the_dosing_log():  # PK-2
    found = exposures(one_subject(1, 2, 3, 4).study())
    assert [one.made.profile.is_steady_state for one in found] == [False, False, False, True]
    assert codes(found[3].made.remarks) == ["pk_steady"]
    assert found[3].value("cl_tau").value is not None  # type: ignore[union-attr]
    assert Flag.SINGLE_DOSE_FORMULA in found[3].flags


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"given_mg": Decimal(150)}, "pk_not_steady_dose"),
        ({"given_mg": Decimal(0)}, "pk_not_steady_few"),
        ({"started_at": START + CYCLE + timedelta(days=4)}, "pk_not_steady_interval"),
    ],
)
def test_a_missed_reduced_or_late_dose_is_no_steady_state(changes, code):  # PK-2
    build = one_subject(1, 2, 3, 4)
    with_change(build, Administration, "d-01-001-2", ended_at=None, **changes)
    last = profile_of(build.study(), "01-001", 4, DRUG)
    assert last is not None
    assert not last.made.profile.is_steady_state
    assert code in codes(last.made.remarks)


def test_the_recorded_end_of_the_infusion_counts_else_the_planned_one():  # PK-2
    build = one_subject(1)
    assert exposures(build.study())[0].made.profile.tinf == 1.0
    with_change(build, Administration, "d-01-001-1", ended_at=after(2))
    assert exposures(build.study())[0].made.profile.tinf == 2.0
    with_change(build, Administration, "d-01-001-1", ended_at=None)
    made = exposures(build.study())[0].made
    assert (made.profile.tinf, codes(made.remarks)) == (1.0, ["pk_end_as_planned", "pk_not_steady_few"][::-1])


def test_accumulation_is_measured_against_the_first_dose():  # PK-2
    found = exposures(one_subject(1, 2).study())
    assert found[1].made.profile.reference == "1"
    assert found[1].value("acc_cmax").value == pytest.approx(67.855 / 59.88)  # type: ignore[union-attr]
    later = exposures(one_subject(2, 3).study())
    assert later[1].made.profile.reference == "2"
    without = Build().subject().dose(1).cycle(2)
    assert exposures(without.study())[0].made.profile.reference is None


def test_results_in_another_unit_are_converted_and_said_so():  # PK-1
    build = one_subject(1)
    usual = exposures(build.study())[0].value("cmax")
    for one in list(build.records["concentration"]):
        assert isinstance(one, Concentration)
        lloq = one.lloq * 1000 if one.lloq else None
        build.change(replace(one, value=one.value * 1000 if one.value else None, lloq=lloq, unit="ng/mL"))
    found = exposures(build.study())[0]
    assert found.value("cmax") == usual
    assert "pk_converted" in codes(found.made.remarks)


@pytest.mark.parametrize(
    ("kind", "record_id", "changes", "code"),
    [
        (Concentration, "c-01-001-C1-24", {"unit": "nmol/L"}, "pk_unit_unfitting"),
        (Concentration, "c-01-001-C1-24", {"unit": ""}, "pk_unit_missing"),
        (PkSample, "p-01-001-C1-24", {"taken_at": None}, "pk_in_sample"),
        (PkSample, "p-01-001-C1-24", {"taken_at": after(72)}, "pk_samples_at_one_time"),
        (Concentration, "c-01-001-C1-24", {"value": Decimal(-1)}, "pk_in_sample"),
    ],
)
def test_a_faulty_profile_is_refused_by_name_and_the_others_are_computed(kind, record_id, changes, code):  # PK-2
    build = with_change(one_subject(1, 2), kind, record_id, **changes)
    first, second = exposures(build.study())
    assert codes(first.made.faults) == [code]
    assert "01-001-C1-24" in str(first.made.faults[0].numbers.values())
    assert (first.values(), first.value("cmax"), first.number("cmax")) == ((), None, None)
    assert second.values()


def test_a_profile_without_any_unit_is_refused_not_forgotten():  # PK-2
    build = one_subject(1)
    for one in list(build.records["concentration"]):
        build.change(replace(one, unit=""))  # type: ignore[call-arg]
    found = exposures(build.study())[0]
    assert codes(found.made.faults) == ["pk_unit_missing"] * 7


def test_blq_without_a_number_needs_no_unit():  # PK-1
    build = with_change(one_subject(1), Concentration, "c-01-001-C1-0", unit="", lloq=None)
    assert exposures(build.study())[0].made.faults == ()


def test_a_result_that_was_left_out_or_not_reported_is_no_sample():  # PK-1
    build = with_change(one_subject(1), Concentration, "c-01-001-C1-24", excluded_because="mixed up")
    with_change(build, Concentration, "c-01-001-C1-72", value=None, flag="NR")
    found = exposures(build.study())[0]
    assert len(found.made.profile.samples) == 5
    assert [point.is_left_out for point in found.made.points].count(True) == 1
    assert found.values()


def test_points_chosen_by_hand_and_kept_out_make_the_slope():  # PK-2
    build = one_subject(1).add(decision(excluded=("01-001-C1-336",)))
    found = exposures(build.study())[0]
    assert found.value("lz_hi").value == 168  # type: ignore[union-attr]
    assert Flag.POINTS_EXCLUDED in found.flags
    assert [point.sample.sample_id for point in found.made.points if point.is_off_slope] == ["01-001-C1-336"]
    build.change(decision(chosen=("01-001-C1-5", "01-001-C1-24", "01-001-C1-72")))
    found = exposures(build.study())[0]
    assert (found.value("lz_n").value, found.value("lz_lo").value) == (3, 5)  # type: ignore[union-attr]
    assert Flag.CHOSEN_BY_HAND in found.flags
    assert found.made.profile.slope.reason == "haemolysed"


def test_a_choice_follows_its_sample_when_the_time_is_corrected():  # PK-2
    build = one_subject(1).add(decision(chosen=("01-001-C1-5", "01-001-C1-24", "01-001-C1-72")))
    with_change(build, PkSample, "p-01-001-C1-24", taken_at=after(25))
    found = exposures(build.study())[0]
    assert found.made.faults == ()
    assert found.made.profile.slope.points == (5, 25, 72)


def test_a_chosen_sample_that_lost_its_result_is_said():
    build = one_subject(1).add(decision(chosen=("01-001-C1-5", "01-001-C1-24", "01-001-C1-72", "01-001-C1-168")))
    with_change(build, Concentration, "c-01-001-C1-24", value=None, flag="NR")
    assert "pk_slope_samples_gone" in codes(exposures(build.study())[0].made.remarks)


def test_a_profile_left_out_gives_no_number_to_a_summary():  # PK-3
    build = one_subject(1).add(decision(is_left_out=True))
    found = exposures(build.study())[0]
    assert found.number("cmax") is None
    assert found.value("cmax").value is not None  # type: ignore[union-attr]


def test_a_choice_of_today_holds_for_an_earlier_cut_off():
    build = one_subject(1).add(decision(excluded=("01-001-C1-336",)))
    assert exposures(build.study(after(500)))[0].made.decision is not None


def test_half_the_limit_needs_a_limit():  # PK-2
    build = with_change(one_subject(1), Concentration, "c-01-001-C1-24", value=None, is_blq=True, lloq=None)
    half = Settings(USUAL.method, BlqRule.HALF_MIDDLE)
    assert codes(exposures(build.study(), settings=half)[0].made.faults) == ["pk_in_sample"]
    assert exposures(build.study())[0].made.faults == ()


def test_after_an_edit_only_the_subjects_own_profiles_are_made_again():  # PK-2
    build = one_subject(1, 2).subject("01-002").cycle(1, "01-002")
    study = build.study()
    before = exposures(study)
    with_change(build, Concentration, "c-01-002-C1-24", value=Decimal(50))
    after_edit = exposures(build.study(before=study))
    assert all(one is other for one, other in zip(before[:2], after_edit[:2], strict=True))
    assert after_edit[2] is not before[2]
    assert after_edit[2].value("auclast") != before[2].value("auclast")


def test_a_later_cut_off_that_shows_nothing_new_computes_nothing_again():
    study = one_subject(1).study(after(600))
    assert exposures(study.at(after(700)))[0] is exposures(study)[0]
    assert len(exposures(study.at(after(30)))[0].made.points) < 7


def test_all_at_once_or_one_by_one_gives_the_same():
    build = one_subject(1, 2, 3).subject("01-002").cycle(1, "01-002", mg="90").cycle(2, "01-002", mg="90")
    together = exposures(build.study())
    alone = [one for subject_id in ("01-001", "01-002") for one in exposures_of(build.study(), subject_id)]
    assert [one.values() for one in together] == [one.values() for one in alone]


def test_a_part_without_a_plan_and_a_subject_without_samples_have_no_profiles():
    assert exposures(Build().subject().dose(1).study()) == ()
    assert profile_of(one_subject(1).study(), "01-001", 2, DRUG) is None
    with pytest.raises(KeyError):
        exposures(one_subject(1).study())[0].value("nonsense")
