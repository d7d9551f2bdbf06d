"""Amendments: what a new protocol version changes, and what it would have changed (PRO-4).

Earlier records and decisions keep their version. Before the amendment is signed it is shown what each earlier decision
was recommended under the version that it was made under, and what would have been recommended under the new one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from domain.canonical import canonical
from domain.content import Records
from domain.escalation.recommendation import Recommendation
from domain.escalation.status import recommend_at
from domain.evaluability import assess_subject
from domain.ladders import NUMBERED, Ladders, named_levels, numbered_at, part_named, parts_of, protocol_of, with_numbers
from domain.protocol.model import Part
from domain.protocol.reader import ProtocolRefused, content_to_json, read_json
from domain.reasons import Finding
from domain.records import Decision, ProtocolVersion, Record, StudyRecord
from domain.study import Study
from domain.terms import Outcome

# By what the members of a list in the protocol's content are known, rather than by their place.
_NAMED_BY = ("id", "title", "term")
# Later than any version takes effect.
_EVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PathChange:
    """One value of the protocol's content; None on the side where it isn't."""

    path: str
    old: object
    new: object


@dataclass(frozen=True)
class DecisionEffect:
    """An earlier decision's recommendation, computed again on the same data.

    Attributes:
        decision: as signed.
        was: under the version in force at the decision's cut-off; None where that has no such part or level.
        would_be: under the new version; None likewise.
        part_then: the part under the version in force, which names the levels of ``was``.
        part_new: the part under the new version, which names those of ``would_be``.
    """

    decision: Decision
    was: Recommendation | None
    would_be: Recommendation | None
    part_then: Part | None = None
    part_new: Part | None = None

    @property
    def is_changed(self) -> bool:
        """Whether another act, dose or number of subjects would have been recommended."""
        return _act(self.was, self.part_then) != _act(self.would_be, self.part_new)


@dataclass(frozen=True)
class TodayEffect:
    """What the rules recommend for a part at the cut-off, and what they would under the new version.

    Attributes:
        part: as it is, which names the levels of ``was``.
        part_new: under the new version, which names those of ``would_be``; None where that has no such part.
        was: today.
        would_be: None where the new version has no such part or level.
    """

    part: Part
    part_new: Part | None
    was: Recommendation
    would_be: Recommendation | None

    @property
    def is_changed(self) -> bool:
        """Whether another act, dose or number of subjects would be recommended."""
        return _act(self.was, self.part) != _act(self.would_be, self.part_new)


@dataclass(frozen=True)
class OutcomeEffect:
    """A subject whose outcome would be another; None where a version doesn't assess the subject."""

    subject_id: str
    was: Outcome | None
    would_be: Outcome | None


@dataclass(frozen=True)
class AmendmentPreview:
    """What a new version changes.

    Attributes:
        changes: of the content, by path.
        decisions: every earlier decision, oldest first.
        outcomes: the subjects whose outcome changes, by screening number.
        today: of each part that has levels, what is recommended at the cut-off.
    """

    changes: tuple[PathChange, ...]
    decisions: tuple[DecisionEffect, ...]
    outcomes: tuple[OutcomeEffect, ...]
    today: tuple[TodayEffect, ...] = ()


def check_amendment(records: Records, new: ProtocolVersion) -> list[Finding]:
    """What forbids a further protocol version: nothing that was decided comes under another version afterwards.

    Args:
        records: as entered, the study's record among them.
        new: the version to be.
    """
    versions = [one for one in records.get(ProtocolVersion.kind, ()) if isinstance(one, ProtocolVersion)]
    if not versions:
        return []
    findings = []
    if any(one.version == new.version for one in versions):
        findings.append(Finding("version", "amendment_version_known", numbers={"version": new.version}))
    if not new.version.strip():
        findings.append(Finding("version", "amendment_needs_version"))
    if (named := _version_in(new.content)) and named != new.version:
        findings.append(Finding("version", "amendment_version_differs", numbers={"named": named}))
    if not new.reason.strip():
        findings.append(Finding("reason", "amendment_needs_reason"))
    latest = max(versions, key=lambda one: one.effective_on)
    if new.effective_on < latest.effective_on:
        numbers = {"version": latest.version, "on": latest.effective_on}
        findings.append(Finding("effective_on", "amendment_before_version", numbers=numbers))
    zone = ZoneInfo(cast("StudyRecord", records["study"][0]).site_zone)
    decided = [one.signed_at for one in records.get(Decision.kind, ()) if isinstance(one, Decision)]
    last = max((moment.astimezone(zone).date() for moment in decided), default=None)
    if last is not None and new.effective_on < last:
        findings.append(Finding("effective_on", "amendment_before_decision", numbers={"on": last}))
    return findings + _check_levels(records, new, zone)


