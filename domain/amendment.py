"""Amendments: what a new protocol version changes, and what it would have changed (PRO-4).

Earlier records and decisions keep their version. Before the amendment is signed it is shown what each earlier decision
was recommended under the version that it was made under, and what would have been recommended under the new one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from domain.canonical import canonical
from domain.content import Records
from domain.escalation.recommendation import Recommendation
from domain.escalation.status import recommend_at
from domain.evaluability import assess_subject
from domain.protocol.reader import content_to_json
from domain.reasons import Finding
from domain.records import Decision, ProtocolVersion, StudyRecord
from domain.study import Study
from domain.terms import Outcome

# By what the members of a list in the protocol's content are known, rather than by their place.
_NAMED_BY = ("id", "title", "term")


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
        was: under the version in force at the decision's cut-off; None where that has no such part or level.
        would_be: under the new version; None likewise.
    """

    decision: Decision
    was: Recommendation | None
    would_be: Recommendation | None

    @property
    def is_changed(self) -> bool:
        """Whether another act, level or number of subjects would have been recommended."""
        return _act(self.was) != _act(self.would_be)


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
    """

    changes: tuple[PathChange, ...]
    decisions: tuple[DecisionEffect, ...]
    outcomes: tuple[OutcomeEffect, ...]


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
    return findings


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
        effects.append(
            DecisionEffect(
                decision,
                _recommended(_study(records, decision.cut_off), decision),
                _recommended(_study(_under(records, content), decision.cut_off), decision),
            )
        )
    amended = _study(_under(study.entered, content), study.cut_off)
    outcomes = [
        OutcomeEffect(subject.subject_id, was, would_be)
        for subject in study.subjects
        if (was := _outcome(study, subject.subject_id)) is not (would_be := _outcome(amended, subject.subject_id))
    ]
    return AmendmentPreview(content_changes(in_force, content), tuple(effects), tuple(outcomes))


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
    """
    versions = [one for one in records[ProtocolVersion.kind] if isinstance(one, ProtocolVersion)]
    as_if = tuple(replace(one, content=_named(content, _version_of(json.loads(one.content)))) for one in versions)
    return {**records, ProtocolVersion.kind: as_if}


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


def _recommended(study: Study, decision: Decision) -> Recommendation | None:
    part = next((one for one in study.protocol.parts if one.part_id == decision.part_id), None)
    enrolments = (study.enrolment(subject.subject_id) for subject in study.subjects)
    levels = [one.dose_level for one in enrolments if one is not None and one.part_id == decision.part_id]
    if part is None or max(levels, default=0) > len(part.levels):
        return None
    return recommend_at(study, part)[1]


def _outcome(study: Study, subject_id: str) -> Outcome | None:
    enrolment = study.enrolment(subject_id)
    if enrolment is None or all(one.part_id != enrolment.part_id for one in study.protocol.parts):
        return None
    found = assess_subject(study, subject_id)
    return found.outcome if found else None


def _act(recommendation: Recommendation | None) -> tuple[object, ...] | None:
    if recommendation is None:
        return None
    return (recommendation.action, recommendation.dose_level, recommendation.subjects)


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
