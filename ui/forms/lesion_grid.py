"""A tumour assessment as a grid: lesions down, visits across, sums and percent below, saved as one act (EFF-1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.checks.lesion_measurement import check_lesion_measurement
from domain.checks.tumour_visit import check_tumour_visit
from domain.reasons import Finding
from domain.records import Lesion, LesionMeasurement, Record, TumourVisit
from domain.records.response import BASELINE
from domain.response.assess import VisitAssessment
from domain.response.spoken import joined, millimetres
from domain.response.terms import LesionKind
from domain.study import Study
from domain.terms import ImagingMethod
from ui.forms.lesion_form import LesionForm
from ui.forms.lesion_grid_foot import GridFoot, grid_heads
from ui.forms.lesion_grid_row import LesionGridRow
from ui.forms.side_panel import SidePanel
from ui.forms.typed import read_day, write_date
from ui.models.lesion_entry import (
    SumCell,
    assess_typed,
    lesions_at,
    measurements_by_visit,
    partial_sum,
    say_measurement,
)
from ui.session import Session
from ui.text import say_date, say_number, term, tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import Label
from ui.widgets.fields import ComboBox, DateEdit, LineEdit, Option, TermEdit
from ui.widgets.form_row import FormRow
from ui.widgets.scroll import ScrollArea

_MOST_EARLIER = 4
# Beside the form of a lesion there is room for the visit before only.
_ROOMY = 1240
# What is wrong with the visit concerns all its lesions, and is said once, at the top.
_OF_THE_VISIT = ("in_future", "scan_before_baseline", "scan_after_death", "baseline_missing", "scan_far_from_visit")


class LesionGrid(QWidget):
    """Visit at the top, lesions below, sums in the foot; a lesion is added in a panel at the right.

    Signals:
        saved: number of the visit.
        closed: the person is done, by saving or by giving up.
        edited: whether it holds what is not saved may have changed.
    """

    saved = Signal(int)
    closed = Signal()
    edited = Signal()

    def __init__(
        self, session: Session, subject_id: str = "", number: int | None = None, parent: QWidget | None = None
    ) -> None:
        """Build it.

        Args:
            session: saves, and knows the study.
            subject_id: whose assessment it is; "" lets the person choose.
            number: of a visit to be corrected; None begins the next one.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.session = session
        self._study: Study | None = None
        self._asks_discard = False
        self._is_loading = False
        self._touched = False
        self._is_beside = False
        self.rows: list[LesionGridRow] = []
        self._recorded: dict[str, LesionMeasurement] = {}
        self.card = Card(
            tr("Tumour assessment"), tr("Enter goes down · T too small, A absent, N not evaluable · Esc closes")
        )
        self._build_head(subject_id)
        self._area = ScrollArea(QWidget())
        self._area.setAccessibleName(tr("Lesions"))
        self._heads = QHBoxLayout()
        self.card.body.addLayout(self._heads)
        self.card.body.addWidget(self._area, 1)
        self.foot = GridFoot()
        self.card.add(self.foot)
        self._build_foot()
        self.panel = SidePanel(session)
        self.panel.closed.connect(self._on_panel_closed)
        self.panel.edited.connect(self.edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(self.panel)
        self.subject.value_changed.connect(self._on_subject)
        self.visit.value_changed.connect(self._on_visit)
        for one in (self.scanned, self.method, self.comment):
            one.value_changed.connect(self._on_head)
        for one in (self.visit, self.scanned, self.method, self.reason):
            one.justification_changed.connect(self._count)
        self.reason.value_changed.connect(self._count)
        session.changed.connect(self._on_study_changed)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Save), self.submit)
        self._shortcut(QKeySequence(Qt.Key.Key_Escape), self.discard)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.New), self.add_lesion)
        self._load_visits(number)

    # --- building ----------------------------------------------------------------------------------

    def _build_head(self, subject_id: str) -> None:
        subjects = [Option(one.subject_id, one.subject_id) for one in self.study_now().subjects]
        zone = self.session.study.zone
        self.subject = FormRow(tr("Subject"), TermEdit(subjects, tr("Subject"), min_letters=1), field="subject_id")
        self.visit = FormRow(tr("Visit"), ComboBox([], tr("Visit")), field="visit_number")
        scanned = DateEdit(tr("Scanned"), parse=read_day, show=lambda value: write_date(value, zone))
        self.scanned = FormRow(tr("Scanned"), scanned, field="scanned_on")
        methods = [Option(one, term(one)) for one in ImagingMethod]
        self.method = FormRow(tr("Method"), ComboBox(methods, tr("Method")), field="method")
        self.comment = FormRow(tr("Comment"), LineEdit(tr("Comment")), field="comment")
        self.reason = FormRow(tr("Reason for the change"), LineEdit(tr("Reason for the change")), field="reason")
        self.reason.hide()
        self.subject.set_value(subject_id or None)
        line = QHBoxLayout()
        line.setSpacing(12)
        rows = ((self.subject, 2), (self.visit, 3), (self.scanned, 2), (self.method, 2), (self.comment, 3))
        for row, stretch in rows:
            line.addWidget(row, stretch, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(line)

    def _build_foot(self) -> None:
        self.add_button = SecondaryButton(tr("Add lesion"), "plus")
        self.add_button.setToolTip(tr("Ctrl+N: a target, non-target or new lesion"))
        self.add_button.clicked.connect(self.add_lesion)
        self.count = LinkButton("", small=True)
        self.count.clicked.connect(self.focus_first_finding)
        self.save_button = PrimaryButton(tr("Save assessment"))
        self.save_button.clicked.connect(self.submit)
        self.discard_button = SecondaryButton(tr("Discard changes"))
        self.discard_button.clicked.connect(self.discard)
        line = QHBoxLayout()
        line.setSpacing(SPACE_M)
        line.addWidget(self.add_button)
        line.addWidget(self.count)
        line.addStretch(1)
        line.addLayout(button_row(self.discard_button, self.save_button))
        self.card.body.addWidget(self.reason)
        self.card.body.addWidget(Hairline())
        self.card.body.addLayout(line)

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
    def subject_id(self) -> str:
        """Whose assessment it is; "" while nobody is chosen."""
        return str(self.subject.value() or "")

    @property
    def number(self) -> int:
        """Number of the visit."""
        value = self.visit.value()
        return value if isinstance(value, int) else BASELINE

    @property
    def is_dirty(self) -> bool:
        """Whether closing would lose something."""
        return self._touched or self.panel.has_unsaved()

    def row(self, link_id: str) -> LesionGridRow:
        """The row of a lesion by its short name, such as T01.

        Raises:
            KeyError: there is none.
        """
        for one in self.rows:
            if one.lesion.link_id == link_id:
                return one
        raise KeyError(link_id)

    def assessment(self) -> VisitAssessment | None:
        """What would follow from what is typed; None before a baseline, or at it."""
        return self._assess()[1]

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        if not self.subject_id:
            self.subject.focus_control()
        elif self.scanned.value() is None:
            self.scanned.focus_control()
        else:
            self._focus_first_empty()

    # --- loading -----------------------------------------------------------------------------------

    def _load_visits(self, number: int | None = None) -> None:
        """Offer the next visit and those that are recorded."""
        visits = self.study_now().tumour_visits_of(self.subject_id) if self.subject_id else ()
        after = max((one.visit_number for one in visits), default=-1) + 1
        following = tr("Baseline") if after == BASELINE else tr("New: visit {number}").format(number=after)
        options = [Option(after, following)]
        options += [Option(one.visit_number, self._say_visit(one)) for one in reversed(visits)]
        control = self.visit.control
        assert isinstance(control, ComboBox)
        self._is_loading = True
        control.set_options(options)
        self.visit.set_value(after if number is None else number)
        self._is_loading = False
        self._load()

    @staticmethod
    def _say_visit(visit: TumourVisit) -> str:
        if visit.visit_number == BASELINE:
            return tr("Baseline, {day}").format(day=say_date(visit.scanned_on))
        return tr("Visit {number}, {day}").format(number=visit.visit_number, day=say_date(visit.scanned_on))

    def _visit_record(self) -> TumourVisit | None:
        if not self.subject_id:
            return None
        visits = self.study_now().tumour_visits_of(self.subject_id)
        return next((one for one in visits if one.visit_number == self.number), None)

    def _load(self) -> None:
        """Fill the head from the visit, and the rows from what is recorded of it."""
        self._is_loading = True
        known = self._visit_record()
        visits = self.study_now().tumour_visits_of(self.subject_id) if self.subject_id else ()
        self.scanned.set_value(known.scanned_on if known else None)
        method = known.method if known else visits[-1].method if visits else ImagingMethod.CT
        self.method.set_value(method)
        self.comment.set_value(known.comment if known else "")
        self.reason.set_value("")
        self._is_loading = False
        self._touched = False
        self._build_rows(keeps=False)

    def _earlier(self) -> tuple[TumourVisit, ...]:
        """The baseline and the visits just before this one."""
        if not self.subject_id:
            return ()
        visits = [one for one in self.study_now().tumour_visits_of(self.subject_id) if one.visit_number < self.number]
        if self._is_beside and self.width() < _ROOMY:
            return tuple(visits[-1:])
        if len(visits) <= _MOST_EARLIER:
            return tuple(visits)
        return (visits[0], *visits[1 - _MOST_EARLIER :])

    def _build_rows(self, *, keeps: bool = True) -> None:
        """One row a lesion; what was typed of a lesion stays, unless another visit is shown."""
        typed = {row.lesion.record_id: (row.found, row.text) for row in self.rows if row.is_said and keeps}
        study, subject_id, number = self.study_now(), self.subject_id, self.number
        earlier = self._earlier()
        entered = measurements_by_visit(study, subject_id) if subject_id else {}
        self._recorded = {
            lesion_id: one for (lesion_id, visit), one in entered.items() if visit == number
        }  # fmt: skip
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(0)
        self.rows, shown = [], None
        on = self.scanned.value()
        lesions = lesions_at(study, subject_id, number, on if isinstance(on, date) else None) if subject_id else ()
        titles = {
            LesionKind.TARGET: tr("Target lesions"),
            LesionKind.NON_TARGET: tr("Non-target lesions"),
            LesionKind.NEW: tr("New lesions"),
        }
        for lesion in lesions:
            if lesion.lesion_kind is not shown:
                shown = lesion.lesion_kind
                heading = Label(titles[shown], size="caption", weight=600, token="text2")
                heading.setContentsMargins(0, 8, 0, 2)
                column.addWidget(heading)
            row = self._new_row(
                lesion, [say_measurement(entered.get((lesion.record_id, v.visit_number))) for v in earlier]
            )
            if lesion.record_id in typed:
                row.fill(*typed[lesion.record_id])
            column.addWidget(row)
            self.rows.append(row)
        if not lesions:
            text = (
                tr("Choose the subject first.") if not subject_id else tr("No lesion yet: add the first with Ctrl+N.")
            )
            empty = Label(text, token="text2", wrap=True)
            empty.setContentsMargins(0, 16, 0, 16)
            column.addWidget(empty)
        column.addStretch(1)
        self._area.setWidget(content)
        self._show_heads(earlier)
        self.add_button.setEnabled(bool(subject_id))
        self._chain()
        self._judge()

    def _chain(self) -> None:
        """Tab goes from the head through the rows to the foot, though the rows were made last."""
        order: list[QWidget] = [self.comment.control]
        for row in self.rows:
            order += [row.length, row.status]
        order += [self.reason.control, self.add_button, self.count, self.discard_button, self.save_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _settle(self) -> None:
        """Let the narrower rows tell their width now, not when Qt comes to it."""
        layout = self.card.layout()
        if layout is not None:
            layout.activate()
        self.card.updateGeometry()

    def _new_row(self, lesion: Lesion, earlier: list[str]) -> LesionGridRow:
        row = LesionGridRow(lesion, earlier)
        known = self._recorded.get(lesion.record_id)
        if known is not None:
            length = millimetres(known.length_tenths)
            row.fill(known.status, say_number(length) if length is not None else "")
            row.record_id = known.record_id
        row.edited.connect(self._on_row)
        row.justified.connect(self._count)
        row.step_wanted.connect(lambda step: self._step(row, step))
        return row

    def _show_heads(self, earlier: tuple[TumourVisit, ...]) -> None:
        while item := self._heads.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        names = [
            tr("Baseline") if one.visit_number == BASELINE else tr("Visit {number}").format(number=one.visit_number)
            for one in earlier
        ]
        self._heads.addWidget(grid_heads(names))

    # --- judging -----------------------------------------------------------------------------------

    def visit_draft(self) -> TumourVisit | None:
        """The visit as it would be saved; None while subject or date are missing."""
        on, method = self.scanned.value(), self.method.value()
        if not self.subject_id or not isinstance(on, date) or not isinstance(method, ImagingMethod):
            return None
        known = self._visit_record()
        return TumourVisit(
            record_id=known.record_id if known else "new",
            subject_id=self.subject_id,
            visit_number=self.number,
            scanned_on=on,
            method=method,
            comment=str(self.comment.value() or ""),
        )

    def _draft(self, row: LesionGridRow) -> LesionMeasurement | None:
        on, status = self.scanned.value(), row.found
        if status is None or row.problem() or not isinstance(on, date):
            return None
        known = self._recorded.get(row.lesion.record_id)
        row.record_id = row.record_id or self.session.new_id()
        return LesionMeasurement(
            record_id=row.record_id,
            subject_id=self.subject_id,
            lesion_id=row.lesion.record_id,
            visit_number=self.number,
            # A lesion scanned on a day of its own keeps it.
            scanned_on=known.scanned_on if known and not self._has_moved(on) else on,
            status=status,
            length_tenths=row.tenths,
            method=known.method if known else None,
            comment=known.comment if known else "",
        )

    def _has_moved(self, on: date) -> bool:
        known = self._visit_record()
        return known is not None and known.scanned_on != on

    def drafts(self) -> list[LesionMeasurement]:
        """The measurements as they would be saved; those that can't be read are left out."""
        return [draft for row in self.rows if row.is_said and (draft := self._draft(row)) is not None]

    def _findings(self, draft: LesionMeasurement) -> list[Finding]:
        found = check_lesion_measurement(self.study_now(), draft, now=self.session.clock())
        return [one for one in found if one.code not in _OF_THE_VISIT]

    def _visit_findings(self) -> list[Finding]:
        visit = self.visit_draft()
        if visit is None or not self._changes(visit, self._visit_record()):
            return []
        return check_tumour_visit(self.study_now(), visit, now=self.session.clock())

    @staticmethod
    def _changes(draft: Record, known: Record | None) -> bool:
        return draft != known

    def _judge(self) -> None:
        words = self.session.words
        self._judge_head()
        for row in self.rows:
            problem = row.problem()
            draft = self._draft(row) if row.is_said and not problem else None
            known = self._recorded.get(row.lesion.record_id)
            if problem:
                row.show_findings([("hard", problem)], asks=False)
            elif draft is None or draft == known:
                row.show_findings((), asks=False)
            else:
                found = self._findings(draft)
                row.show_findings(
                    [(one.severity.value, words.finding(one)) for one in found],
                    asks=any(not one.is_hard for one in found),
                )
        sums, answer = self._assess()
        earlier = [one.visit_number for one in self._earlier()]
        on = self.scanned.value()
        typed = sums.get(self.number, SumCell(None, None, None))
        if typed.mm is None and self.subject_id and isinstance(on, date):
            typed = SumCell(partial_sum(self.study_now(), self.subject_id, on, self.drafts()), None, None)
        nothing = SumCell(None, None, None)
        self.foot.show_sums([sums.get(one, nothing) for one in earlier], typed, self._say_answer(answer))
        self._count()

    def _assess(self) -> tuple[dict[int, SumCell], VisitAssessment | None]:
        on = self.scanned.value()
        if not self.subject_id:
            return {}, None
        day = on if isinstance(on, date) else self.session.clock().astimezone(self.session.study.zone).date()
        return assess_typed(self.study_now(), self.subject_id, self.number, day, self.drafts())

    def _say_answer(self, answer: VisitAssessment | None) -> str:
        if answer is None or not self.drafts() or not isinstance(self.scanned.value(), date):
            return ""
        why = self.session.words.say(joined(answer.reasons))
        text = tr("Target {target} · non-target {other} · overall {overall}.")
        said = text.format(target=term(answer.target), other=term(answer.non_target), overall=term(answer.overall))
        return f"{said} {why}".strip()

    def _judge_head(self) -> None:
        words = self.session.words
        found = self._visit_findings()
        for row in (self.subject, self.visit, self.scanned, self.method):
            problem = row.problem()
            mine = [one for one in found if one.field == row.field]
            if problem:
                row.set_findings([("hard", problem)])
            elif row.value() is None and self._touched:
                row.set_findings([("hard", words.finding(Finding(row.field, "missing")))])
            else:
                row.set_findings([(one.severity.value, words.finding(one)) for one in mine])
        corrects = bool(self._corrections())
        self.reason.setVisible(corrects)
        is_open = corrects and not str(self.reason.value() or "").strip()
        self.reason.set_findings([("hard", words.finding(Finding("reason", "missing")))] if is_open else [])

    def _corrections(self) -> list[Record]:
        """Recorded visit and measurements that were changed."""
        visit, known = self.visit_draft(), self._visit_record()
        changed: list[Record] = [visit] if visit is not None and known is not None and visit != known else []
        for draft in self.drafts():
            before = self._recorded.get(draft.lesion_id)
            if before is not None and before != draft:
                changed.append(draft)
        return changed

    def _additions(self) -> list[Record]:
        """New visit and measurements."""
        visit = self.visit_draft()
        new: list[Record] = [visit] if visit is not None and self._visit_record() is None else []
        return [*new, *(draft for draft in self.drafts() if draft.lesion_id not in self._recorded)]

    # --- counting and walking ----------------------------------------------------------------------

    @property
    def _heads_rows(self) -> tuple[FormRow, ...]:
        return (self.subject, self.visit, self.scanned, self.method, self.reason)

    def _count(self) -> None:
        heads = self._heads_rows
        if not self.reason.isHidden():
            is_open = not str(self.reason.value() or "").strip()
            said = self.session.words.finding(Finding("reason", "missing"))
            self.reason.set_findings([("hard", said)] if is_open else [])
        every = [*(row.findings for row in heads), *(row.findings for row in self.rows)]
        hard = sum(any(s == "hard" for s, _ in found) for found in every)
        soft = sum(any(s == "soft" for s, _ in row.findings) and not row.reason() for row in self.rows) + sum(
            any(s == "soft" for s, _ in row.findings) and not row.justification() for row in heads
        )
        missing = [row.lesion.link_id for row in self.rows if not row.is_said]
        parts = [tr("{number} to put right before saving").format(number=hard)] if hard else []
        parts += [tr("{number} to justify").format(number=soft)] if soft else []
        if not parts and missing and len(missing) < len(self.rows):
            parts = [tr("nothing said of {lesions}").format(lesions=", ".join(missing))]
        if self._asks_discard:
            parts = [tr("Esc again discards what was typed.")]
        self.count.setText(", ".join(parts))
        self.count.setVisible(bool(parts))
        something = bool(self._additions() or self._corrections()) and self.visit_draft() is not None
        self.save_button.setEnabled(something and not hard and not soft)
        name = tr("baseline") if self.number == BASELINE else tr("visit {number}").format(number=self.number)
        self.save_button.setText(tr("Save {visit} of {subject}").format(visit=name, subject=self.subject_id or "–"))

    def _step(self, row: LesionGridRow, step: int) -> None:
        place = self.rows.index(row) + step
        if place >= len(self.rows):
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            self._go(self.rows[place])

    def _go(self, row: LesionGridRow) -> None:
        row.length.setFocus(Qt.FocusReason.TabFocusReason)
        row.length.selectAll()
        self._area.ensureWidgetVisible(row, 0, 48)

    def _focus_first_empty(self) -> None:
        empty = next((row for row in self.rows if not row.is_said), self.rows[0] if self.rows else None)
        self._go(empty) if empty is not None else self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first_finding(self) -> None:
        """Put the cursor into the first field that holds up saving, or of which nothing is said."""
        for head in self._heads_rows:
            if head.findings and (head.findings[0][0] == "hard" or not head.justification()):
                field = head.justification_field if head.findings[0][0] == "soft" else None
                (field or head.control).setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        for row in self.rows:
            if row.findings and (row.findings[0][0] == "hard" or not row.reason()):
                self._go(row)
                if row.findings[0][0] == "soft" and row.justification is not None:
                    row.justification.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self._focus_first_empty()

    # --- what happens ------------------------------------------------------------------------------

    def add_lesion(self) -> None:
        """Open the form of a new lesion beside the grid."""
        if not self.subject_id or self.panel.form is not None:
            return
        kind = LesionKind.TARGET if self.number == BASELINE else LesionKind.NEW
        known: dict[str, object] = {"subject_id": self.subject_id, "lesion_kind": kind}
        on, method = self.scanned.value(), self.method.value()
        known |= {"first_seen_on": on} if isinstance(on, date) else {}
        known |= {"method": method} if isinstance(method, ImagingMethod) else {}
        # The rows make room before the form takes it: the window would grow otherwise.
        self._is_beside = True
        self._build_rows()
        self._settle()
        self.panel.show_form(LesionForm(self.session, known=known))

    def submit(self) -> None:
        """Save the visit and its measurements as one act; or go to what stands in the way."""
        if not self.save_button.isEnabled():
            self.focus_first_finding()
            return
        visit = self.visit_draft()
        assert visit is not None
        made: list[Record] = self._additions()
        rows = {row.lesion.record_id: row for row in self.rows}
        saved_visit = visit
        if visit.record_id == "new":
            saved_visit = replace(visit, record_id=self.session.new_id())
            made = [saved_visit if one is made[0] else one for one in made]
        heads = {row.field: row for row in self._heads_rows}
        justified: list[tuple[Record, Finding, str]] = [
            (saved_visit, one, heads[one.field].justification()) for one in self._visit_findings() if not one.is_hard
        ]
        for draft in self.drafts():
            if draft != self._recorded.get(draft.lesion_id):
                why = rows[draft.lesion_id].reason()
                justified += [(draft, one, why) for one in self._findings(draft) if not one.is_hard]
        corrected, number = self._corrections(), self.number
        self._touched = False
        reason = str(self.reason.value() or "")
        if self.session.save_all(made, corrected=corrected, justified=justified, reason=reason):
            self.saved.emit(number)
            self.closed.emit()
        else:
            self._touched = True

    def discard(self) -> None:
        """Give up what was typed, the second time it is asked for."""
        if self.is_dirty and not self._asks_discard:
            self.ask_discard()
            return
        self._touched = False
        self.closed.emit()

    def ask_discard(self) -> None:
        """Say in the foot that what was typed would be lost."""
        self._asks_discard = True
        self._count()

    def _on_panel_closed(self) -> None:
        self._is_beside = False
        self._build_rows()
        self._focus_first_empty()

    def _on_row(self) -> None:
        self._asks_discard, self._touched = False, True
        self._judge()
        self.edited.emit()

    def _on_head(self) -> None:
        if self._is_loading:
            return
        self._asks_discard, self._touched = False, True
        self._judge()
        self.edited.emit()

    def _on_subject(self) -> None:
        if not self._is_loading:
            self._load_visits()
            self.edited.emit()

    def _on_visit(self) -> None:
        if not self._is_loading:
            self._load()
            self.edited.emit()

    def _on_study_changed(self) -> None:
        """A lesion was added beside, or the clock moved: rows follow, what was typed stays."""
        self._study = None
        shown = [row.lesion for row in self.rows]
        on = self.scanned.value()
        now = lesions_at(self.study_now(), self.subject_id, self.number, on if isinstance(on, date) else None)
        if self.subject_id and list(now) != shown:
            self._build_rows()
