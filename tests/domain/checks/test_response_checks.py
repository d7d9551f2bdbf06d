"""Checks on lesions, tumour assessments, measurements, calls and contacts: each finding, and the case without it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.checks.lesion import check_lesion
from domain.checks.lesion_measurement import check_lesion_measurement
from domain.checks.response_call import check_response_call
from domain.checks.survival_contact import check_survival_contact
from domain.checks.tumour_visit import check_tumour_visit
from domain.partial_date import PartialDate
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.terms import ImagingMethod, Side, VitalStatus
from tests.domain.response.study_build import (
    CUT_OFF,
    FIRST,
    SCREEN,
    built,
    call,
    contact,
    followed,
    found,
    left,
    lesion,
    study_of,
    therapy,
    visit,
    week,
)

SIXTH = lesion(6, organ="lung")
FOUR = [lesion(number, organ=f"organ {number}", record_id=f"other-{number}") for number in range(1, 6)]
T1 = lesion(1)
NT1 = lesion(1, LesionKind.NON_TARGET)
NODE = lesion(2, is_nodal=True, organ="axilla")
NEW1 = lesion(1, LesionKind.NEW, first_seen_on=week(6))
SPLIT = lesion(2, split_from=T1.record_id, first_seen_on=week(6))
MERGED = lesion(2, merged_into=T1.record_id, merged_on=week(6))
BASE, V1 = visit(0, SCREEN), visit(1, week(6))
HERE = {"description": "segment VII", "side": Side.RIGHT}


def said(findings):
    return {(one.field, one.code, one.is_hard) for one in findings}


@pytest.mark.parametrize(
    ("others", "one", "expected"),
    [
        ([], T1, set()),
        ([], replace(T1, number=0), {("number", "lesion_number", True)}),
        ([], replace(T1, organ=" "), {("organ", "missing", True)}),
        ([], replace(T1, slice_mm=Decimal(0)), {("slice_mm", "slice_not_positive", True)}),
        (
            [],
            replace(T1, first_seen_on=date(2027, 7, 1)),
            {
                ("first_seen_on", "in_future", True),
                ("first_seen_on", "baseline_lesion_late", False),
            },
        ),
        ([], replace(T1, first_seen_on=week(1)), {("first_seen_on", "baseline_lesion_late", False)}),
        ([T1], replace(T1, record_id="x"), {("number", "lesion_exists", True)}),
        ([T1], replace(T1, record_id="x", lesion_kind=LesionKind.NON_TARGET), set()),
        ([lesion(1, **HERE)], lesion(2, **HERE), {("description", "lesion_alike", False)}),
        ([lesion(1, **HERE)], lesion(2, **(HERE | {"side": Side.LEFT})), set()),
        (FOUR, SIXTH, {("lesion_kind", "lesion_too_many_targets", False)}),
        (FOUR[:4], replace(SIXTH, number=5), set()),
        ([lesion(1), lesion(2)], lesion(3), {("organ", "lesion_too_many_in_organ", False)}),
        ([lesion(1), lesion(2)], lesion(3, split_from="target-1", first_seen_on=week(6)), set()),
        ([lesion(1), lesion(2)], lesion(3, LesionKind.NON_TARGET), set()),
        ([BASE], replace(NEW1, first_seen_on=SCREEN), {("first_seen_on", "new_lesion_at_baseline", False)}),
        ([BASE], NEW1, set()),
        ([T1], SPLIT, set()),
        ([], SPLIT, {("split_from", "lesion_not_of_subject", True)}),
        ([T1], replace(SPLIT, first_seen_on=SCREEN), {("first_seen_on", "split_before_origin", True)}),
        ([T1], replace(SPLIT, lesion_kind=LesionKind.NON_TARGET), {("split_from", "split_of_other_kind", False)}),
        ([T1], MERGED, set()),
        ([], MERGED, {("merged_into", "lesion_not_of_subject", True)}),
        ([T1], replace(MERGED, merged_on=None), {("merged_on", "missing", True)}),
        ([T1], replace(MERGED, merged_into=""), {("merged_into", "merged_into_missing", True)}),
        ([T1], replace(MERGED, merged_on=date(2027, 7, 1)), {("merged_on", "in_future", True)}),
        ([T1], replace(MERGED, merged_on=SCREEN), {("merged_on", "merged_before_seen", True)}),
        ([T1], replace(MERGED, lesion_kind=LesionKind.NON_TARGET), {("merged_into", "merged_with_other_kind", False)}),
        (
            [lesion(1, merged_into=MERGED.record_id, merged_on=week(5))],
            MERGED,
            {("merged_into", "merged_in_a_circle", True)},
        ),
    ],
)
def test_a_lesion(others, one, expected):  # EFF-1
    assert said(check_lesion(study_of(*others), one, now=CUT_OFF)) == expected


@pytest.mark.parametrize(
    ("others", "one", "expected"),
    [
        ([], BASE, set()),
        ([BASE], V1, set()),
        (
            [],
            replace(BASE, visit_number=-1),
            {
                ("visit_number", "visit_number", True),
                ("scanned_on", "scan_before_first_dose", False),
            },
        ),
        (
            [BASE],
            replace(V1, scanned_on=date(2027, 7, 1)),
            {
                ("scanned_on", "in_future", True),
            },
        ),
        (
            [BASE, V1],
            replace(V1, record_id="x"),
            {
                ("visit_number", "tumour_visit_exists", True),
            },
        ),
        ([], V1, {("visit_number", "baseline_missing", False)}),
        (
            [BASE],
            replace(V1, scanned_on=SCREEN - timedelta(days=1)),
            {
                ("scanned_on", "scan_before_baseline", True),
                ("scanned_on", "scan_before_first_dose", False),
            },
        ),
        ([BASE], replace(V1, scanned_on=FIRST - timedelta(days=1)), {("scanned_on", "scan_before_first_dose", False)}),
        ([BASE, V1], visit(2, week(5)), {("scanned_on", "visit_order", True)}),
        ([BASE, V1], visit(2, week(6)), {("scanned_on", "visit_order", True)}),
        ([BASE, V1], visit(2, week(9)), set()),
        ([BASE, V1], visit(2, week(10)), {("scanned_on", "scan_early", False)}),
        ([BASE, V1, visit(3, week(12))], visit(2, week(10)), set()),
        ([], replace(BASE, scanned_on=week(0, 1)), {("scanned_on", "scan_baseline_after_first_dose", False)}),
        ([], replace(BASE, scanned_on=week(-5)), {("scanned_on", "baseline_too_old", False)}),
        ([BASE], replace(V1, scanned_on=week(7)), set()),
        ([BASE], replace(V1, scanned_on=week(7, 1)), {("scanned_on", "scan_late", False)}),
        ([BASE], replace(V1, scanned_on=week(5, -1)), {("scanned_on", "scan_early", False)}),
        ([BASE, left(week(5))], V1, {("scanned_on", "scan_after_death", True)}),
        ([BASE, left(week(6))], V1, set()),
        ([BASE], replace(V1, method=ImagingMethod.MRI), {("method", "method_changed", False)}),
    ],
)
def test_a_tumour_assessment(others, one, expected):  # EFF-1
    assert said(check_tumour_visit(study_of(*others), one, now=CUT_OFF)) == expected


def test_an_assessment_of_a_subject_not_yet_dosed_asks():
    undosed = built(BASE)
    records = {kind: listed for kind, listed in undosed.records.items() if kind != "administration"}
    study = replace(undosed, records=records).study(CUT_OFF)
    assert said(check_tumour_visit(study, V1, now=CUT_OFF)) == {("scanned_on", "visit_undosed", False)}
    assert said(check_tumour_visit(study, BASE, now=CUT_OFF)) == set()


def test_a_scan_outside_its_window_says_the_window():
    (finding,) = check_tumour_visit(study_of(BASE), replace(V1, scanned_on=week(7, 2)), now=CUT_OFF)
    assert dict(finding.numbers) == {"days": 2, "from": week(5), "to": week(7)}


GIVEN = found(T1, 1, week(6), 30)
STUDY = [T1, NT1, NODE, NEW1, BASE, V1, found(T1, 0, SCREEN, 32)]
LENGTH = "length_tenths"


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (GIVEN, set()),
        (replace(GIVEN, lesion_id="none"), {("lesion_id", "lesion_not_of_subject", True)}),
        (replace(GIVEN, length_tenths=None), {(LENGTH, "length_missing", True)}),
        (replace(GIVEN, length_tenths=-5), {(LENGTH, "length_negative", True)}),
        (replace(GIVEN, length_tenths=0), {(LENGTH, "length_zero", True)}),
        (replace(GIVEN, length_tenths=3001), {(LENGTH, "length_implausible", False), (LENGTH, "length_jump", False)}),
        (replace(GIVEN, length_tenths=3), {(LENGTH, "length_jump", False)}),
        (replace(GIVEN, length_tenths=150), set()),
        (replace(GIVEN, status=LesionStatus.ABSENT), {(LENGTH, "length_without_status", True)}),
        (replace(GIVEN, status=LesionStatus.TOO_SMALL, length_tenths=None), set()),
        (replace(GIVEN, status=LesionStatus.PRESENT, length_tenths=None), {("status", "status_not_of_target", True)}),
        (replace(GIVEN, scanned_on=week(6, 15)), {("scanned_on", "scan_far_from_visit", False)}),
        (
            replace(GIVEN, scanned_on=date(2027, 7, 1)),
            {
                ("scanned_on", "in_future", True),
                ("scanned_on", "scan_far_from_visit", False),
            },
        ),
        (
            replace(GIVEN, scanned_on=SCREEN - timedelta(days=1)),
            {
                ("scanned_on", "scan_far_from_visit", False),
                ("scanned_on", "scan_before_baseline", True),
                ("scanned_on", "measured_before_seen", False),
            },
        ),
        (replace(GIVEN, method=ImagingMethod.MRI), {("method", "method_changed", False)}),
        (found(T1, 0, SCREEN, 30, record_id="again"), {("visit_number", "lesion_measured_twice", True)}),
        (found(NT1, 0, SCREEN, LesionStatus.PRESENT), set()),
        (found(NT1, 0, SCREEN, LesionStatus.UNEQUIVOCAL_PD), {("status", "progress_at_baseline", True)}),
        (found(NT1, 1, week(6), LesionStatus.UNEQUIVOCAL_PD), set()),
        (
            found(NEW1, 0, SCREEN, 20),
            {
                ("visit_number", "new_measured_at_baseline", True),
                ("scanned_on", "measured_before_seen", False),
            },
        ),
        (found(NEW1, 1, week(6), 20), set()),
        (found(NODE, 0, SCREEN, 15), set()),
        (found(NODE, 0, SCREEN, 14.9), {(LENGTH, "length_node_small", False)}),
        (found(NODE, 0, SCREEN, LesionStatus.NOT_EVALUABLE), {(LENGTH, "length_not_measured", False)}),
    ],
)
def test_a_measurement(one, expected):  # EFF-1
    assert said(check_lesion_measurement(study_of(*STUDY), one, now=CUT_OFF)) == expected


@pytest.mark.parametrize(
    ("mm", "slice_mm", "expected"),
    [
        (10, None, set()),
        (9.9, None, {"length_target_small"}),
        (12, Decimal(5), set()),
        (12, Decimal(8), {"target_under_two_slices"}),
        (16, Decimal(8), set()),
    ],
)
def test_a_target_lesion_at_baseline_has_its_least_size(mm, slice_mm, expected):  # EFF-1
    one = lesion(slice_mm=slice_mm)
    findings = check_lesion_measurement(study_of(one, BASE), found(one, 0, SCREEN, mm), now=CUT_OFF)
    assert {finding.code for finding in findings} == expected
    assert all(not finding.is_hard for finding in findings)


def test_sizes_are_said_in_millimetres():
    (finding,) = check_lesion_measurement(study_of(T1, BASE), found(T1, 0, SCREEN, 9.9), now=CUT_OFF)
    assert (finding.numbers["mm"], finding.numbers["least"], finding.numbers["lesion"]) == (
        Decimal("9.9"),
        Decimal(10),
        "T01",
    )


def test_a_new_node_under_10_mm_asks():
    node = lesion(1, LesionKind.NEW, is_nodal=True, first_seen_on=week(6))
    found_there = found(node, 1, week(6), 9)
    codes = said(check_lesion_measurement(study_of(node, BASE, V1), found_there, now=CUT_OFF))
    assert codes == {(LENGTH, "length_new_node_normal", False)}


def test_a_lesion_measured_under_another_one_has_no_length_of_its_own():
    one = found(MERGED, 1, week(6), 20)
    study = study_of(T1, MERGED, BASE, V1)
    assert (LENGTH, "merged_measured", True) in said(check_lesion_measurement(study, one, now=CUT_OFF))


def test_a_measurement_after_death_or_without_a_baseline():
    assert said(check_lesion_measurement(study_of(T1, left(week(5))), GIVEN, now=CUT_OFF)) == {
        ("scanned_on", "scan_after_death", True),
        ("visit_number", "baseline_missing", False),
    }


PR = call(1, Response.PR)


@pytest.mark.parametrize(
    ("others", "one", "expected"),
    [
        ([], PR, set()),
        ([], replace(PR, response=Response.SD), {("comment", "call_needs_comment", True)}),
        ([], replace(PR, response=Response.SD, comment="oedema"), set()),
        ([], replace(PR, response=Response.MISSING, comment="?"), {("response", "call_not_a_response", True)}),
        ([], replace(PR, called_by=""), {("called_by", "missing", True)}),
        ([], replace(PR, called_at=datetime(2027, 7, 1, tzinfo=UTC)), {("called_at", "in_future", True)}),
        ([], replace(PR, visit_number=7), {("visit_number", "call_without_visit", True)}),
        ([], replace(PR, visit_number=0), {("visit_number", "call_without_visit", True)}),
        ([PR], replace(PR, record_id="x"), {("visit_number", "call_exists", True)}),
    ],
)
def test_a_call_of_a_partial_response(others, one, expected):  # EFF-1
    study = study_of(*followed(50, 35), *others)
    assert said(check_response_call(study, one, now=CUT_OFF)) == expected


ALIVE = contact(week(30))
DEAD = contact(week(30), died=PartialDate.of(week(20)))


@pytest.mark.parametrize(
    ("others", "one", "expected"),
    [
        ([], ALIVE, set()),
        ([], DEAD, set()),
        ([], contact(date(2027, 7, 1)), {("contacted_on", "in_future", True)}),
        ([], replace(ALIVE, last_alive_on=week(31)), {("last_alive_on", "alive_after_contact", True)}),
        ([], replace(DEAD, died_on=None), {("died_on", "missing", True)}),
        ([], replace(DEAD, vital_status=VitalStatus.UNKNOWN), {("died_on", "died_but_not_dead", True)}),
        ([], replace(DEAD, died_on=PartialDate.of(week(31))), {("died_on", "died_after_contact", True)}),
        ([], replace(DEAD, died_on=PartialDate(2025)), {("died_on", "died_before_first_dose", True)}),
        ([visit(1, week(21))], DEAD, {("died_on", "died_before_alive", True)}),
        ([contact(week(22))], DEAD, {("died_on", "died_before_alive", True)}),
        ([contact(week(19))], DEAD, set()),
        ([left(week(21))], DEAD, {("died_on", "died_on_other_day", False)}),
        ([left(week(20))], DEAD, set()),
        ([left(week(20))], replace(DEAD, died_on=PartialDate(2026, week(20).month)), set()),
        ([left(week(20))], ALIVE, {("contacted_on", "alive_after_death", True)}),
        ([left(week(20))], replace(ALIVE, last_alive_on=week(21)), {("last_alive_on", "alive_after_death", True)}),
        ([contact(week(25), died=PartialDate.of(week(20)))], ALIVE, {("contacted_on", "alive_after_death", True)}),
        ([therapy(PartialDate.of(week(10)))], DEAD, set()),
    ],
)
def test_a_contact_for_survival(others, one, expected):  # SUB-8, EFF-2
    assert said(check_survival_contact(study_of(*others), one, now=CUT_OFF)) == expected
