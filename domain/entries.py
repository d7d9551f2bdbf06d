"""The records as entered, grouped by subject, so that a cut-off is applied to one subject at a time and only once.

A subject whose records are the same as before keeps its group from one save to the next, and with it everything that
was derived from them.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.records import (
    Administration,
    AdverseEvent,
    Decision,
    Deviation,
    Eligibility,
    Enrolment,
    Leaving,
    Record,
    Subject,
)

Records = Mapping[str, Sequence[Record]]
GROUPED = (Eligibility, Enrolment, Administration, AdverseEvent, Leaving)
_KEPT = 64


def dated(record: Record, zone: ZoneInfo) -> datetime | None:
    """The earliest moment a record's event can mean, aware UTC; None for records that have no date of their own."""
    match record:
        case AdverseEvent():
            return record.onset.earliest(zone)
        case Administration():
            return record.started_at
        case Subject():
            return PartialDate.of(record.consent_date).earliest(zone)
        case Eligibility():
            return PartialDate.of(record.decided_on).earliest(zone)
        case Enrolment():
            return record.enrolled_at
        case Leaving():
            return record.left_at
        case Decision():
            return record.signed_at
        case Deviation():
            return PartialDate.of(record.occurred_on).earliest(zone)
        case _:
            return None


def as_known(record: Record, cut_off: datetime, zone: ZoneInfo) -> Record:
    """A record as known at a cut-off: an end dated later has not happened yet."""
    if isinstance(record, AdverseEvent) and record.end is not None and record.end.earliest(zone) > cut_off:
        return replace(record, end=None)
    return record


class SubjectRecords:
    """Everything entered for one subject, oldest event first.

    Attributes:
        derived: what was derived from exactly these records, by whoever derived it.
    """

    def __init__(self, records: Sequence[Record], zone: ZoneInfo) -> None:
        """Sort the records by date."""
        self.records = tuple(records)
        self.derived: dict[Hashable, object] = {}
        self._zone = zone
        self._sorted: list[tuple[datetime | None, Record]] | None = None
        self._cuts: dict[datetime, dict[str, tuple[Record, ...]]] = {}

    def up_to(self, cut_off: datetime) -> dict[str, tuple[Record, ...]]:
        """The records by kind, as known at a cut-off."""
        if cut_off not in self._cuts:
            if len(self._cuts) >= _KEPT:
                self._cuts.clear()
            if self._sorted is None:
                self._sorted = [(dated(record, self._zone), record) for record in self.records]
            cut: dict[str, list[Record]] = {}
            for moment, record in self._sorted:
                if moment is None or moment <= cut_off:
                    cut.setdefault(record.kind, []).append(as_known(record, cut_off, self._zone))
            self._cuts[cut_off] = {kind: tuple(listed) for kind, listed in cut.items()}
        return self._cuts[cut_off]

    def remember(self, key: Hashable, value: object) -> None:
        """Keep something derived from these records."""
        if len(self.derived) >= _KEPT:
            self.derived.clear()
        self.derived[key] = value


class Entries:
    """All records as entered up to a stream position."""

    def __init__(self, records: Records, zone: ZoneInfo, before: "Entries | None" = None) -> None:
        """Group the records by subject; groups that did not change are taken over.

        Args:
            records: by kind.
            zone: the site's.
            before: the entries at an earlier position.
        """
        self.records = records
        grouped: dict[str, list[Record]] = {}
        for kind in GROUPED:
            for record in records.get(kind.kind, ()):
                grouped.setdefault(record.subject_id, []).append(record)  # type: ignore[attr-defined]
        self.by_subject: dict[str, SubjectRecords] = {
            subject_id: _kept(listed, before.by_subject.get(subject_id) if before else None)
            or SubjectRecords(listed, zone)
            for subject_id, listed in grouped.items()
        }


def _kept(listed: Sequence[Record], known: SubjectRecords | None) -> SubjectRecords | None:
    """The known group if it holds the very same records."""
    if known is None or len(known.records) != len(listed):
        return None
    same = all(one is other for one, other in zip(listed, known.records, strict=True))
    return known if same else None
