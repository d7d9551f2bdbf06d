"""The records as entered, grouped by subject, so that a cut-off is applied to one subject at a time and only once.

A subject whose records are the same as before keeps its group from one save to the next, and with it everything that
was derived from them. Which moment a record is of, and which it speaks of beside it, its description says.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from domain.ladders import Ladders
from domain.partial_date import PartialDate
from domain.records import RECORD_KINDS, NormalRange, OfSubject, PartOpening, ProtocolVersion, Record, items_of

T = TypeVar("T")
Records = Mapping[str, Sequence[Record]]
GROUPED = tuple(kind for kind in RECORD_KINDS.values() if issubclass(kind, OfSubject))
_KEPT = 64
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Later:
    """A field that speaks of a later moment.

    Attributes:
        unknown: what it and the fields known with it hold until then.
    """

    name: str
    unknown: Mapping[str, Any]

    def moments(self, record: Record, zone: ZoneInfo) -> list[datetime]:
        """The moments that a record speaks of in this field."""
        value = getattr(record, self.name)
        if value is None:
            return []
        said = [one.since for one in value] if isinstance(value, tuple) else [value]
        return [_earliest(moment, zone) for moment in said]

    def as_known(self, record: Record, cut_off: datetime, zone: ZoneInfo) -> Mapping[str, Any]:
        """Values that take the place of those of a record at a cut-off."""
        moments = self.moments(record, zone)
        if all(moment <= cut_off for moment in moments):
            return {}
        value = getattr(record, self.name)
        if not isinstance(value, tuple):
            return self.unknown
        past = zip(value, moments, strict=True)
        return {self.name: tuple(one for one, moment in past if moment <= cut_off)}


@cache
def _dating(kind: str) -> str:
    """The field that dates a record of a kind, or ""."""
    return next((name for name, described in items_of(RECORD_KINDS[kind]).items() if described.dates_record), "")


@cache
def _later(kind: str) -> tuple[_Later, ...]:
    """The fields of a kind that speak of later moments."""
    described = items_of(RECORD_KINDS[kind])
    defaults = {one.name: one.default for one in fields(RECORD_KINDS[kind])}
    return tuple(
        _Later(name, {other: defaults[other] for other in described if name in (other, described[other].known_with)})
        for name in described
        if described[name].is_later
    )


def _earliest(moment: PartialDate | date, zone: ZoneInfo) -> datetime:
    """The first moment that a date, in full or in part, or a moment can mean."""
    if isinstance(moment, datetime):
        return moment
    return (moment if isinstance(moment, PartialDate) else PartialDate.of(moment)).earliest(zone)


def dated(record: Record, zone: ZoneInfo) -> datetime | None:
    """The earliest moment a record's event can mean, aware UTC; None for records that have no date of their own."""
    field = _dating(record.kind)
    moment = getattr(record, field) if field else None
    return None if moment is None else _earliest(moment, zone)


def as_known(record: Record, cut_off: datetime, zone: ZoneInfo) -> Record:
    """A record as known at a cut-off: what it says of a later time has not happened yet."""
    unknown: dict[str, Any] = {}
    for field in _later(record.kind):
        unknown |= field.as_known(record, cut_off, zone)
    return replace(record, **unknown) if unknown else record


def settled_from(record: Record, zone: ZoneInfo) -> datetime | None:
    """The moment from which ``as_known`` gives a record back as it was entered; None where it always does."""
    return max((moment for field in _later(record.kind) for moment in field.moments(record, zone)), default=None)


Timed = list[tuple[datetime | None, datetime | None, Record]]
"""Records, each behind the moment it is dated and the moment from which it is known as it was entered."""
Kinds = dict[str, tuple[Record, ...]]


class Timing:
    """When records are dated, worked out once for each of them: most stay the same from one save to the next."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Know nothing yet.

        Args:
            zone: the site's.
        """
        self.zone = zone
        self._known: dict[int, tuple[datetime | None, datetime | None, Record]] = {}

    def of(self, records: Sequence[Record]) -> Timed:
        """The records, with their moments."""
        return [self._known.get(id(record)) or self._find(record) for record in records]

    def _find(self, record: Record) -> tuple[datetime | None, datetime | None, Record]:
        # The record is kept with its moments, so that no other one can come to have its id.
        found = (dated(record, self.zone), settled_from(record, self.zone), record)
        self._known[id(record)] = found
        return found


def known_at(timed: Timed, cut_off: datetime, zone: ZoneInfo) -> list[Record]:
    """The records as known at a cut-off, without those that are dated later."""
    return [
        record if settled is None or settled <= cut_off else as_known(record, cut_off, zone)
        for moment, settled, record in timed
        if moment is None or moment <= cut_off
    ]


def _with(known: dict[datetime, Kinds], cut_off: datetime, kinds: Kinds) -> dict[datetime, Kinds]:
    """What is known with one cut-off more; the others are forgotten where they are too many."""
    return {**(known if len(known) < _KEPT else {}), cut_off: kinds}


def _by_kind(records: Iterable[Record]) -> Kinds:
    """The records under the names of their kinds, in order."""
    grouped: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record.kind].append(record)
    return {kind: tuple(listed) for kind, listed in grouped.items()}


