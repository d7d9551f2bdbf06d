"""Where a part stood at each act of its past, for everybody but the subject of the act: what the act is judged by.

One subject after the other would assess everybody anew at every act. Here acts are taken in the order of time, an
assessment is taken over while nothing new is known of its subject, and what was found stays with the study's entries
until something that lay before the act is entered or corrected.
"""

import copy
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.dlt.answer import Verdict
from domain.entries import SubjectRecords, dated
from domain.escalation.status import PartStatus, part_then, recommend_from
from domain.evaluability import Assessment, assess_subject
from domain.partial_date import PartialDate
from domain.parts.ceiling import levels_above_ceiling
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Decision, Enrolment, PartOpening, ProtocolVersion, Record, Subject
from domain.steps import finish
from domain.study import Study

_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Act:
    """Something done to a subject at a moment, in a part."""

    moment: datetime
    subject_id: str
    part: Part


@dataclass
class _Kept:
    """What was found, and the records that it was found from."""

    groups: Mapping[str, SubjectRecords] = field(default_factory=dict)
    others: Mapping[str, Record] = field(default_factory=dict)
    statuses: dict[tuple[datetime, str, str], tuple[Part, PartStatus]] = field(default_factory=dict)


def statuses_then(study: Study, acts: Iterable[Act]) -> dict[tuple[datetime, str], PartStatus]:
    """Where each act's part stood at its moment, as if its subject had not been in it.

    What ``status_before`` answers, but without the departures of the doses before.

    Args:
        study: with everything entered; acts lie at or before its cut-off.
        acts: in any order.
    """
    return finish(statuses_in_steps(study, acts))


def statuses_in_steps(
    study: Study, acts: Iterable[Act]
) -> Generator[None, None, dict[tuple[datetime, str], PartStatus]]:
    """``statuses_then``, an act a step; what was found before somebody stops asking stays known."""
    kept, groups = _keep(study), study.entries.by_subject
    found: dict[tuple[datetime, str], PartStatus] = {}
    history: _History | None = None
    for act in sorted(acts, key=lambda one: (one.moment, one.subject_id)):
        key = (act.moment, act.subject_id, act.part.part_id)
        known = kept.statuses.get(key) if kept.groups is groups else None
        if known is None or known[0] is not act.part:
            history = history or _History(study)
            known = (act.part, history.status(act))
            # Between two steps something may have been entered, and what is kept be of that.
            if kept.groups is groups:
                kept.statuses[key] = known
        found[act.moment, act.subject_id] = known[1]
        yield
    return found


def _keep(study: Study) -> _Kept:
    """What is known still: nothing that lies at or after the first moment that a new or corrected record speaks of."""
    shared = study.entries.shared.derived
    kept = shared.get(statuses_then)
    if not isinstance(kept, _Kept):
        kept = shared[statuses_then] = _Kept()
    groups, others = study.entries.by_subject, _others(study)
    if kept.groups is not groups:
        since = min(_changes(kept, groups, others, study.zone), default=None)
        if since is not None:
            kept.statuses = {key: status for key, status in kept.statuses.items() if key[0] < since}
        kept.groups, kept.others = groups, others
    return kept


def _others(study: Study) -> dict[str, Record]:
    """Records that bear on a part and are not of one subject's group."""
    kinds = (Subject, Decision, ProtocolVersion, PartOpening)
    return {one.record_id: one for kind in kinds for one in study.entered.get(kind.kind, ())}


def _changes(
    kept: _Kept, groups: Mapping[str, SubjectRecords], others: Mapping[str, Record], zone: ZoneInfo
) -> Iterator[datetime]:
    """The moments from which on something is known otherwise than before. Records without a date bear on no level."""
    for record_id in kept.others.keys() | others.keys():
        before, after = kept.others.get(record_id), others.get(record_id)
        if before is not after:
            for one in (before, after):
                if one is not None:
                    yield dated(one, zone) or _ALWAYS
    for subject_id in kept.groups.keys() | groups.keys():
        old, new = kept.groups.get(subject_id), groups.get(subject_id)
        if old is new:
            continue
        known = {id(one): one for one in old.records} if old else {}
        held = {id(one): one for one in new.records} if new else {}
        for place in known.keys() ^ held.keys():
            moment = dated(known.get(place) or held[place], zone)
            if moment is not None:
                yield moment


