"""Checks on samples, concentrations, antibodies, biomarkers, shipments and slopes: each record with its findings."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.checks.antibody import check_ada_result
from domain.checks.biomarker import check_biomarker_result
from domain.checks.concentration import check_concentration
from domain.checks.pk_sample import check_pk_sample
from domain.checks.shipment import check_shipment
from domain.checks.slope_decision import check_slope_decision
from domain.partial_date import PartialDate
from domain.protocol.reader import load_shipped
from domain.records import (
    AdaResult,
    BiomarkerResult,
    Concentration,
    Leaving,
    PkSample,
    Shipment,
    SlopeDecision,
)
from domain.terms import AntibodyResult, LeaveReason, Matrix, SamplePurpose
from tests.domain.exposure.build import DRUG, START, Build, after, one_subject

NOW = after(24 * 100)


def found(findings) -> list[tuple[str, str, bool]]:
    return [(one.field, one.code, one.is_hard) for one in findings]


def build() -> Build:
    made = one_subject(1).subject("01-002").dose(1, "01-002").sample(1, "24", "01-002")
    return made.sample(1, "12", purpose=SamplePurpose.ADA).sample(
        1, "48", taken_at=None, not_taken_reason="veins", record_id="none", sample_id="none"
    )


STUDY = build().study(NOW)
SAMPLE = PkSample(
    record_id="new",
    subject_id="01-002",
    sample_id="new",
    analyte=DRUG,
    cycle=1,
    nominal_hours=Decimal(1),
    taken_at=after(1),
)


def test_a_sample_as_planned_is_as_it_should_be():  # PK-1
    assert check_pk_sample(STUDY, SAMPLE, now=NOW) == []


@pytest.mark.parametrize(
    ("changes", "field", "code", "is_hard"),
    [
        ({"sample_id": " "}, "sample_id", "missing", True),
        ({"sample_id": "01-001-c1-24"}, "sample_id", "pk_sample_id_exists", True),
        ({"analyte": ""}, "analyte", "missing", True),
        ({"analyte": "other"}, "analyte", "pk_analyte_not_in_plan", False),
        ({"matrix": Matrix.PLASMA}, "matrix", "pk_matrix_differs", False),
        ({"cycle": 0}, "cycle", "cycle_impossible", True),
        ({"cycle": 2}, "cycle", "pk_no_dose_in_cycle", False),
        ({"day": 0}, "day", "pk_day_impossible", True),
        ({"nominal_hours": Decimal(-1)}, "nominal_hours", "pk_nominal_negative", True),
        ({"nominal_hours": Decimal(2), "taken_at": after(2)}, "nominal_hours", "pk_time_not_in_plan", False),
        ({"taken_at": None}, "taken_at", "pk_taken_or_reason", True),
        ({"not_taken_reason": "veins"}, "not_taken_reason", "pk_taken_and_reason", True),
        ({"taken_at": NOW + timedelta(hours=1)}, "taken_at", "in_future", True),
        ({"taken_at": START - timedelta(days=20)}, "taken_at", "before_consent", False),
        ({"taken_at": after(1.5)}, "taken_at", "pk_outside_window", False),
        ({"taken_at": after(-0.1)}, "taken_at", "pk_before_dose", False),
        ({"nominal_hours": Decimal(0), "taken_at": after(0.1)}, "taken_at", "pk_predose_after_dose", False),
        ({"nominal_hours": Decimal(0), "taken_at": after(-30)}, "taken_at", "pk_outside_window", False),
        ({"nominal_hours": Decimal(24), "taken_at": after(24.1)}, "nominal_hours", "pk_sample_exists", False),
        ({"nominal_hours": Decimal(5), "taken_at": after(24)}, "taken_at", "pk_same_moment", True),
    ],
)
def test_a_doubtful_sample_is_told_with_its_field(changes, field, code, is_hard):  # PK-1
    assert (field, code, is_hard) in found(check_pk_sample(STUDY, replace(SAMPLE, **changes), now=NOW))


def test_a_sample_that_was_not_taken_needs_only_its_reason():  # PK-1
    assert check_pk_sample(STUDY, replace(SAMPLE, taken_at=None, not_taken_reason="veins"), now=NOW) == []


def test_a_correction_of_a_sample_is_no_second_one():
    sample = build().one(PkSample, sample_id="01-002-C1-24")
    assert check_pk_sample(STUDY, replace(sample, taken_at=after(24.5)), now=NOW) == []


def test_a_sample_after_leaving_is_doubted():
    made = build().add(
        Leaving(record_id="l", subject_id="01-002", left_at=after(0.5), reason=LeaveReason.CONSENT_WITHDRAWN)
    )
    assert ("taken_at", "after_leaving", False) in found(check_pk_sample(made.study(NOW), SAMPLE, now=NOW))


RESULT = Concentration(
    record_id="new",
    subject_id="01-002",
    sample_id="01-002-C1-24",
    analyte=DRUG,
    value=Decimal(12),
    lloq=Decimal("0.05"),
    unit="ug/mL",
)


def test_a_concentration_of_the_subjects_sample_is_as_it_should_be():  # PK-1
    assert check_concentration(STUDY, RESULT) == []
    assert check_concentration(STUDY, replace(RESULT, value=None, is_blq=True)) == []
    assert check_concentration(STUDY, replace(RESULT, value=None, lloq=None, unit="", flag="NR")) == []


@pytest.mark.parametrize(
    ("changes", "field", "code", "is_hard"),
    [
        ({"sample_id": ""}, "sample_id", "missing", True),
        ({"sample_id": "x"}, "sample_id", "pk_sample_unknown", True),
        ({"sample_id": "01-001-C1-24"}, "sample_id", "pk_sample_of_other", True),
        ({"subject_id": "01-001", "sample_id": "01-001-C1-12"}, "sample_id", "pk_sample_for_other_purpose", True),
        ({"subject_id": "01-001", "sample_id": "none"}, "sample_id", "pk_sample_without_time", False),
        ({"subject_id": "01-001", "sample_id": "01-001-C1-24"}, "sample_id", "pk_result_exists", True),
        ({"analyte": "other"}, "analyte", "pk_analyte_of_sample", False),
        ({"analyte": ""}, "analyte", "missing", True),
        ({"is_blq": True}, "value", "pk_result_one_of", True),
        ({"value": None}, "value", "pk_result_one_of", True),
        ({"value": Decimal(-1)}, "value", "pk_concentration_negative", True),
        ({"value": Decimal("0.01")}, "value", "pk_number_below_lloq", False),
        ({"lloq": Decimal(0)}, "lloq", "pk_lloq_above_zero", True),
        ({"unit": ""}, "unit", "missing", True),
        ({"unit": "h"}, "unit", "pk_not_a_concentration", True),
    ],
)
def test_a_doubtful_concentration_is_told_with_its_field(changes, field, code, is_hard):  # PK-1
    assert (field, code, is_hard) in found(check_concentration(STUDY, replace(RESULT, **changes)))


ANTIBODY = AdaResult(
    record_id="new",
    subject_id="01-001",
    drug=DRUG,
    taken_at=PartialDate(2026, 3, 2),
    result=AntibodyResult.POSITIVE,
    titre=Decimal(80),
    sample_id="01-001-C1-12",
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"result": AntibodyResult.NEGATIVE, "titre": None}, []),
        ({"drug": ""}, [("drug", "missing", True)]),
        ({"cycle": 0}, [("cycle", "cycle_impossible", True)]),
        ({"titre": Decimal(0)}, [("titre", "ada_titre_not_positive", True)]),
        ({"titre": None}, [("titre", "ada_titre_missing", False)]),
        ({"result": AntibodyResult.NEGATIVE}, [("titre", "ada_titre_without_antibodies", False)]),
        (
            {"result": AntibodyResult.NEGATIVE, "titre": None, "neutralising": AntibodyResult.POSITIVE},
            [("neutralising", "ada_neutralising_without_antibodies", True)],
        ),
        ({"sample_id": "x"}, [("sample_id", "pk_sample_unknown", True)]),
        ({"sample_id": ""}, []),
        ({"taken_at": PartialDate(2027)}, [("taken_at", "in_future", True)]),
        ({"taken_at": PartialDate(2025)}, [("taken_at", "before_consent", False)]),
        ({"taken_at": PartialDate(2026, 3, 23)}, [("taken_at", "ada_result_exists", True)]),
    ],
)
def test_an_antibody_result_is_checked(changes, expected):  # PK-4
    made = build().add(replace(ANTIBODY, record_id="other", taken_at=PartialDate(2026, 3, 23)))
    assert found(check_ada_result(made.study(NOW), replace(ANTIBODY, **changes), now=NOW)) == expected


MARKER = BiomarkerResult(
    record_id="new",
    subject_id="01-001",
    marker="CD80",
    taken_at=PartialDate(2026, 3, 2),
    value=Decimal(5),
    unit="pg/mL",
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"marker": " "}, [("marker", "missing", True)]),
        ({"marker": "PSA"}, [("marker", "marker_not_in_plan", False)]),
        ({"cycle": 0}, [("cycle", "cycle_impossible", True)]),
        ({"value": None}, [("comment", "marker_says_nothing", True)]),
        ({"value": None, "comment": "clotted"}, []),
        ({"value": None, "sign": "<"}, [("value", "missing", True)]),
        ({"value": Decimal(-1)}, [("value", "marker_negative", False)]),
        ({"sign": "~"}, [("sign", "lab_sign_unknown", True)]),
        ({"unit": ""}, [("unit", "marker_without_unit", False)]),
        ({"unit": "ng/mL"}, [("unit", "marker_other_unit", False)]),
        ({"taken_at": PartialDate(2026, 3, 23)}, [("taken_at", "marker_result_exists", True)]),
        ({"sample_id": "01-002-C1-24"}, [("sample_id", "pk_sample_unknown", True)]),
    ],
)
def test_a_biomarker_result_is_checked(changes, expected):  # PK-4
    made = Build(load_shipped("mil97")).subject().dose(1)
    made.add(replace(MARKER, record_id="other", taken_at=PartialDate(2026, 3, 23)))
    assert found(check_biomarker_result(made.study(NOW), replace(MARKER, **changes), now=NOW)) == expected


SHIPMENT = Shipment(
    record_id="new", shipment_id="W-2", sent_on=date(2026, 3, 20), sample_ids=("01-001-C1-24", "01-001-C1-72")
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"shipment_id": ""}, [("shipment_id", "missing", True)]),
        ({"shipment_id": "W-1"}, [("shipment_id", "shipment_exists", True)]),
        ({"sent_on": date(2027, 1, 1)}, [("sent_on", "in_future", True)]),
        ({"sample_ids": ()}, [("sample_ids", "shipment_empty", True)]),
        ({"sample_ids": ("x",)}, [("sample_ids", "pk_sample_unknown", True)]),
        ({"sample_ids": ("none",)}, [("sample_ids", "shipment_sample_not_taken", True)]),
        ({"sample_ids": ("01-001-C1-5", "01-001-C1-5")}, [("sample_ids", "shipment_sample_twice", True)]),
        ({"sample_ids": ("01-001-C1-0",)}, [("sample_ids", "shipment_sample_elsewhere", False)]),
        ({"sample_ids": ("01-001-C1-1",)}, []),
        ({"sent_on": date(2026, 3, 4)}, [("sample_ids", "shipment_before_sample", True)]),
        ({"absent_ids": ("01-001-C1-24",)}, [("received_at", "shipment_not_received", True)]),
        ({"received_at": after(24 * 200)}, [("received_at", "in_future", True)]),
        ({"received_at": after(24)}, [("received_at", "shipment_received_before_sent", True)]),
        (
            {"received_at": after(24 * 20), "absent_ids": ("01-001-C1-0",)},
            [("absent_ids", "shipment_absent_not_in_it", True)],
        ),
    ],
)
def test_a_shipment_is_checked(changes, expected):  # PK-5
    made = build().add(
        Shipment(
            record_id="old",
            shipment_id="W-1",
            sent_on=date(2026, 3, 3),
            sample_ids=("01-001-C1-0", "01-001-C1-1"),
            received_at=after(48),
            absent_ids=("01-001-C1-1",),
        )
    )
    assert found(check_shipment(made.study(NOW), replace(SHIPMENT, **changes), now=NOW)) == expected


SLOPE = SlopeDecision(
    record_id="new",
    subject_id="01-001",
    cycle=1,
    analyte=DRUG,
    chosen=("01-001-C1-24", "01-001-C1-72", "01-001-C1-168"),
    reason="the last sample lies off",
    decided_at=NOW,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"chosen": (), "excluded": ("01-001-C1-336",)}, []),
        ({"chosen": (), "is_left_out": True}, []),
        ({"reason": " "}, [("reason", "slope_needs_reason", True)]),
        ({"decided_at": NOW + timedelta(days=1)}, [("decided_at", "in_future", True)]),
        ({"chosen": ()}, [("chosen", "slope_nothing_decided", True)]),
        ({"chosen": ("01-001-C1-24", "01-001-C1-72")}, [("chosen", "slope_three_points", True)]),
        ({"excluded": ("01-001-C1-24",)}, [("excluded", "slope_chosen_and_excluded", True)]),
        ({"excluded": ("01-001-C1-0",)}, [("excluded", "slope_sample_unusable", True)]),
        ({"excluded": ("01-002-C1-24",)}, [("excluded", "slope_sample_unusable", True)]),
        ({"cycle": 2}, [("cycle", "slope_no_profile", True)]),
    ],
)
def test_a_choice_of_the_slope_is_checked(changes, expected):  # PK-2
    assert found(check_slope_decision(STUDY, replace(SLOPE, **changes), now=NOW)) == expected


def test_a_second_choice_for_a_profile_is_a_correction():
    made = build().add(replace(SLOPE, record_id="old"))
    assert found(check_slope_decision(made.study(NOW), SLOPE, now=NOW)) == [("cycle", "slope_decided_already", True)]


def test_a_choice_can_be_taken_back_altogether_by_correcting_it():  # PK-2
    study = build().add(replace(SLOPE, record_id="old")).study(NOW)
    back = replace(SLOPE, record_id="old", chosen=())
    assert back.is_withdrawn
    assert found(check_slope_decision(study, back, now=NOW)) == []
