"""DLT: the verdict on each treated subject, the clauses behind it with their evidence, and a person's adjudication."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from domain.adjudication_changes import list_changes
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment
from domain.study import Study
from storage.errors import StudyFileError
from ui.models.dlt_rows import list_clauses, list_inapplicable, list_outside, list_verdicts, list_waiting
from ui.pages.adjudication_blocks import Case, Judging
from ui.pages.adjudication_panel import AdjudicationPanel
from ui.pages.dlt_clauses import ClausesCard
from ui.pages.dlt_head import DltHead
from ui.pages.dlt_list import VerdictList
from ui.pages.page import Page
from ui.session import Session
from ui.signing import check_of
from ui.text import tr
from ui.theme import CARD_PADDING, PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.words.dlt import say_change
from ui.words.ground import say_moved, say_version

LIST_WIDTH, PANEL_WIDTH = (280, 292), (316, 368)
_ROOMY = 1160


class DltPage(Page):
    """Verdicts at the left, clauses in the middle, adjudication at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self.list = VerdictList()
        self.list_card = Card(tr("Verdicts"), " ", title_line=True, bottom=8)
        # The scroll bar takes ten of the twelve pixels at the right of the rows.
        self.list_card.body.setContentsMargins(CARD_PADDING - 9, 4, 1, 7)
        self.list_card.add(self.list, 1)
        self.head, self.clauses, self.panel = DltHead(), ClausesCard(), AdjudicationPanel()
        self._shown_id = ""
        self._changed: tuple[tuple[str, int], tuple[str, ...]] | None = None
        self._banner = Banner("hard", "", "")
        self._banner.hide()
        middle = QVBoxLayout()
        middle.setSpacing(SPACE_M)
        middle.addWidget(self._banner)
        middle.addWidget(self.head)
        middle.addWidget(self.clauses, 1)
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.list_card)
        row.addLayout(middle, 1)
        row.addWidget(self.panel)
        self.empty = Card()
        self.empty_state = EmptyState(
            "triangle",
            tr("No verdicts yet"),
            tr("The first appears with a subject's first dose."),
            tr("Go to subjects"),
        )
        self.empty_state.action_triggered.connect(lambda: self.section_wanted.emit("subjects"))
        self.empty.add(self.empty_state, 1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        self._stack = QStackedLayout()
        frame.addLayout(self._stack)
        self._stack.addWidget(columns)
        self._stack.addWidget(self.empty)
        self.list.subject_changed.connect(self._show_subject)
        self.list.judge_wanted.connect(self.panel.focus_verdict)
        self.head.subject_wanted.connect(lambda: self.subject_chosen.emit(self.list.current()))
        self.clauses.event_wanted.connect(self.event_wanted)
        self.panel.signed.connect(self._on_signed)
        self.panel.edited.connect(self.edited)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.panel.sign)
        self._fit()

    def has_unsaved(self) -> bool:
        """Whether a verdict is being filled in."""
        return self.panel.has_unsaved()

    def show_study(self) -> None:
        """Show the verdicts of the study as it is now; the subject who is shown stays."""
        status = self.session.status
        self._banner.hide()
        self._stack.setCurrentIndex(0 if status.assessments else 1)
        count = len(status.assessments)
        self.list_card.set_caption(tr("{count} treated").format(count=count))
        current = self.list.show_groups(list_verdicts(status, self.session.words), self.list.current())
        self._show_subject(current)

    def open_subject(self, subject_id: str) -> None:
        """Go to a subject's verdict."""
        self.list.go_to(subject_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy = self.width() >= _ROOMY
        self.list_card.setFixedWidth(LIST_WIDTH[roomy])
        self.panel.setFixedWidth(PANEL_WIDTH[roomy])

    def _show_subject(self, subject_id: str) -> None:
        status, words = self.session.status, self.session.words
        one = status.assessment(subject_id)
        if one is None:
            self.panel.show_case(None)
            return
        study, part = status.study, status.part
        self.head.show_subject(study, one, words)
        today = study.cut_off.astimezone(study.zone).date()
        if one.derived is None:
            self.clauses.show_waiting(list_waiting(study, one))
        else:
            rows = list_clauses(study, part, one, words)
            self.clauses.show_clauses(rows, list_inapplicable(study, part), list_outside(study, one, words), today)
        version = tr("CTCAE v{ctcae} · protocol {version}")
        protocol = study.protocol
        self.clauses.set_caption(version.format(ctcae=protocol.ctcae, version=say_version(protocol.version)))
        person, check = self.session.person, check_of(self.session)
        case = Case(status, one, words, person, self._changes(status, one), self._why_not(), check)
        self.panel.show_case(case)
        if subject_id != self._shown_id:
            self._shown_id = subject_id
            self.clauses.area.verticalScrollBar().setValue(0)

    def _changes(self, status: PartStatus, one: Assessment) -> tuple[str, ...]:
        """What changed under a verdict that is open again, in sentences."""
        if not one.is_reopened or one.standing is None:
            return ()
        said = one.standing.adjudication
        key = (said.record_id, status.study.position)
        if self._changed is not None and self._changed[0] == key:
            return self._changed[1]
        try:
            records = self.session.file.records_at(said.position)
        except StudyFileError as error:
            self.session.refused.emit(error)
            return ()
        then = Study.of(records, cut_off=said.cut_off, position=said.position, head=said.head)
        now = status.study.at(said.cut_off)
        listed = tuple(say_change(change) for change in list_changes(then, now, status.part, one.subject_id))
        # Rebuilding the study as it was takes a moment; the answer stays the same until the next entry.
        self._changed = (key, listed)
        return listed

    def _why_not(self) -> str:
        if self.session.is_read_only:
            return tr("The study is open for reading only.")
        if self.session.is_looking_back:
            return tr("The study is shown as it stood earlier. Bring back the present with Ctrl+Shift+D to judge.")
        return ""

    def _on_signed(self, judging: Judging) -> None:
        shown, now = self.panel.case.study, self.session.study
        if (shown.position, shown.head) != (now.position, now.head):
            self.show_study()
            self._banner.show_message("hard", *say_moved(shown.position, now.position), "")
            self._banner.show()
            return
        # To the minute, as every moment is entered: a study cut off at this minute holds the verdict already.
        signed_at = self.session.clock().replace(second=0, microsecond=0)
        drafted = self.panel.draft(judging, self.session.new_id(), signed_at)
        kept = self.panel.judging()
        self.panel.forget()
        if not self.session.save(drafted):
            self.panel.restore(kept)
            return
        self.show_study()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
