"""The overview's cards at the right: who is in the window, and what each next outcome leads to."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.pages.overview_dates import DatesBlock, Density
from ui.pages.overview_rows import NextRow, WindowRow
from ui.pages.pool import Pool
from ui.text import tr
from ui.theme import BORDER_FOCUS, RADIUS_CONTROL, body_font, caption_font, font, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.chip_paint import chip_width, draw_chip
from ui.widgets.elided_label import Label
from ui.widgets.mark_paint import Mark, draw_mark, mark_words
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_hairline, draw_text

_WINDOW_HIGH, _WINDOW_LOW, _NEXT_HIGH, _NEXT_LOW = 55, 46, 78, 50
_CARD_EDGE, _SENTENCE, _DATES_GAP, _DATES_EDGE = 49, 48, 10, 4


class WindowCard(Card):
    """Who is in the window, and who is in screening.

    Signals:
        subject_chosen: screening number of the row that was clicked.
        more_wanted: the line that counts the rest was clicked.
    """

    subject_chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("In the window now"), title_line=True, bottom=4, spacing=0, parent=parent)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._rows: Pool[WindowLine] = Pool(self._list, self._make_row)
        self._nobody = Label(size="caption", token="text2", wrap=True)
        self._nobody.setContentsMargins(0, 12, 0, 14)
        self.body.addWidget(self._nobody)
        self.more = LinkButton("", small=True)
        self.more.clicked.connect(self.more_wanted)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._count, self._compact = 0, False

    def show_rows(self, rows: Sequence[WindowRow], caption: str, more: int) -> None:
        """Show the awaited subjects and how many are left out."""
        self.set_caption(caption)
        for index, (line, row) in enumerate(zip(self._rows.fit(len(rows)), rows, strict=True)):
            line.show_row(row, has_line=index > 0)
        self._nobody.setText(tr("Nobody is in the window, and nobody is in screening."))
        self._nobody.setVisible(not rows)
        self.more.setText(tr("{count} more not dosed yet").format(count=more))
        self.more.setVisible(more > 0)

        self._count = len(rows)

    def height_needed(self, *, compact: bool) -> int:
        """The height at which nothing is cut off."""
        height = _CARD_EDGE + self._count * (_WINDOW_LOW if compact else _WINDOW_HIGH)
        return height + (0 if self._count else _SENTENCE) + (20 if self.more.isVisibleTo(self) else 0)

    def set_compact(self, compact: bool) -> None:
        """Lower rows where the page is low."""
        self._compact = compact
        for line in self._rows.widgets:
            line.set_compact(compact)

    def _make_row(self) -> "WindowLine":
        line = WindowLine()
        line.set_compact(self._compact)
        line.clicked.connect(lambda: self.subject_chosen.emit(line.subject_id))
        return line


class WindowLine(QAbstractButton):
    """One awaited subject; a click, Space or Enter opens the subject."""

    def __init__(self) -> None:
        super().__init__()
        self._row = WindowRow("", Mark("+"), "", "", "", "", "", "")
        self._has_line = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_WINDOW_HIGH)

    @property
    def subject_id(self) -> str:
        """Whom it shows."""
        return self._row.subject_id

    def set_compact(self, compact: bool) -> None:
        """Lower where the page is low."""
        self.setFixedHeight(_WINDOW_LOW if compact else _WINDOW_HIGH)

    def show_row(self, row: WindowRow, *, has_line: bool) -> None:
        """Show another subject."""
        self._row, self._has_line = row, has_line
        said = f"{row.title}: {mark_words(row.mark)}. " if row.mark.state != "+" else f"{row.title}. "
        self.setAccessibleName(f"{said}{row.line}; {row.until}, {row.remains}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, row, width = QPainter(self), self._row, float(self.width())
        if self._has_line:
            draw_hairline(painter, 0, 0, width, theme)
        middle = self.height() / 2
        draw_mark(painter, QRectF(2, round(middle - 15), 30, 30), row.mark, theme)
        left, upper, lower = 46.0, middle - 19, middle + 1
        right = _draw_right(painter, row.until, QRectF(left, upper, width - left, 20), body_font(500), "text")
        rest = QRectF(left, upper, width - left - right - 8, 20)
        draw_text(painter, rest, row.title, body_font(600), theme.color("text"))
        line, remains = self.choose_texts(width - left - 8)
        right = _draw_right(painter, remains, QRectF(left, lower, width - left, 16), caption_font(), "text3")
        rest = QRectF(left, lower, width - left - right - 8, 16)
        draw_text(painter, rest, line, caption_font(), theme.color("text2"))
        _draw_focus(painter, self)

    def choose_texts(self, room: float) -> tuple[str, str]:
        """The fullest pair of line and remains that fits side by side; the mark says the days left in any case."""
        row, metrics = self._row, QFontMetricsF(caption_font())
        pairs = (
            (row.line, row.remains),
            (row.line, row.remains_short),
            (row.line_short, row.remains),
            (row.line_short, row.remains_short),
            (row.line, ""),
            (row.line_short, ""),
        )
        fitting = (one for one in pairs if sum(map(metrics.horizontalAdvance, one)) <= room)
        return next(fitting, pairs[-1])


class NextCard(Card):
    """What each next outcome leads to at the level in question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What next"), title_line=True, bottom=4, spacing=0, parent=parent)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._rows: Pool[NextLine] = Pool(self._list, self._make_row)
        self._nothing = Label(size="caption", token="text2", wrap=True)
        self._nothing.setContentsMargins(0, 12, 0, 14)
        self.body.addWidget(self._nothing)
        self.body.addStretch(1)
        self.dates = DatesBlock()
        self.dates.setContentsMargins(0, 0, 0, 4)
        self.body.addWidget(self.dates)
        self._count, self._compact = 0, False

    def show_rows(self, title: str, caption: str, rows: Sequence[NextRow], nothing: str = "") -> None:
        """Show the rows, or why nothing is to come."""
        self.set_title(title, caption)
        for index, (line, row) in enumerate(zip(self._rows.fit(len(rows)), rows, strict=True)):
            line.show_row(row, has_line=index > 0)
        self._nothing.setText(nothing)
        self._nothing.setVisible(not rows)
        self._count = len(rows)

    def height_needed(self, *, compact: bool, dates: Density = Density.FULL) -> int:
        """The height at which nothing is cut off."""
        height = _CARD_EDGE + self._count * (_NEXT_LOW if compact else _NEXT_HIGH) + (0 if self._count else _SENTENCE)
        below = self.dates.height_needed(dates)
        gap = _DATES_EDGE if dates is Density.LINE else _DATES_GAP
        return height + (below + gap if below else 0)

    def set_compact(self, compact: bool) -> None:
        """Lower rows where the page is low."""
        self._compact = compact
        for line in self._rows.widgets:
            line.set_compact(compact)

    def _make_row(self) -> "NextLine":
        line = NextLine()
        line.set_compact(self._compact)
        return line


