"""Lines of subjects over time as small multiples, one panel a level on shared axes: profiles, troughs, biomarkers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui.plots.axis import Axis, say_tick, spread
from ui.plots.chart import Spot, dashed, text_width, write
from ui.theme import Ink
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT

_LEFT, _TITLE, _BELOW, _IDS = 44.0, 24.0, 20.0, 52.0
_APART, _LEAST_APART = 15.0, 12.0
_LEAST_WIDTH, _LEAST_HEIGHT, _ROW_GAP = 124.0, 130.0, 10.0
_LEAST_FIELD = 44.0
_POINT, _PLUS = 1.6, 10.0


@dataclass(frozen=True)
class PanelPoint:
    """A value.

    Attributes:
        x: place along the axis.
        y: None where there is no number.
        is_below: below the limit that the chart names: a hollow triangle on it, never joined to the line.
        is_left_out: kept out by a person: a ring that the line passes by.
        words: what it says.
    """

    x: float
    y: float | None
    words: str
    is_below: bool = False
    is_left_out: bool = False


@dataclass(frozen=True)
class PanelLine:
    """The values of one subject, in order.

    Attributes:
        is_marked: drawn dashed, with a plus behind the id; the chart's caption says what for.
    """

    subject_id: str
    points: tuple[PanelPoint, ...]
    is_marked: bool = False


@dataclass(frozen=True)
class Mean:
    """Mean and standard deviation at one place; None where there is none."""

    x: float
    mean: float
    sd: float | None


@dataclass(frozen=True)
class Panel:
    """A level: its title, its subjects, their means."""

    title: str
    lines: tuple[PanelLine, ...]
    means: tuple[Mean, ...] = ()


_Points = list[tuple[PanelPoint, QPointF]]
_Placed = list[_Points]


@dataclass(frozen=True)
class PanelChart:
    """Panels beside each other.

    Attributes:
        x_labels: label by tick; empty says the ticks as numbers.
        limit: a dashed line at a value, LLOQ, or None.
        limit_name: said once, in the first panel.
        is_mean: whether means with their spread are drawn instead of the subjects.
    """

    title: str
    panels: tuple[Panel, ...]
    x: Axis
    y: Axis
    x_labels: tuple[str, ...] = ()
    limit: float | None = None
    limit_name: str = ""
    is_mean: bool = False
    _known: dict[tuple[float, ...], tuple[list[_Placed], tuple[Spot, ...]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def least_height(self) -> float:
        return _LEAST_HEIGHT

    def spots(self, rect: QRectF, ink: Ink, unit: float = 1.0) -> tuple[Spot, ...]:
        return self._placed(rect, unit)[1]

    def _placed(self, rect: QRectF, unit: float) -> tuple[list[_Placed], tuple[Spot, ...]]:
        """Where the points of each line lie, and the spots on them.

        Asked for on every movement of the pointer: they are worked out once a size.
        """
        key = (rect.x(), rect.y(), rect.width(), rect.height(), unit)
        if key not in self._known:
            self._known.clear()
            self._known[key] = self._place_all(rect, unit)
        return self._known[key]

    def _place_all(self, rect: QRectF, unit: float) -> tuple[list[_Placed], tuple[Spot, ...]]:
        placed: list[_Placed] = []
        spots = []
        size = 12 * unit
        for panel, room in zip(self.panels, self.fields(rect, unit), strict=True):
            lines = []
            for line in () if self.is_mean else panel.lines:
                found = [(one, place) for one in line.points if (place := self._place(one, room)) is not None]
                lines.append(found)
                for point, place in found:
                    box = QRectF(place.x() - size / 2, place.y() - size / 2, size, size)
                    spots.append(Spot(box, line.subject_id, point.words))
            placed.append(lines)
        return placed, tuple(spots)

    @property
    def _room_of_ids(self) -> float:
        is_marked = any(line.is_marked for panel in self.panels for line in panel.lines)
        return _IDS + (_PLUS if is_marked else 0.0)

    def fields(self, rect: QRectF, unit: float = 1.0) -> list[QRectF]:
        """The rectangle of each panel's axes."""
        return self._lay_out(rect, unit)[0]

    def _lay_out(self, rect: QRectF, unit: float) -> tuple[list[QRectF], float]:
        """The rectangle of each panel's axes, and the room for ids beside it: none where the curves need it."""
        count = max(1, len(self.panels))
        room = rect.width() - _LEFT * unit
        columns = max(1, min(count, int(room // (_LEAST_WIDTH * unit))))
        most_rows = max(1, int((rect.height() + _ROW_GAP * unit) // ((_LEAST_HEIGHT + _ROW_GAP) * unit)))
        rows = min(-(-count // columns), most_rows)
        columns = -(-count // rows)
        gap = (22 if self.is_mean else 10) * unit if columns > 1 else 4 * unit
        ids = 0.0 if self.is_mean else self._room_of_ids * unit
        if room / columns - ids - gap < _LEAST_FIELD * unit:
            # The last tick of a panel and the first of the next stand where the ids stood.
            ids, gap = 0.0, 26 * unit
        width, height = room / columns, (rect.height() - (rows - 1) * _ROW_GAP * unit) / rows
        fields = []
        for place in range(len(self.panels)):
            row, column = divmod(place, columns)
            left = rect.left() + _LEFT * unit + column * width
            top = rect.top() + row * (height + _ROW_GAP * unit)
            fields.append(QRectF(left, top + _TITLE * unit, width - ids - gap, height - (_TITLE + _BELOW) * unit))
        return fields, ids

    def draw(self, painter: QPainter, rect: QRectF, ink: Ink, unit: float = 1.0, chosen: str = "") -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        (fields, ids), placed = self._lay_out(rect, unit), self._placed(rect, unit)[0]
        for number, (panel, room, lines) in enumerate(zip(self.panels, fields, placed, strict=True)):
            is_first = number == 0 or fields[number - 1].top() != room.top()
            title = QRectF(room.left(), room.top() - 23 * unit, room.width() + ids + 4 * unit, 16 * unit)
            said = _fitting(panel.title, title.width(), ink, unit)
            write(painter, title, said, ink, unit=unit, weight=500, token="text", align=ALIGN_LEFT)
            self._draw_axes(painter, room, ink, unit, is_first=is_first, is_named=number == 0)
            if self.is_mean:
                self._draw_means(painter, panel, room, ink, unit)
                continue
            with_places = list(zip(panel.lines, lines, strict=True))
            for line, places in sorted(with_places, key=lambda pair: pair[0].subject_id == chosen):
                self._draw_line(
                    painter, places, ink, unit, is_chosen=line.subject_id == chosen, is_marked=line.is_marked
                )
            if ids:
                self._draw_ids(painter, with_places, room, ink, unit, chosen)
        painter.restore()

    def _place(self, point: PanelPoint, field: QRectF) -> QPointF | None:
        value = self.limit if point.is_below else point.y
        if value is None or not self.y.holds(value) or not self.x.holds(point.x):
            return None
        return self._at(point.x, value, field)

    def _at(self, x: float, y: float, field: QRectF) -> QPointF:
        return QPointF(
            field.left() + self.x.share(x) * field.width(), field.bottom() - self.y.share(y) * field.height()
        )

    def _draw_axes(
        self, painter: QPainter, field: QRectF, ink: Ink, unit: float, *, is_first: bool, is_named: bool
    ) -> None:
        for value in self.y.ticks:
            y = self._at(self.x.low, value, field).y()
            painter.setPen(QPen(ink.color("line"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            if is_first:
                box = QRectF(field.left() - _LEFT * unit, y - 9 * unit, (_LEFT - 8) * unit, 18 * unit)
                write(painter, box, say_tick(value), ink, unit=unit, align=ALIGN_RIGHT)
        painter.setPen(QPen(ink.color("control"), unit))
        painter.drawLine(field.topLeft(), field.bottomLeft())
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        if self.y.low < 0 < self.y.high:
            y = self._at(self.x.low, 0.0, field).y()
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        self._draw_x_labels(painter, field, ink, unit)
        if self.limit is not None and self.y.holds(self.limit):
            y = self._at(self.x.low, self.limit, field).y()
            painter.setPen(dashed(ink.color("text2"), unit))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            if is_named:
                below = y + 18 * unit < field.bottom()
                box = QRectF(
                    field.left() + 5 * unit, y + (3 if below else -19) * unit, field.width() + 40 * unit, 15 * unit
                )
                write(painter, box, self.limit_name, ink, unit=unit, align=ALIGN_LEFT)

    def _draw_x_labels(self, painter: QPainter, field: QRectF, ink: Ink, unit: float) -> None:
        labels = self.x_labels or tuple(say_tick(value) for value in self.x.ticks)
        free = field.left() - 30 * unit
        for value, label in zip(self.x.ticks, labels, strict=True):
            x = self._at(value, self.y.low, field).x()
            painter.setPen(QPen(ink.color("control"), unit))
            painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 4 * unit))
            width = text_width(label, 12 * unit, 400, ink)
            if x - width / 2 > free:
                box = QRectF(x - 24 * unit, field.bottom() + 4 * unit, 48 * unit, 16 * unit)
                write(painter, box, label, ink, unit=unit)
                free = x + width / 2 + 6 * unit

    def _draw_line(
        self, painter: QPainter, placed: _Points, ink: Ink, unit: float, *, is_chosen: bool, is_marked: bool
    ) -> None:
        is_chosen = is_chosen and not ink.is_paper
        color = ink.color("accent" if is_chosen else "control")
        joined = [place for point, place in placed if not point.is_below and not point.is_left_out]
        width = 2.0 if is_chosen else 1.1
        painter.setPen(dashed(color, unit, width) if is_marked else QPen(color, width * unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(joined))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for place in joined:
            radius = (2.2 if is_chosen else _POINT) * unit
            painter.drawEllipse(place, radius, radius)
        painter.setBrush(ink.color("surface"))
        for point, place in placed:
            if point.is_below:
                painter.setPen(QPen(ink.color("accent" if is_chosen else "text2"), 1.2 * unit))
                painter.drawPolygon(triangle(place, unit))
            elif point.is_left_out:
                painter.setPen(QPen(ink.color("warnline"), 1.4 * unit))
                painter.drawEllipse(place, 3.5 * unit, 3.5 * unit)

    def _draw_ids(
        self,
        painter: QPainter,
        lines: Sequence[tuple[PanelLine, _Points]],
        field: QRectF,
        ink: Ink,
        unit: float,
        chosen: str,
    ) -> None:
        """Ids at the right end, never on each other; where there are too many, only the chosen one."""
        ends = []
        for line, placed in lines:
            last = next((place for point, place in reversed(placed) if not point.is_left_out), None)
            if last is not None:
                # A triangle at the edge reaches into the room of the ids.
                is_wide = placed[-1][0].is_below and placed[-1][1].x() > field.right() - 4 * unit
                ends.append((last, line.subject_id, line.is_marked, 10 * unit if is_wide else 5 * unit))
        if len(ends) * _LEAST_APART * unit > field.height() + 10 * unit:
            ends = [end for end in ends if end[1] == chosen]
        ends.sort(key=lambda end: end[0].y())
        apart = min(_APART * unit, field.height() / max(1, len(ends)))
        heights = spread([end[0].y() for end in ends], apart, field.bottom() - 4 * unit)
        for (place, subject_id, is_marked, lead), y in zip(ends, heights, strict=True):
            is_chosen = subject_id == chosen and not ink.is_paper
            pen = QPen(ink.color("edge"), unit)
            pen.setDashPattern([1, 3])
            painter.setPen(pen)
            painter.drawLine(place + QPointF(4 * unit, 0), QPointF(field.right() + 3 * unit, y))
            box = QRectF(field.right() + lead, y - 8 * unit, (self._room_of_ids - 3) * unit, 16 * unit)
            token = "accent" if is_chosen else "text2"
            weight = 600 if is_chosen else 400
            said = f"{subject_id} +" if is_marked else subject_id
            write(painter, box, said, ink, unit=unit, weight=weight, token=token, align=ALIGN_LEFT)

    def _draw_means(self, painter: QPainter, panel: Panel, field: QRectF, ink: Ink, unit: float) -> None:
        shown = [one for one in panel.means if self.y.holds(one.mean) and self.x.holds(one.x)]
        places = [self._at(one.x, one.mean, field) for one in shown]
        accent = ink.color("accent")
        painter.setPen(QPen(ink.color("control"), 1.2 * unit))
        for one, place in zip(shown, places, strict=True):
            if one.sd is None:
                continue
            top, low = one.mean + one.sd, one.mean - one.sd
            y_top = self._at(one.x, min(top, self.y.high), field).y()
            # A lower end at or below 0 has no place on a logarithmic axis: the whisker goes to the edge, uncapped.
            is_capped = low >= self.y.low
            y_low = self._at(one.x, low, field).y() if is_capped else field.bottom()
            painter.drawLine(QPointF(place.x(), y_top), QPointF(place.x(), y_low))
            for y in (y_top, *((y_low,) if is_capped else ())):
                painter.drawLine(QPointF(place.x() - 3 * unit, y), QPointF(place.x() + 3 * unit, y))
        painter.setPen(QPen(accent, 2.0 * unit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        for place in places:
            painter.drawEllipse(place, 2.6 * unit, 2.6 * unit)


def _fitting(title: str, room: float, ink: Ink, unit: float) -> str:
    """A panel's title, "Level 7 · 600 mg"; the dose alone where there is no room for both."""
    return title if text_width(title, 12 * unit, 500, ink) <= room else title.rpartition(" \u00b7 ")[2]


def triangle(center: QPointF, unit: float = 1.0) -> QPolygonF:
    """The hollow triangle of a value below the limit, pointing down."""
    return QPolygonF(
        [
            center + QPointF(-4.5 * unit, -3.5 * unit),
            center + QPointF(4.5 * unit, -3.5 * unit),
            center + QPointF(0, 4.2 * unit),
        ]
    )
