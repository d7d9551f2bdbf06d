"""Audit: every event of the stream, what each changed, and whether the stream is as it was written (TRU-1)."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from domain.records import RECORD_KINDS, Redaction, Signature
from domain.terms import Right
from storage.audit import AuditEntry, EventFilter
from storage.errors import StudyFileError
from storage.system_codes import SYSTEM_CODES
from storage.verification import Problem
from ui.dialogs.redaction import RedactionDecisionDialog, RedactionRequestDialog, may_decide, requested, say_fields
from ui.forms.typed import read_day
from ui.pages.audit_event import EventCard, say_problem
from ui.pages.audit_model import OPERATION, REASON, RECORD, SIGNED, AuditModel, say_kind
from ui.pages.page import Page
from ui.session import Session
from ui.text import say_date, tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, SecondaryButton
from ui.widgets.card import Card, NoteBox
from ui.widgets.clear import clear
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.empty_state import EmptyState
from ui.widgets.options import Option
from ui.widgets.table import TableView
from ui.widgets.term_edit import TermEdit
from ui.words.ground import say_head, say_position

SIDE_WIDTH = 376
_ANY, _SYSTEM = "", "system"
# Rows that the widths of the columns are taken from: about as many as are in sight.
_SAMPLED = 24
_WIDE, _REASON_WIDTH = 1180, 120


class AuditPage(Page):
    """The stream as a table, with old and new values of the event that is current."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the table, its filters and the side panel."""
        super().__init__(session, parent)
        self._shown: object = None
        self._is_filling = False
        self.model = AuditModel(session.file)
        self.model.setParent(self)
        self.subject = TermEdit([], tr("Subject"), min_letters=1, placeholder=tr("Subject"))
        self.kind = ComboBox([], tr("Kind"))
        self.person = ComboBox([], tr("Person"))
        self.first_day = DateEdit(tr("Recorded from"), parse=read_day, show=_show_day)
        self.last_day = DateEdit(tr("Recorded up to"), parse=read_day, show=_show_day)
        self.first_day.setPlaceholderText(tr("From"))
        self.last_day.setPlaceholderText(tr("To"))
        self.clear_button = LinkButton(tr("Clear filters"), small=True)
        self.verify_button = SecondaryButton(tr("Verify the stream"), "check", height=28)
        self.table = TableView(tr("Events"), stretch_column=RECORD)
        self.empty = EmptyState(
            "search", tr("No event passes the filters"), tr("Clear the filters to see all of them.")
        )
        self.verdict, self.requests = QVBoxLayout(), QVBoxLayout()
        self.side = EventCard()
        self.list_card = Card(tr("Audit trail"), margin=12, bottom=12)
        self.list_card.add_to_title(self.clear_button)
        self.list_card.add_to_title(self.verify_button)
        self._build()
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_changed.connect(self._on_row)
        self.side.redaction_wanted.connect(self._ask_redaction)
        self.table.search_typed.connect(self._on_typed)
        self.subject.value_changed.connect(self._on_filter)
        self.kind.value_changed.connect(self._on_filter)
        self.first_day.value_changed.connect(self._on_filter)
        self.last_day.value_changed.connect(self._on_filter)
        self.person.value_changed.connect(self._on_filter)
        self.clear_button.clicked.connect(self.clear_filters)
        self.verify_button.clicked.connect(self.verify)

    def show_study(self) -> None:
        """Read the stream again where something was entered."""
        if self._shown == self.session.file.position:
            return
        self._shown = self.session.file.position
        kinds = [Option(_ANY, tr("Kind: any"))]
        kinds += [Option(kind, say_kind(kind)) for kind in (*RECORD_KINDS, _SYSTEM)]
        # What is about no record is known by its code.
        kinds += [Option(f"{_SYSTEM}/{code}", say_code(code)) for code in SYSTEM_CODES]
        self._offer(self.kind, kinds)
        subjects = [one.subject_id for one in self.session.study.at(self.session.clock()).subjects]
        self.subject.set_options([Option(subject_id, subject_id) for subject_id in subjects])
        people = self.session.file.people()
        self._offer(self.person, [Option(_ANY, tr("Person: any")), *(Option(name, name) for name in people)])
        self._show_requests()
        self._load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_columns()

    def _hide_columns(self) -> None:
        # The reason is in the side panel too; a record's name cut off to nothing is nowhere.
        has_signatures = bool(self.session.file.records().get(Signature.kind))
        self.table.setColumnHidden(REASON, self.width() < _WIDE)
        self.table.setColumnHidden(SIGNED, not has_signatures)
        self.table.setColumnHidden(OPERATION, has_signatures and self.width() < _WIDE)
        if self.model.set_narrow(self.width() < _WIDE):
            self.table.fit_columns(_SAMPLED)

    def start_search(self) -> None:
        """The key /: the subject filter."""
        self.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filters(self) -> None:
        """Show every event again."""
        self._is_filling = True
        self.subject.set_value(None)
        self.kind.set_value(_ANY)
        self.person.set_value(_ANY)
        self.first_day.set_value(None)
        self.last_day.set_value(None)
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
        subject, zone = self.subject.value(), self.session.study.zone
        kind, _, code = str(self.kind.value() or "").partition("/")
        ids = self.session.file.record_ids_of(str(subject)) if subject else None
        if code:
            ids = frozenset({code}) if ids is None else ids & {code}
        first, last = self.first_day.value(), self.last_day.value()
        return EventFilter(
            kind=kind,
            person=str(self.person.value() or ""),
            record_ids=ids,
            recorded_from=datetime.combine(first, time(), zone) if isinstance(first, date) else None,
            recorded_before=(
                datetime.combine(last + timedelta(days=1), time(), zone) if isinstance(last, date) else None
            ),
        )

    def _load(self) -> None:
        try:
            self.model.load(self._wanted(), self.session.words)
        except StudyFileError as error:
            self.session.refused.emit(error)
            return
        total, every = self.model.total, self.session.file.position
        text = tr("{total} of {every} events") if total != every else tr("{every} events")
        self.list_card.set_caption(text.format(total=total, every=every))
        self.clear_button.setVisible(total != every or self._wanted() != EventFilter())
        self._hide_columns()
        self.table.fit_columns(_SAMPLED)
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
        for field in (self.subject, self.first_day, self.last_day):
            field.set_finding("hard" if field.problem() else None)
        self._load()

    def _on_typed(self, text: str) -> None:
        self.subject.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.subject.setText(text)

    def _on_row(self, index: QModelIndex) -> None:
        self._show_current(index)

    def _show_current(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row()) if index.isValid() else None
        about = self.model.about(entry.event) if entry else ("", "")
        self.side.show_entry(entry, about, self.session.words, can_redact=self._can_redact)

    @property
    def _can_redact(self) -> bool:
        """It takes two people, whom only accounts can tell apart."""
        session = self.session
        has_accounts = bool(session.file.records().get("account"))
        return has_accounts and session.may(Right.REDACT) and not session.is_read_only

    def _ask_redaction(self, entry: AuditEntry, field: str) -> None:
        RedactionRequestDialog(self.session, entry, field, self).exec()

    def _decide_redaction(self, redaction: Redaction) -> None:
        dialog = RedactionDecisionDialog(self.session, redaction, self)
        if dialog.exec():
            self.show_result(dialog.result_text)

    def show_result(self, text: str) -> None:
        """Say above the list what came of a redaction; "" says nothing."""
        clear(self.verdict)
        if text:
            self.verdict.addWidget(NoteBox("soft", tr("Redaction"), (text,), glyph="check"))

    def _show_requests(self) -> None:
        """Redactions that wait for a second person, each with its link for those who may decide."""
        clear(self.requests)
        for one in requested(self.session):
            text = tr("{name} asked to redact {what}: {reason}").format(
                name=one.requested_by, what=say_fields(one.about_kind, one.fields), reason=one.reason
            )
            title = tr("A redaction waits for a second person")
            self.requests.addWidget(NoteBox("warn", title, (text,)))
            if may_decide(self.session, one):
                link = LinkButton(tr("Carry out or refuse…"), small=True)
                link.clicked.connect(lambda _checked=False, wanted=one: self._decide_redaction(wanted))
                self.requests.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _build(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(8, 0, 8, 0)
        filters.setSpacing(SPACE_S)
        # All of them shrink together, so that a narrow page keeps them on one line.
        for field, width in (
            (self.subject, 132), (self.kind, 172), (self.person, 152), (self.first_day, 108), (self.last_day, 108),
        ):  # fmt: skip
            field.setMinimumWidth(64)
            field.setMaximumWidth(width)
            filters.addWidget(field, width)
        filters.addStretch(1)
        self.verdict.setContentsMargins(8, 0, 8, 0)
        self.requests.setContentsMargins(8, 0, 8, 0)
        self.list_card.body.addLayout(self.verdict)
        self.list_card.body.addLayout(self.requests)
        self.list_card.body.addLayout(filters)
        self.list_card.add(self.table, 1)
        self.list_card.add(self.empty, 1)
        self.side.setFixedWidth(SIDE_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addWidget(self.list_card, 1)
        row.addWidget(self.side)


def say_code(code: str) -> str:
    """A code of what is about no record: "System: log in failed"."""
    return tr("System: {what}").format(what=tr(code.replace("_", " ")))


def _show_day(value: object) -> str:
    return say_date(value) if isinstance(value, date) else ""
