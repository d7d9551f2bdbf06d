"""A plot as a widget: drawn from its description in the theme's colours; arrow keys and tooltip name each category."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.plots.draw_plot import draw_legend, draw_plot, layout_plot, legend_of, legend_width
from ui.plots.plot import Plot
from ui.theme import BORDER_FOCUS, RADIUS_TAG, theme
from ui.widgets.paint import draw_box


class PlotView(QWidget):
    """Shows a plot. Its table twin stands beside it; here the keyboard walks over the categories."""

    def __init__(self, plot: Plot | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = plot
        self._cursor: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 106)

    @property
    def plot(self) -> Plot | None:
        """What is shown."""
        return self._plot

    def show_plot(self, plot: Plot) -> None:
        """Show another plot."""
        if plot == self._plot:
            return
        self._plot = plot
        if self._cursor is not None:
            self._cursor = min(self._cursor, len(plot.categories) - 1)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(520, 260)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plot = self._plot
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if plot is None or step is None:
            super().keyPressEvent(event)
            return
        last = len(plot.categories) - 1
        self._cursor = min(max(0 if self._cursor is None else self._cursor + step, 0), last)
        self._tell()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._cursor is None:
            self._cursor = 0
            self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._plot is not None:
            columns = layout_plot(QRectF(self.rect()), self._plot, theme).columns
            at = next(
                (i for i, column in enumerate(columns) if column.left() <= event.pos().x() < column.right()), None
            )
            if at is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._plot.say_category(at), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plot is None:
            return
        painter = QPainter(self)
        place = draw_plot(painter, QRectF(self.rect()), self._plot, theme)
        if self.hasFocus() and self._cursor is not None:
            box = place.columns[self._cursor].adjusted(1, -14, -1, 22)
            draw_box(painter, box, RADIUS_TAG, None, theme.color("accent"), BORDER_FOCUS)

    def _tell(self) -> None:
        if self._plot is None:
            return
        self.setAccessibleName(self._plot.title)
        if self._cursor is not None:
            self.setAccessibleDescription(self._plot.say_category(self._cursor))


class LegendView(QWidget):
    """The legend of a plot, for the card's header."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: Plot | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_plot(self, plot: Plot, *, is_short: bool = False) -> None:
        """Show another legend; a short one has the letters only."""
        said = ", ".join(name for _, name in legend_of(plot))
        self.setToolTip(said)
        self.setAccessibleName(said)
        if is_short:
            plot = replace(plot, bars=tuple(replace(bar, name=bar.name[:1]) for bar in plot.bars))
        before, self._plot = self.sizeHint(), plot
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0 if self._plot is None else int(legend_width(self._plot, theme) + 9), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plot is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_legend(painter, self.width() - 8, 1, self._plot, theme)
