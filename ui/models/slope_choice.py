"""What a click on a point of the terminal phase comes to: the decision that a person is about to give a reason for."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.exposure.of_study import Exposure
from domain.records import SlopeDecision
from ui.plots.terminal_plot import Use, samples_in_fit, terminal_chart


@dataclass(frozen=True)
class Turn:
    """A change of the terminal slope.

    With nothing in it an earlier choice is taken back.

    Attributes:
        chosen: samples that make the slope; empty for the best fit.
        excluded: samples kept out of it.
        is_left_out: whether the profile is left out of summaries.
    """

    chosen: tuple[str, ...]
    excluded: tuple[str, ...]
    is_left_out: bool = False

    def decision(self, one: Exposure, *, record_id: str, reason: str, by: str, at: datetime) -> SlopeDecision:
        """The record of it; an earlier one of the profile is corrected."""
        before = one.made.decision
        return SlopeDecision(
            record_id=before.record_id if before else record_id,
            subject_id=one.subject_id,
            cycle=one.cycle,
            analyte=one.analyte,
            chosen=self.chosen,
            excluded=self.excluded,
            is_left_out=self.is_left_out,
            reason=reason,
            decided_by=by,
            decided_at=at,
        )


def turn_point(one: Exposure, sample_id: str) -> Turn | None:
    """What using or leaving a point would be; None for a sample that is no point of the chart.

    A point of the fit is left out, one that was left out is used again, any other joins the points of the fit. Where
    the last point left out is used again and none was chosen, the best fit stands as before.
    """
    chart = terminal_chart(one)
    point = next((point for point in chart.points if point.sample_id == sample_id), None) if chart else None
    if point is None:
        return None
    before = _before(one)
    used = tuple(sample.sample_id for sample in samples_in_fit(one))
    if point.use is Use.IN_FIT:
        rest = tuple(name for name in before.chosen if name != sample_id)
        if before.chosen and len(rest) >= 3:
            return replace(before, chosen=rest, excluded=_with(before.excluded, sample_id))
        return replace(before, chosen=(), excluded=_with(before.excluded, sample_id))
    if sample_id in before.excluded:
        return replace(before, excluded=tuple(name for name in before.excluded if name != sample_id))
    return replace(before, chosen=_in_time(one, (*used, sample_id)))


def turn_profile(one: Exposure) -> Turn:
    """Leave the profile out of summaries, or take it in again."""
    before = _before(one)
    return replace(before, is_left_out=not before.is_left_out)


def _before(one: Exposure) -> Turn:
    decision = one.made.decision
    return Turn(decision.chosen, decision.excluded, decision.is_left_out) if decision else Turn((), ())


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return (*names, name) if name not in names else names


def _in_time(one: Exposure, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(point.sample.sample_id for point in one.made.points if point.sample.sample_id in names)
