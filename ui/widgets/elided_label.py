"""Labels in one of the three text sizes, coloured by token, that elide with a tooltip rather than clip."""

from __future__ import annotations

from math import ceil
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import body_font, caption_font, theme, title_font
from ui.widgets.paint import draw_text

TextSize = Literal["title", "body", "caption"]

_LONGEST_WORD = 16


class Label(QLabel):
    """A text that follows the theme. Wraps if asked to; otherwise takes the room it needs."""

    def __init__(
        self,
        text: str = "",
        *,
        size: TextSize = "body",
        weight: int = 400,
        token: str = "text",
        tabular: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._token = token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if size == "title":
            self.setFont(title_font())
        else:
            self.setFont((body_font if size == "body" else caption_font)(weight, tabular=tabular))
        self._tint()
        # A label that isn't shown yet hears nothing of a change of palette.
        theme.changed.connect(self._tint)

    def set_token(self, token: str) -> None:
        """Changes the colour of the text."""
        self._token = token
        self._tint()
        self.update()

    def _tint(self) -> None:
        color = theme.color(self._token)
        if self.palette().color(QPalette.ColorRole.WindowText) != color:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, color)
            self.setPalette(palette)


class ElidedLabel(Label):
    """One line that may be narrower than its text: it then ends in an ellipsis and tells all in a tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        size: TextSize = "body",
        weight: int = 400,
        token: str = "text",
        tabular: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, size=size, weight=weight, token=token, tabular=tabular, parent=parent)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._is_elided = False

    @property
    def is_elided(self) -> bool:
        """True if the last painting had to shorten the text."""
        return self._is_elided

    def sizeHint(self) -> QSize:
        # Qt rounds the width; half a pixel less than the text needs would cost three letters.
        return QSize(ceil(QFontMetricsF(self.font()).horizontalAdvance(self.text())), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(36, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._is_elided = not draw_text(
            painter, QRectF(self.rect()), self.text(), self.font(), theme.color(self._token), self.alignment()
        )
        self.setToolTip(self.text() if self._is_elided else "")


def break_long_words(text: str) -> str:
    """A text whose long words, such as paths and hashes, may wrap: else they push everything out of sight."""
    return " ".join(
        "\u200b".join(word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD))
        for word in text.split(" ")
    )
