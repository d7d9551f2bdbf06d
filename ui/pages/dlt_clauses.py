"""The clauses of the DLT definition as a checklist: state, clause, evidence, and when it will be known."""

from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.dlt.answer import Verdict
from ui.models.dlt_rows import ClauseRow, EventLink, EventNote
from ui.pages.dlt_strip import StripView
from ui.pages.verdict_tag import BOX, StateBox
from ui.text import tr
from ui.theme import RADIUS_CONTROL, SPACE_M, SPACE_S, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card, Hairline, SunkenBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.mark import GradeSquare
from ui.widgets.paint import draw_box
from ui.widgets.scroll import ScrollArea
from ui.words.dlt import say_verdict

_PAD = 12


class _Ground(QWidget):
    """A row of the checklist: on soft with an accent bar where it is the one in question."""

    def __init__(self, *, is_current: bool) -> None:
        super().__init__()
        self._is_current = is_current

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_current:
            draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme.color("soft"))
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.color("accent"))
        else:
            painter.fillRect(QRectF(_PAD, self.height() - 1, self.width() - 2 * _PAD, 1), theme.color("line"))


class ClauseView(_Ground):
    """One clause. The link of its number opens its source.

    Signals:
        event_wanted: id of an adverse event to open.
    """

    event_wanted = Signal(str)

    def __init__(self, row: ClauseRow, today: date, *, is_current: bool = False) -> None:
        """Show a clause.

        Args:
            row: what is said of it.
            today: at the site.
            is_current: whether it is the one in question.
        """
        super().__init__(is_current=is_current)
        self.row = row
        self.setAccessibleName(". ".join([say_verdict(row.verdict), row.title, *row.evidence, row.when]))
        line = QHBoxLayout(self)
        line.setContentsMargins(_PAD, 10, _PAD, 11)
        line.setSpacing(_PAD)
        line.addWidget(StateBox(row.verdict), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        line.addLayout(column, 1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(Label(row.title, weight=600, wrap=True), 1)
        self.link = _TextLink(tr("clause {number}").format(number=row.number), small=True)
        self.link.setAccessibleName(tr("Source of clause {number}").format(number=row.number))
        self.link.setCheckable(True)
        self.link.toggled.connect(self._show_source)
        top.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self.source: QWidget | None = None
        self._column = column
        self._add_evidence(row)
        if row.strip is not None:
            column.addSpacing(4)
            column.addWidget(StripView(row.strip, row.unit, today))
        self._add_events(row.events if row.verdict is not Verdict.NOT_MET else ())

    def _add_evidence(self, row: ClauseRow) -> None:
        evidence = QHBoxLayout()
        evidence.setSpacing(SPACE_M)
        said = QVBoxLayout()
        said.setSpacing(1)
        for sentence in row.evidence:
            said.addWidget(Label(sentence, size="caption", token="text2", wrap=True))
        evidence.addLayout(said, 1)
        is_open = row.verdict is Verdict.NOT_YET
        when = Label(row.when, size="caption", weight=500 if is_open else 400, token="text" if is_open else "text2")
        evidence.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(evidence)

    def _add_events(self, events: tuple[EventLink, ...]) -> None:
        for event in events:
            self._column.addWidget(_event_link(event, self), 0, Qt.AlignmentFlag.AlignLeft)

    def _show_source(self, is_shown: bool) -> None:
        """The clause's source opens below its words, with the events it speaks of."""
        if self.source is None:
            box = SunkenBox()
            for sentence in self.row.origin:
                box.add(Label(sentence, size="caption", token="text2", wrap=True))
            if self.row.verdict is Verdict.NOT_MET:
                for event in self.row.events:
                    box.body.addWidget(_event_link(event, self), 0, Qt.AlignmentFlag.AlignLeft)
            self._column.addWidget(box)
            self.source = box
        self.source.setVisible(is_shown)


class _TextLink(LinkButton):
    """A link whose words stand in line with the text above it."""

    _padding = 2.0


def _event_link(event: EventLink, owner: "ClauseView | ClausesCard") -> LinkButton:
    link = _TextLink(event.name, small=True)
    link.setAccessibleName(tr("Open {event}").format(event=event.name))
    link.clicked.connect(lambda: owner.event_wanted.emit(event.record_id))
    return link


class ClausesCard(Card):
    """The checklist, what lies outside the window, and the legend.

    Signals:
        event_wanted: id of an adverse event to open.
    """

    event_wanted = Signal(str)

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__(tr("Clauses of the DLT definition"), " ", title_line=True, margin=8, bottom=1)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 4, 0, 8)
        self._column.setSpacing(0)
        self.area = ScrollArea(content)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.body.setContentsMargins(7, 1, 1, 0)
        self.body.setSpacing(0)
        self.add(self.area, 1)
        self._legend = _Legend()
        self.inapplicable_link = LinkButton("", small=True)
        self.inapplicable_link.setCheckable(True)
        self.inapplicable_link.toggled.connect(self._show_inapplicable)
        foot = QHBoxLayout()
        foot.setContentsMargins(_PAD, 8, _PAD, 10)
        foot.addWidget(self._legend)
        foot.addStretch(1)
        foot.addWidget(self.inapplicable_link)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        self.add(Hairline())
        self.add(self._foot)
        self.views: list[ClauseView] = []
        self._inapplicable: list[ClauseView] = []

    def show_clauses(
        self,
        rows: tuple[ClauseRow, ...],
        inapplicable: tuple[ClauseRow, ...],
        outside: tuple[EventNote, ...],
        today: date,
    ) -> None:
        """Show what the definition says of a subject.

        Args:
            rows: in the order of the list.
            inapplicable: clauses that do not apply; behind a link.
            outside: events that meet the definition outside the window.
            today: at the site.
        """
        opened = {view.row.number for view in self.views if view.link.isChecked()}
        self._clear()
        self._foot.setVisible(True)
        current = next((row.number for row in rows if row.verdict is not Verdict.NOT_MET), None)
        self.views = [ClauseView(row, today, is_current=row.number == current) for row in rows]
        self._inapplicable = [ClauseView(row, today) for row in inapplicable]
        for view in (*self.views, *self._inapplicable):
            view.event_wanted.connect(self.event_wanted)
            view.link.setChecked(view.row.number in opened)
            self._column.addWidget(view)
        count = len(inapplicable)
        text = tr("1 does not apply") if count == 1 else tr("{count} do not apply").format(count=count)
        self.inapplicable_link.setText(text)
        self.inapplicable_link.setVisible(count > 0)
        self._fit_foot()
        self._show_inapplicable(self.inapplicable_link.isChecked())
        if outside:
            text = tr("They don't drive escalation; they count for the recommended dose and in the report.")
            self._add_notes(tr("Outside the window"), text, outside)
        self._column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """The legend gives way to the link: every clause says its state in words as well."""
        room = self.width() - 2 * _PAD - SPACE_M
        if not self.inapplicable_link.isHidden():
            room -= self.inapplicable_link.sizeHint().width() + SPACE_S
        self._legend.setVisible(self._legend.sizeHint().width() <= room)

    def show_waiting(self, waiting: tuple[EventNote, ...]) -> None:
        """Show the events of a subject whose protocol has no definition."""
        self._clear()
        self.views, self._inapplicable = [], []
        self._foot.setVisible(False)
        text = tr("The protocol has no DLT definition: a person judges each subject by the events inside the window.")
        if not waiting:
            text += " " + tr("No event has begun inside the window.")
        self._add_notes(tr("Events inside the window"), text, waiting)
        self._column.addStretch(1)

    def _clear(self) -> None:
        clear(self._column)

    def _show_inapplicable(self, is_shown: bool) -> None:
        for view in self._inapplicable:
            view.setVisible(is_shown)
            if is_shown:
                view.link.setChecked(True)

    def _add_notes(self, title: str, text: str, notes: tuple[EventNote, ...]) -> None:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(_PAD, 14, _PAD, 4)
        column.setSpacing(6)
        column.addWidget(Label(title, weight=600))
        column.addWidget(Label(text, size="caption", token="text2", wrap=True))
        for note in notes:
            line = QHBoxLayout()
            line.setSpacing(_PAD)
            line.addWidget(GradeSquare(note.grade, size=BOX), 0, Qt.AlignmentFlag.AlignTop)
            said = QVBoxLayout()
            said.setSpacing(1)
            if note.link.record_id:
                said.addWidget(_event_link(note.link, self), 0, Qt.AlignmentFlag.AlignLeft)
            else:
                said.addWidget(Label(note.link.name, size="caption", weight=500))
            said.addWidget(Label(note.line, size="caption", token="text2", wrap=True))
            line.addLayout(said, 1)
            column.addLayout(line)
        self._column.addWidget(block)


class _Legend(QWidget):
    """The three states with their words."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        for verdict in (Verdict.MET, Verdict.NOT_YET, Verdict.NOT_MET):
            row.addWidget(StateBox(verdict))
            row.addWidget(ElidedLabel(say_verdict(verdict), size="caption", token="text2"))
            row.addSpacing(SPACE_S)
