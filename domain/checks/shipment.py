"""Checks on a shipment of samples."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from domain.reasons import Finding
from domain.records import PkSample, Shipment
from domain.study import Study
from domain.terms import Severity


def check_shipment(study: Study, shipment: Shipment, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a shipment.

    Args:
        study: as entered now.
        shipment: as it would be.
        now: moment of entry, aware.
    """
    return [
        *_check_values(study, shipment, now),
        *_check_samples(study, shipment),
        *_check_receipt(study, shipment, now),
    ]


def _check_values(study: Study, shipment: Shipment, now: datetime) -> Iterator[Finding]:
    if not shipment.shipment_id.strip():
        yield Finding("shipment_id", "missing")
    for other in study.shipments:
        if other.record_id != shipment.record_id and other.shipment_id == shipment.shipment_id:
            yield Finding("shipment_id", "shipment_exists", numbers={"sent": other.sent_on})
    if shipment.sent_on > now.astimezone(study.zone).date():
        yield Finding("sent_on", "in_future")
    if not shipment.sample_ids:
        yield Finding("sample_ids", "shipment_empty")


def _check_samples(study: Study, shipment: Shipment) -> Iterator[Finding]:
    samples = cast("Sequence[PkSample]", study.entered.get(PkSample.kind, ()))
    known = {sample.sample_id: sample for sample in samples}
    elsewhere = {
        sample_id: other.shipment_id
        for other in study.shipments
        if other.record_id != shipment.record_id
        for sample_id in other.sample_ids
        if sample_id not in other.absent_ids
    }
    seen: set[str] = set()
    for sample_id in shipment.sample_ids:
        numbers = {"sample": sample_id}
        sample = known.get(sample_id)
        if sample_id in seen:
            yield Finding("sample_ids", "shipment_sample_twice", numbers=numbers)
        elif sample is None:
            yield Finding("sample_ids", "pk_sample_unknown", numbers=numbers)
        elif sample.taken_at is None:
            yield Finding("sample_ids", "shipment_sample_not_taken", numbers=numbers)
        elif sample.taken_at.astimezone(study.zone).date() > shipment.sent_on:
            yield Finding("sample_ids", "shipment_before_sample", numbers={**numbers, "at": sample.taken_at})
        elif sample_id in elsewhere:
            other = {**numbers, "shipment": elsewhere[sample_id]}
            yield Finding("sample_ids", "shipment_sample_elsewhere", Severity.SOFT, other)
        seen.add(sample_id)


def _check_receipt(study: Study, shipment: Shipment, now: datetime) -> Iterator[Finding]:
    if shipment.received_at is None:
        if shipment.absent_ids or shipment.condition.strip():
            yield Finding("received_at", "shipment_not_received")
        return
    if shipment.received_at > now:
        yield Finding("received_at", "in_future")
    elif shipment.received_at.astimezone(study.zone).date() < shipment.sent_on:
        yield Finding("received_at", "shipment_received_before_sent", numbers={"sent": shipment.sent_on})
    strange = [one for one in shipment.absent_ids if one not in shipment.sample_ids]
    if strange:
        yield Finding("absent_ids", "shipment_absent_not_in_it", numbers={"samples": ", ".join(strange)})
