"""Where each sample is: due, taken, sent, received, reported, or missing (PK-5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from functools import cached_property
from itertools import chain

from domain.exposure.due import DueSample, SampleState, due_samples
from domain.reasons import Reason
from domain.records import AdaResult, Administration, BiomarkerResult, Concentration, Enrolment, PkSample, Shipment
from domain.study import Study
from domain.terms import SamplePurpose

_KINDS = (Administration, PkSample, Concentration, AdaResult, BiomarkerResult, Enrolment)


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
class SubjectSamples:
    """The samples of one subject, by cycle and nominal time."""

    samples: tuple[TrackedSample, ...]

    @cached_property
    def counts(self) -> Mapping[SamplePurpose, Mapping[str, int]]:
        """How many samples were due, taken, sent, received, reported and are missing, by what they are for."""
        return {
            purpose: _count([one for one in self.samples if one.due.purpose is purpose]) for purpose in SamplePurpose
        }


@dataclass(frozen=True)
class Reconciliation:
    """All samples of some subjects.

    Attributes:
        by_subject: the same objects as before where nothing changed.
        unknown: sample ids of shipments that are no sample's, with their shipment.
    """

    by_subject: Mapping[str, SubjectSamples]
    unknown: tuple[tuple[str, Shipment], ...]

    @cached_property
    def samples(self) -> tuple[TrackedSample, ...]:
        """The samples of all subjects."""
        return tuple(chain.from_iterable(one.samples for one in self.by_subject.values()))

    def counted(self, purpose: SamplePurpose | None = None) -> dict[str, int]:
        """How many samples were due, taken, sent, received, reported and are missing."""
        total = _count(())
        for subject in self.by_subject.values():
            for each, counts in subject.counts.items():
                for name, number in counts.items() if purpose in (None, each) else ():
                    total[name] += number
        return total


def _count(listed: Sequence[TrackedSample]) -> dict[str, int]:
    sent = [one for one in listed if one.shipment is not None]
    return {
        "due": sum(one.where is not Whereabouts.LATER for one in listed),
        "taken": sum(one.is_taken for one in listed),
        "not_taken": sum(one.where is Whereabouts.NOT_TAKEN for one in listed),
        "missing": sum(one.where is Whereabouts.MISSING for one in listed),
        "sent": len(sent),
        "received": sum(_is_received(one.shipment, one.due.sample_id) for one in sent),
        "lost": sum(one.where is Whereabouts.LOST for one in listed),
        "reported": sum(one.results > 0 for one in listed),
    }


def reconcile(study: Study, part_id: str | None = None) -> Reconciliation:
    """The way of every sample of a part's subjects, or of all."""
    sent = _Sent(study.shipments)
    tracked: dict[str, SubjectSamples] = {}
    known: set[str] = set()
    for subject in study.subjects:
        subject_id = subject.subject_id
        if sent.first:
            known.update(sample.sample_id for sample in study.samples_of(subject_id))
        enrolment = study.enrolment(subject_id)
        if part_id is not None and (enrolment is None or enrolment.part_id != part_id):
            continue
        tracked[subject_id] = _tracked(study, subject_id, sent)
    unknown = [(sample_id, shipment) for sample_id, shipment in sent.first.items() if sample_id not in known]
    return Reconciliation(tracked, tuple(unknown))


class _Sent:
    """Which shipment each sample went in; a key of what is kept, so it is compared by the shipments themselves."""

    def __init__(self, shipments: Sequence[Shipment]) -> None:
        """Sort the sample ids by shipment; of one that is named twice the later shipments are doubts."""
        self.shipments = tuple(shipments)
        self.first: dict[str, Shipment] = {}
        self.others: dict[str, Shipment] = {}
        for shipment in self.shipments:
            for sample_id in dict.fromkeys(shipment.sample_ids):
                (self.others if sample_id in self.first else self.first)[sample_id] = shipment

    def __hash__(self) -> int:
        return hash(tuple(one.record_id for one in self.shipments))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sent) and self.shipments == other.shipments


@dataclass(frozen=True)
class _Kept:
    """The samples of a subject, which stay the same from one cut-off up to the next window that opens or closes."""

    since: datetime
    until: datetime | None
    samples: SubjectSamples


def _tracked(study: Study, subject_id: str, sent: _Sent) -> SubjectSamples:
    """The way of a subject's samples; kept with the subject's records until they, a shipment or a window change."""
    entered = study.entered_for(subject_id)
    part = study.part_of(subject_id)
    cut = entered.up_to(study.cut_off) if entered else {}
    key = ("tracked", sent, study.zone, part.pk if part else None, *(len(cut.get(kind.kind, ())) for kind in _KINDS))
    kept = entered.derived.get(key) if entered else None
    if isinstance(kept, _Kept) and kept.since <= study.cut_off and (kept.until is None or study.cut_off < kept.until):
        return kept.samples
    reported = _reported(study, subject_id)
    due = due_samples(study, subject_id)
    tracked = SubjectSamples(tuple(_track(one, sent.first, sent.others, reported, study.zone) for one in due))
    if entered:
        # A sample is open at the moment its window opens, and still at the one in which it closes.
        edges = [moment for one in due if one.sample is None for moment in (one.opens_at, one.closes_at) if moment]
        until = min((moment for moment in edges if moment >= study.cut_off), default=None)
        entered.remember(key, _Kept(study.cut_off, until, tracked))
    return tracked


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
