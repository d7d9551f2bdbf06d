"""A chart of subjects as a widget: a click or Enter chooses the subject, arrow keys and tooltips say each in words."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.plots.chart import Chart, Spot
from ui.theme import BORDER_FOCUS, RADIUS_TAG, theme
from ui.widgets.paint import draw_box


class ChartView(QWidget):
    """Shows a chart.

    Signals:
        subject_chosen: a spot was clicked, or the arrow keys came to it.
        subject_wanted: a spot was clicked twice, or Enter pressed: open the subject.
    """

    subject_chosen = Signal(str)
    subject_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._chart: Chart | None = None
        self._chosen = ""
        self._cursor: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    def show_chart(self, chart: Chart, chosen: str = "") -> None:
        """Show another chart with a subject marked."""
        self._chart, self._chosen = chart, chosen
        self._cursor = self._first_of(chosen)
        self.setMinimumHeight(int(chart.least_height))
        self._tell()
        self.update()

    def choose(self, subject_id: str) -> None:
        """Mark another subject."""
        if subject_id != self._chosen:
            self._chosen = subject_id
            if self._spot() is None or self._spot_subject() != subject_id:
                self._cursor = self._first_of(subject_id)
            self._tell()
            self.update()

    def spots(self) -> tuple[Spot, ...]:
        """Where everything lies."""
        return self._chart.spots(QRectF(self.rect()), theme) if self._chart is not None else ()

    def sizeHint(self) -> QSize:
        return QSize(520, 240)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        step, spots = steps.get(Qt.Key(event.key())), self.spots()
        if step is not None and spots:
            self._cursor = 0 if self._cursor is None else min(max(self._cursor + step, 0), len(spots) - 1)
            subject = spots[self._cursor].subject_id
            if subject and subject != self._chosen:
                self._chosen = subject
                self.subject_chosen.emit(subject)
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._spot_subject():
            self.subject_wanted.emit(self._spot_subject())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if at is not None:
            self._cursor = at
            subject = self._spot_subject()
            if subject:
                self._chosen = subject
                self.subject_chosen.emit(subject)
            self._tell()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if at is not None and self.spots()[at].subject_id:
            self.subject_wanted.emit(self.spots()[at].subject_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cursor is None and self.spots():
            self._cursor = 0
            self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if at is None else self.spots()[at].words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = QPainter(self)
        self._chart.draw(painter, QRectF(self.rect()), theme, 1.0, self._chosen)
        spot = self._spot()
        if self.hasFocus() and spot is not None:
            draw_box(painter, spot.rect, RADIUS_TAG, None, theme.color("accent"), BORDER_FOCUS)

    def _spot(self) -> Spot | None:
        spots = self.spots()
        return spots[self._cursor] if self._cursor is not None and self._cursor < len(spots) else None

    def _spot_subject(self) -> str:
        spot = self._spot()
        return spot.subject_id if spot is not None else ""

    def _first_of(self, subject_id: str) -> int | None:
        return next((at for at, one in enumerate(self.spots()) if subject_id and one.subject_id == subject_id), None)

    def _at(self, place: QPointF) -> int | None:
        """The nearest spot under the pointer; spots of a curve may lie on each other."""
        near = [
            ((spot.rect.center() - place).manhattanLength(), at)
            for at, spot in enumerate(self.spots())
            if spot.rect.contains(place)
        ]
        return min(near)[1] if near else None

    def _tell(self) -> None:
        if self._chart is None:
            return
        spot = self._spot()
        self.setAccessibleName(f"{self._chart.title}: {spot.words}" if spot is not None else self._chart.title)
        self.setAccessibleDescription(". ".join(one.words for one in self.spots()))
