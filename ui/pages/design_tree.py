"""The tree of next outcomes: today at the left, a branch for each number of DLTs, and where it leads."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.characteristics.outcomes import Branch, Outcomes
from domain.summaries.decisions import describe_recommendation
from ui.design_sheet import say_probability
from ui.text import Words, say_number, tr
from ui.theme import RADIUS_CONTROL, body_font, caption_font, theme
from ui.widgets.chip_paint import chip_width, draw_chip
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_hairline, draw_text
from ui.words.design import chip_of_branch, say_branch, say_most_likely, say_then

_NODE, _ROOM, _CHANCE = 148.0, 40.0, 118.0
_ROW_LEAST, _ROW_MOST = 40.0, 72.0
_BAR = 64.0


class OutcomeTree(QWidget):
    """Draws the next outcomes; the same as a table can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcomes: Outcomes | None = None
        self._words: Words | None = None
        self._nothing = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_outcomes(self, outcomes: Outcomes | None, words: Words, nothing: str) -> None:
        """Show a tree, or why there is none."""
        self._outcomes, self._words, self._nothing = outcomes, words, nothing
        said = [nothing] if outcomes is None else [self._sentence(branch) for branch in outcomes.branches]
        self.setAccessibleName(tr("Next outcomes"))
        self.setAccessibleDescription(" ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._outcomes.branches) if self._outcomes else 1
        return QSize(620, int(rows * _ROW_LEAST + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(420, self.sizeHint().height())

    def row_rects(self) -> list[QRectF]:
        """The rectangle of each branch."""
        count = len(self._outcomes.branches) if self._outcomes else 0
        height = min(max((self.height() - 8) / max(count, 1), _ROW_LEAST), _ROW_MOST)
        left = _NODE + _ROOM
        return [QRectF(left, 4 + number * height, self.width() - left, height) for number in range(count)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outcomes, words = self._outcomes, self._words
        if outcomes is None or words is None:
            draw_text(painter, QRectF(0, 8, self.width(), 24), self._nothing, body_font(), theme.color("text2"))
            return
        rects = self.row_rects()
        middle = (rects[0].top() + rects[-1].bottom()) / 2
        node = QRectF(1, middle - 34, _NODE - 2, 68)
        for rect in rects:
            self._draw_link(painter, QPointF(node.right(), middle), QPointF(rect.left() - 6, rect.center().y()))
        self._draw_node(painter, node, outcomes, words)
        for number, (rect, branch) in enumerate(zip(rects, outcomes.branches, strict=True)):
            if number:
                draw_hairline(painter, rect.left(), rect.top(), rect.width(), theme)
            self._draw_branch(painter, rect, branch, outcomes, words)

    @staticmethod
    def _draw_link(painter: QPainter, start: QPointF, end: QPointF) -> None:
        path = QPainterPath(start)
        bend = (end.x() - start.x()) / 2
        path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
        painter.strokePath(path, QPen(theme.color("control"), 1.3))

    def _draw_node(self, painter: QPainter, node: QRectF, outcomes: Outcomes, words: Words) -> None:
        frame = theme.color("accent" if self.hasFocus() else "control")
        draw_box(painter, node, RADIUS_CONTROL, theme.color("soft"), frame, 2.0 if self.hasFocus() else 1.0)
        inner = node.adjusted(12, 0, -8, 0)
        text, quiet = theme.color("text"), theme.color("text2")
        level = tr("Level {level}").format(level=outcomes.dose_level)
        draw_text(painter, QRectF(inner.x(), node.y() + 7, inner.width(), 20), level, body_font(600), text)
        if words.part is not None:
            dose = words.part.level(outcomes.dose_level)
            said = f"{say_number(dose.dose)} {dose.unit}"
            draw_text(painter, QRectF(inner.x(), node.y() + 26, inner.width(), 18), said, caption_font(), quiet)
        count = outcomes.to_come
        said = tr("1 outcome to come") if count == 1 else tr("{count} outcomes to come").format(count=count)
        draw_text(painter, QRectF(inner.x(), node.y() + 44, inner.width(), 18), said, caption_font(), quiet)

    def _draw_branch(self, painter: QPainter, rect: QRectF, branch: Branch, outcomes: Outcomes, words: Words) -> None:
        text, quiet = theme.color("text"), theme.color("text2")
        upper = QRectF(rect.left(), rect.center().y() - 19, rect.width(), 20)
        lower = upper.translated(0, 19)
        chance = say_probability(branch.chance)
        draw_text(painter, QRectF(rect.left(), upper.y(), 40, 20), chance, body_font(600, tabular=True), text)
        track = QRectF(rect.left() + 44, upper.center().y() - 3, _BAR, 6)
        painter.fillRect(track, theme.color("sunken"))
        painter.fillRect(
            QRectF(track.x(), track.y(), max(1.0, track.width() * branch.chance), 6), theme.color("accent")
        )
        draw_text(painter, QRectF(rect.left(), lower.y(), _CHANCE + 60, 18), self._short(branch), caption_font(), quiet)
        left = rect.left() + _CHANCE + 52
        chip = chip_of_branch(outcomes.dose_level, branch.then)
        wide = chip_width(chip, 20)
        draw_chip(painter, QRectF(rect.right() - wide, upper.y(), wide, 20), chip, theme)
        # That the level closes is what the chip says.
        said = Words(words.zone).reason(describe_recommendation(branch.then))
        draw_text(painter, QRectF(left, upper.y(), rect.right() - wide - 8 - left, 20), said, body_font(500), text)
        total = tr("{count} subjects in all").format(count=f"{branch.after.mean_total:.1f}")
        room = QFontMetricsF(caption_font()).horizontalAdvance(total) + 2
        draw_text(painter, QRectF(rect.right() - room, lower.y(), room, 18), total, caption_font(), quiet, ALIGN_RIGHT)
        end = tr("in the end most likely {said}").format(said=say_most_likely(words, branch.after))
        draw_text(painter, QRectF(left, lower.y(), rect.right() - room - 8 - left, 18), end, caption_font(), quiet)

    @staticmethod
    def _short(branch: Branch) -> str:
        return say_branch(branch)

    def _sentence(self, branch: Branch) -> str:
        assert self._words is not None
        assert self._outcomes is not None
        then = say_then(self._words, self._outcomes.dose_level, branch.then)
        return f"{say_branch(branch)}, {say_probability(branch.chance)}: {then}."
