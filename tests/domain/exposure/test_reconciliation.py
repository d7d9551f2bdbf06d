"""Where each sample is: taken, sent, received, reported, missing (PK-5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exposure.reconciliation import Whereabouts, reconcile
from domain.partial_date import PartialDate
from domain.records import AdaResult, BiomarkerResult, Shipment
from domain.terms import AntibodyResult, SamplePurpose
from tests.domain.exposure.build import Build, after


def build(*, hours=("0", "1", "5")) -> Build:
    made = Build().subject().dose(1)
    for one in hours:
        made.sample(1, one)
    return made


def shipment(*sample_ids: str, **changes) -> Shipment:
    values = {"record_id": "w1", "shipment_id": "W-1", "sent_on": date(2026, 3, 3), "sample_ids": sample_ids}
    return Shipment(**values | changes)


def where(made: Build, hours: str = "1"):
    found = reconcile(made.study(after(12)), "mono")
    return next(
        one for one in found.samples if one.due.nominal_hours == int(hours) and one.due.purpose is SamplePurpose.PK
    )


@pytest.mark.parametrize(
    ("records", "state", "doubts"),
    [
        ([], Whereabouts.TAKEN, []),
        ([shipment("01-001-C1-1")], Whereabouts.SENT, []),
        ([shipment("01-001-C1-1", received_at=after(48))], Whereabouts.RECEIVED, []),
        ([shipment("01-001-C1-1", received_at=after(48), absent_ids=("01-001-C1-1",))], Whereabouts.LOST, []),
        ([shipment("01-001-C1-1", sent_on=date(2026, 3, 1))], Whereabouts.SENT, ["pk_sent_before_taken"]),
        (
            [shipment("01-001-C1-1"), shipment("01-001-C1-1", record_id="w2", shipment_id="W-2")],
            Whereabouts.SENT,
            ["pk_sent_twice"],
        ),
    ],
)
def test_a_sample_is_followed_on_its_way(records, state, doubts):  # PK-5
    made = build().add(*records)
    found = next(
        one for one in reconcile(made.study()).samples if one.due.sample and one.due.sample.sample_id == "01-001-C1-1"
    )
    assert (found.where, [one.code for one in found.doubts]) == (state, doubts)


def test_a_reported_sample_is_reported_whatever_its_way_but_doubted_without_one():  # PK-5
    made = build().result(1, "1")
    found = where(made)
    assert (found.where, found.results, [one.code for one in found.doubts]) == (
        Whereabouts.REPORTED,
        1,
        ["pk_reported_not_sent"],
    )
    made.add(shipment("01-001-C1-1", sent_on=date(2026, 3, 2)))
    assert where(made).doubts == ()
    lost = build().result(1, "1")
    lost.add(shipment("01-001-C1-1", sent_on=date(2026, 3, 2), received_at=after(10), absent_ids=("01-001-C1-1",)))
    assert [one.code for one in where(lost).doubts] == ["pk_reported_not_received"]


def test_no_result_counts_as_reported():
    made = build().result(1, "1", value=None, is_blq=False, flag="NR")
    assert where(made).where is Whereabouts.REPORTED


def test_a_sample_that_was_not_taken_or_forgotten_is_no_tube():  # PK-5
    made = Build().subject().dose(1).sample(1, "1", taken_at=None, not_taken_reason="veins")
    found = reconcile(made.study(after(12)))
    states = {f"{one.due.nominal_hours}": one.where for one in found.samples if one.due.purpose is SamplePurpose.PK}
    assert states["0"] is Whereabouts.MISSING
    assert states["1"] is Whereabouts.NOT_TAKEN
    assert states["24"] is Whereabouts.LATER
    made.add(shipment("01-001-C1-1", sent_on=date(2026, 3, 2)))
    assert [one.code for one in where(made).doubts] == ["pk_not_taken_but_there"]


def test_receipt_after_the_cut_off_has_not_happened_yet():
    made = build().add(shipment("01-001-C1-1", sent_on=date(2026, 3, 2), received_at=after(48)))
    assert where(made).where is Whereabouts.SENT


def test_samples_of_a_shipment_that_nobody_knows_are_named():  # PK-5
    made = build().add(shipment("01-001-C1-1", "01-001-C9-9"))
    assert [sample_id for sample_id, _ in reconcile(made.study()).unknown] == ["01-001-C9-9"]


def test_samples_for_antibodies_and_biomarkers_are_reported_by_their_results():  # PK-5
    made = Build().subject().dose(1)
    for number, purpose in enumerate((SamplePurpose.ADA, SamplePurpose.BIOMARKER)):
        made.sample(1, "0", purpose=purpose, sample_id=f"s{number}", record_id=f"s{number}")
    who = {"subject_id": "01-001", "taken_at": PartialDate(2026, 3, 2)}
    made.add(AdaResult(record_id="a", drug="MIL93", result=AntibodyResult.NEGATIVE, sample_id="s0", **who))
    made.add(BiomarkerResult(record_id="b", marker="CD80", sample_id="s1", **who))
    made.add(BiomarkerResult(record_id="c", marker="CD86", sample_id="s1", **who))
    found = {one.due.sample_id: one.results for one in reconcile(made.study(after(12))).samples if one.due.sample}
    assert found == {"s0": 1, "s1": 2}


def test_the_counts_add_up():  # PK-5
    made = build(hours=("0", "1", "5", "24", "72")).result(1, "1")
    made.sample(1, "168", taken_at=None, not_taken_reason="veins")
    made.add(
        shipment("01-001-C1-0", "01-001-C1-1", sent_on=date(2026, 3, 6), received_at=after(120)),
        shipment(
            "01-001-C1-5", "01-001-C1-24", record_id="w2", shipment_id="W-2", sent_on=date(2026, 3, 6),
            received_at=after(120), absent_ids=("01-001-C1-24",),
        ),
    )  # fmt: skip
    counted = reconcile(made.study(after(24 * 20))).counted(SamplePurpose.PK)
    assert counted == {
        "due": 7,
        "taken": 5,
        "not_taken": 1,
        "missing": 1,
        "sent": 4,
        "received": 3,
        "lost": 1,
        "reported": 1,
    }
    assert counted["due"] == counted["taken"] + counted["not_taken"] + counted["missing"]


@given(st.lists(st.integers(-48, 24 * 25), min_size=2, max_size=8), st.booleans())
def test_what_is_kept_of_a_subject_is_what_would_be_found_anew(hours: list[int], is_sent: bool):  # PK-5
    made = build(hours=("0", "24")).dose(2)
    study = made.study(after(hours[0]))
    for at, cut_off in enumerate(hours):
        if at == 1 and is_sent:
            made.add(shipment("01-001-C1-24", received_at=after(30)))
        study = made.study(after(cut_off), study)
        fresh = reconcile(made.study(after(cut_off)), "mono")
        kept = reconcile(study, "mono")
        assert kept.samples == fresh.samples
        assert kept.counted() == fresh.counted()
        assert kept.unknown == fresh.unknown


def test_a_subject_whose_records_stay_is_not_tracked_again():  # PK-5
    made = build().subject("01-002").dose(1, "01-002")
    study = made.study(after(12))
    first = reconcile(study)
    made.sample(1, "24", "01-002")
    again = reconcile(made.study(after(12), study))
    assert again.by_subject["01-001"] is first.by_subject["01-001"]
    assert again.by_subject["01-002"] is not first.by_subject["01-002"]
