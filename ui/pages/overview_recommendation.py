"""The overview's first card: what the rules recommend, why, and what is blocked until when."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.escalation.slots import assess_slot, latest_decision
from domain.escalation.status import PartStatus
from domain.summaries.decisions import describe_act
from domain.terms import LevelState
from ui.pages.pool import Pool
from ui.text import Words, capital, chip_of, tr
from ui.theme import body_font, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card, Hairline
from ui.widgets.chip import ActionChip
from ui.widgets.elided_label import Label
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_bullet
from ui.words.amendment import say_next_version

# A source has the room of the commonest one; on a wide page that of the longest.
_SOURCE_WIDTH, _SOURCE_WIDE, _WIDE_FROM = 204, 276, 1160


class _Glyph(QWidget):
    """A bullet or an icon at the height of the first line beside it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(16, 20)

    def set_name(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name == "bullet":
            draw_bullet(QPainter(self), QPointF(4, 10), theme)
        else:
            draw_icon(QPainter(self), QRectF(0, 3, 14, 14), self._name, theme.color("text3"), stroke=1.4)


class _Line(QWidget):
    """A glyph, a sentence that wraps, and at the right a source or a moment."""

    def __init__(self, glyph: str, right: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.glyph = _Glyph(glyph)
        self.label = Label(wrap=True)
        self.right = right
        top = Qt.AlignmentFlag.AlignTop
        right.setMinimumHeight(20)
        row.addWidget(self.glyph, 0, top)
        row.addWidget(self.label, 1, top)
        row.addSpacing(8)
        row.addWidget(right, 0, top)
        self.label.setMinimumHeight(20)


class RecommendationCard(Card):
    """What the rules recommend, why, and what is blocked until when.

    Signals:
        source_wanted: the source of a reason was clicked.
    """

    source_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=14, parent=parent)
        self.body.setContentsMargins(19, 15, 19, 13)
        head = QHBoxLayout()
        head.setSpacing(14)
        self.chip = ActionChip("wait")
        self.headline = Label(size="title", wrap=True)
        self.headline.setMinimumHeight(28)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.headline, 1)
        self.body.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        why, why_rows, why_note = _column(tr("Why"), tr("Source"))
        blocked, block_rows, block_note = _column(tr("What is blocked"), tr("Until"))
        self._row_layouts = (why_rows, block_rows)
        self._notes = (why_note, block_note)
        self._reasons: Pool[_Line] = Pool(why_rows, self._make_reason)
        self._blocks: Pool[_Line] = Pool(block_rows, self._make_block)
        columns.addLayout(why, 61)
        columns.addWidget(Hairline(vertical=True))
        columns.addLayout(blocked, 39)
        self.body.addLayout(columns)
        self._said: tuple[tuple[str, str, str], ...] = ()
        self._compact = False

    def set_compact(self, compact: bool) -> None:
        """Closer together where the page is low."""
        self.body.setContentsMargins(19, 11 if compact else 15, 19, 9 if compact else 13)
        self.body.setSpacing(8 if compact else 14)
        for rows in self._row_layouts:
            rows.setSpacing(1 if compact else 4)
        self._compact = compact
        self._fill_reasons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for line in self._reasons.widgets:
            line.right.setMaximumWidth(self._source_width())

    def show_status(self, status: PartStatus, words: Words) -> None:
        """Show the recommendation of a part."""
        answer = status.recommendation
        self.chip.set_action(chip_of(answer))
        self.headline.setText(words.headline(answer))
        self.setAccessibleName(f"{self.chip.accessibleName()}: {self.headline.text()}")
        # The headline has named the dose; without it the reasons fit on a line.
        bare = Words(words.zone)
        said = [(bare.reason(reason), words.source(reason), "bullet") for reason in answer.reasons]
        said += [(bare.reason(departure), tr("left the rules"), "triangle") for departure in answer.departures[:2]]
        if len(answer.departures) > 2:
            said.append((tr("{count} more departures").format(count=len(answer.departures) - 2), "", "triangle"))
        if waiting := say_next_version(status.study):
            said.append((waiting, "", "calendar"))
        self._said = tuple(said)
        self._fill_reasons()
        blocks = _blocks(status, words)
        for block, (text, until) in zip(self._blocks.fit(len(blocks)), blocks, strict=True):
            block.label.setText(text)
            if isinstance(block.right, Label):
                block.right.setText(until)
        # The note stands where it does not make the card higher.
        is_left = len(said) <= len(blocks)
        for note, has_it in zip(self._notes, (is_left, not is_left), strict=True):
            note.label.setText(_note(status, words))
            note.setVisible(has_it)

    def _fill_reasons(self) -> None:
        """The reasons with their sources; on a low page one that stands in the row above is not said at length."""
        before = ""
        for line, (text, source, glyph) in zip(self._reasons.fit(len(self._said)), self._said, strict=True):
            is_same = self._compact and source == before
            _fill_reason(line, text, source, glyph, shown=tr("the same") if is_same and source else source)
            before = source

    def _make_reason(self) -> _Line:
        link = LinkButton("", small=True, weight=400)
        link.setMaximumWidth(self._source_width())
        link.clicked.connect(self.source_wanted)
        return _Line("bullet", link)

    def _source_width(self) -> int:
        return _SOURCE_WIDE if self.width() >= _WIDE_FROM else _SOURCE_WIDTH

    @staticmethod
    def _make_block() -> _Line:
        line = _Line("clock", Label(weight=500))
        line.label.setFont(body_font(500))
        return line


