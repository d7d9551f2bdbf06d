"""What ``titrant recist`` derives, as lines for a person."""

from collections.abc import Sequence

from domain.response.assess import VisitAssessment
from domain.response.endpoints import EndpointSet
from domain.response.rates import Rate
from domain.response.subject import SubjectAnswer
from ui.command_line.lesion_table import ReadSubject
from ui.command_line.recist_answer import curve_of
from ui.command_line.response_words import millimetres, say


def subject_lines(subject: ReadSubject, answer: SubjectAnswer) -> list[str]:
    """One subject."""
    best = answer.best
    names = [visit.visit for visit in answer.visits]
    lines = ["", f"{subject.subject_id}: best response {best.best}{_at(answer, best.best_at)}, "]
    lines[-1] += f"confirmed {best.confirmed}{_at(answer, best.confirmed_at)}"
    dates = [("response", best.response_at), ("progression", best.progression_at)]
    lines += [f"  {name} on {answer.visits[at].on.isoformat()}" for name, at in dates if at is not None]
    lines += [f"  {say(reason, names)}" for reason in (*best.reasons, *answer.reasons)]
    for visit in answer.visits:
        lines += _visit_lines(visit)
    for end in answer.endpoints:
        kind = "event" if end.is_event else "censored"
        lines.append(f"  {end.name}: {end.days} days, {kind} on {end.ends_on.isoformat()}. {say(end.reason)}")
    return lines


def rate_lines(rates: Sequence[Rate], answers: Sequence[SubjectAnswer], endpoints: EndpointSet) -> list[str]:
    """Rates and medians."""
    lines = [""]
    for one in rates:
        said = f"{one.name}: {one.x}/{one.n} {one.denominator}"
        if one.interval is not None:
            said += (
                f", 95 % interval {100 * one.interval.lower:.1f} to {100 * one.interval.upper:.1f} % (Clopper-Pearson)"
            )
        lines.append(said)
    for definition in endpoints.endpoints:
        curve = curve_of(answers, definition.name)
        if not curve.n:
            lines.append(f"{definition.name}: no subject")
            continue
        median = curve.median
        limits = " to ".join("not reached" if one is None else f"{one:g}" for one in (median.lower, median.upper))
        time = "not reached" if median.time is None else f"{median.time:g} days"
        lines.append(f"{definition.name}: {curve.events} events in {curve.n}, median {time} ({limits}, log-log)")
    return lines


def _at(answer: SubjectAnswer, place: int | None) -> str:
    visit = answer.visit_at(place)
    return "" if visit is None else f" (visit {visit.visit}, {visit.on.isoformat()})"


def _visit_lines(visit: VisitAssessment) -> list[str]:
    total = millimetres(visit.sum)
    said = "sum -" if total is None else f"sum {total:g} mm"
    new = ", new lesion" if visit.has_new else ""
    line = f"  visit {visit.visit}, {visit.on.isoformat()}: {said}; target {visit.target}, "
    line += f"non-target {visit.non_target}{new}: {visit.overall}"
    return [line, *(f"      {say(reason)}" for reason in visit.reasons)]
