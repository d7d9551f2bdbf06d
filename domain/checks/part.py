"""Checks on a dated condition of a gate and on the opening of a part.

An opening is about to happen, so what the protocol forbids is refused. What has happened before it (a subject dosed in
a part that was not open) is recorded, with a reason, where it belongs: at the enrolment and the dose.
"""

import itertools
from datetime import date, datetime

from domain.checks.opened_cohorts import check_opened_cohorts
from domain.parts.state import declared_level, gate_of, list_selectable, source_of
from domain.protocol.model import Part
from domain.reasons import Finding
from domain.records import GateCondition, PartOpening
from domain.study import Study
from domain.terms import PartKind, Severity


def check_gate_condition(study: Study, condition: GateCondition, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a condition that a person dates.

    Args:
        study: as entered now.
        condition: as it would be; under a known record id it is a correction.
        now: moment of entry.
    """
    part = _part(study, condition.part_id)
    if part is None:
        return [Finding("part_id", "unknown_part", numbers={"part": condition.part_id})]
    count = len(part.gate.conditions)
    if not 1 <= condition.number <= count:
        return [Finding("number", "no_such_condition", numbers={"number": condition.number, "count": count})]
    findings: list[Finding] = []
    others = [one for one in study.gate_conditions_of(part.part_id) if one.record_id != condition.record_id]
    if any(one.number == condition.number for one in others):
        findings.append(Finding("number", "condition_dated_already", numbers={"number": condition.number}))
    if condition.met_on > now.astimezone(study.zone).date():
        findings.append(Finding("met_on", "in_future"))
    if not condition.evidence.strip():
        findings.append(Finding("evidence", "condition_needs_evidence"))
    source = source_of(study, part)
    if source is not part:
        first = _first_dose_day(study, source)
        if first is None or condition.met_on < first:
            numbers = {"part": source.title}
            findings.append(Finding("met_on", "condition_before_data", Severity.SOFT, numbers))
    openings = study.openings_of(part.part_id)
    if openings and condition.met_on > openings[0].signed_at.astimezone(study.zone).date():
        since = {"at": openings[0].signed_at}
        findings.append(Finding("met_on", "condition_after_opening", Severity.SOFT, since))
    return findings


def check_opening(study: Study, opening: PartOpening, *, now: datetime) -> list[Finding]:
    """What forbids opening a part, or opening it again with further levels or cohorts.

    Args:
        study: as entered and dated up to now.
        opening: as it would be.
        now: moment of signing.
    """
    part = _part(study, opening.part_id)
    if part is None:
        return [Finding("part_id", "unknown_part", numbers={"part": opening.part_id})]
    planned = study.as_planned.part(part.part_id)
    if not planned.needs_opening:
        return [Finding("part_id", "opening_not_needed", numbers={"part": part.title})]
    findings = _check_gate(study, part, opening)
    findings += _check_doses(study, planned, opening)
    if planned.kind is PartKind.EXPANSION:
        findings += check_opened_cohorts(study, planned, opening)
    findings += _check_kept(study, part, opening)
    if opening.signed_at > now:
        findings.append(Finding("signed_at", "in_future"))
    if not opening.attendees:
        findings.append(Finding("attendees", "decision_needs_attendees"))
    if not opening.signed_by.strip():
        findings.append(Finding("signed_by", "decision_needs_signature"))
    if not opening.reason.strip():
        findings.append(Finding("reason", "opening_needs_reason"))
    return findings


def _check_gate(study: Study, part: Part, opening: PartOpening) -> list[Finding]:
    """The source part and the conditions, on the day of the opening."""
    findings: list[Finding] = []
    source = source_of(study, part)
    if source is not part:
        if not study.is_open(source.part_id):
            findings.append(Finding("part_id", "part_source_not_open", numbers={"part": source.title}))
        elif part.gate.needs_declared and declared_level(study, source) is None:
            findings.append(Finding("part_id", "part_source_undecided", numbers={"part": source.title}))
    day = opening.signed_at.astimezone(study.zone).date()
    for one in gate_of(study, part):
        numbers: dict[str, object] = {"number": one.number, "condition": one.text}
        if one.met_on is None:
            findings.append(Finding("part_id", "part_condition_open", numbers=numbers))
        elif one.met_on > day:
            findings.append(Finding("signed_at", "opening_before_condition", numbers={**numbers, "on": one.met_on}))
    return findings


def _check_doses(study: Study, planned: Part, opening: PartOpening) -> list[Finding]:
    is_expansion = planned.kind is PartKind.EXPANSION
    field = "cohorts" if is_expansion else "doses"
    if planned.levels and not is_expansion:
        return [Finding(field, "opening_own_levels", numbers={"part": planned.title})] if opening.doses else []
    chosen = [one.dose for one in opening.cohorts] if is_expansion else list(opening.doses)
    if not chosen:
        return [Finding(field, "opening_no_doses")]
    findings: list[Finding] = []
    if not is_expansion:
        findings += [
            Finding(field, "opening_not_rising", numbers={"dose": dose, "before": lower})
            for lower, dose in itertools.pairwise(chosen)
            if dose <= lower
        ]
    most = planned.most_levels
    if most is not None and len(set(chosen)) > most:
        findings.append(Finding(field, "opening_too_many", numbers={"given": len(set(chosen)), "most": most}))
    known = {one.level.dose: one for one in list_selectable(study, study.protocol.part(planned.part_id))}
    before = _before(study, opening)
    for dose in dict.fromkeys(chosen[_kept_items(before, is_expansion=is_expansion) :]):
        one = known.get(dose)
        if one is None:
            numbers = {"dose": dose, "known": ", ".join(f"{each:f}" for each in known)}
            findings.append(Finding(field, "opening_unknown_dose", numbers=numbers))
        elif not one.can_be_chosen:
            findings.append(Finding(field, one.reason.code, numbers=one.reason.numbers))
    return findings


def _check_kept(study: Study, part: Part, opening: PartOpening) -> list[Finding]:
    """Levels and cohorts that hold subjects stay what they are."""
    enrolled = [one for one in map(study.enrolment, study.entries.by_subject) if one and one.part_id == part.part_id]
    if not enrolled:
        return []
    before = _before(study, opening)
    is_expansion = part.kind is PartKind.EXPANSION
    field = "cohorts" if is_expansion else "doses"
    if before is not None:
        same = opening.doses[: len(before.doses)] == before.doses
        kept = [(one.planned, one.dose) for one in opening.cohorts[: len(before.cohorts)]]
        same = same and kept == [(one.planned, one.dose) for one in before.cohorts]
        return [] if same else [Finding(field, "opening_moves_levels", numbers={"count": len(enrolled)})]
    levels = len(dict.fromkeys(one.dose for one in opening.cohorts)) if is_expansion else len(opening.doses)
    lost = [one for one in enrolled if one.dose_level > levels or (one.cohort or 0) > len(opening.cohorts)]
    if (lost and not part.levels) or (lost and is_expansion):
        numbers = {"subject": lost[0].subject_id, "number": lost[0].dose_level}
        return [Finding(field, "opening_lacks_level", numbers=numbers)]
    return []


def _before(study: Study, opening: PartOpening) -> PartOpening | None:
    """The opening that this one would follow."""
    earlier = [one for one in study.openings_of(opening.part_id) if one.record_id != opening.record_id]
    return earlier[-1] if earlier else None


def _kept_items(before: PartOpening | None, *, is_expansion: bool) -> int:
    """How many doses or cohorts were opened before, so that they need not be choosable still."""
    if before is None:
        return 0
    return len(before.cohorts) if is_expansion else len(before.doses)


def _first_dose_day(study: Study, part: Part) -> date | None:
    days = [
        first.started_at.astimezone(study.zone).date()
        for subject_id in study.entries.by_subject
        if (enrolment := study.enrolment(subject_id)) is not None
        and enrolment.part_id == part.part_id
        and (first := study.first_dose(subject_id)) is not None
    ]
    return min(days, default=None)


def _part(study: Study, part_id: str) -> Part | None:
    return next((one for one in study.protocol.parts if one.part_id == part_id), None)
