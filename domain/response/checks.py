"""What is doubtful or impossible in lesions and dates. Soft findings warn; a protocol may differ from RECIST."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.reasons import Finding
from domain.response.lesions import NODE_NORMAL_TENTHS, Lesion, VisitFindings
from domain.response.terms import LesionKind, LesionStatus
from domain.terms import Severity

MOST_TARGETS, MOST_IN_ORGAN = 5, 2
LEAST_TENTHS, LEAST_NODE_TENTHS = 100, 150
_NODES = "lymph node"


@dataclass(frozen=True)
class Concern:
    """A finding and what it is about.

    Attributes:
        finding: code and numbers.
        lesion_id: which lesion, or "".
        visit: which visit, or "".
    """

    finding: Finding
    lesion_id: str = ""
    visit: str = ""


def check_lesions(
    lesions: Sequence[Lesion], baseline: VisitFindings, visits: Sequence[VisitFindings]
) -> tuple[Concern, ...]:
    """Number and size of the target lesions, and small new nodes. All soft.

    Source: RECIST 1.1, sections 3.1 and 4.1.
    """
    concerns = []
    numbers: dict[str, object]
    at_baseline = {one.lesion_id: one for one in baseline.findings}
    targets = [lesion for lesion in lesions if lesion.kind is LesionKind.TARGET]
    per_organ: Counter[str] = Counter()
    for count, lesion in enumerate(targets, 1):
        about: dict[str, object] = {"lesion": lesion.lesion_id}
        if count > MOST_TARGETS:
            numbers = about | {"count": count, "most": MOST_TARGETS}
            concerns.append(_soft(lesion, baseline, Finding("kind", "targets_too_many", Severity.SOFT, numbers)))
        organ = _NODES if lesion.is_nodal else lesion.organ.casefold()
        per_organ[organ] += 1
        if organ and (lesion.organ or not lesion.is_nodal) and per_organ[organ] > MOST_IN_ORGAN:
            numbers = about | {"organ": organ, "count": per_organ[organ], "most": MOST_IN_ORGAN}
            concerns.append(_soft(lesion, baseline, Finding("organ", "organ_too_many", Severity.SOFT, numbers)))
        finding = at_baseline.get(lesion.lesion_id)
        length = finding.counted if finding else None
        least = LEAST_NODE_TENTHS if lesion.is_nodal else LEAST_TENTHS
        if length is None:
            concerns.append(_soft(lesion, baseline, Finding("tenths", "target_not_measured", Severity.SOFT, about)))
        elif length < least:
            numbers = about | {"mm": length, "least": least}
            code = "target_node_small" if lesion.is_nodal else "target_small"
            concerns.append(_soft(lesion, baseline, Finding("tenths", code, Severity.SOFT, numbers)))
    nodes = {one.lesion_id: one for one in lesions if one.kind is LesionKind.NEW and one.is_nodal}
    for visit in visits:
        for found in visit.findings:
            node = nodes.get(found.lesion_id)
            is_sized = found.status in (LesionStatus.MEASURED, LesionStatus.TOO_SMALL) and found.counted is not None
            if node is not None and is_sized and (found.counted or 0) < NODE_NORMAL_TENTHS:
                numbers = {"lesion": found.lesion_id, "mm": found.counted}
                concerns.append(_soft(node, visit, Finding("tenths", "new_node_normal", Severity.SOFT, numbers)))
    return tuple(concerns)


def check_dates(
    baseline_on: date,
    visits: Sequence[VisitFindings],
    first_dose: date | None = None,
    death: date | None = None,
    new_therapy: date | None = None,
    last_alive: date | None = None,
) -> tuple[Concern, ...]:
    """What the dates of one subject say against each other. Hard where both can't be true."""
    concerns = []
    if death is not None and death < baseline_on:
        numbers_then: dict[str, object] = {"visit": "baseline", "on": baseline_on, "death": death}
        finding = Finding("death", "death_before_visit", Severity.HARD, numbers_then)
        concerns.append(Concern(finding, visit="baseline"))
    for visit in visits:
        numbers: dict[str, object] = {"visit": visit.visit, "on": visit.on}
        if visit.on < baseline_on:
            finding = Finding("date", "visit_before_baseline", Severity.HARD, numbers | {"baseline": baseline_on})
            concerns.append(Concern(finding, visit=visit.visit))
        elif first_dose is not None and visit.on < first_dose:
            finding = Finding("date", "visit_before_first_dose", Severity.SOFT, numbers | {"first_dose": first_dose})
            concerns.append(Concern(finding, visit=visit.visit))
        if death is not None and visit.on > death:
            finding = Finding("death", "death_before_visit", Severity.HARD, numbers | {"death": death})
            concerns.append(Concern(finding, visit=visit.visit))
    dates: dict[str, object] = {"death": death, "new_therapy": new_therapy, "last_alive": last_alive}
    dates |= {"first_dose": first_dose, "baseline": baseline_on}
    if first_dose is not None:
        if baseline_on > first_dose:
            concerns.append(Concern(Finding("date", "baseline_after_first_dose", Severity.SOFT, dates)))
        if death is not None and death < first_dose:
            concerns.append(Concern(Finding("death", "death_before_first_dose", Severity.HARD, dates)))
        if new_therapy is not None and new_therapy < first_dose:
            concerns.append(Concern(Finding("new_therapy", "therapy_before_first_dose", Severity.HARD, dates)))
        if last_alive is not None and last_alive < first_dose:
            concerns.append(Concern(Finding("last_alive", "last_alive_before_first_dose", Severity.SOFT, dates)))
    if death is not None and last_alive is not None and last_alive > death:
        concerns.append(Concern(Finding("last_alive", "last_alive_after_death", Severity.HARD, dates)))
    if death is not None and new_therapy is not None and new_therapy > death:
        concerns.append(Concern(Finding("new_therapy", "therapy_after_death", Severity.HARD, dates)))
    return tuple(concerns)


def _soft(lesion: Lesion, visit: VisitFindings, finding: Finding) -> Concern:
    return Concern(finding, lesion.lesion_id, visit.visit)
