"""Where the investigator's call and the computed response part: both marks, why, and one action."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.response.terms import Response
from ui.plots.chart import MARK_HEIGHT, MARK_WIDTH, draw_response_mark
from ui.text import term, tr
from ui.theme import BORDER_SELECTED, RADIUS_CONTROL, theme
from ui.widgets.buttons import SecondaryButton
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_box


class DisagreementBox(QWidget):
    """A warn box with both marks, the arithmetic, what moves, and one action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it hidden."""
        super().__init__(parent)
        self._warns = True
        self._glyph = _Glyph()
        self.sentence = ElidedLabel("", weight=600)
        self.call = ResponseMark()
        self._computed_label = Label(tr("computed"), weight=600)
        self.computed = ResponseMark()
        self.text = Label("", size="caption", token="text2", wrap=True)
        self.button = SecondaryButton(tr("Settle this visit"))
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._glyph, self.sentence, self.call, self._computed_label, self.computed):
            head.addWidget(widget)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addLayout(head)
        left.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_parting(self, day: str, call: Response, computed: Response, text: str, *, can_write: bool) -> None:
        """Show where call and computed response part."""
        self._warns = True
        self.sentence.setText(tr("{day}: investigator's call").format(day=day))
        self.call.set_response(call)
        self.computed.set_response(computed)
        for widget in (self._glyph, self.call, self._computed_label, self.computed):
            widget.show()
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(tr("Settle this visit"))
        self.button.setVisible(can_write)
        self.setAccessibleName(
            tr("{day}: investigator's call {call}, computed {computed}. {text}").format(
                day=day, call=term(call), computed=term(computed), text=text
            )
        )
        self.update()

    def show_settled(self, day: str, call: Response | None, *, can_write: bool) -> None:
        """Say that the investigator has not called the visit, or has called it as computed."""
        self._warns = False
        for widget in (self._glyph, self.call, self._computed_label, self.computed, self.text):
            widget.hide()
        if call is None:
            said = tr("{day}: no call of the investigator yet").format(day=day)
            self.button.setText(tr("Call this visit"))
        else:
            said = tr("{day}: investigator agrees, {call}").format(day=day, call=term(call))
            self.button.setText(tr("Correct this call"))
        self.sentence.setText(said)
        self.button.setVisible(can_write)
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        if self._warns:
            fill, line = theme.color("warn"), theme.color("warnline")
            draw_box(QPainter(self), rect, RADIUS_CONTROL, fill, line, BORDER_SELECTED)
        else:
            draw_box(QPainter(self), rect, RADIUS_CONTROL, theme.color("sunken"))


class ResponseMark(QWidget):
    """A response in its letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._response = Response.NE
        self.setFixedSize(int(MARK_WIDTH) + 2, int(MARK_HEIGHT) + 3)

    def set_response(self, response: Response) -> None:
        """Show another one."""
        self._response = response
        self.setAccessibleName(term(response))
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_response_mark(QPainter(self), QPointF(QRectF(self.rect()).center()), self._response, theme)


class _Glyph(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(self.rect()), "triangle", theme.color("warnline"))
