"""Kaplan-Meier curve with its band, censorings and the numbers at risk in the columns of the axis (EFF-3)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from domain.response.kaplan_meier import SurvivalCurve
from domain.response.plots import numbers_at_risk
from ui.plots.chart import DAYS_A_WEEK, Spot, dashed, draw_nobody, text_width, write
from ui.text import tr
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

_LEFT, _RIGHT, _TOP, _BELOW = 62.0, 16.0, 16.0, 40.0
_TICK = 5.0


@dataclass(frozen=True)
class SurvivalChart:
    """A curve with what is named beside it.

    Attributes:
        at_risk: day and number at risk.
        name: PFS, OS or DoR.
    """

    title: str
    curve: SurvivalCurve
    at_risk: tuple[tuple[int, int], ...]
    name: str

    @property
    def least_height(self) -> float:
        return 124.0

    @property
    def last_day(self) -> int:
        """The last day of the axis."""
        return max([84, *(day for day, _ in self.at_risk)])

    @property
    def median_words(self) -> str:
        """The median with its interval, in weeks; "not reached" in words."""
        median = self.curve.median
        if not self.curve.steps:
            return tr("no subject")
        if median.time is None and median.lower is None and median.upper is None:
            return tr("median not reached")
        if median.time is None:
            return tr("median not reached ({low} to {high})").format(
                low=_weeks(median.lower), high=_weeks(median.upper)
            )
        return tr("median {weeks} weeks ({low} to {high})").format(
            weeks=_weeks(median.time), low=_weeks(median.lower), high=_weeks(median.upper)
        )

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        found = []
        for step in self.curve.steps:
            x = self._x(step.time, rect, unit)
            words = tr("week {week}: {percent} % without event, {events} events, {censored} censored, {risk} at risk")
            said = words.format(
                week=_weeks(step.time), percent=round(100 * step.survival), events=step.n_event,
                censored=step.n_censor, risk=step.n_risk,
            )  # fmt: skip
            box = QRectF(x - 6 * unit, self._y(step.survival, rect, unit) - 8 * unit, 12 * unit, 16 * unit)
            found.append(Spot(box, "", said))
        return tuple(found)

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axes(painter, rect, ink, unit)
        if self.curve.steps:
            self._draw_band(painter, rect, ink, unit)
            self._draw_median(painter, rect, ink, unit)
            self._draw_steps(painter, rect, ink, unit)
        else:
            draw_nobody(painter, self._field(rect, unit), ink, unit)
        painter.restore()

    @staticmethod
    def _field(rect: QRectF, unit: float) -> QRectF:
        return rect.adjusted(_LEFT * unit, _TOP * unit, -_RIGHT * unit, -_BELOW * unit)

    def _x(self, day: float, rect: QRectF, unit: float) -> float:
        field = self._field(rect, unit)
        return field.left() + day / self.last_day * field.width()

    def _y(self, survival: float, rect: QRectF, unit: float) -> float:
        field = self._field(rect, unit)
        return field.bottom() - survival * field.height()

    def _draw_axes(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        field = self._field(rect, unit)
        for value in (0.0, 0.25, 0.5, 0.75, 1.0):
            y = self._y(value, rect, unit)
            painter.setPen(QPen(ink.color("line" if value else "control"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            if value in (0.0, 0.5, 1.0):
                box = QRectF(rect.left(), y - 9 * unit, (_LEFT - 8) * unit, 18 * unit)
                write(painter, box, f"{value:.1f}", ink, unit=unit, align=ALIGN_RIGHT)
        painter.setPen(QPen(ink.color("control"), unit))
        painter.drawLine(field.topLeft(), field.bottomLeft())
        box = QRectF(rect.left(), field.bottom() + 20 * unit, (_LEFT - 16) * unit, 16 * unit)
        write(painter, box, tr("at risk"), ink, unit=unit, align=ALIGN_RIGHT)
        box.translate(0, -16 * unit)
        write(painter, box, tr("weeks"), ink, unit=unit, align=ALIGN_RIGHT, token="text3")
        for day, number in self.at_risk:
            x = self._x(day, rect, unit)
            painter.setPen(QPen(ink.color("control"), unit))
            painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 4 * unit))
            week = QRectF(x - 20 * unit, field.bottom() + 4 * unit, 40 * unit, 16 * unit)
            write(painter, week, str(day // DAYS_A_WEEK), ink, unit=unit)
            week.translate(0, 16 * unit)
            write(painter, week, str(number), ink, unit=unit, weight=500, token="text")

    def _stairs(self, heights: Sequence[float], rect: QRectF, unit: float) -> list[QPointF]:
        """Corners of a stair that starts at 1 and changes at each step."""
        points, before = [QPointF(self._x(0, rect, unit), self._y(1.0, rect, unit))], 1.0
        for step, height in zip(self.curve.steps, heights, strict=True):
            x = self._x(step.time, rect, unit)
            points += [QPointF(x, self._y(before, rect, unit)), QPointF(x, self._y(height, rect, unit))]
            before = height
        return points

    def _draw_band(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        steps = self.curve.steps
        known = [at for at, step in enumerate(steps) if step.lower is not None and step.upper is not None]
        if not known:
            return
        path = QPainterPath()
        for at in known:
            step = steps[at]
            end = steps[at + 1].time if at + 1 < len(steps) else step.time
            if step.lower is None or step.upper is None or end <= step.time:
                continue
            left, right = self._x(step.time, rect, unit), self._x(end, rect, unit)
            top, bottom = self._y(step.upper, rect, unit), self._y(step.lower, rect, unit)
            path.addRect(QRectF(left, top, right - left, bottom - top))
        painter.fillPath(path.simplified(), ink.color("soft"))

    def _draw_median(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        median, y = self.curve.median.time, self._y(0.5, rect, unit)
        end = self._x(median, rect, unit) if median is not None else self._field(rect, unit).right()
        painter.setPen(dashed(ink.color("text2"), unit))
        painter.drawLine(QPointF(self._field(rect, unit).left(), y), QPointF(end, y))

    def _draw_steps(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float) -> None:
        pen = QPen(ink.color("accent"), 2 * unit)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        points = self._stairs([step.survival for step in self.curve.steps], rect, unit)
        for one, other in itertools.pairwise(points):
            painter.drawLine(one, other)
        for step in self.curve.steps:
            if step.n_censor:
                x, y = self._x(step.time, rect, unit), self._y(step.survival, rect, unit)
                painter.drawLine(QPointF(x, y - _TICK * unit), QPointF(x, y + _TICK * unit))
                if step.n_censor > 1:
                    text = str(step.n_censor)
                    box = QRectF(x + 4 * unit, y - 17 * unit, text_width(text, 11 * unit, 400, ink), 14 * unit)
                    write(painter, box, text, ink, unit=unit, size=11, align=ALIGN_LEFT)
                    painter.setPen(pen)


def _weeks(days: float | None) -> str:
    return tr("not reached") if days is None else f"{days / DAYS_A_WEEK:.1f}"


def survival_of(curve: SurvivalCurve, name: str) -> SurvivalChart:
    """The chart of an endpoint's curve.

    Args:
        curve: as estimated.
        name: PFS, OS or DoR.
    """
    start = tr("weeks from the response") if name == "DoR" else tr("weeks from first dose")
    return SurvivalChart(f"{survival_title(name)}, {start}", curve, numbers_at_risk(curve), name)


def survival_title(name: str) -> str:
    """An endpoint's name in full."""
    titles = {
        "PFS": tr("Progression-free survival"),
        "OS": tr("Overall survival"),
        "DoR": tr("Duration of response"),
    }
    return titles.get(name, name)