class _Note(QWidget):
    """The last line of the card, with its glyph."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.label = Label(size="caption", token="text3", wrap=True)
        row.addWidget(_Glyph("info"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)


def _column(head: str, right: str) -> tuple[QVBoxLayout, QVBoxLayout, _Note]:
    """A column with its heads, the layout for its rows, and its note; what is left below stays empty."""
    column, rows, heads, note = QVBoxLayout(), QVBoxLayout(), QHBoxLayout(), _Note()
    heads.addWidget(Label(head, size="caption", weight=500, token="text3"))
    heads.addStretch(1)
    heads.addWidget(Label(right, size="caption", weight=500, token="text3"))
    column.setSpacing(4)
    column.addLayout(heads)
    column.addLayout(rows)
    column.addWidget(note)
    column.addStretch(1)
    return column, rows, note


def _fill_reason(line: _Line, text: str, source: str, glyph: str, *, shown: str) -> None:
    line.glyph.set_name(glyph)
    line.label.setText(text)
    if isinstance(line.right, LinkButton):
        line.right.setText(shown)
        line.right.setAccessibleName(source)
        line.right.setToolTip(source)
        line.right.setVisible(bool(source))


def _blocks(status: PartStatus, words: Words) -> list[tuple[str, str]]:
    """What may not happen yet, and until when, in words; then the levels that are suspended or closed for good."""
    answer = status.recommendation
    found = _undecided(status)
    named = set()
    for block in answer.blocks:
        if block.what.code == "blocked_level":
            named.add(block.what.numbers.get("level"))
            until = tr("{day} at the earliest").format(day=words.day(block.until)) if block.until else tr("no date yet")
            found.append((words.reason(block.what), until))
        else:
            until = words.moment(block.until) if block.until else tr("no date yet")
            found.append((Words(words.zone).reason(block.what), until))
    for tally in answer.tallies:
        if tally.dose_level in named:
            continue
        if tally.state is LevelState.EXCEEDED:
            found.append((capital(words.level(tally.dose_level)), tr("closed for good")))
        elif tally.state is LevelState.SUSPENDED:
            found.append((capital(words.level(tally.dose_level)), tr("suspended")))
    return found or [(tr("Nothing"), "")]


def _undecided(status: PartStatus) -> list[tuple[str, str]]:
    """The recommended level, where only a decision opens it or a decision holds it."""
    answer = status.recommendation
    if not answer.subjects or answer.dose_level is None:
        return []
    slot = assess_slot(status, answer.dose_level)
    code = slot.reasons[0].code if slot.reasons and not slot.is_open else ""
    if code not in ("slot_needs_decision", "slot_held"):
        return []
    return [(tr("Any dose at level {level}").format(level=answer.dose_level), tr("the committee decides"))]


def _note(status: PartStatus, words: Words) -> str:
    last = latest_decision(status)
    if last is None:
        return tr("A recommendation, not a decision. No decision has been signed yet.")
    return tr("A recommendation, not a decision. Last decision: {act}, {day}.").format(
        act=_in_sentence(Words(words.zone).reason(describe_act(last.action, last.dose_level))),
        day=words.day(last.signed_at),
    )


def _in_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]
