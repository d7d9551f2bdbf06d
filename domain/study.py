"""The study at a data cut-off: protocol and records, immutable, with look-ups by subject and level.

Two limits hold for everything derived from it (REP-4): records as entered up to a stream position, and events dated
up to a cut-off, inclusive. Whoever builds the value has applied the first; ``Study.of`` applies the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import read_json
from domain.records import (
    Administration,
    AdverseEvent,
    Confirmation,
    Decision,
    Deviation,
    Eligibility,
    Enrolment,
    Leaving,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.terms import CommitteeAction

R = TypeVar("R", bound=Record)
Records = Mapping[str, Sequence[Record]]


def _dated(record: Record, zone: ZoneInfo) -> datetime | None:
    """The earliest moment a record's event can mean; None for records that have no date of their own."""
    match record:
        case Subject():
            return PartialDate.of(record.consent_date).earliest(zone)
        case Eligibility():
            return PartialDate.of(record.decided_on).earliest(zone)
        case Enrolment():
            return record.enrolled_at
        case Administration():
            return record.started_at
        case AdverseEvent():
            return record.onset.earliest(zone)
        case Leaving():
            return record.left_at
        case Decision():
            return record.signed_at
        case Deviation():
            return PartialDate.of(record.occurred_on).earliest(zone)
        case _:
            return None


