"""Swimmer: each subject's time on study with the response at every scan, highest level on top (EFF-3)."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from domain.protocol.model import Part
from domain.response.calls import list_disagreements
from domain.response.imaging import ScanState, check_imaging
from domain.response.of_study import derive_response
from domain.response.plots import Mark, SwimmerLane, derive_swimmer
from domain.response.terms import RESPONDING, Response, ResponseBy
from domain.study import Study
from ui.plots.chart import (
    DAYS_A_WEEK,
    MARK_WIDTH,
    Spot,
    draw_nobody,
    draw_plus,
    draw_response_mark,
    fit_end,
    week_step,
    write,
)
from ui.text import say_date, term, tr
from ui.theme import Ink
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_LEFT, draw_box

_LEFT, _RIGHT, _BELOW = 104.0, 46.0, 22.0
_PITCH, _LEAST_PITCH = 23.0, 18.0


@dataclass(frozen=True)
class LaneMark:
    """A response at a scan: its day, and what stands beside the letters."""

    day: int
    response: Response
    is_open: bool = False
    has_new: bool = False
    is_disputed: bool = False


@dataclass(frozen=True)
class Lane:
    """A subject's course; ``ahead`` says when the first scan is due where there has been none."""

    lane: SwimmerLane
    marks: tuple[LaneMark, ...]
    ahead: str = ""

    @property
    def words(self) -> str:
        """The lane in words."""
        one = self.lane
        weeks = one.treated_to // DAYS_A_WEEK
        parts = [one.subject_id]
        if one.level is not None:
            parts.append(tr("level {number}").format(number=one.level))
        parts.append(
            (tr("on treatment, week {week}") if one.is_on_treatment else tr("treated to week {week}")).format(
                week=weeks
            )
        )
        for mark in self.marks:
            said = tr("week {week} {response}").format(week=round(mark.day / DAYS_A_WEEK), response=term(mark.response))
            parts.append(f"{said}, {tr('investigator differs')}" if mark.is_disputed else said)
        parts += [term(mark.mark) for mark in one.marks if mark.mark in (Mark.NEW_THERAPY, Mark.DEATH)]
        return ", ".join([*parts, self.ahead] if self.ahead else parts)


