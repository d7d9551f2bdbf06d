"""Where each sample is: due, taken, sent, received, reported, or missing (PK-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from domain.exposure.due import DueSample, SampleState, due_samples
from domain.reasons import Reason
from domain.records import AdaResult, BiomarkerResult, Concentration, Shipment
from domain.study import Study
from domain.terms import SamplePurpose


class Whereabouts(StrEnum):
    """How far a sample has come."""

    LATER = "later"
    MISSING = "missing"
    NOT_TAKEN = "not taken"
    TAKEN = "taken"
    SENT = "sent"
    LOST = "not received"
    RECEIVED = "received"
    REPORTED = "reported"


@dataclass(frozen=True)
class TrackedSample:
    """A sample with its way.

    Attributes:
        due: by the plan, with the sample as recorded.
        where: how far it has come.
        shipment: that it was sent in; None while it was not.
        results: how many results are recorded of it, those without a number among them.
        doubts: what does not fit together.
    """

    due: DueSample
    where: Whereabouts
    shipment: Shipment | None
    results: int
    doubts: tuple[Reason, ...]

    @property
    def is_taken(self) -> bool:
        """Whether there is a tube."""
        return self.due.state.is_taken


@dataclass(frozen=True)
class Reconciliation:
    """All samples of some subjects.

    Attributes:
        samples: by subject, cycle, nominal time.
        unknown: sample ids of shipments that are no sample's, with their shipment.
    """

    samples: tuple[TrackedSample, ...]
    unknown: tuple[tuple[str, Shipment], ...]

    def counted(self, purpose: SamplePurpose | None = None) -> dict[str, int]:
        """How many samples were due, taken, sent, received, reported and are missing."""
        mine = [one for one in self.samples if purpose in (None, one.due.purpose)]
        sent = [one for one in mine if one.shipment is not None]
        return {
            "due": sum(one.where is not Whereabouts.LATER for one in mine),
            "taken": sum(one.is_taken for one in mine),
            "not_taken": sum(one.where is Whereabouts.NOT_TAKEN for one in mine),
            "missing": sum(one.where is Whereabouts.MISSING for one in mine),
            "sent": len(sent),
            "received": sum(_is_received(one.shipment, one.due.sample_id) for one in sent),
            "lost": sum(one.where is Whereabouts.LOST for one in mine),
            "reported": sum(one.results > 0 for one in mine),
        }


def reconcile(study: Study, part_id: str | None = None) -> Reconciliation:
    """The way of every sample of a part's subjects, or of all."""
    first: dict[str, Shipment] = {}
    others: dict[str, Shipment] = {}
    for shipment in study.shipments:
        for sample_id in dict.fromkeys(shipment.sample_ids):
            (others if sample_id in first else first)[sample_id] = shipment
    tracked: list[TrackedSample] = []
    known: set[str] = set()
    for subject in study.subjects:
        subject_id = subject.subject_id
        known.update(sample.sample_id for sample in study.samples_of(subject_id))
        enrolment = study.enrolment(subject_id)
        if part_id is not None and (enrolment is None or enrolment.part_id != part_id):
            continue
        reported = _reported(study, subject_id)
        tracked += [_track(one, first, others, reported, study.zone) for one in due_samples(study, subject_id)]
    unknown = [(sample_id, shipment) for sample_id, shipment in first.items() if sample_id not in known]
    return Reconciliation(tuple(tracked), tuple(unknown))


def _reported(study: Study, subject_id: str) -> dict[str, int]:
    """How many results there are by sample id."""
    results: tuple[Concentration | AdaResult | BiomarkerResult, ...] = (
        *study.concentrations_of(subject_id),
        *study.antibodies_of(subject_id),
        *study.biomarkers_of(subject_id),
    )
    counts: dict[str, int] = {}
    for one in results:
        if one.sample_id and (not isinstance(one, Concentration) or one.value is not None or one.is_blq or one.flag):
            counts[one.sample_id] = counts.get(one.sample_id, 0) + 1
    return counts


def _is_received(shipment: Shipment | None, sample_id: str) -> bool:
    return shipment is not None and shipment.received_at is not None and sample_id not in shipment.absent_ids


def _track(
    due: DueSample,
    first: Mapping[str, Shipment],
    others: Mapping[str, Shipment],
    reported: Mapping[str, int],
    zone: tzinfo,
) -> TrackedSample:
    sample_id = due.sample.sample_id if due.sample else ""
    shipment, results = first.get(sample_id), reported.get(sample_id, 0)
    doubts = []
    if sample_id in others and shipment is not None:
        numbers = {"first": shipment.shipment_id, "second": others[sample_id].shipment_id}
        doubts.append(Reason("pk_sent_twice", numbers))
    is_absent = shipment is not None and sample_id in shipment.absent_ids
    if due.state in (SampleState.LATER, SampleState.OPEN):
        where = Whereabouts.LATER
    elif due.state is SampleState.MISSING:
        where = Whereabouts.MISSING
    elif due.state is SampleState.NOT_TAKEN:
        where = Whereabouts.NOT_TAKEN
        if shipment is not None or results:
            doubts.append(Reason("pk_not_taken_but_there"))
    elif results:
        where = Whereabouts.REPORTED
        if shipment is None:
            doubts.append(Reason("pk_reported_not_sent"))
        elif is_absent:
            doubts.append(Reason("pk_reported_not_received"))
    elif shipment is None:
        where = Whereabouts.TAKEN
    elif is_absent:
        where = Whereabouts.LOST
    else:
        where = Whereabouts.RECEIVED if _is_received(shipment, sample_id) else Whereabouts.SENT
    taken_at = due.sample.taken_at if due.sample else None
    if shipment is not None and taken_at is not None and taken_at.astimezone(zone).date() > shipment.sent_on:
        doubts.append(Reason("pk_sent_before_taken", {"sent": shipment.sent_on}))
    return TrackedSample(due, where, shipment, results, tuple(doubts))
