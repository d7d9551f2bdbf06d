"""Every adverse event of a study as columns of numbers: what a table of many filters, sorts and counts by.

A row of the study-wide table is made only when it is looked at; to know which rows there are and in which order, the
columns are enough. What a subject's events say by themselves is kept with the subject's records while they stay the
same; what depends on the rest of the study (window, verdict, level) is put together each time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from itertools import chain
from typing import cast

import numpy as np
from numpy.typing import NDArray

from domain.ctcae.catalogue import soc_of
from domain.entries import SubjectRecords
from domain.evaluability import Assessment, Bearing, assess_subject, bearing_of
from domain.partial_date import PartialDate
from domain.records import AdverseEvent
from domain.safety.clocks import is_suspected
from domain.safety.emergence import emergent_grade
from domain.study import Study
from domain.terms import Relationship

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

BEARINGS = tuple(Bearing)
ONGOING = np.iinfo(np.int64).max
_Derived = tuple[Flags, Numbers, Numbers, Flags]
_NOT_SAID = len(Relationship)
_RELATIONS = {relationship: place for place, relationship in enumerate(Relationship)}


@dataclass(frozen=True)
class EventColumns:
    """The adverse events at a cut-off; each array has one number an event, in the order of ``events``.

    Attributes:
        events: as known at the cut-off.
        subject_ids, terms: what the numbers of ``subject`` and ``term`` stand for.
        levels: dose level of each subject, 0 for one who is not enrolled.
        grade: the maximum grade.
        emergent: the maximum grade under treatment; 0 for an event that is not treatment-emergent.
        onset, end: earliest moments in microseconds since 1970; ``ONGOING`` without an end.
        relation: place in ``Relationship``; beyond its last where nobody has said.
        related: at least as related as the protocol asks for, or not judged yet (AE-8).
        inside: whether the onset can lie inside the subject's DLT window.
        bearing: place in ``BEARINGS``.
        index: per subject, where each of its events stands among them.
    """

    version: str
    events: tuple[AdverseEvent, ...]
    subject_ids: tuple[str, ...]
    terms: tuple[str, ...]
    levels: Numbers
    subject: Numbers
    term: Numbers
    grade: Numbers
    emergent: Numbers
    onset: Numbers
    end: Numbers
    relation: Numbers
    serious: Flags
    related: Flags
    inside: Flags
    bearing: Numbers
    index: tuple[dict[str, int], ...]

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.events)

    @cached_property
    def socs(self) -> tuple[str, ...]:
        """System organ class of each of ``terms``."""
        return tuple(soc_of(self.version, term.strip()) for term in self.terms)

    @cached_property
    def level(self) -> Numbers:
        """Dose level of each event's subject; 0 for one who is not enrolled."""
        return self.levels[self.subject]

    def place_of(self, record_id: str) -> int | None:
        """Where an event stands; None where it is not there."""
        start = 0
        for index in self.index:
            if record_id in index:
                return start + index[record_id]
            start += len(index)
        return None

    def worst_by_term(
        self, among: Collection[str], *, is_related: bool = False, least: int = 1
    ) -> list[tuple[str, dict[str, int]]]:
        """Maximum grade under treatment by treated subject, of each term; most subjects first, then by name.

        Counted as the printed tables count (``domain/summaries/emergent_events.py``).

        Args:
            among: treated subjects that count, such as those of a part.
            is_related: only events that are related, or not judged yet.
            least: only subjects whose maximum grade is at least this one.
        """
        counts = np.array([subject_id in among for subject_id in self.subject_ids], dtype=np.bool_)
        kept = (self.emergent > 0) & counts[self.subject]
        if is_related:
            kept &= self.related
        names = [term.strip() for term in self.terms]
        width = max(1, len(self.subject_ids))
        worst = np.zeros(len(names) * width, dtype=np.int64)
        np.maximum.at(worst, self.term[kept] * width + self.subject[kept], self.emergent[kept])
        found: dict[str, dict[str, int]] = {}
        for place in np.flatnonzero(worst >= least):
            by_subject = found.setdefault(names[place // width], {})
            subject_id = self.subject_ids[place % width]
            by_subject[subject_id] = max(int(worst[place]), by_subject.get(subject_id, 0))
        return sorted(found.items(), key=lambda one: (-len(one[1]), one[0].casefold()))


def derive_event_columns(study: Study) -> EventColumns:
    """The columns of all subjects' events at the study's cut-off."""
    moments = _Moments(study.zone)
    subject_ids: list[str] = []
    levels: list[int] = []
    terms: dict[str, int] = {}
    owns: list[_Own] = []
    derived: list[_Derived] = []
    for subject_id, entered in study.entries.by_subject.items():
        known = entered.up_to(study.cut_off).get(AdverseEvent.kind)
        if not known:
            continue
        own = _own_of(entered, known, moments)
        assessment = assess_subject(study, subject_id)
        enrolment = study.enrolment(subject_id)
        subject_ids.append(subject_id)
        levels.append(enrolment.dose_level if enrolment else 0)
        owns.append(own)
        derived.append(_derived_of(study, subject_id, entered, own, assessment))
    counts = [len(own.events) for own in owns]
    return EventColumns(
        version=study.protocol.ctcae,
        events=tuple(chain.from_iterable(own.events for own in owns)),
        subject_ids=tuple(subject_ids),
        levels=np.array(levels, dtype=np.int64),
        subject=np.repeat(np.arange(len(owns), dtype=np.int64), counts),
        term=_joined([own.terms_in(terms) for own in owns]),
        terms=tuple(terms),
        grade=_joined([own.grade for own in owns]),
        emergent=_joined([one[1] for one in derived]),
        onset=_joined([own.onset for own in owns]),
        end=_joined([own.end for own in owns]),
        relation=_joined([own.relation for own in owns]),
        serious=_joined_flags([own.serious for own in owns]),
        related=_joined_flags([one[3] for one in derived]),
        inside=_joined_flags([one[0] for one in derived]),
        bearing=_joined([one[2] for one in derived]),
        index=tuple(own.places for own in owns),
    )


@dataclass(frozen=True)
class _Own:
    """What a subject's events say by themselves. ``several``: places of the events with other drugs."""

    events: tuple[AdverseEvent, ...]
    places: dict[str, int]
    names: tuple[str, ...]
    name: Numbers
    grade: Numbers
    onset: Numbers
    latest: Numbers
    end: Numbers
    relation: Numbers
    serious: Flags
    stepped: tuple[int, ...]
    several: tuple[int, ...]

    def terms_in(self, terms: dict[str, int]) -> Numbers:
        """The term of each event by its number in ``terms``, which grows by those that it lacks."""
        numbers = np.array([terms.setdefault(name, len(terms)) for name in self.names], dtype=np.int64)
        return numbers[self.name]


def _own_of(entered: SubjectRecords, known: Sequence[object], moments: "_Moments") -> _Own:
    """What is kept with the records, if it is of exactly these events; else made anew."""
    key = ("event_columns", str(moments.zone))
    before = entered.derived.get(key)
    # Records that are the very same compare as fast as they are counted.
    if isinstance(before, _Own) and before.events == known:
        return before
    events = cast("tuple[AdverseEvent, ...]", tuple(known))
    names: dict[str, int] = {}
    spans = moments.spans([event.onset for event in events])
    ends = iter(moments.spans([event.end for event in events if event.end is not None]))
    own = _Own(
        events=events,
        places={event.record_id: place for place, event in enumerate(events)},
        name=np.array([names.setdefault(event.term, len(names)) for event in events], dtype=np.int64),
        names=tuple(names),
        grade=np.array([event.worst if event.grade_changes else event.grade for event in events], dtype=np.int64),
        onset=np.array([span[0] for span in spans], dtype=np.int64),
        latest=np.array([span[1] for span in spans], dtype=np.int64),
        end=np.array([ONGOING if event.end is None else next(ends)[0] for event in events], dtype=np.int64),
        relation=np.array([_place_of(event) for event in events], dtype=np.int64),
        serious=np.array([bool(event.seriousness) for event in events], dtype=np.bool_),
        stepped=tuple(place for place, event in enumerate(events) if event.grade_changes),
        several=tuple(place for place, event in enumerate(events) if event.other_drugs),
    )
    entered.remember(key, own)
    return own


def _place_of(event: AdverseEvent) -> int:
    relation = event.relation if event.other_drugs else event.relationship
    return _NOT_SAID if relation is None else _RELATIONS[relation]


def _derived_of(
    study: Study, subject_id: str, entered: SubjectRecords, own: _Own, assessment: Assessment | None
) -> _Derived:
    """What is kept with the records, if it was derived from the very same values; else made anew."""
    key = ("event_columns_derived", study.by_protocol)
    before = entered.derived.get(key)
    if isinstance(before, _Kept) and before.own is own and before.assessment is assessment:
        return before.derived
    derived = _derive(study, subject_id, own, assessment)
    entered.remember(key, _Kept(own, assessment, derived))
    return derived


@dataclass(frozen=True)
class _Kept:
    own: _Own
    assessment: Assessment | None
    derived: _Derived


def _derive(study: Study, subject_id: str, own: _Own, assessment: Assessment | None) -> _Derived:
    """Inside the window, maximum grade under treatment, bearing on the verdict, and related."""
    part = study.part_of(subject_id)
    threshold = part.window.relationship if part else Relationship.POSSIBLE
    related = own.relation >= _RELATIONS[threshold]
    for place in own.several:
        related[place] = is_suspected(own.events[place], threshold)
    if assessment is None:
        count = len(own.events)
        outside = np.full(count, BEARINGS.index(Bearing.OUTSIDE), dtype=np.int64)
        return np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.int64), outside, related
    start, end = _microseconds(assessment.first_dose_at), _microseconds(assessment.window_ends_at)
    inside = (own.latest >= start) & (own.onset <= end)
    emergent = np.where(own.latest >= start, own.grade, 0)
    for place in own.stepped:
        emergent[place] = emergent_grade(own.events[place], assessment.first_dose_at, study.zone) or 0
    bearing = np.where(inside, BEARINGS.index(Bearing.NOT_MET), BEARINGS.index(Bearing.OUTSIDE))
    outside_met = assessment.outside_records
    named = {event.record_id for event in (*assessment.dlt_events, *assessment.awaited_events)}
    # What meets a clause outside the window may be a laboratory result too.
    for record_id in outside_met & own.places.keys():
        bearing[own.places[record_id]] = BEARINGS.index(Bearing.OUTSIDE_MET)
    for record_id in own.places if assessment.is_overruled else named:
        place = own.places[record_id]
        found = bearing_of(assessment, own.events[place], is_inside=bool(inside[place]))
        bearing[place] = BEARINGS.index(found)
    return inside, emergent, bearing, related


class _Moments:
    """First and last moment of partial dates; a date that comes again costs one look-up."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._spans: dict[tuple[int | None, ...], tuple[int, int]] = {}

    def spans(self, dates: Iterable[PartialDate]) -> list[tuple[int, int]]:
        known, found = self._spans, []
        for moment in dates:
            # A bare tuple is looked up in half the time that the date itself takes.
            parts = (moment.year, moment.month, moment.day, moment.hour, moment.minute)
            span = known.get(parts)
            if span is None:
                span = _microseconds(moment.earliest(self.zone)), _microseconds(moment.latest(self.zone))
                known[parts] = span
            found.append(span)
        return found


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _joined(arrays: Sequence[Numbers]) -> Numbers:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)


def _joined_flags(arrays: Sequence[Flags]) -> Flags:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.bool_)
