"""Response at every visit of one subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.reasons import Reason
from domain.response.lesions import Lesion, VisitFindings
from domain.response.non_target import derive_non_target
from domain.response.overall import combine
from domain.response.rules import ResponseRules
from domain.response.sightings import Sighting, follow_sightings
from domain.response.target import NO_TARGETS, TargetSum, derive_target, sum_targets
from domain.response.terms import RESPONDING, LesionKind, Response


@dataclass(frozen=True)
class VisitAssessment:
    """The derived response of a visit; lengths in tenths of a millimetre.

    Attributes:
        visit: its name.
        on: date of the scan.
        sum: sum of diameters, None if there is no target lesion or one was not assessed.
        baseline: sum at baseline.
        nadir: smallest sum before this visit, baseline included.
        target: target response.
        non_target: non-target response.
        has_new: whether there is an unequivocal new lesion.
        overall: overall response.
        reasons: why.
    """

    visit: str
    on: date
    sum: int | None
    baseline: int | None
    nadir: int | None
    target: Response
    non_target: Response
    has_new: bool
    overall: Response
    reasons: tuple[Reason, ...]


@dataclass
class _Past:
    """What the earlier visits leave for the next."""

    confirm_days: int
    nadir: int | None
    is_after_cr: bool = False
    responds_since: date | None = None
    is_confirmed: bool = False

    def add(self, answer: VisitAssessment) -> None:
        if answer.sum is not None:
            self.nadir = answer.sum if self.nadir is None else min(self.nadir, answer.sum)
        if answer.overall is not Response.NE:
            self.is_after_cr = answer.overall is Response.CR
        if answer.target in RESPONDING:
            self.responds_since = self.responds_since or answer.on
            self.is_confirmed = self.is_confirmed or (answer.on - self.responds_since).days >= self.confirm_days
        elif answer.target is not Response.NE:
            # SD after a confirmed response is said only where it doesn't stick; PD ends it in any case.
            self.responds_since, self.is_confirmed = None, False


def sum_baseline(lesions: Sequence[Lesion], baseline: VisitFindings) -> TargetSum | None:
    """The sum at baseline; None without target lesions."""
    targets = [lesion for lesion in lesions if lesion.kind is LesionKind.TARGET]
    return sum_targets(targets, {one.lesion_id: one for one in baseline.findings}) if targets else None


def assess_visits(
    lesions: Sequence[Lesion],
    baseline: VisitFindings,
    visits: Sequence[VisitFindings],
    rules: ResponseRules,
) -> tuple[VisitAssessment, ...]:
    """The response at each visit, in the order of dates.

    A later visit changes an earlier response only where it confirms what was equivocal then.

    Args:
        lesions: all lesions of the subject, in any order.
        baseline: the findings before treatment.
        visits: the later visits, in any order.
        rules: the protocol's options.
    """
    ordered = sorted(visits, key=lambda visit: visit.on)
    targets = [lesion for lesion in lesions if lesion.kind is LesionKind.TARGET]
    others = [lesion for lesion in lesions if lesion.kind is LesionKind.NON_TARGET]
    new = follow_sightings(lesions, LesionKind.NEW, ordered)
    progressed = follow_sightings(lesions, LesionKind.NON_TARGET, ordered)
    first = sum_baseline(lesions, baseline)
    start = first.whole if first else None
    past = _Past(rules.confirm_days, start)
    answers = []
    for visit, sighting, progress in zip(ordered, new, progressed, strict=True):
        answer = _assess(visit, targets, others, (sighting, progress), start, past, rules)
        answers.append(answer)
        past.add(answer)
    return tuple(answers)


def _assess(
    visit: VisitFindings,
    targets: Sequence[Lesion],
    others: Sequence[Lesion],
    seen: tuple[Sighting, Sighting],
    baseline: int | None,
    past: _Past,
    rules: ResponseRules,
) -> VisitAssessment:
    new, progressed = seen
    findings = {one.lesion_id: one for one in visit.findings}
    after_cr = past.is_after_cr
    total = sum_targets(targets, findings) if targets else None
    target = NO_TARGETS
    if total is not None:
        sticks = rules.pr_sticks and past.is_confirmed
        target = derive_target(total, baseline, past.nadir, after_cr=after_cr, pr_confirmed=sticks)
    non_target = derive_non_target(others, findings, progressed.definite, after_cr=after_cr)
    has_new = bool(new.definite)
    overall = combine(target.response, non_target.response, has_new=has_new)
    reasons = [*target.reasons, *non_target.reasons]
    for lesion_id, confirmed_at in sorted(new.definite.items()):
        reasons.append(Reason("new_lesion", {"lesion": lesion_id, "confirmed_at": confirmed_at}))
    reasons += [Reason("new_lesion_open", {"lesion": lesion_id}) for lesion_id in new.equivocal]
    reasons += [Reason("non_target_open", {"lesion": lesion_id}) for lesion_id in progressed.equivocal]
    if target.response is Response.NONE and non_target.response is Response.NONE and not has_new:
        reasons.append(Reason("nothing_to_follow"))
    return VisitAssessment(
        visit.visit,
        visit.on,
        total.whole if total else None,
        baseline,
        past.nadir,
        target.response,
        non_target.response,
        has_new,
        overall,
        tuple(reasons),
    )
