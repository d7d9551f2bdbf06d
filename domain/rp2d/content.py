"""What a recommended dose has to hold by itself, whatever the study holds (ESC-12)."""

from collections.abc import Sequence

from domain.reasons import Finding
from domain.records import Consideration, RecommendedDose
from domain.records.recommended_dose import WeighedTopic
from domain.terms import Vote


def check_content(record: RecommendedDose) -> tuple[Finding, ...]:
    """What is wrong with a record by itself, whatever the study holds; the study file asks this too."""
    findings = []
    if record.ceiling is None:
        findings.append(Finding("dose_level", "rp2d_needs_declaration"))
    elif record.dose_level > record.ceiling:
        code = "rp2d_above_mtd" if record.mtd is not None else "rp2d_above_mad"
        numbers = {"level": record.dose_level, "lower": record.ceiling}
        findings.append(Finding("dose_level", code, numbers=numbers))
    findings += [
        Finding("considerations", "rp2d_not_weighed", numbers={"topic": topic})
        for topic in unweighed(record.considerations)
    ]
    if not record.reason.strip():
        findings.append(Finding("reason", "rp2d_needs_reason"))
    if not record.attendees:
        findings.append(Finding("attendees", "decision_needs_attendees"))
    elif all(one.vote is not Vote.AGREES for one in record.attendees):
        findings.append(Finding("attendees", "rp2d_nobody_agrees"))
    if not record.signed_by.strip():
        findings.append(Finding("signed_by", "decision_needs_signature"))
    return tuple(findings)


def unweighed(considerations: Sequence[Consideration]) -> tuple[WeighedTopic, ...]:
    """The topics of which nothing was said."""
    said = {one.topic for one in considerations if one.note.strip()}
    return tuple(topic for topic in WeighedTopic if topic not in said)