@dataclass(frozen=True)
class Study:
    """Protocol plus records at a cut-off.

    Attributes:
        record: which study at which site.
        protocol: the version in force at the cut-off.
        cut_off: aware UTC; events dated later are not in ``records``.
        position: sequence number of the last event of the stream that is in ``records``.
        head: hash of that event.
        records: by kind, as cut.
        entered: by kind, as entered, whatever their date.
    """

    record: StudyRecord
    protocol: Protocol
    cut_off: datetime
    position: int
    head: str
    records: Records
    entered: Records

    @classmethod
    def of(cls, records: Records, *, cut_off: datetime, position: int = 0, head: str = "") -> "Study":
        """Cut the records at a moment.

        Args:
            records: by kind, as entered up to ``position``.
            cut_off: aware UTC; inclusive.
            position: of the last event in ``records``.
            head: hash of that event.
        """
        study_record = cast("StudyRecord", records["study"][0])
        zone = ZoneInfo(study_record.site_zone)
        versions = [cast("ProtocolVersion", version) for version in records["protocol_version"]]
        today = cut_off.astimezone(zone).date()
        in_force = [version for version in versions if version.effective_on <= today] or versions[:1]
        latest = max(in_force, key=lambda version: version.effective_on)
        cut: dict[str, tuple[Record, ...]] = {}
        for kind, listed in records.items():
            kept = []
            for record in listed:
                dated = _dated(record, zone)
                if dated is None or dated <= cut_off:
                    kept.append(_as_known(record, cut_off, zone))
            cut[kind] = tuple(kept)
        return cls(study_record, _protocol_of(latest.content), cut_off, position, head, cut, records)

    def at(self, cut_off: datetime) -> "Study":
        """The same entries at another cut-off."""
        return Study.of(self.entered, cut_off=cut_off, position=self.position, head=self.head)

    def _all(self, kind: type[R]) -> tuple[R, ...]:
        return cast("tuple[R, ...]", tuple(self.records.get(kind.kind, ())))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.record.site_zone)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Subjects, by screening number."""
        return tuple(sorted(self._all(Subject), key=lambda subject: subject.subject_id))

    @cached_property
    def adverse_events(self) -> tuple[AdverseEvent, ...]:
        """Every adverse event."""
        return self._all(AdverseEvent)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Committee decisions, oldest first."""
        return tuple(sorted(self._all(Decision), key=lambda decision: decision.signed_at))

    @cached_property
    def deviations(self) -> tuple[Deviation, ...]:
        """Deviations, oldest first."""
        return tuple(sorted(self._all(Deviation), key=lambda deviation: deviation.occurred_on))

    @cached_property
    def confirmations(self) -> tuple[Confirmation, ...]:
        """Answers to the protocol's assumptions."""
        return self._all(Confirmation)

    @cached_property
    def _by_subject(self) -> dict[str, dict[str, list[Record]]]:
        found: dict[str, dict[str, list[Record]]] = {}
        for kind in (Eligibility, Enrolment, Administration, AdverseEvent, Leaving):
            for record in self._all(kind):
                found.setdefault(kind.kind, {}).setdefault(record.subject_id, []).append(record)  # type: ignore[attr-defined]
        return found

    def _of(self, kind: type[R], subject_id: str) -> list[R]:
        return cast("list[R]", self._by_subject.get(kind.kind, {}).get(subject_id, []))

    def subject(self, subject_id: str) -> Subject:
        """The subject of that screening number.

        Raises:
            KeyError: there is none.
        """
        return self._subjects_by_id[subject_id]

    @cached_property
    def _subjects_by_id(self) -> dict[str, Subject]:
        return {subject.subject_id: subject for subject in self.subjects}

    def eligibility(self, subject_id: str) -> Eligibility | None:
        """The latest answer on eligibility."""
        return max(self._of(Eligibility, subject_id), key=lambda answer: answer.decided_on, default=None)

    def enrolment(self, subject_id: str) -> Enrolment | None:
        """Where the subject is enrolled."""
        return max(self._of(Enrolment, subject_id), key=lambda enrolment: enrolment.enrolled_at, default=None)

    def administrations(self, subject_id: str) -> tuple[Administration, ...]:
        """The subject's doses, first to last."""
        return tuple(sorted(self._of(Administration, subject_id), key=lambda dose: (dose.started_at, dose.cycle)))

    def first_dose(self, subject_id: str) -> Administration | None:
        """The first administration of which something was given; the DLT window starts with it."""
        return next((dose for dose in self.administrations(subject_id) if dose.given_mg > 0), None)

    def events_of(self, subject_id: str) -> tuple[AdverseEvent, ...]:
        """The subject's adverse events by onset."""
        zone = self.zone
        return tuple(sorted(self._of(AdverseEvent, subject_id), key=lambda event: event.onset.earliest(zone)))

    def leaving(self, subject_id: str) -> Leaving | None:
        """How the subject left the study, or None."""
        return min(self._of(Leaving, subject_id), key=lambda leaving: leaving.left_at, default=None)

    def part_of(self, subject_id: str) -> Part | None:
        """The part that the subject is enrolled in."""
        enrolment = self.enrolment(subject_id)
        return self.protocol.part(enrolment.part_id) if enrolment else None

    def reserved(self, part: Part, dose_level: int) -> tuple[Enrolment, ...]:
        """Slots held by subjects enrolled and not yet dosed, who have not left; a reservation lapses (SUB-1)."""
        lapse = timedelta(days=part.rules.reservation_days)
        return tuple(
            enrolment
            for enrolment in self._all(Enrolment)
            if enrolment.part_id == part.part_id
            and enrolment.dose_level == dose_level
            and self.enrolment(enrolment.subject_id) is enrolment
            and not self.first_dose(enrolment.subject_id)
            and not self.leaving(enrolment.subject_id)
            and self.cut_off < enrolment.enrolled_at + lapse
        )

    def decisions_of(self, part: Part) -> tuple[Decision, ...]:
        """Decisions for a part, oldest first."""
        return tuple(decision for decision in self.decisions if decision.part_id == part.part_id)

    def optional_is_open(self, part: Part) -> bool:
        """Whether a signed decision has opened an optional level of the part."""
        usable = part.usable_levels()
        return any(
            decision.action is CommitteeAction.ESCALATE and decision.dose_level > usable
            for decision in self.decisions_of(part)
        )


def _as_known(record: Record, cut_off: datetime, zone: ZoneInfo) -> Record:
    """A record as known at the cut-off: an end dated later has not happened yet."""
    if isinstance(record, AdverseEvent) and record.end is not None and record.end.earliest(zone) > cut_off:
        return replace(record, end=None)
    return record


@lru_cache(maxsize=16)
def _protocol_of(content: str) -> Protocol:
    """The protocol of a version's content; reading is slow beside a redraw, and a version never changes."""
    return read_json(content)