class _History:
    """The assessments of the subjects of a study, asked for at one moment after the other."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._zone = study.zone
        # At each of these something more of the subject is known.
        self._steps = {
            subject_id: sorted({moment for record in group.records for moment in _moments(record, self._zone)})
            for subject_id, group in study.entries.by_subject.items()
        }
        self._last: dict[str, tuple[int, Assessment | None]] = {}
        self._at: Study | None = None

    def status(self, act: Act) -> PartStatus:
        """Where the part stood at an act; acts come in the order of time."""
        if self._at is None or self._at.cut_off != act.moment:
            self._at = self._study.at(act.moment)
        without = _without(self._at, act.subject_id)
        part = part_then(without, act.part)
        assessments = self._assessments(self._at, part, act.subject_id)
        closed = self._closed(without, part, self._at, act.subject_id)
        answer = recommend_from(without, part, assessments, with_departures=False, closed=closed)
        return PartStatus(without, part, assessments, answer, closed=closed)

    def _assessments(self, then: Study, part: Part, but: str) -> tuple[Assessment, ...]:
        """Of the part's subjects but one, in order of first dose."""
        mine = [
            one
            for subject_id in self._steps
            if subject_id != but and (one := self._assess(then, subject_id)) is not None and one.part_id == part.part_id
        ]
        return tuple(sorted(mine, key=lambda one: (one.first_dose_at, one.subject_id)))

    def _closed(self, without: Study, part: Part, then: Study, but: str) -> Mapping[int, Reason]:
        """Levels that the part which decided them closes, from the assessments that are kept here."""
        if not part.levels_from:
            return {}
        source = without.protocol.part(part.levels_from)
        if not source.levels:
            return {}
        above = self._closed(without, source, then, but)
        found = self._assessments(then, source, but)
        answer = recommend_from(without, source, found, with_departures=False, closed=above)
        return levels_above_ceiling(part, source, answer)

    def _assess(self, then: Study, subject_id: str) -> Assessment | None:
        step = bisect_right(self._steps[subject_id], then.cut_off)
        known = self._last.get(subject_id)
        if known is not None and known[0] == step and _stays(known[1], then.cut_off):
            return known[1]
        found = assess_subject(then, subject_id) if step else None
        self._last[subject_id] = (step, found)
        return found


def _stays(one: Assessment | None, moment: datetime) -> bool:
    """Whether an assessment holds at a later moment at which nothing more is known of the subject."""
    if one is None or not one.outcome.is_pending:
        return True
    is_quiet = one.derived is not None and one.derived.verdict is Verdict.NOT_MET and one.standing is None
    return is_quiet and one.reason.code == "outcome_in_window" and moment < one.window_ends_at


def _without(study: Study, subject_id: str) -> Study:
    """The study as if a subject held no slot; who is dosed is told by the assessments."""
    entries = copy.copy(study.entries)
    kept = tuple(one for one in study.entered.get(Enrolment.kind, ()) if getattr(one, "subject_id", "") != subject_id)
    entries.records = {**study.entered, Enrolment.kind: kept}
    return replace(study, entries=entries)


def _moments(value: object, zone: ZoneInfo) -> Iterator[datetime]:
    """Every moment that a record names, at which more of it may become known."""
    match value:
        case None | str():
            return
        case datetime():
            yield value
        case date():
            yield PartialDate.of(value).earliest(zone)
        case PartialDate():
            yield value.earliest(zone)
        case tuple():
            for one in value:
                yield from _moments(one, zone)
        case _:
            for name in _fields_of(value):
                yield from _moments(getattr(value, name), zone)


_FIELDS: dict[type[object], tuple[str, ...]] = {}


def _fields_of(value: object) -> tuple[str, ...]:
    """The fields of a record, or of what a record is made of; none of a number or a term."""
    kind = type(value)
    known = _FIELDS.get(kind)
    if known is None:
        known = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
        _FIELDS[kind] = known
    return known
