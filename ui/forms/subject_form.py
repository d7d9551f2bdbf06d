"""Subject: consent and the few particulars that a phase 1 site needs. Never a name."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.records import Record, Subject
from domain.study import Study
from ui.forms.record_form import RecordForm
from ui.text import tr
from ui.widgets.line_edit import LineEdit


class SubjectForm(RecordForm):
    """A subject who has consented; the next free screening number is proposed."""

    kind: ClassVar[type[Record]] = Subject
    save_text: ClassVar[str] = "Add subject"
    hidden: ClassVar[tuple[str, ...]] = ("record_id",)
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("subject_id", "consent_date"), ("birth_year", "weight_kg"))

    def build(self, field: str) -> QWidget:
        control = super().build(field)
        if field == "subject_id" and self._is_referred_to() and isinstance(control, LineEdit):
            control.setReadOnly(True)
        return control

    def _is_referred_to(self) -> bool:
        """Whether other records name the subject's number: then it can't be corrected any more."""
        if not isinstance(self.record, Subject):
            return False
        study, subject_id = self.study_now(), self.record.subject_id
        return bool(
            study.eligibility(subject_id)
            or study.enrolment(subject_id)
            or study.events_of(subject_id)
            or study.leaving(subject_id)
        )

    def hint_of(self, field: str) -> str:
        if field == "consent_date":
            days = self.session.study.protocol.screening_days
            return tr("starts the {days} days of screening").format(days=days)
        return super().hint_of(field)

    def first_values(self) -> dict[str, object]:
        return {"subject_id": next_number(self.session.study)}

    def focus_first(self) -> None:
        self.form.row("consent_date").focus_control()


def next_number(study: Study) -> str:
    """The next free screening number of the site: "01-016"; numbers of other forms are left alone."""
    prefix = f"{study.record.site_id}-"
    taken = [str(getattr(one, "subject_id", "")) for one in study.entered.get(Subject.kind, ())]
    counts = [int(one.removeprefix(prefix)) for one in taken if _is_ours(one, prefix)]
    return f"{prefix}{max(counts, default=0) + 1:03d}"


def _is_ours(subject_id: str, prefix: str) -> bool:
    rest = subject_id.removeprefix(prefix)
    return subject_id.startswith(prefix) and rest.isascii() and rest.isdigit()
