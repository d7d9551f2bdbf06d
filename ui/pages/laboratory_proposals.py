"""What the laboratory values propose, as a list: A accepts, Enter opens the event's form. Leaving one is not stored."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.laboratory.proposals import Proposal
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.record_form import REASON_ROW
from ui.models.proposal_rows import (
    ProposalsModel,
    Proposed,
    corrected_event,
    event_of,
    is_quiet,
    judge_proposal,
    list_proposals,
    reason_for,
)
from ui.models.yielding_columns import YieldingColumns
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import TableView


class ProposalCard(Card):
    """The proposals of one subject on its page; hidden while there are none.

    Signals:
        form_wanted: the AdverseEventForm that is to be shown.
    """

    form_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(tr("Proposed by laboratory values"), margin=12, bottom=12, parent=parent)
        self.list = ProposalList(session, for_subject=True)
        self.list.form_wanted.connect(self.form_wanted)
        self.add(self.list)

    def show_subject(self, subject_id: str) -> None:
        """Show what is proposed for a subject."""
        self.list.show_study(subject_id)
        number = self.list.model.rowCount()
        self.set_title(tr("Proposed by laboratory values, {number}").format(number=number))
        self.setVisible(bool(number))


class ProposalList(QWidget):
    """The table of proposals with its two acts.

    Signals:
        form_wanted: the AdverseEventForm that is to be shown.
        accepted: the AdverseEvent that was recorded.
        chosen: the proposal that became current, or None.
    """

    form_wanted = Signal(object)
    accepted = Signal(object)
    chosen = Signal(object)

    def __init__(self, session: Session, *, for_subject: bool = False, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.session = session
        self._for_subject = for_subject
        self.model = ProposalsModel(for_subject=for_subject, parent=self)
        self.table = TableView(tr("Proposed adverse events"), stretch_column=self.model.column("term"))
        self.table.setModel(self.model)
        self.table.row_activated.connect(lambda _index: self.open_current())
        self.table.row_changed.connect(lambda _index: self.chosen.emit(self.current()))
        self.table.search_typed.connect(self._on_typed)
        self._fit = YieldingColumns(
            self.table, self.model.column("term"), [self.model.column("beside"), self.model.column("shown_by")]
        )
        self.empty = EmptyState(
            "check", tr("Nothing to accept"), tr("Every value that grades has its adverse event, with its grade.")
        )
        self.hint = Label(
            tr("A accepts · Enter opens the form. What is left here is not stored, and stays proposed."),
            size="caption", token="text3", wrap=True,
        )  # fmt: skip
        self.accept_button = PrimaryButton(tr("Accept"), "check")
        self.open_button = SecondaryButton(tr("Open in the form"))
        self.accept_button.clicked.connect(self.accept_current)
        self.open_button.clicked.connect(self.open_current)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(SPACE_S)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.open_button)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)

    def show_study(self, subject_id: str | None = None) -> int:
        """Show what is proposed, of a subject or of everybody; how many of them say something new."""
        current = self.table.currentIndex().row()
        rows = list_proposals(self.session.study, subject_id)
        self.model.set_rows(rows)
        can_write = not self.session.is_read_only
        for widget in (self.accept_button, self.open_button, self.hint):
            widget.setVisible(can_write and bool(rows))
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows and not self._for_subject)
        if self._for_subject:
            self.table.setFixedHeight(min(self.table.content_height(), 226))
        self._fit.fit()
        if rows:
            # The next one comes to the place of the one that was accepted: one key after the other.
            self.table.select_row(min(max(current, 0), len(rows) - 1))
        else:
            self.chosen.emit(None)
        return sum(not is_quiet(one) for one in rows)

    def current(self) -> Proposed | None:
        """The proposal on which the keyboard stands."""
        return self.model.row_at(self.table.currentIndex())

    def accept_current(self) -> None:
        """Record it as it is; where the event has to be answered for, its form opens with the questions."""
        one = self.current()
        if one is None or self.session.is_read_only:
            return
        now = self.session.clock()
        study = self.session.study.at(now.replace(second=0, microsecond=0))
        if judge_proposal(one, study, now):
            self._open(one, shows_findings=True)
            return
        if isinstance(one, Proposal):
            event = event_of(one, self.session.new_id())
            is_saved = self.session.save(event)
        else:
            event = corrected_event(one, study)
            seen = self.session.file.last_event(event.record_id)
            is_saved = self.session.save(event, reason=reason_for(one), seen=seen)
        if is_saved:
            self.accepted.emit(event)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_current(self) -> None:
        """Open the event's form, filled in as far as the results tell."""
        one = self.current()
        if one is not None and not self.session.is_read_only:
            self._open(one)

    def _open(self, one: Proposed, *, shows_findings: bool = False) -> None:
        if isinstance(one, Proposal):
            event = event_of(one, "new")
            fields = ("subject_id", "term", "grade", "onset", "grade_changes", "end", "outcome", "result_id")
            form = AdverseEventForm(self.session, known={field: getattr(event, field) for field in fields})
        else:
            corrected = corrected_event(one, self.session.study)
            form = AdverseEventForm(self.session, one.event)
            for field in ("grade", "grade_changes"):
                if getattr(corrected, field) != getattr(one.event, field):
                    form.form.row(field).set_value(getattr(corrected, field))
            form.form.row(REASON_ROW).set_value(reason_for(one))
        self.form_wanted.emit(form)
        if shows_findings:
            form.form.show_all_findings()

    def _on_typed(self, text: str) -> None:
        if text.casefold() == "a":
            self.accept_current()
