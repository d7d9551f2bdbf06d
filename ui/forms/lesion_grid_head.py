"""The head of the grid of a tumour assessment: whose it is, which visit, when and how it was scanned."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.records import TumourVisit
from domain.records.response import BASELINE
from domain.study import Study
from domain.terms import ImagingMethod
from ui.forms.typed import read_day, write_date
from ui.text import say_date, term, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit


class LesionGridHead(QWidget):
    """The fields of the visit.

    Signals:
        subject_changed: another subject was chosen.
        visit_changed: another visit was chosen.
        edited: date, method or comment changed.
    """

    subject_changed = Signal()
    visit_changed = Signal()
    edited = Signal()

    def __init__(self, study: Study, subject_id: str, parent: QWidget | None = None) -> None:
        """Build it with the subjects of a study, one of them chosen or none."""
        super().__init__(parent)
        self._is_loading = False
        self.known: TumourVisit | None = None
        subjects = [Option(one.subject_id, one.subject_id) for one in study.subjects]
        self.subject = FormRow(tr("Subject"), TermEdit(subjects, tr("Subject"), min_letters=1), field="subject_id")
        self._visits = ComboBox([], tr("Visit"))
        self.visit = FormRow(tr("Visit"), self._visits, field="visit_number")
        scanned = DateEdit(tr("Scanned"), parse=read_day, show=lambda value: write_date(value, study.zone))
        self.scanned = FormRow(tr("Scanned"), scanned, field="scanned_on")
        methods = [Option(one, term(one)) for one in ImagingMethod]
        self.method = FormRow(tr("Method"), ComboBox(methods, tr("Method")), field="method")
        self.comment = FormRow(tr("Comment"), LineEdit(tr("Comment")), field="comment")
        self.subject.set_value(subject_id or None)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        rows = ((self.subject, 2), (self.visit, 3), (self.scanned, 2), (self.method, 2), (self.comment, 3))
        for row, stretch in rows:
            line.addWidget(row, stretch, Qt.AlignmentFlag.AlignTop)
        self.subject.value_changed.connect(self.subject_changed)
        self.visit.value_changed.connect(lambda: None if self._is_loading else self.visit_changed.emit())
        for one in (self.scanned, self.method, self.comment):
            one.value_changed.connect(lambda: None if self._is_loading else self.edited.emit())

    # --- what it holds -----------------------------------------------------------------------------

    @property
    def subject_id(self) -> str:
        """Whose assessment it is; "" while nobody is chosen."""
        return str(self.subject.value() or "")

    @property
    def number(self) -> int:
        """Number of the visit."""
        value = self.visit.value()
        return value if isinstance(value, int) else BASELINE

    @property
    def on(self) -> date | None:
        """The day of the scan, as far as it can be read."""
        value = self.scanned.value()
        return value if isinstance(value, date) else None

    def draft(self, record_id: str) -> TumourVisit | None:
        """The visit as it would be saved; None while subject, date or method are missing.

        Args:
            record_id: of a new one; a recorded one keeps its own.
        """
        method = self.method.value()
        if not self.subject_id or self.on is None or not isinstance(method, ImagingMethod):
            return None
        return TumourVisit(
            record_id=self.known.record_id if self.known else record_id,
            subject_id=self.subject_id,
            visit_number=self.number,
            scanned_on=self.on,
            method=method,
            comment=str(self.comment.value() or ""),
        )

    # --- filling -----------------------------------------------------------------------------------

    def offer_visits(self, visits: tuple[TumourVisit, ...], number: int | None) -> None:
        """Offer the next visit and those that are recorded.

        Args:
            visits: of the subject, as recorded.
            number: of the visit that is chosen; None for the next one.
        """
        after = max((one.visit_number for one in visits), default=-1) + 1
        following = tr("Baseline") if after == BASELINE else tr("New: visit {number}").format(number=after)
        options = [Option(one.visit_number, _say_visit(one)) for one in reversed(visits)]
        self._is_loading = True
        self._visits.set_options([Option(after, following), *options])
        self.visit.set_value(after if number is None else number)
        self._is_loading = False

    def load(self, visits: tuple[TumourVisit, ...]) -> None:
        """Fill in what is recorded of the chosen visit; a new one is scanned as the last one was."""
        self.known = known = next((one for one in visits if one.visit_number == self.number), None)
        self._is_loading = True
        self.scanned.set_value(known.scanned_on if known else None)
        self.method.set_value(known.method if known else visits[-1].method if visits else ImagingMethod.CT)
        self.comment.set_value(known.comment if known else "")
        self._is_loading = False


def _say_visit(visit: TumourVisit) -> str:
    if visit.visit_number == BASELINE:
        return tr("Baseline, {day}").format(day=say_date(visit.scanned_on))
    return tr("Visit {number}, {day}").format(number=visit.visit_number, day=say_date(visit.scanned_on))
