"""The results of one sample as a grid: tests down by panel, one value after the other with Enter, saved as one act."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from domain.checks.lab_result import check_lab_result
from domain.laboratory.graded import ALBUMIN, CALCIUM
from domain.laboratory.ranges import RangeIndex, UsedRange, find_range
from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.records import LabResult, Record
from ui.forms.entry_grid import EntryGrid
from ui.forms.grid_row import fill_silently
from ui.forms.lab_grid_row import LabGridRow, lab_grid_header
from ui.forms.typed import read_partial, write_date
from ui.models.lab_entry import (
    TypedValue,
    grade_typed,
    laboratories,
    previous_result,
    read_value,
    remembered_units,
    tests_by_group,
)
from ui.models.lab_trend_of import say_grade, say_range, say_unit
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import LinkButton
from ui.widgets.date_edit import DateEdit
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.term_edit import TermEdit


class LabGrid(EntryGrid[LabGridRow]):
    """Sample at the top, tests below; ``saved`` tells the ids of the results."""

    of_head: ClassVar[tuple[str, ...]] = ("in_future", "before_consent", "after_leaving")

    def __init__(self, session: Session, subject_id: str = "", parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            session: saves, and knows the study.
            subject_id: whose sample it is; "" lets the person choose.
            parent: Qt owner.
        """
        title, keys = tr("Laboratory results of a sample"), tr("Enter goes down · Esc closes")
        super().__init__(session, title, keys, tr("Tests"), parent)
        self._build_head(subject_id)
        line = QHBoxLayout()
        line.setSpacing(12)
        places = ((self.subject, 2), (self.taken_at, 3), (self.visit, 3), (self.laboratory, 3))
        for row, stretch in places:
            line.addWidget(row, stretch, Qt.AlignmentFlag.AlignTop)
        groups = [(tr(group), [LabGridRow(test) for test in tests]) for group, tests in tests_by_group().items()]
        self._row_of = {row.test.code: row for _, rows in groups for row in rows}
        links = QHBoxLayout()
        links.setSpacing(12)
        for title, rows in groups:
            link = LinkButton(title, small=True)
            link.clicked.connect(lambda _checked=False, title=title, row=rows[0]: self._jump(title, row))
            links.addWidget(link)
        links.addStretch(1)
        self.lay_out((self.subject, self.taken_at), (line, links, lab_grid_header()))
        self.show_rows(groups)
        for head, _ in places:
            head.value_changed.connect(self._on_head)
        self._on_head()

    def _build_head(self, subject_id: str) -> None:
        subjects = [Option(one.subject_id, one.subject_id) for one in self.study_now().subjects]
        zone = self.session.study.zone
        known = laboratories(self.session.study)
        self.subject = FormRow(tr("Subject"), TermEdit(subjects, tr("Subject"), min_letters=1), field="subject_id")
        taken = DateEdit(tr("Sample taken"), parse=read_partial, show=lambda value: write_date(value, zone))
        self.taken_at = FormRow(tr("Sample taken"), taken, tr("with the time, if it is known"), field="taken_at")
        self.visit = FormRow(tr("Visit"), LineEdit(tr("Visit")), field="visit")
        laboratory = LineEdit(tr("Laboratory"))
        completer = QCompleter(list(known), laboratory)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        laboratory.setCompleter(completer)
        self.laboratory = FormRow(tr("Laboratory"), laboratory, tr("its ranges are used"), field="laboratory")
        self.subject.set_value(subject_id or None)
        self.laboratory.set_value(known[0] if known else "")

    def row(self, code: str) -> LabGridRow:
        """The row of a test.

        Raises:
            KeyError: there is none.
        """
        return self._row_of[code]

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        (self.subject if self.subject.value() is None else self.taken_at).focus_control()

    # --- what would be saved -----------------------------------------------------------------------

    def draft_of(self, row: LabGridRow) -> LabResult | None:
        typed, subject_id, at = read_value(row.text), self.subject.value(), self.taken_at.value()
        if not row.is_typed or not isinstance(typed, TypedValue):
            return None
        if not isinstance(at, PartialDate) or subject_id is None:
            return None
        row.record_id = row.record_id or self.session.new_id()
        return LabResult(
            record_id=row.record_id,
            subject_id=str(subject_id),
            test=row.test.code,
            taken_at=at,
            value=typed.value,
            sign=typed.sign,
            unit=row.unit_value(),
            laboratory=str(self.laboratory.value()),
            visit=str(self.visit.value()),
            comment=typed.comment,
        )

    def check(self, row: LabGridRow, draft: Record) -> list[Finding]:
        assert isinstance(draft, LabResult)
        return check_lab_result(self.study_now(), draft, now=self.session.clock())

    def additions(self) -> list[Record]:
        return self.drafts()

    def head_record(self) -> Record | None:
        """The first result: what is wrong with the sample is said of it."""
        return next(iter(self.drafts()), None)

    def head_findings(self) -> list[Finding]:
        first = self.head_record()
        assert first is None or isinstance(first, LabResult)
        found = check_lab_result(self.study_now(), first, now=self.session.clock()) if first is not None else []
        return [one for one in found if one.code in self.of_head]

    def save_text(self) -> str:
        number = len(self.typed_rows)
        text = tr("Save {number} results") if number > 1 else tr("Save 1 result") if number else tr("Save results")
        return text.format(number=number)

    def forget(self) -> None:
        for row in self.rows:
            fill_silently(row.value, "")
            row.record_id = ""
            self.judge_row(row)
        self.recount()

    # --- judging -----------------------------------------------------------------------------------

    def say(self, finding: Finding) -> str:
        return say_unit(super().say(finding))

    def problem_of(self, row: LabGridRow) -> str:
        typed = read_value(row.text) if row.is_typed else None
        return self.session.words.reason(typed) if isinstance(typed, Reason) else ""

    def on_row(self, row: LabGridRow) -> None:
        """Only the row itself, and what depends on it: there are many tests."""
        self.judge_row(row)
        if row.test.code == ALBUMIN and self.row(CALCIUM).is_typed:
            self.judge_row(self.row(CALCIUM))
        self.judge_head()
        self.recount()

    def judge_row(self, row: LabGridRow) -> None:
        super().judge_row(row)
        self._show_grade(row)
        if not row.is_typed:
            row.show_range(self._ranges()(row))

    def _show_grade(self, row: LabGridRow) -> None:
        draft = self.draft_of(row)
        if draft is None:
            row.show_graded(None)
            return
        other = self.draft_of(self.row(ALBUMIN)) if row.test.code == CALCIUM else None
        graded = grade_typed(self.study_now(), draft, (other,) if other is not None else ())
        why = say_unit(self.session.words.reason(graded.reasons[0])) if graded.reasons else ""
        row.show_graded(graded, say_grade(graded) if graded.grade else why)

    def _on_head(self) -> None:
        study, at = self.study_now(), self.taken_at.value()
        subject_id, laboratory = str(self.subject.value() or ""), str(self.laboratory.value())
        units = remembered_units(study, subject_id, laboratory)
        ranges = self._ranges()
        for row in self.rows:
            row.set_unit(units[row.test.code])
            before = previous_result(study, subject_id, row.test.code, at) if subject_id else None  # type: ignore[arg-type]
            row.show_previous(before)
            row.show_range(ranges(row))
        for row in self.typed_rows:
            self.judge_row(row)
        self.keep()
        self.judge_head()
        self.recount()
        self.edited.emit()

    def _ranges(self) -> Callable[[LabGridRow], str]:
        """Says the laboratory's range for a row, as far as subject and day are known."""
        study = self.study_now()
        subject_id, at, laboratory = self.subject.value(), self.taken_at.value(), str(self.laboratory.value())
        if not isinstance(at, PartialDate) or subject_id is None or not laboratory:
            return lambda row: ""
        index, sex = RangeIndex(study.normal_ranges), study.subject(str(subject_id)).sex

        def said(row: LabGridRow) -> str:
            probe = LabResult(
                record_id="", subject_id=str(subject_id), test=row.test.code, taken_at=at, unit=row.unit_value(),
                laboratory=laboratory,
            )  # fmt: skip
            found = find_range(probe, row.test, index, sex, study.zone)
            return say_range(found.lln, found.uln) if isinstance(found, UsedRange) else ""

        return said

    def _jump(self, title: str, row: LabGridRow) -> None:
        """A panel to the top of what is seen, the cursor into its first test."""
        self.area.verticalScrollBar().setValue(self.area.headings[title].y())
        row.value.setFocus(Qt.FocusReason.ShortcutFocusReason)
