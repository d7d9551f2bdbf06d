"""What a level's number means on another day, where an amendment or an opening has changed a part's ladder (PRO-4).

A level is its dose and unit within a part. A record keeps the number that the level had on the record's own day, under
the version and the openings in force then; here alone that number becomes the one of another day. So a level inserted
below levels in use never changes who was treated at which dose, and what is derived for a day before the amendment
has the ladder of that day.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.parts.opening import Chosen, resolve_parts
from domain.protocol.model import Protocol
from domain.protocol.reader import read_json
from domain.records import (
    Administration,
    Decision,
    Enrolment,
    PartOpening,
    Preparation,
    ProtocolVersion,
    RecommendedDose,
    Record,
    StudyRecord,
)

Rung = tuple[Decimal, str]
Steps = dict[str, tuple[list[datetime], list[tuple[Rung, ...]]]]
# Kinds that name a level by its number.
NUMBERED: tuple[type[Record], ...] = (Enrolment, Preparation, Administration, Decision, RecommendedDose)
_FIELDS = ("dose_level", "mtd", "mad")
R = TypeVar("R", bound=Record)


def numbered_at(record: Record) -> datetime | None:
    """The moment whose ladder a record's level number is of, aware UTC; None for a record that names no level.

    A decision and a recommended dose are signed on what their cut-off shows.
    """
    match record:
        case Enrolment():
            return record.enrolled_at
        case Preparation():
            return record.prepared_at
        case Administration():
            return record.started_at if record.dose_level is not None else None
        case Decision() | RecommendedDose():
            return record.cut_off
        case _:
            return None


def with_numbers(record: R, number_of: Callable[[int], int]) -> R:
    """A record that names a level, each of its numbers put through a function; the same record where none changes."""
    changes: dict[str, int] = {}
    for field in _FIELDS:
        before = getattr(record, field, None)
        if isinstance(before, int) and (after := number_of(before)) != before:
            changes[field] = after
    return replace(record, **changes) if changes else record  # type: ignore[arg-type]


class Ladders:
    """The ladder of each part by day.

    Parts whose ladder never changed cost nothing: no number of theirs is ever looked up.

    Attributes:
        has_moved: whether any part has had more than one ladder.
    """

    def __init__(self, records: Mapping[str, Sequence[Record]], zone: ZoneInfo) -> None:
        """Find the days on which a ladder changed.

        Args:
            records: by kind, as entered; of them the protocol versions and the openings of parts.
            zone: the site's; a version is in force from its day there.
        """
        self._zone = zone
        self._versions = [one for one in records.get(ProtocolVersion.kind, ()) if isinstance(one, ProtocolVersion)]
        self._openings = openings_in(records)
        self._kept: dict[tuple[int, int], tuple[Record, Record]] = {}
        self._sources: dict[int, tuple[Record, Record]] = {}
        is_one = len(self._versions) < 2 and len({one.part_id for one in self._openings}) == len(self._openings)
        self._moving: Steps = {} if is_one else {name: one for name, one in self._steps.items() if len(one[1]) > 1}
        self.has_moved = bool(self._moving)

    @cached_property
    def _steps(self) -> Steps:
        """The days on which the ladder of each part became another, and what it became."""
        begins = {_begins(one.effective_on, self._zone) for one in self._versions}
        found: Steps = {}
        for moment in sorted(begins | {one.signed_at for one in self._openings}):
            for part in protocol_at(self._versions, self._openings, self._zone, moment).parts:
                rungs = tuple((level.dose, level.unit) for level in part.levels)
                since, ladders = found.setdefault(part.part_id, ([], []))
                if rungs and (not ladders or ladders[-1] != rungs):
                    since.append(moment)
                    ladders.append(rungs)
        return found

    def rung(self, part_id: str, number: int, said_at: datetime) -> Rung | None:
        """Dose and unit of a level by its number at a moment; None where that ladder had no such level."""
        ladder = self.ladder(part_id, said_at)
        return ladder[number - 1] if 1 <= number <= len(ladder) else None

    def moves(self, part_id: str) -> bool:
        """Whether a part has had more than one ladder."""
        return part_id in self._moving

    def changes(self, part_id: str) -> tuple[datetime, ...]:
        """The moments from which a part had each of its ladders, the first among them; none where it had only one."""
        return tuple(self._moving[part_id][0]) if part_id in self._moving else ()

    def number(self, part_id: str, number: int, *, said_at: datetime, at: datetime) -> int:
        """The number that a level has at a moment, by the number that it had at another.

        A level that the later ladder lacks keeps its number; an amendment that would do so to a level in use is
        refused (``domain/amendment.py``).

        Args:
            part_id: of the level.
            number: 1-based, as said at ``said_at``.
            said_at: aware UTC.
            at: aware UTC.
        """
        if part_id not in self._moving:
            return number
        then, now = self.ladder(part_id, said_at), self.ladder(part_id, at)
        if then is now or not 1 <= number <= len(then) or then[number - 1] not in now:
            return number
        return now.index(then[number - 1]) + 1

    def as_of(self, record: R, part_id: str, at: datetime) -> R:
        """A record that names a level of a part, with the numbers of a moment: the same object each time."""
        said_at = numbered_at(record)
        if said_at is None or part_id not in self._moving:
            return record
        place = (id(record), bisect_right(self._steps[part_id][0], at))
        known = self._kept.get(place)
        if known is None or known[0] is not record:
            found = with_numbers(record, lambda number: self.number(part_id, number, said_at=said_at, at=at))
            known = self._kept[place] = (record, found)
            if found is not record:
                self._sources[id(found)] = (found, record)
        return known[1]  # type: ignore[return-value]

    def source_of(self, record: R) -> R:
        """The record that ``as_of`` made this one from; the record itself where it made none."""
        found, source = self._sources.get(id(record), (None, record))
        return source if found is record else record  # type: ignore[return-value]

    def ladder(self, part_id: str, moment: datetime) -> tuple[Rung, ...]:
        """The ladder in force; the first one also before its day, since what was entered then means it.

        Empty for a part that no version knows, or whose levels were never chosen.
        """
        since, ladders = self._steps.get(part_id, ([], []))
        return ladders[max(0, bisect_right(since, moment) - 1)] if ladders else ()


def named_levels(records: Mapping[str, Sequence[Record]]) -> Iterator[tuple[str, int, datetime]]:
    """Every number of a level that records name: part, number, and the moment that it is of."""
    parts = parts_of(records)
    for kind in NUMBERED:
        for one in records.get(kind.kind, ()):
            part_id, moment = part_named(one, parts), numbered_at(one)
            if not part_id or moment is None:
                continue
            for field in _FIELDS:
                number = getattr(one, field, None)
                if isinstance(number, int):
                    yield part_id, number, moment


def parts_of(records: Mapping[str, Sequence[Record]]) -> dict[str, str]:
    """The part that each subject is enrolled in."""
    enrolments = sorted(_of(records, Enrolment), key=lambda one: one.enrolled_at)
    return {one.subject_id: one.part_id for one in enrolments}


def part_named(record: Record, parts: Mapping[str, str]) -> str:
    """The part whose level a record names: its own, or its subject's; "" where there is none."""
    return str(getattr(record, "part_id", "") or parts.get(getattr(record, "subject_id", ""), ""))