@dataclass(frozen=True)
class _Kept:
    """Something derived, with what it was derived from."""

    basis: object
    value: object


class SubjectRecords:
    """Everything entered for one subject.

    Attributes:
        derived: what was derived from exactly these records, by whoever derived it.
    """

    def __init__(self, records: Sequence[Record], timing: Timing) -> None:
        """Take the records as they come; when each of them is dated is looked up once it is asked for."""
        self.records = tuple(records)
        self.derived: dict[Hashable, object] = {}
        self._timing = timing
        self._as_entered: dict[datetime, Kinds] = {}
        self._in_time: dict[datetime, Kinds] = {}

    @cached_property
    def _timed(self) -> Timed:
        return self._timing.of(self.records)

    @cached_property
    def _by_moment(self) -> Timed:
        return sorted(self._timed, key=lambda one: one[0] or _EVER)

    @cached_property
    def _whole_from(self) -> datetime:
        """The last moment that any of the records speaks of: from then on all of them are known as entered."""
        return max((moment for *moments, _ in self._timed for moment in moments if moment is not None), default=_EVER)

    @cached_property
    def _whole(self) -> Kinds:
        return _by_kind(self.records)

    @cached_property
    def _whole_in_time(self) -> Kinds:
        return _by_kind(record for *_, record in self._by_moment)

    def up_to(self, cut_off: datetime) -> Kinds:
        """The records by kind, as known at a cut-off, in the order entered."""
        if cut_off >= self._whole_from:
            return self._whole
        if cut_off not in self._as_entered:
            self._as_entered = _with(self._as_entered, cut_off, self._cut(self._timed, cut_off))
        return self._as_entered[cut_off]

    def in_time(self, cut_off: datetime) -> Kinds:
        """The records by kind, as known at a cut-off, by the moment each is dated; of one moment as entered."""
        if cut_off >= self._whole_from:
            return self._whole_in_time
        if cut_off not in self._in_time:
            self._in_time = _with(self._in_time, cut_off, self._cut(self._by_moment, cut_off))
        return self._in_time[cut_off]

    def _cut(self, timed: Timed, cut_off: datetime) -> Kinds:
        return _by_kind(known_at(timed, cut_off, self._timing.zone))

    def kept(self, key: Hashable, basis: object, derive: Callable[[], T]) -> T:
        """Something derived from these records, as it was derived before where its basis is the same.

        Args:
            key: what it is.
            basis: all that it rests on beside the key, as a value that can be compared.
            derive: derives it.
        """
        known = self.derived.get(key)
        if isinstance(known, _Kept) and known.basis == basis:
            return cast("T", known.value)
        value = derive()
        self.remember(key, _Kept(basis, value))
        return value

    def remember(self, key: Hashable, value: object) -> None:
        """Keep something derived from these records."""
        if len(self.derived) >= _KEPT:
            self.derived.clear()
        self.derived[key] = value


class Shared:
    """What was derived from the normal ranges; compared by identity, so that it can stand in a key."""

    def __init__(self) -> None:
        """Start with nothing derived."""
        self.derived: dict[Hashable, object] = {}


class Entries:
    """All records as entered up to a stream position.

    Attributes:
        ranges: the normal ranges; the same object while they do not change.
        shared: what was derived from the ranges, by whoever derived it; a new object once they have changed.
        ladders: the ladder of each part by day; the same object while protocol versions and openings do not change.
        timing: when each record is dated.
    """

    def __init__(self, records: Records, zone: ZoneInfo, before: "Entries | None" = None) -> None:
        """Group the records by subject; groups that did not change are taken over.

        Args:
            records: by kind.
            zone: the site's.
            before: the entries at an earlier position.
        """
        self.records = records
        if before is not None and before.timing.zone != zone:
            before = None
        self.timing: Timing = before.timing if before is not None else Timing(zone)
        if before is not None and _said_of_levels(before.records) == _said_of_levels(records):
            self.ladders: Ladders = before.ladders
        else:
            # What was derived rests on numbers of levels, which may be others now.
            before, self.ladders = None, Ladders(records, zone)
        ranges = tuple(cast("Sequence[NormalRange]", records.get(NormalRange.kind, ())))
        is_same = before is not None and before.ranges == ranges
        self.ranges: tuple[NormalRange, ...] = before.ranges if before is not None and is_same else ranges
        self.shared: Shared = before.shared if before is not None and is_same else Shared()
        grouped: defaultdict[str, list[Record]] = defaultdict(list)
        for kind in GROUPED:
            for record in cast("Sequence[OfSubject]", records.get(kind.kind, ())):
                grouped[record.subject_id].append(record)
        self.by_subject: dict[str, SubjectRecords] = {
            subject_id: _kept(listed, before.by_subject.get(subject_id) if before else None)
            or SubjectRecords(listed, self.timing)
            for subject_id, listed in grouped.items()
        }


def _said_of_levels(records: Records) -> tuple[tuple[Record, ...], ...]:
    """The records that make the ladders."""
    return tuple(tuple(records.get(kind.kind, ())) for kind in (ProtocolVersion, PartOpening))


def _kept(listed: Sequence[Record], known: SubjectRecords | None) -> SubjectRecords | None:
    """The known group if it holds the same records."""
    return known if known is not None and known.records == tuple(listed) else None
