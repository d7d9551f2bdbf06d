"""From level and weight to milligrams and millilitres."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dosing.plan import DosingPlan, WeightFrom
from domain.dosing.worksheet import Weight, choose_weight, derive_worksheet
from domain.partial_date import PartialDate
from domain.protocol.model import DoseLevel
from domain.protocol.reader import load_shipped
from domain.reasons import Reason
from domain.records import BodyWeight
from tests.domain.schedule.build import ID, Story

D = Decimal
KG = DoseLevel(3, D("0.1"), "mg/kg")
FLAT = DoseLevel(3, D(10), "mg")


def weight(kg: str) -> Weight:
    return Weight(D(kg), Reason("weight_latest"))


@pytest.mark.parametrize(
    ("kg", "plan", "concentration", "dose", "volume"),
    [
        ("61.5", DosingPlan(), None, "6.15", None),
        ("61.5", DosingPlan(round_mg=D("0.1")), None, "6.2", None),  # half up
        ("61.4", DosingPlan(round_mg=D("0.5")), None, "6.0", None),
        ("61.5", DosingPlan(), "10", "6.15", "0.62"),
        ("61.5", DosingPlan(concentration_mg_per_ml=D(20)), None, "6.15", "0.31"),
        ("120", DosingPlan(cap_mg=D(10)), None, "10", None),
        ("120", DosingPlan(cap_mg=D("10.7"), round_mg=D("0.5")), None, "10.5", None),
        ("100", DosingPlan(cap_mg=D(10), round_mg=D(1)), None, "10", None),
        ("0.1", DosingPlan(round_mg=D(1)), None, "1", None),  # never rounded to nothing
    ],
)
def test_a_dose_per_weight(kg, plan, concentration, dose, volume):  # SUB-11
    sheet = derive_worksheet(KG, plan, weight(kg), concentration_mg_per_ml=D(concentration) if concentration else None)
    assert sheet.exact_mg == KG.dose * D(kg)
    assert (sheet.dose_mg, sheet.volume_ml) == (D(dose), D(volume) if volume else None)


def test_a_flat_dose_needs_no_weight():  # SUB-11
    sheet = derive_worksheet(FLAT, DosingPlan(), None, concentration_mg_per_ml=D(4))
    assert (sheet.dose_mg, sheet.volume_ml, sheet.weight) == (D(10), D("2.50"), None)
    assert [one.code for one in sheet.steps] == ["worksheet_flat", "worksheet_volume"]


def test_without_a_weight_there_is_no_dose_but_a_reason():  # SUB-11
    sheet = derive_worksheet(KG, DosingPlan(), Weight(None, Reason("weight_unknown")))
    assert (sheet.dose_mg, sheet.volume_ml) == (None, None)
    assert [one.code for one in sheet.steps] == ["weight_unknown", "worksheet_no_weight"]
    with pytest.raises(ValueError, match="concentration"):
        derive_worksheet(FLAT, DosingPlan(), None, concentration_mg_per_ml=D(0))


@given(
    st.decimals("0.01", "200", places=2),
    st.sampled_from(["0", "0.01", "0.1", "0.5", "1", "5"]).map(D),
    st.none() | st.decimals("0.5", "40", places=1),
)
def test_rounding_never_passes_the_cap_nor_leaves_the_step(kg, step, cap):  # SUB-11
    sheet = derive_worksheet(KG, DosingPlan(round_mg=step, cap_mg=cap), weight(str(kg)))
    assert sheet.dose_mg is not None
    assert sheet.dose_mg > 0
    assert cap is None or sheet.dose_mg <= cap
    if step and sheet.dose_mg % step:
        assert cap is not None  # a cap below one step
    if step and cap is None and sheet.exact_mg and sheet.exact_mg >= step:
        assert abs(sheet.dose_mg - sheet.exact_mg) <= step / 2


@pytest.mark.parametrize(
    ("plan", "today", "kg", "code"),
    [
        (WeightFrom.CHANGED, "65.9", "60", "weight_not_changed"),
        (WeightFrom.CHANGED, "66", "66", "weight_changed_enough"),
        (WeightFrom.CHANGED, "54", "54", "weight_changed_enough"),
        (WeightFrom.LATEST, "61", "61", "weight_latest"),
        (WeightFrom.FIRST, "80", "60", "weight_first"),
    ],
)
def test_which_weight_counts(plan, today, kg, code):  # SUB-11
    study = Story("bat6026").dosed(1).study(20)
    chosen = choose_weight(study, ID, DosingPlan(weight=plan), today_kg=D(today))
    assert (chosen.kg, chosen.reason.code) == (D(kg), code)


def test_the_latest_weight_is_the_last_measured_of_any_kind():  # SUB-6, SUB-11
    story = Story("bat6026").dosed(1).dosed(2, weight_kg=D(63))
    plan = DosingPlan(weight=WeightFrom.LATEST)
    assert choose_weight(story.study(22), ID, plan).kg == D(63)
    later = BodyWeight(record_id="w", subject_id=ID, measured_at=PartialDate.of(story.day(25)), weight_kg=D(58))
    assert choose_weight(story.add(later).study(26), ID, plan).kg == D(58)
    bare = Story("bat6026")
    subject = bare.records["subject"][0]
    bare.add(replace(subject, weight_kg=None))
    assert choose_weight(bare.study(0), ID, plan).reason.code == "weight_unknown"


def test_the_shipped_protocols_make_the_expected_dose():  # SUB-11
    part = load_shipped("bat6026").first_part
    sheet = derive_worksheet(part.level(1), part.dosing, weight("61.5"))
    assert (sheet.exact_mg, sheet.dose_mg) == (D("0.615"), D("0.62"))