@dataclass(frozen=True)
class SwimmerChart:
    """The lanes, highest level first, within a level the latest subject first."""

    title: str
    lanes: tuple[Lane, ...]

    @property
    def least_height(self) -> float:
        return len(self.lanes) * _LEAST_PITCH + _BELOW + 8

    @property
    def last_day(self) -> int:
        """The last day of the axis."""
        return max([42, *(max(one.lane.followed_to, one.lane.treated_to) for one in self.lanes)])

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        pitch = self._pitch(rect, unit)
        return tuple(
            Spot(QRectF(rect.left(), rect.top() + at * pitch, rect.width(), pitch), one.lane.subject_id, one.words)
            for at, one in enumerate(self.lanes)
        )

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = self._pitch(rect, unit)
        bottom = rect.top() + pitch * len(self.lanes)
        if self.lanes:
            self._draw_weeks(painter, rect, bottom, ink, unit)
        before: int | None = None
        for one, spot in zip(self.lanes, self.spots(rect, ink, unit), strict=True):
            level = one.lane.level
            if one.lane.subject_id == chosen and not ink.is_paper:
                painter.fillRect(spot.rect, ink.color("soft"))
                painter.fillRect(QRectF(spot.rect.left(), spot.rect.top(), 3, spot.rect.height()), ink.color("accent"))
            if level != before:
                if before is not None:
                    painter.fillRect(QRectF(rect.left(), spot.rect.top(), rect.width(), unit), ink.color("line"))
                if level is not None:
                    box = QRectF(rect.left() + 8 * unit, spot.rect.top(), 24 * unit, pitch)
                    write(painter, box, tr("L{number}").format(number=level), ink, unit=unit, align=ALIGN_LEFT)
            before = level
            name = QRectF(rect.left() + 34 * unit, spot.rect.top(), 64 * unit, pitch)
            said = fit_end(one.lane.subject_id, name.width(), 13 * unit, 500, ink)
            write(painter, name, said, ink, unit=unit, size=13, weight=500, token="text", align=ALIGN_LEFT)
            self._draw_lane(painter, rect, spot.rect.center().y(), one, ink, unit)
        if not self.lanes:
            draw_nobody(painter, rect, ink, unit)
        painter.restore()

    def _pitch(self, rect: QRectF, unit: float) -> float:
        return min((rect.height() - _BELOW * unit) / max(1, len(self.lanes)), _PITCH * unit)

    def _x(self, day: float, rect: QRectF, unit: float) -> float:
        room = rect.width() - (_LEFT + _RIGHT) * unit
        return rect.left() + _LEFT * unit + day / self.last_day * room

    def _draw_weeks(self, painter: QPainter, rect: QRectF, bottom: float, ink: Ink, unit: float) -> None:
        room = rect.width() - (_LEFT + _RIGHT) * unit
        step = week_step(self.last_day, room, 34 * unit)
        for week in range(0, self.last_day // DAYS_A_WEEK + 1, step):
            x = self._x(week * DAYS_A_WEEK, rect, unit)
            painter.setPen(QPen(ink.color("line"), unit))
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, bottom))
            write(painter, QRectF(x - 20 * unit, bottom + 3 * unit, 40 * unit, 16 * unit), str(week), ink, unit=unit)
        box = QRectF(rect.left() + 8 * unit, bottom + 3 * unit, 60 * unit, 16 * unit)
        write(painter, box, tr("weeks"), ink, unit=unit, align=ALIGN_LEFT, token="text3")

    def _draw_lane(self, painter: QPainter, rect: QRectF, y: float, one: Lane, ink: Ink, unit: float) -> None:
        lane, high = one.lane, 12 * unit
        start, treated = self._x(0, rect, unit), self._x(lane.treated_to, rect, unit)
        followed = self._x(lane.followed_to, rect, unit)
        if followed > treated:
            painter.setPen(QPen(ink.color("edge"), unit))
            painter.drawLine(QPointF(treated, y), QPointF(followed, y))
        bar = QRectF(start, y - high / 2, max(treated - start, 3 * unit), high)
        draw_box(painter, bar, 3 * unit, ink.color("sunken"), ink.color("edge"), unit)
        if lane.responds_from is not None and lane.responds_to is not None:
            left, right = (self._x(day, rect, unit) for day in (lane.responds_from, lane.responds_to))
            painter.fillRect(QRectF(left, y - 2 * unit, right - left, 4 * unit), ink.color("accent"))
        end = bar.right()
        for mark in one.marks:
            center = QPointF(self._x(mark.day, rect, unit), y)
            painter.save()
            draw_response_mark(painter, center, mark.response, ink, unit, is_open=mark.is_open)
            painter.restore()
            beside = center.x() + (MARK_WIDTH / 2 + 8) * unit
            if mark.has_new:
                draw_plus(painter, QPointF(beside, y), ink.color("text"), unit * 0.9)
                beside += 13 * unit
            if mark.is_disputed:
                box = QRectF(beside - 6 * unit, y - 6.5 * unit, 13 * unit, 13 * unit)
                draw_icon(painter, box, "triangle", ink.color("warnline"), stroke=1.4 * unit)
                beside += 13 * unit
            end = max(end, beside - 6 * unit)
        for extra in lane.marks:
            if extra.mark in (Mark.NEW_THERAPY, Mark.DEATH):
                x = self._x(extra.day, rect, unit)
                glyph = "cross" if extra.mark is Mark.DEATH else "square"
                box = QRectF(x - 6 * unit, y - 6 * unit, 12 * unit, 12 * unit)
                painter.fillRect(box, ink.color("surface"))
                draw_icon(painter, box, glyph, ink.color("text"), stroke=1.7 * unit)
                end = max(end, box.right())
        if lane.is_on_treatment:
            box = QRectF(end + 3 * unit, y - 6 * unit, 12 * unit, 12 * unit)
            draw_icon(painter, box, "chevron_right", ink.color("text"), stroke=1.6 * unit)
            end = box.right()
        if one.ahead:
            box = QRectF(end + 6 * unit, y - 8 * unit, 160 * unit, 16 * unit)
            write(painter, box, one.ahead, ink, unit=unit, align=ALIGN_LEFT)


def swimmer_of(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> SwimmerChart:
    """The swimmer of the treated subjects of a part."""
    lanes = sorted(derive_swimmer(study, part, by), key=lambda one: one.subject_id, reverse=True)
    lanes.sort(key=lambda one: -(one.level or 0))
    return SwimmerChart(tr("Time on study"), tuple(_lane(study, one, by) for one in lanes))


def _lane(study: Study, lane: SwimmerLane, by: ResponseBy) -> Lane:
    response = derive_response(study, lane.subject_id, by)
    answer, first = response.answer, response.dates.first_dose
    if answer is None or first is None:
        return Lane(lane, ())
    disputed = {one.on for one in list_disagreements(study, lane.subject_id) if one.on is not None}
    until = answer.counted if answer.best.progression_at is None else answer.best.progression_at + 1
    marks, seen_new = [], False
    for visit in answer.visits[:until]:
        marks.append(
            LaneMark(
                (visit.on - first).days,
                visit.overall,
                visit.overall in RESPONDING and not answer.best.is_confirmed_response,
                visit.has_new and not seen_new,
                visit.on in disputed,
            )
        )
        seen_new = seen_new or visit.has_new
    return Lane(lane, tuple(marks), "" if marks else _first_scan(study, lane.subject_id))


def _first_scan(study: Study, subject_id: str) -> str:
    awaited = (ScanState.DUE, ScanState.UPCOMING)
    due = next((one.due_on for one in check_imaging(study, subject_id) if one.state in awaited), None)
    return tr("first scan {day}").format(day=_without_year(due)) if due else ""


def _without_year(day: date) -> str:
    return say_date(day).rsplit(" ", 1)[0]
