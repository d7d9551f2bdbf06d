"""Audit: every event of the stream, what each changed, and whether the stream is as it was written (TRU-1)."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from domain.records import RECORD_KINDS
from storage.audit import EventFilter
from storage.errors import StudyFileError
from storage.verification import Problem
from ui.pages.audit_event import EventCard, say_problem
from ui.pages.audit_model import REASON, RECORD, AuditModel, say_kind
from ui.pages.decision_cards import clear
from ui.pages.decision_words import say_head, say_position
from ui.pages.page import Page
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox, Option, TermEdit
from ui.widgets.table import TableView

SIDE_WIDTH = 376
_ANY = ""
_WIDE, _REASON_WIDTH = 1180, 120


class AuditPage(Page):
    """The stream as a table, with old and new values of the event that is current."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the table, its filters and the side panel."""
        super().__init__(session, parent)
        self._shown: object = None
        self._is_filling = False
        self._people: list[str] = []
        self.model = AuditModel(session.file)
        self.model.setParent(self)
        self.subject = TermEdit([], tr("Subject"), min_letters=1, placeholder=tr("Subject, any"))
        self.kind = ComboBox([], tr("Kind"))
        self.person = ComboBox([], tr("Person"))
        self.clear_button = LinkButton(tr("Clear filters"))
        self.verify_button = SecondaryButton(tr("Verify the stream"), "check", height=28)
        self.table = TableView(tr("Events"), stretch_column=RECORD)
        self.empty = EmptyState(
            "search", tr("No event passes the filters"), tr("Clear the filters to see all of them.")
        )
        self.verdict = QVBoxLayout()
        self.side = EventCard()
        self.list_card = Card(tr("Audit trail"), margin=12, bottom=12)
        self.list_card.add_to_title(self.verify_button)
        self._build()
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_changed.connect(self._on_row)
        self.table.search_typed.connect(self._on_typed)
        self.subject.value_changed.connect(self._on_filter)
        self.kind.value_changed.connect(self._on_filter)
        self.person.value_changed.connect(self._on_filter)
        self.clear_button.clicked.connect(self.clear_filters)
        self.verify_button.clicked.connect(self.verify)

    def show_study(self) -> None:
        """Read the stream again where something was entered."""
        if self._shown == self.session.file.position:
            return
        self._shown = self.session.file.position
        kinds = [Option(_ANY, tr("Kind: any"))]
        kinds += [Option(kind, say_kind(kind)) for kind in (*RECORD_KINDS, "system")]
        self._offer(self.kind, kinds)
        subjects = [one.subject_id for one in self.session.study.at(self.session.clock()).subjects]
        self.subject.set_options([Option(subject_id, subject_id) for subject_id in subjects])
        self._load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The reason is in the side panel too; a record's name cut off to nothing is nowhere.
        self.table.setColumnHidden(REASON, self.width() < _WIDE)

    def start_search(self) -> None:
        """The key /: the subject filter."""
        self.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filters(self) -> None:
        """Show every event again."""
        self._is_filling = True
        self.subject.set_value(None)
        self.kind.set_value(_ANY)
        self.person.set_value(_ANY)
        self._is_filling = False
        self._on_filter()

    def verify(self) -> None:
        """Check the whole stream and say in words what was found."""
        QApplication.setOverrideCursor(QCursor(Qt.CursorShape.WaitCursor))
        try:
            problems = self.session.file.verify()
            count = self.session.file.count_events()
        except StudyFileError as error:
            self.session.refused.emit(error)
            return
        finally:
            QApplication.restoreOverrideCursor()
        clear(self.verdict)
        self.verdict.addWidget(self._say_verdict(problems, count))
        if problems and problems[0].sequence is not None:
            link = LinkButton(tr("Show event {number}").format(number=say_position(problems[0].sequence)), small=True)
            link.clicked.connect(lambda: self.show_event(problems[0].sequence or 0))
            self.verdict.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_event(self, sequence: int) -> None:
        """Make an event current, without filters where they hide it."""
        row = self.model.row_of(sequence)
        if row is None:
            self.clear_filters()
            row = self.model.row_of(sequence)
        if row is not None:
            self.table.select_row(row)
            self.table.setFocus()

    def _say_verdict(self, problems: list[Problem], count: int) -> NoteBox:
        head = self.session.file.head
        if not problems:
            return NoteBox(
                "soft",
                tr("{count} events fit the chain, and the records fit the events.").format(
                    count=say_position(count).removeprefix("#")
                ),
                (
                    tr("Head: {position} · {head}").format(
                        position=say_position(head.position), head=say_head(head.hash)
                    ),
                    tr("A cut end or an older copy is seen only beside a head known from outside: compare it with the "
                       "foot of the last printed report. Without one it can't be known."),
                ),
                glyph="check",
            )  # fmt: skip
        first = problems[0]
        lines = [say_problem(first)]
        if len(problems) > 1:
            lines.append(tr("{count} problems in all; this is the first.").format(count=len(problems)))
        lines.append(tr("Keep this file as it is, decide nothing on it, and compare it with the latest backup."))
        return NoteBox("hard", tr("The file is not as it was written."), tuple(lines))

    def _wanted(self) -> EventFilter:
        subject = self.subject.value()
        return EventFilter(
            kind=str(self.kind.value() or ""),
            person=str(self.person.value() or ""),
            record_ids=self.session.file.record_ids_of(str(subject)) if subject else None,
        )

    def _load(self) -> None:
        try:
            self.model.load(self._wanted(), self.session.words)
        except StudyFileError as error:
            self.session.refused.emit(error)
            return
        self._people = sorted({*self._people, *self.model.people(), self.session.person.name})
        self._offer(self.person, [Option(_ANY, tr("Person: any")), *(Option(name, name) for name in self._people)])
        total, every = self.model.total, self.session.file.position
        text = tr("{total} of {every} events") if total != every else tr("{every} events")
        self.list_card.set_caption(text.format(total=total, every=every))
        self.clear_button.setEnabled(total != every or self._wanted() != EventFilter())
        self.table.fit_columns()
        self.table.horizontalHeader().resizeSection(REASON, _REASON_WIDTH)
        self.table.setVisible(bool(total))
        self.empty.setVisible(not total)
        if total:
            self.table.select_row(0)
        self._show_current(self.table.currentIndex())

    def _offer(self, box: ComboBox, options: list[Option]) -> None:
        value = box.value()
        self._is_filling = True
        box.set_options(options)
        box.set_value(_ANY if value is None else value)
        self._is_filling = False

    def _on_filter(self) -> None:
        if self._is_filling:
            return
        self.subject.set_finding("hard" if self.subject.problem() else None)
        self._load()

    def _on_typed(self, text: str) -> None:
        self.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.subject.setText(text)

    def _on_row(self, index: QModelIndex) -> None:
        self._show_current(index)

    def _show_current(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row()) if index.isValid() else None
        self.side.show_entry(entry, self.model.about(entry.event) if entry else ("", ""), self.session.words)

    def _build(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(8, 0, 8, 0)
        filters.setSpacing(SPACE_S)
        for field, width in ((self.subject, 132), (self.kind, 172), (self.person, 172)):
            field.setFixedWidth(width)
            filters.addWidget(field)
        filters.addStretch(1)
        filters.addWidget(self.clear_button)
        self.verdict.setContentsMargins(8, 0, 8, 0)
        self.list_card.body.addLayout(self.verdict)
        self.list_card.body.addLayout(filters)
        self.list_card.add(self.table, 1)
        self.list_card.add(self.empty, 1)
        self.side.setFixedWidth(SIDE_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addWidget(self.list_card, 1)
        row.addWidget(self.side)