def _check_levels(records: Records, new: ProtocolVersion, zone: ZoneInfo) -> list[Finding]:
    """No record would mean another dose: levels in use stay on the ladder, and their numbers move after the last use.

    A number is read by the ladder of its own day, so a version that moves numbers takes effect on a later day.
    """
    try:
        parts = {part.part_id for part in read_json(new.content).parts}
    except ProtocolRefused:
        # The reader's faults are shown instead.
        return []
    held = records.get(ProtocolVersion.kind, ())
    before = Ladders(records, zone)
    after = Ladders({**records, ProtocolVersion.kind: (*held, new)}, zone)
    lost: dict[tuple[str, object], Finding] = {}
    moved: dict[str, tuple[date, Finding]] = {}
    for part_id, number, moment in named_levels(records):
        if part_id not in parts:
            lost[part_id, None] = Finding("content", "amendment_loses_part", numbers={"part": part_id})
            continue
        rung = before.rung(part_id, number, moment)
        if rung is None or not after.moves(part_id):
            continue
        about = {"part": part_id, "number": number, "dose": rung[0], "unit": rung[1]}
        day = moment.astimezone(zone).date()
        if rung not in after.ladder(part_id, _EVER):
            lost.setdefault((part_id, rung), Finding("content", "amendment_loses_level", numbers=about))
        elif after.rung(part_id, number, moment) != rung and (part_id not in moved or day > moved[part_id][0]):
            numbers = {**about, "on": day, "first": day + timedelta(days=1)}
            moved[part_id] = day, Finding("effective_on", "amendment_moves_level", numbers=numbers)
    return [*lost.values(), *(finding for _, finding in moved.values())]


def preview_amendment(
    study: Study, new: ProtocolVersion, entered_at: Callable[[int], Records] | None = None
) -> AmendmentPreview:
    """What a new version changes, and what it would have changed.

    Args:
        study: at its cut-off.
        new: the version to be.
        entered_at: gives the records as entered up to a stream position, so that each decision is computed on the data
            that it saw; None computes on today's entries.

    Raises:
        ProtocolRefused: the new content can't be run; it carries every fault.
    """
    content = json.loads(new.content)
    in_force = json.loads(content_to_json(study.protocol))
    effects = []
    for decision in study.decisions:
        records = entered_at(decision.position) if entered_at else study.entered
        then, new_then = _study(records, decision.cut_off), _study(_under(records, content), decision.cut_off)
        effects.append(
            DecisionEffect(
                study.as_entered(decision),
                _recommended(then, decision.part_id),
                _recommended(new_then, decision.part_id),
                _part(then, decision.part_id),
                _part(new_then, decision.part_id),
            )
        )
    amended = _study(_under(study.entered, content), study.cut_off)
    outcomes = [
        OutcomeEffect(subject.subject_id, was, would_be)
        for subject in study.subjects
        if (was := _outcome(study, subject.subject_id)) is not (would_be := _outcome(amended, subject.subject_id))
    ]
    today = tuple(_today(study, amended, part) for part in study.protocol.parts if part.levels)
    return AmendmentPreview(content_changes(in_force, content), tuple(effects), tuple(outcomes), today)


