"""The samples of one subject and cycle as a grid: when each was taken, or why not; saved as one act (PK-1)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.checks.pk_sample import check_pk_sample
from domain.exposure.due import DueSample, SampleState, due_samples
from domain.reasons import Finding
from domain.records import PkSample
from ui.forms.sample_grid_row import SampleGridRow, sample_grid_header
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import Label
from ui.widgets.fields import ComboBox, Option, TermEdit
from ui.widgets.form_row import FormRow
from ui.widgets.scroll import ScrollArea


class SampleGrid(Card):
    """Subject and cycle at the top, the samples that the plan asks for below, a foot that counts what is left.

    Signals:
        saved: the ids of the records.
        closed: the person is done, by saving or by giving up.
        edited: whether it holds what is not saved may have changed.
    """

    saved = Signal(object)
    closed = Signal()
    edited = Signal()

    def __init__(self, session: Session, subject_id: str = "", parent: QWidget | None = None) -> None:
        """Build it.

        Args:
            session: saves, and knows the study.
            subject_id: whose samples they are; "" lets the person choose.
            parent: Qt owner.
        """
        super().__init__(tr("Samples of a cycle"), tr("Enter goes down · Esc closes"), parent=parent)
        self.session = session
        self.rows: list[SampleGridRow] = []
        self._asks_discard = self._is_filling = False
        self._shown: tuple[str, int] = ("", 0)
        self._build_head(subject_id)
        self._build_foot()
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Save), self.submit)
        self._shortcut(QKeySequence(Qt.Key.Key_Escape), self.discard)
        self._on_subject()

    def _build_head(self, subject_id: str) -> None:
        subjects = [Option(one.subject_id, one.subject_id) for one in self.session.study.subjects]
        self.subject = FormRow(tr("Subject"), TermEdit(subjects, tr("Subject"), min_letters=1), field="subject_id")
        self.subject.set_value(subject_id or None)
        self.cycle = FormRow(tr("Cycle"), ComboBox([], tr("Cycle")), field="cycle")
        self.dose = Label("", size="caption", token="text2", wrap=True)
        self.subject.setFixedWidth(180)
        self.cycle.setFixedWidth(110)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.subject, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.cycle, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.dose, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        self.body.addWidget(sample_grid_header())
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, SPACE_S, 0)
        self._column.setSpacing(0)
        self._area = ScrollArea(content)
        self._area.setAccessibleName(tr("Samples"))
        self.body.addWidget(self._area, 1)
        self.subject.value_changed.connect(self._on_subject)
        self.cycle.value_changed.connect(self._on_cycle)

    def _build_foot(self) -> None:
        self.count = LinkButton("", small=True)
        self.count.clicked.connect(self.focus_first_finding)
        self.save_button = PrimaryButton(tr("Save samples"))
        self.save_button.clicked.connect(self.submit)
        self.discard_button = SecondaryButton(tr("Discard changes"))
        self.discard_button.clicked.connect(self.discard)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_M)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addLayout(button_row(self.discard_button, self.save_button))
        self.body.addWidget(Hairline())
        self.body.addLayout(foot)

    def _shortcut(self, key: QKeySequence, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(key, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    # --- what is due -------------------------------------------------------------------------------

    def _due(self) -> tuple[DueSample, ...]:
        subject_id = str(self.subject.value() or "")
        if not subject_id:
            return ()
        return due_samples(self.session.study.at(self.session.clock()), subject_id)

    def _on_subject(self) -> None:
        if self._is_filling:
            return
        due = self._due()
        cycles = sorted({one.cycle for one in due})
        waiting = [one.cycle for one in due if one.sample is None and one.state is not SampleState.LATER]
        self._is_filling = True
        control = self.cycle.control
        assert isinstance(control, ComboBox)
        control.set_options([Option(one, str(one)) for one in cycles])
        control.set_value(waiting[0] if waiting else cycles[-1] if cycles else None)
        self._is_filling = False
        self._on_cycle()

    def _on_cycle(self) -> None:
        if self._is_filling:
            return
        cycle = self.cycle.value()
        self._shown = (str(self.subject.value() or ""), cycle if isinstance(cycle, int) else 0)
        self._fill()

    def _fill(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        words, zone = self.session.words, self.session.study.zone
        due = [one for one in self._due() if one.cycle == self._shown[1]]
        self.rows = [SampleGridRow(one, words, zone) for one in due]
        for row in self.rows:
            row.edited.connect(lambda row=row: self._on_row(row))
            row.justified.connect(self._count)
            row.step_wanted.connect(lambda step, row=row: self._step(row, step))
            self._column.addWidget(row)
        self._column.addStretch(1)
        start = next((one.due_at for one in due if one.nominal_hours == 0 and one.due_at), None)
        if not self._shown[0]:
            said = tr("Choose the subject.")
        elif not due:
            said = tr("No samples are due: record a dose first.")
        else:
            said = tr("dose started {at}").format(at=words.moment(start)) if start else ""
        self.dose.setText(said)
        self._judge_all()

    # --- judging -----------------------------------------------------------------------------------

    @property
    def typed_rows(self) -> list[SampleGridRow]:
        """The rows with something in them."""
        return [row for row in self.rows if row.is_typed]

    @property
    def is_dirty(self) -> bool:
        """Whether closing would lose something."""
        return bool(self.typed_rows)

    def drafts(self) -> list[PkSample]:
        """The samples as they would be saved; those that can't be read are left out."""
        return [draft for row in self.typed_rows if (draft := self._draft(row)) is not None]

    def _draft(self, row: SampleGridRow) -> PkSample | None:
        row.record_id = row.record_id or self.session.new_id()
        return row.draft()

    def _on_row(self, _row: SampleGridRow) -> None:
        self._asks_discard = False
        self._judge_all()
        self.edited.emit()

    def _judge_all(self) -> None:
        words = self.session.words
        drafts = {row.due.sample_id: self._draft(row) for row in self.typed_rows}
        for row in self.rows:
            problem = row.problem() if row.is_typed else None
            draft = drafts.get(row.due.sample_id)
            if problem:
                row.show_findings([("hard", problem)])
            elif draft is None:
                row.show_findings([])
            else:
                others = [one for one in drafts.values() if one is not None and one is not draft]
                found = self._findings(draft, others)
                row.show_findings([(one.severity.value, words.finding(one)) for one in found])
        self._count()

    def _findings(self, draft: PkSample, others: list[PkSample]) -> list[Finding]:
        now = self.session.clock()
        found = check_pk_sample(self.session.study.at(now), draft, now=now)
        for other in others:
            is_alike = (other.purpose, other.analyte) == (draft.purpose, draft.analyte)
            if is_alike and draft.taken_at is not None and other.taken_at == draft.taken_at:
                found.append(Finding("taken_at", "pk_same_moment", numbers={"sample": other.sample_id}))
            if other.sample_id.strip().casefold() == draft.sample_id.strip().casefold():
                found.append(Finding("sample_id", "pk_sample_id_exists", numbers={"subject": other.subject_id}))
        return found

    def _open_points(self) -> tuple[int, int]:
        hard = sum(any(severity == "hard" for severity, _ in row.findings) for row in self.rows)
        soft = sum(any(severity == "soft" for severity, _ in row.findings) and not row.reason() for row in self.rows)
        return hard, soft

    def _count(self) -> None:
        number = len(self.typed_rows)
        hard, soft = self._open_points()
        parts = [tr("{number} to put right before saving").format(number=hard)] if hard else []
        parts += [tr("{number} to justify").format(number=soft)] if soft else []
        if self._asks_discard:
            parts = [tr("Esc again discards what was typed.")]
        self.count.setText(", ".join(parts))
        self.count.setVisible(bool(parts))
        self.save_button.setEnabled(bool(number) and not hard and not soft)
        text = tr("Save {number} samples") if number > 1 else tr("Save 1 sample") if number else tr("Save samples")
        self.save_button.setText(text.format(number=number))
        # What is typed belongs to this subject and cycle.
        for head in (self.subject, self.cycle):
            head.control.setEnabled(not number)

    # --- walking and ending ------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        row = next((row for row in self.rows if row.can_type), None)
        if self.subject.value() is None or row is None:
            self.subject.focus_control()
        else:
            row.taken.setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, row: SampleGridRow, step: int) -> None:
        open_rows = [one for one in self.rows if one.can_type]
        place = open_rows.index(row) + step
        if place >= len(open_rows):
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            open_rows[place].taken.setFocus(Qt.FocusReason.TabFocusReason)
            open_rows[place].taken.selectAll()
            self._area.ensureWidgetVisible(open_rows[place], 0, 48)

    def focus_first_finding(self) -> None:
        """Put the cursor into the first field that holds up saving."""
        for severity in ("hard", "soft"):
            for row in self.rows:
                if any(one == severity for one, _ in row.findings) and not (severity == "soft" and row.reason()):
                    field = row.justification if severity == "soft" and row.justification else row.taken
                    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    return

    def submit(self) -> None:
        """Save the samples as one act; or go to what stands in the way."""
        if not self.typed_rows:
            return
        if not self.save_button.isEnabled():
            self.focus_first_finding()
            return
        drafts = self.drafts()
        reasons = {row.record_id: row.reason() for row in self.typed_rows}
        justified = [
            (draft, one, reasons[draft.record_id])
            for draft in drafts
            for one in self._findings(draft, [other for other in drafts if other is not draft])
            if not one.is_hard
        ]
        if self.session.save_all(drafts, justified=justified):
            self._fill()
            self.edited.emit()
            self.saved.emit(tuple(draft.record_id for draft in drafts))
            self.closed.emit()

    def discard(self) -> None:
        """Give up what was typed, the second time it is asked for."""
        if self.is_dirty and not self._asks_discard:
            self._asks_discard = True
            self._count()
            return
        self.closed.emit()
