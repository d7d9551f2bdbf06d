"""The samples of one subject and cycle as a grid: when each was taken, or why not; saved as one act (PK-1)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.checks.pk_sample import check_pk_sample
from domain.exposure.due import DueSample, SampleState, due_samples
from domain.reasons import Finding
from domain.records import PkSample, Record
from ui.forms.entry_grid import EntryGrid
from ui.forms.sample_grid_row import SampleGridRow, sample_grid_header
from ui.session import Session
from ui.text import tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit


class SampleGrid(EntryGrid[SampleGridRow]):
    """Subject and cycle at the top, the samples that the plan asks for below; ``saved`` tells the ids."""

    def __init__(self, session: Session, subject_id: str = "", parent: QWidget | None = None) -> None:
        """Build it.

        Args:
            session: saves, and knows the study.
            subject_id: whose samples they are; "" lets the person choose.
            parent: Qt owner.
        """
        title, keys = tr("Samples of a cycle"), tr("Enter goes down · Esc closes")
        super().__init__(session, title, keys, tr("Samples"), parent)
        self._is_filling = False
        subjects = [Option(one.subject_id, one.subject_id) for one in session.study.subjects]
        self.subject = FormRow(tr("Subject"), TermEdit(subjects, tr("Subject"), min_letters=1), field="subject_id")
        self.subject.set_value(subject_id or None)
        self._cycles = ComboBox([], tr("Cycle"))
        self.cycle = FormRow(tr("Cycle"), self._cycles, field="cycle")
        self.dose = Label("", size="caption", token="text2", wrap=True)
        self.subject.setFixedWidth(180)
        self.cycle.setFixedWidth(110)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.subject, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.cycle, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.dose, 1, Qt.AlignmentFlag.AlignBottom)
        self.lay_out((), (line, sample_grid_header()))
        self.subject.value_changed.connect(self._on_subject)
        self.cycle.value_changed.connect(self._on_cycle)
        self._on_subject()

    # --- what is due -------------------------------------------------------------------------------

    def _due(self) -> tuple[DueSample, ...]:
        subject_id = str(self.subject.value() or "")
        return due_samples(self.study_now(), subject_id) if subject_id else ()

    def _on_subject(self) -> None:
        due = self._due()
        cycles = sorted({one.cycle for one in due})
        waiting = [one.cycle for one in due if one.sample is None and one.state is not SampleState.LATER]
        self._is_filling = True
        self._cycles.set_options([Option(one, str(one)) for one in cycles])
        self._cycles.set_value(waiting[0] if waiting else cycles[-1] if cycles else None)
        self._is_filling = False
        self._on_cycle()

    def _on_cycle(self) -> None:
        if not self._is_filling:
            self.forget()

    def forget(self) -> None:
        """Show the samples of the cycle as they are recorded now."""
        words, zone = self.session.words, self.session.study.zone
        due = [one for one in self._due() if one.cycle == self.cycle.value()]
        self.show_rows([("", [SampleGridRow(one, words, zone) for one in due])])
        start = next((one.due_at for one in due if one.nominal_hours == 0 and one.due_at), None)
        if not self.subject.value():
            said = tr("Choose the subject.")
        elif not due:
            said = tr("No samples are due: record a dose first.")
        else:
            said = tr("dose started {at}").format(at=words.moment(start)) if start else ""
        self.dose.setText(said)
        self.judge()

    # --- what would be saved -----------------------------------------------------------------------

    def draft_of(self, row: SampleGridRow) -> PkSample | None:
        if not row.is_typed:
            return None
        row.record_id = row.record_id or self.session.new_id()
        return row.draft()

    def check(self, row: SampleGridRow, draft: Record) -> list[Finding]:
        """The draft against what is recorded, and against the other rows."""
        assert isinstance(draft, PkSample)
        found = check_pk_sample(self.study_now(), draft, now=self.session.clock())
        for other in self.drafts():
            if not isinstance(other, PkSample) or other.record_id == draft.record_id:
                continue
            is_alike = (other.purpose, other.analyte) == (draft.purpose, draft.analyte)
            if is_alike and draft.taken_at is not None and other.taken_at == draft.taken_at:
                found.append(Finding("taken_at", "pk_same_moment", numbers={"sample": other.sample_id}))
            if other.sample_id.strip().casefold() == draft.sample_id.strip().casefold():
                found.append(Finding("sample_id", "pk_sample_id_exists", numbers={"subject": other.subject_id}))
        return found

    def additions(self) -> list[Record]:
        return self.drafts()

    def save_text(self) -> str:
        number = len(self.typed_rows)
        text = tr("Save {number} samples") if number > 1 else tr("Save 1 sample") if number else tr("Save samples")
        return text.format(number=number)

    def recount(self) -> None:
        super().recount()
        # What is typed belongs to this subject and cycle.
        for head in (self.subject, self.cycle):
            head.control.setEnabled(not self.typed_rows)

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        row = next((row for row in self.rows if row.is_stop), None)
        if self.subject.value() is None or row is None:
            self.subject.focus_control()
        else:
            row.focus_main()
