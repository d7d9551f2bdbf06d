"""The results of one sample as a grid: tests down by panel, one value after the other with Enter, saved as one act."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from domain.checks.lab_result import check_lab_result
from domain.laboratory.graded import ALBUMIN, CALCIUM
from domain.laboratory.ranges import RangeIndex, UsedRange, find_range
from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.records import LabResult
from domain.study import Study
from ui.forms.lab_grid_row import LabGridRow, grid_header
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
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import Label
from ui.widgets.fields import DateEdit, LineEdit, Option, TermEdit
from ui.widgets.form_row import FormRow
from ui.widgets.scroll import ScrollArea

# What is wrong with the moment of the sample concerns all its results, and is said once.
_OF_THE_SAMPLE = ("in_future", "before_consent", "after_leaving")


class LabGrid(Card):
    """Sample at the top, tests below, a foot that counts what is left to put right.

    Signals:
        saved: the ids of the results.
        closed: the person is done, by saving or by giving up.
        edited: whether it holds what is not saved may have changed.
    """

    saved = Signal(object)
    closed = Signal()
    edited = Signal()

    def __init__(self, session: Session, subject_id: str = "", parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            session: saves, and knows the study.
            subject_id: whose sample it is; "" lets the person choose.
            parent: Qt owner.
        """
        super().__init__(tr("Laboratory results of a sample"), tr("Enter goes down · Esc closes"), parent=parent)
        self.session = session
        self._study: Study | None = None
        self._head_findings: list[Finding] = []
        self._asks_discard = False
        self._build_head(subject_id)
        self.rows: list[LabGridRow] = []
        self._build_rows()
        self._build_foot()
        for row in (self.subject, self.taken_at, self.visit, self.laboratory):
            row.value_changed.connect(self._on_head)
            row.justification_changed.connect(self._count)
        session.changed.connect(self._on_study_changed)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Save), self.submit)
        self._shortcut(QKeySequence(Qt.Key.Key_Escape), self.discard)
        self._on_head()

    # --- building ----------------------------------------------------------------------------------

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
        line = QHBoxLayout()
        line.setSpacing(12)
        for row, stretch in ((self.subject, 2), (self.taken_at, 3), (self.visit, 3), (self.laboratory, 3)):
            line.addWidget(row, stretch, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def _build_rows(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(0)
        links = QHBoxLayout()
        links.setSpacing(12)
        area = ScrollArea(content)
        area.setAccessibleName(tr("Tests"))
        self._area = area
        for group, tests in tests_by_group().items():
            heading = Label(tr(group), weight=600)
            heading.setContentsMargins(0, 10, 0, 4)
            column.addWidget(heading)
            rows = [LabGridRow(test) for test in tests]
            for row in rows:
                self._connect(row)
                column.addWidget(row)
            self.rows += rows
            link = LinkButton(tr(group), small=True)
            link.clicked.connect(lambda _checked=False, row=rows[0], place=heading: self._jump(row, place))
            links.addWidget(link)
        column.addStretch(1)
        links.addStretch(1)
        self.body.addLayout(links)
        self.body.addWidget(grid_header())
        self.body.addWidget(area, 1)
        self._row_of = {row.test.code: row for row in self.rows}

    def _connect(self, row: LabGridRow) -> None:
        row.edited.connect(lambda: self._on_row(row))
        row.justified.connect(self._count)
        row.step_wanted.connect(lambda step: self._step(row, step))

    def _build_foot(self) -> None:
        self.count = LinkButton("", small=True)
        self.count.clicked.connect(self.focus_first_finding)
        self.save_button = PrimaryButton(tr("Save results"))
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

    # --- what it knows -----------------------------------------------------------------------------

    def study_now(self) -> Study:
        """Everything entered up to now, whatever cut-off the pages show."""
        if self._study is None:
            self._study = self.session.study.at(self.session.clock().replace(second=0, microsecond=0))
        return self._study

    @property
    def typed_rows(self) -> list[LabGridRow]:
        """The rows with something in them."""
        return [row for row in self.rows if row.text]

    @property
    def is_dirty(self) -> bool:
        """Whether closing would lose something."""
        return bool(self.typed_rows)

    def row(self, code: str) -> LabGridRow:
        """The row of a test.

        Raises:
            KeyError: there is none.
        """
        return self._row_of[code]

    def drafts(self) -> list[LabResult]:
        """The results as they would be saved; those that can't be read are left out."""
        return [draft for row in self.typed_rows if (draft := self._draft(row)) is not None]

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        (self.subject if self.subject.value() is None else self.taken_at).focus_control()

    # --- judging -----------------------------------------------------------------------------------

    def _draft(self, row: LabGridRow) -> LabResult | None:
        typed, subject_id, at = read_value(row.text), self.subject.value(), self.taken_at.value()
        if not isinstance(typed, TypedValue) or not isinstance(at, PartialDate) or subject_id is None:
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

    def _on_row(self, row: LabGridRow) -> None:
        self._asks_discard = False
        self._judge(row)
        if row.test.code == ALBUMIN and self.row(CALCIUM).text:
            self._judge(self.row(CALCIUM))
        self._judge_head()
        self._count()
        self.edited.emit()

    def _on_head(self) -> None:
        self._asks_discard = False
        study, at = self.study_now(), self.taken_at.value()
        subject_id, laboratory = str(self.subject.value() or ""), str(self.laboratory.value())
        units = remembered_units(study, subject_id, laboratory)
        ranges = self._ranges(study)
        for row in self.rows:
            row.set_unit(units[row.test.code])
            before = previous_result(study, subject_id, row.test.code, at) if subject_id else None  # type: ignore[arg-type]
            row.show_previous(before)
            if row.text:
                self._judge(row)
            else:
                row.show_range(ranges(row))
        self._judge_head()
        self._count()
        self.edited.emit()

    def _ranges(self, study: Study) -> Callable[[LabGridRow], str]:
        """Says the laboratory's range for a row, as far as subject and day are known."""
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

    def _judge(self, row: LabGridRow) -> None:
        words = self.session.words
        typed = read_value(row.text) if row.text else None
        if typed is None:
            row.show_graded(None)
            row.show_findings((), asks=False)
            row.show_range(self._ranges(self.study_now())(row))
            return
        if isinstance(typed, Reason):
            row.show_graded(None)
            row.show_findings([("hard", words.reason(typed))], asks=False)
            return
        draft = self._draft(row)
        if draft is None:
            row.show_graded(None)
            row.show_findings((), asks=False)
            return
        found = self._findings(row, draft)
        row.show_findings(
            [(one.severity.value, say_unit(words.finding(one))) for one in found],
            asks=any(not one.is_hard for one in found),
        )
        others = tuple(other for code in (ALBUMIN,) if (other := self._other(row, code)) is not None)
        graded = grade_typed(self.study_now(), draft, others)
        said = (
            say_grade(graded) if graded.grade else say_unit(words.reason(graded.reasons[0])) if graded.reasons else ""
        )
        row.show_graded(graded, said)

    def _other(self, row: LabGridRow, code: str) -> LabResult | None:
        other = self.row(code)
        return self._draft(other) if row.test.code == CALCIUM and other.text else None

    def _findings(self, row: LabGridRow, draft: LabResult) -> list[Finding]:
        now = self.session.clock()
        found = check_lab_result(self.study_now(), draft, now=now)
        return [one for one in found if one.code not in _OF_THE_SAMPLE]

    def _judge_head(self) -> None:
        """What is missing or doubtful at the top, once something was typed below."""
        drafts, words, now = self.drafts(), self.session.words, self.session.clock()
        self._head_findings = []
        if drafts:
            found = check_lab_result(self.study_now(), drafts[0], now=now)
            self._head_findings = [one for one in found if one.code in _OF_THE_SAMPLE]
        for row in (self.subject, self.taken_at):
            problem = row.problem()
            if problem:
                row.set_findings([("hard", problem)])
            elif row.value() is None and self.typed_rows:
                row.set_findings([("hard", words.finding(Finding(row.field, "missing")))])
            elif row is self.taken_at:
                row.set_findings([(one.severity.value, words.finding(one)) for one in self._head_findings])
            else:
                row.set_findings([])

    def _open_points(self) -> tuple[int, int]:
        """How many are to be put right, and how many to be justified."""
        head = (self.subject, self.taken_at)
        listed = [row.findings for row in head] + [row.findings for row in self.rows]
        hard = sum(any(s == "hard" for s, _ in findings) for findings in listed)
        soft = sum(any(s == "soft" for s, _ in row.findings) and not row.reason() for row in self.rows) + sum(
            any(s == "soft" for s, _ in row.findings) and not row.justification() for row in head
        )
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
        text = tr("Save {number} results") if number > 1 else tr("Save 1 result") if number else tr("Save results")
        self.save_button.setText(text.format(number=number))

    # --- walking and ending ------------------------------------------------------------------------

    def _step(self, row: LabGridRow, step: int) -> None:
        place = self.rows.index(row) + step
        if place >= len(self.rows):
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            self._go(self.rows[place])

    def _go(self, row: LabGridRow) -> None:
        row.value.setFocus(Qt.FocusReason.TabFocusReason)
        row.value.selectAll()
        self._area.ensureWidgetVisible(row, 0, 48)

    def _jump(self, row: LabGridRow, heading: QWidget) -> None:
        """A panel to the top of what is seen, the cursor into its first test."""
        self._area.verticalScrollBar().setValue(heading.y())
        row.value.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first_finding(self) -> None:
        """Put the cursor into the first field that holds up saving."""
        for head in (self.subject, self.taken_at):
            if head.findings and (head.findings[0][0] == "hard" or not head.justification()):
                field = head.justification_field if head.findings[0][0] == "soft" else None
                (field or head.control).setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        for severity in ("hard", "soft"):
            for row in self.rows:
                if any(s == severity for s, _ in row.findings) and not (severity == "soft" and row.reason()):
                    self._go(row)
                    if severity == "soft" and row.justification is not None:
                        row.justification.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    return

    def submit(self) -> None:
        """Save all results of the sample as one act; or go to what stands in the way."""
        if not self.typed_rows:
            return
        if not self.save_button.isEnabled():
            self.focus_first_finding()
            return
        drafts = self.drafts()
        by_row = {row.record_id: row for row in self.typed_rows}
        justified = [
            (draft, one, by_row[draft.record_id].reason())
            for draft in drafts
            for one in self._findings(by_row[draft.record_id], draft)
            if not one.is_hard
        ]
        why = self.taken_at.justification()
        justified += [(drafts[0], one, why) for one in self._head_findings if not one.is_hard]
        if self.session.save_all(drafts, justified=justified):
            self._clear()
            self.saved.emit(tuple(draft.record_id for draft in drafts))
            self.closed.emit()

    def discard(self) -> None:
        """Give up what was typed, the second time it is asked for."""
        if self.is_dirty and not self._asks_discard:
            self.ask_discard()
            return
        self._clear()
        self.closed.emit()

    def ask_discard(self) -> None:
        """Say in the foot that what was typed would be lost."""
        self._asks_discard = True
        self._count()

    def _clear(self) -> None:
        for row in self.rows:
            row.value.blockSignals(True)
            row.value.setText("")
            row.value.blockSignals(False)
            row.record_id = ""
            self._judge(row)
        self._count()
        self.edited.emit()

    def _on_study_changed(self) -> None:
        self._study = None