def content_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[PathChange, ...]:
    """The values in which two contents differ, by path: "parts.mono.rules.fill"."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    return tuple(
        PathChange(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if canonical(before.get(path)) != canonical(after.get(path))
    )


def _study(records: Records, cut_off: datetime) -> Study:
    return Study.of(records, cut_off=cut_off)


def _under(records: Records, content: Mapping[str, Any]) -> Records:
    """The records as if every version up to now had said what the new one says, each under its own name.

    The names stay, since a person's verdict is open again under another version, which is no effect of its content.
    Whoever was treated was treated at the same dose, whatever number its level has on the new ladder.
    """
    ladder = {
        part.part_id: [(one.dose, one.unit) for one in part.levels] for part in protocol_of(canonical(content)).parts
    }
    zone = ZoneInfo(cast("StudyRecord", records["study"][0]).site_zone)
    ladders, parts = Ladders(records, zone), parts_of(records)

    def renumbered(record: Record) -> Record:
        part_id, said_at = part_named(record, parts), numbered_at(record)
        rungs = ladder.get(part_id)
        if said_at is None or not rungs:
            return record

        def number_of(number: int) -> int:
            rung = ladders.rung(part_id, number, said_at)
            return rungs.index(rung) + 1 if rung in rungs else number

        return with_numbers(record, number_of)

    numbered = {kind.kind: tuple(map(renumbered, records.get(kind.kind, ()))) for kind in NUMBERED}
    versions = [one for one in records[ProtocolVersion.kind] if isinstance(one, ProtocolVersion)]
    as_if = tuple(replace(one, content=_named(content, _version_of(json.loads(one.content)))) for one in versions)
    return {**records, **numbered, ProtocolVersion.kind: as_if}


def _version_of(content: Mapping[str, Any]) -> str:
    return str(content.get("study", {}).get("version", ""))


def _version_in(content: str) -> str:
    """The version that a content names; "" where it names none or can't be read, which the reader says better."""
    try:
        held = json.loads(content)
    except ValueError:
        return ""
    return _version_of(held) if isinstance(held, dict) else ""


def _named(content: Mapping[str, Any], version: str) -> str:
    return canonical({**content, "study": {**content.get("study", {}), "version": version}})


def _today(study: Study, amended: Study, part: Part) -> TodayEffect:
    was = recommend_at(study, part)[1]
    return TodayEffect(part, _part(amended, part.part_id), was, _recommended(amended, part.part_id))


def _part(study: Study, part_id: str) -> Part | None:
    return next((one for one in study.protocol.parts if one.part_id == part_id), None)


def _recommended(study: Study, part_id: str) -> Recommendation | None:
    part = _part(study, part_id)
    enrolments = (study.enrolment(subject.subject_id) for subject in study.subjects)
    levels = [one.dose_level for one in enrolments if one is not None and one.part_id == part_id]
    if part is None or max(levels, default=0) > len(part.levels):
        return None
    return recommend_at(study, part)[1]


def _outcome(study: Study, subject_id: str) -> Outcome | None:
    enrolment = study.enrolment(subject_id)
    if enrolment is None or all(one.part_id != enrolment.part_id for one in study.protocol.parts):
        return None
    found = assess_subject(study, subject_id)
    return found.outcome if found else None


def _act(recommendation: Recommendation | None, part: Part | None) -> tuple[object, ...] | None:
    if recommendation is None:
        return None
    number = recommendation.dose_level
    dose = part.level(number).dose if part is not None and number else number
    return (recommendation.action, dose, recommendation.subjects)


def _leaves(value: object, path: str = "") -> list[tuple[str, object]]:
    if isinstance(value, Mapping):
        found = [leaf for key, held in value.items() for leaf in _leaves(held, f"{path}.{key}" if path else str(key))]
        return found or [(path, {})]
    if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        names = [_name_of(one) for one in value]
        is_named = all(names) and len(set(names)) == len(names)
        return [
            leaf
            for number, one in enumerate(value, 1)
            for leaf in _leaves(one, f"{path}.{names[number - 1] if is_named else number}")
        ]
    return [(path, value)]


def _name_of(table: Mapping[str, Any]) -> str:
    return next((str(table[name]) for name in _NAMED_BY if name in table), "")