class NextLine(QWidget):
    """One way the outcomes can fall: figure, words, chip, consequence."""

    def __init__(self) -> None:
        super().__init__()
        self._row = NextRow("", "", "", "wait", "")
        self._has_line, self._compact = False, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def row(self) -> NextRow:
        """What it shows."""
        return self._row

    def set_compact(self, compact: bool) -> None:
        """Two lines instead of three."""
        self._compact = compact
        self.setFixedHeight(_NEXT_LOW if compact else _NEXT_HIGH)

    def show_row(self, row: NextRow, *, has_line: bool) -> None:
        """Show another row."""
        self._row, self._has_line = row, has_line
        self.setAccessibleName(f"{row.figure} {row.title}, {row.in_all}. {row.line}")
        self.setToolTip(row.line)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, row, width = QPainter(self), self._row, float(self.width())
        if self._has_line:
            draw_hairline(painter, 0, 0, width, theme)
        left = self._left()
        height = 20.0 if self._compact else 24.0
        top = 5.0 if self._compact else 11.0
        draw_text(painter, QRectF(0, top - 3, left, 28), row.figure, font(20, 600), theme.color("text"), elide=False)
        chip = chip_width(row.chip, int(height))
        draw_chip(painter, QRectF(width - chip, top, chip, height), row.chip, theme)
        words = QRectF(left, top, width - left - chip - 8, 20)
        draw_text(painter, words, row.title, body_font(500), theme.color("text"))
        below, last = words.translated(0, 19), QRectF(left, top + 39, width - left, 18)
        if self._compact:
            title = QFontMetricsF(body_font(500)).horizontalAdvance(row.title) + 8
            below, last = words.adjusted(title, 1, 0, 1), QRectF(left, top + 21, width - left, 18)
        fits = QFontMetricsF(caption_font()).horizontalAdvance(row.in_all) <= below.width()
        if fits or row.figure != "X":
            draw_text(painter, below, row.in_all, caption_font(), theme.color("text3"))
        draw_text(painter, last, row.line, caption_font(), theme.color("text2"))

    def words_room(self) -> float:
        """The width that the line of consequence has."""
        return self.width() - self._left()

    def _left(self) -> float:
        return 32.0 if self._compact or self.width() < 300 else 40.0


def _draw_right(painter: QPainter, text: str, rect: QRectF, text_font: QFont, token: str) -> float:
    draw_text(painter, rect, text, text_font, theme.color(token), ALIGN_RIGHT)
    return min(QFontMetricsF(text_font).horizontalAdvance(text), rect.width())


def _draw_focus(painter: QPainter, widget: QWidget) -> None:
    if widget.hasFocus():
        box = QRectF(widget.rect()).adjusted(0, 2, 0, -2)
        draw_box(painter, box, RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
