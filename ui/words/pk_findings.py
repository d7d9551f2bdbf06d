"""What the profiles show, in sentences: the headline, the verdict on proportionality, what is missing or runs."""

import statistics

from domain.exposure.of_study import Exposure
from domain.pk.proportionality import PowerModel, Proportionality
from domain.reasons import Reason
from domain.summaries.pk_numbers import write_number
from ui.models.pk_view import PkView
from ui.text import Words, tr

_HOURS_A_DAY = 24


def say_head(view: PkView) -> str:
    """The one sentence of the page."""
    if not view.listed:
        return tr("No concentration of cycle {cycle} is recorded yet.").format(cycle=view.cycle)
    half_lives = [value for one in view.complete if (value := one.number("half_life")) is not None]
    ending = ""
    if half_lives:
        hours = statistics.median(half_lives)
        days = tr("{days} days").format(days=f"{hours / _HOURS_A_DAY:.1f}")
        ending = tr("; median t½ {time}").format(time=days if hours >= 2 * _HOURS_A_DAY else f"{write_number(hours)} h")
    model = view.model(view.modelled)
    if isinstance(model, Reason):
        said = tr("{number} profiles of cycle {cycle} at {levels}").format(
            number=len(view.listed), cycle=view.cycle, levels=_count_levels(view)
        )
        return f"{said}{ending}."
    doses = sorted({view.levels[one.subject_id] for one in view.complete if one.number(view.modelled) is not None})
    low, high = (view.doses.get(level, str(level)) for level in (doses[0], doses[-1]))
    unit = view.part.levels[0].unit
    said = {
        Proportionality.PROPORTIONAL: tr("Exposure is dose-proportional from {low} to {high} {unit}"),
        Proportionality.NOT_PROPORTIONAL: tr("Exposure rises more than in proportion from {low} to {high} {unit}")
        if model.slope > 1
        else tr("Exposure rises less than in proportion from {low} to {high} {unit}"),
        Proportionality.INCONCLUSIVE: tr("Proportionality from {low} to {high} {unit} is not settled"),
    }[model.conclusion]
    return said.format(low=low, high=high, unit=unit) + f"{ending}."


def _count_levels(view: PkView) -> str:
    number = len({view.levels[one.subject_id] for one in view.listed})
    return tr("1 level") if number == 1 else tr("{number} levels").format(number=number)


def say_verdict(model: PowerModel | Reason, words: Words) -> str:
    """What the interval says against Smith's bounds."""
    if isinstance(model, Reason):
        return words.reason(model)
    fold = f"{model.dose_ratio:.3g}"
    return {
        Proportionality.PROPORTIONAL: tr("Inside Smith's bounds for a {fold}-fold range: proportional."),
        Proportionality.NOT_PROPORTIONAL: tr("Outside Smith's bounds for a {fold}-fold range: not proportional."),
        Proportionality.INCONCLUSIVE: tr(
            "Neither inside nor outside Smith's bounds for a {fold}-fold range: not settled."
        ),
    }[model.conclusion].format(fold=fold)


def say_running(view: PkView) -> str:
    """The profiles that are not in the table yet."""
    if not view.still_running:
        return ""
    listed = [
        tr("{subject} to {hours} h").format(subject=one.subject_id, hours=f"{one.hours:.0f}")
        for one in view.still_running
    ]
    shown = ", ".join(listed[:3]) + (tr(" and {number} more").format(number=len(listed) - 3) if len(listed) > 3 else "")
    return tr("{profiles}: cycle {cycle} not complete, no parameters yet.").format(profiles=shown, cycle=view.cycle)


def missing_slope(one: Exposure, words: Words) -> str:
    """Why the parameters that rest on the terminal slope are missing; "" where they are there."""
    if one.made.faults:
        return " ".join(words.finding(fault) for fault in one.made.faults)
    slope = one.value("lambda_z")
    return words.reason(slope.reason) if slope is not None and slope.reason is not None else ""
