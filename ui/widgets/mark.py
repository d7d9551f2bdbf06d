"""The subject mark as a widget."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.mark_paint import Mark, draw_mark, mark_words
from ui.widgets.tag_paint import draw_grade_square


class SubjectMark(QWidget):
    """A subject's mark; tooltip and accessible name say it in words."""

    def __init__(self, mark: Mark, *, subject: str = "", size: int = 26, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_mark(mark, subject)

    @property
    def mark(self) -> Mark:
        return self._mark

    def set_mark(self, mark: Mark, subject: str = "") -> None:
        """Shows another mark, of `subject` if given."""
        self._mark = mark
        words = mark_words(mark)
        self.setToolTip(f"{subject}: {words}" if subject else words)
        self.setAccessibleName(self.toolTip())
        self.update()

    def sizeHint(self) -> QSize:
        # Two pixels around for the corner dot of "moderate toxicity seen".
        return QSize(self._side + 4, self._side + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_mark(QPainter(self), QRectF(2, 2, self._side, self._side), self._mark, theme)


class GradeSquare(QWidget):
    """A grade's digit on its fill."""

    def __init__(self, grade: int, *, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grade, self._side = grade, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_grade(grade)

    def set_grade(self, grade: int) -> None:
        """Shows another grade."""
        self._grade = grade
        self.setAccessibleName(QCoreApplication.translate("widgets", "grade %1").replace("%1", str(grade)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_grade_square(QPainter(self), QRectF(self.rect()), self._grade, theme)
