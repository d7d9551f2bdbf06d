"""What stands around the steps of a wizard: the rail that shows where one is, and the foot to go on."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.text import capital, tr
from ui.theme import body_font, caption_font, theme, title_font
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text
from ui.widgets.rail import draw_wordmark

WIZARD_RAIL = 248


class WizardFoot(QWidget):
    """Back at the left, the hint and Continue at the right, on a surface with a hairline."""

    def __init__(self, back: QWidget, hint: QWidget, forward: QWidget) -> None:
        """Put the three on it."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(56, 12, 56, 12)
        row.setSpacing(16)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(hint)
        row.addWidget(forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("line"))


class StepsRail(QWidget):
    """The steps at the left: done with a check, the current one framed, those to come dashed."""

    def __init__(self, titles: list[str]) -> None:
        """Show the titles, the first step current."""
        super().__init__()
        self.setFixedWidth(WIZARD_RAIL)
        self._titles = titles
        self._current = 0
        self._notes = [""] * len(titles)

    def show_steps(self, current: int, notes: list[str]) -> None:
        """Mark the current step and what each holds."""
        self._current, self._notes = current, notes
        done = tr("Step {number} of {all}: {title}")
        self.setAccessibleName(done.format(number=current + 1, all=len(self._titles), title=self._titles[current]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("rail"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.color("line"))
        draw_wordmark(painter, 24, 24, theme)
        draw_text(painter, QRectF(24, 56, 200, 32), tr("New study"), title_font(), theme.color("text"))
        for index, title in enumerate(self._titles):
            top = 104 + index * 60
            row = QRectF(12, top, self.width() - 24, 50)
            if index == self._current:
                draw_box(painter, row, 6, theme.color("surface"), theme.color("line"))
            if index:
                painter.fillRect(
                    QRectF(35, top - 14, 2, 18), theme.color("accent" if index <= self._current else "line")
                )
            disc = QRectF(24, top + 13, 24, 24)
            if index < self._current:
                draw_box(painter, disc, 12, theme.color("accent"))
                draw_icon(painter, disc.adjusted(4, 4, -4, -4), "check", theme.color("on_accent"), stroke=2)
            else:
                line = theme.color("accent" if index == self._current else "control")
                draw_box(painter, disc, 12, theme.color("surface"), line, 2 if index == self._current else 1)
                color = theme.color("accent" if index == self._current else "text2")
                draw_text(painter, disc, str(index + 1), caption_font(600), color, ALIGN_CENTER)
            note = self._notes[index]
            color = theme.color("text" if index <= self._current else "text2")
            weight = 600 if index == self._current else 400
            place = QRectF(58, top + (6 if note else 14), self.width() - 80, 22)
            draw_text(painter, place, capital(title), body_font(weight), color)
            if note:
                rect = QRectF(58, top + 26, self.width() - 80, 18)
                draw_text(
                    painter, rect, note, caption_font(), theme.color("text2"), Qt.AlignmentFlag.AlignLeft, elide=True
                )