def ladders_of(records: Mapping[str, Sequence[Record]]) -> Ladders:
    """The ladders of records as entered; by UTC where they name no study, as no version can be dated then."""
    study = next(iter(_of(records, StudyRecord)), None)
    return Ladders(records, ZoneInfo(study.site_zone if study is not None else "UTC"))


def openings_in(records: Mapping[str, Sequence[Record]]) -> list[PartOpening]:
    """Openings of parts, oldest first."""
    return sorted(_of(records, PartOpening), key=lambda one: one.signed_at)


def protocol_at(
    versions: Sequence[ProtocolVersion], openings: Iterable[PartOpening], zone: ZoneInfo, moment: datetime
) -> Protocol:
    """The protocol in force at a moment, each part that was opened by then with its chosen levels.

    Args:
        versions: in the order entered; before its own day the first one counts.
        openings: oldest first.
        zone: the site's.
        moment: aware UTC.
    """
    chosen = tuple(Chosen.of(one) for one in openings if one.signed_at <= moment)
    return _opened(content_at(versions, zone, moment), chosen)


def content_at(versions: Sequence[ProtocolVersion], zone: ZoneInfo, moment: datetime) -> str:
    """Content of the protocol version in force at a moment."""
    today = moment.astimezone(zone).date()
    in_force = [version for version in versions if version.effective_on <= today] or versions[:1]
    return max(in_force, key=lambda version: version.effective_on).content


@lru_cache(maxsize=64)
def _opened(content: str, chosen: tuple[Chosen, ...]) -> Protocol:
    """The protocol with its opened parts: the same object for the same choice, since what is derived is kept by it."""
    return resolve_parts(protocol_of(content), chosen) if chosen else protocol_of(content)


@lru_cache(maxsize=16)
def protocol_of(content: str) -> Protocol:
    """The protocol of a version's content; reading is slow beside a redraw, and a version never changes."""
    return read_json(content)


def _of(records: Mapping[str, Sequence[Record]], kind: type[R]) -> list[R]:
    return [one for one in records.get(kind.kind, ()) if isinstance(one, kind)]


def _begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day at the site."""
    return datetime.combine(day, time(), zone)
