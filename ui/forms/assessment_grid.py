"""The assessments of one visit as a grid: signs, weight, ECOG, ECG, examination; saved as one act (SUB-6)."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from domain.checks.assessments import check_not_done
from domain.checks.of_kind import check_record
from domain.checks.visit import check_visit
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import AssessmentNotDone, Ecg, PhysicalExam, Record, Visit
from domain.schedule.completeness import ItemState, derive_completeness
from domain.schedule.plan import Assessment
from domain.summaries.assessments import moment_of
from domain.terms import ClinicalFinding
from ui.forms.assessment_grid_head import AssessmentGridHead
from ui.forms.assessment_grid_row import AssessmentHeadRow, MeasureRow, assessment_grid_header
from ui.forms.assessment_meanwhile import Meanwhile, Row, Typed, place_of, recorded_in, typed_in
from ui.forms.entry_grid import EntryGrid
from ui.models.assessment_entry import (
    GROUPS,
    OUTSIDE,
    AssessmentGroup,
    next_visit,
    previous_of,
    say_before_dose,
    visits_on_offer,
)
from ui.models.assessment_hints import say_dose_weight, say_qtcf
from ui.models.visit_draft import VisitDraft
from ui.session import Session
from ui.text import say_partial, term, tr


class AssessmentGrid(EntryGrid[Row]):
    """Visit and date at the top, what the protocol asks for below; ``saved`` tells the visit."""

    def __init__(
        self, session: Session, subject_id: str, visit: str | None = None, parent: QWidget | None = None
    ) -> None:
        """Build it.

        Args:
            session: saves, and knows the study.
            subject_id: whose assessments they are.
            visit: as records name it; None for the one that is due.
            parent: Qt owner.
        """
        title = tr("Assessments of {subject} at a visit").format(subject=subject_id)
        super().__init__(session, title, tr("Enter goes down · Esc closes"), tr("Assessments"), parent)
        self.subject_id = subject_id
        self._touched = False
        self._extra: set[Assessment] = set()
        self._seen: dict[str, int | None] = {}
        self._is_saving = False
        self.meanwhile = Meanwhile()
        self.draft = VisitDraft(self.study_now(), subject_id, OUTSIDE, session.new_id)
        study = self.study_now()
        self.head = AssessmentGridHead(study, visits_on_offer(study, subject_id, session.clock()))
        self.visit, self.at = self.head.visit, self.head.at
        self.lay_out((self.visit, self.at), (self.meanwhile, self.head, assessment_grid_header(tr("Before"))))
        self.head.visit_changed.connect(self._on_visit)
        self.head.at_changed.connect(self._on_at)
        self.head.assessment_wanted.connect(self.go_to_assessment)
        self.head.set_visit(next_visit(study, subject_id, session.clock()) if visit is None else visit)
        self._load()

    # --- what it knows -----------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The visit, as records name it; "" outside the plan."""
        return self.head.key

    @property
    def is_dirty(self) -> bool:
        return self._touched

    def head_row(self, assessment: Assessment) -> AssessmentHeadRow:
        """The head of an assessment.

        Raises:
            KeyError: it is not shown.
        """
        for row in self.rows:
            if isinstance(row, AssessmentHeadRow) and row.assessment is assessment:
                return row
        raise KeyError(assessment)

    def row(self, kind: type[Record], field: str, system: object = None) -> MeasureRow:
        """The row of a field.

        Raises:
            KeyError: it is not shown.
        """
        for row in self.measure_rows:
            if row.group.kind is kind and field in row.fields and row.group.system is system:
                return row
        raise KeyError(field)

    @property
    def measure_rows(self) -> list[MeasureRow]:
        """The rows with values."""
        return [row for row in self.rows if isinstance(row, MeasureRow)]

    def _rows_of(self, group: AssessmentGroup) -> list[MeasureRow]:
        return [row for row in self.measure_rows if row.group == group]

    def _is_typed(self, assessment: Assessment) -> bool:
        return any(row.is_typed for row in self.measure_rows if row.group.assessment is assessment)

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        self.at.focus_control()

    # --- loading -----------------------------------------------------------------------------------

    def _load(self) -> None:
        """Fill head and rows from what is recorded of the visit."""
        self._extra.clear()
        self.meanwhile.forget()
        self._take(VisitDraft(self.study_now(), self.subject_id, self.key, self.session.new_id))
        self.head.set_at(self.draft.at())
        self.reason.set_value("")
        self.forget()
        self._build_rows({})

    def _take(self, draft: VisitDraft) -> None:
        """Go on from what is recorded now."""
        self.draft = draft
        self._seen = {one: self.session.file.last_event(one) for one in draft.record_ids}

    def _build_rows(self, typed: Typed) -> None:
        """One row a value; what was typed stays."""
        draft, zone = self.draft, self.session.study.zone
        rows: list[Row] = []
        shown = draft.shown(self._extra)
        for assessment in shown:
            head = AssessmentHeadRow(assessment, zone, can_skip=draft.can_skip(assessment))
            head.when.set_value(self._own_date(assessment))
            head.skipped.set_value(draft.reason(assessment))
            head.all_normal.connect(self._fill_normal)
            rows.append(head)
            for group in GROUPS[assessment]:
                for fields in group.rows:
                    row = MeasureRow(group, fields)
                    row.fill(recorded_in(self.draft, group, fields))
                    rows.append(row)
        for row_ in rows:
            if (place := place_of(row_)) in typed:
                row_.put_back(typed[place][0])
        self.show_rows([("", rows)], tr("The plan asks for none of these at this visit; add one above."))
        self.head.name_links(shown)
        self._show_previous()
        self.judge()
        for row_ in rows:
            _, reason = typed.get(place_of(row_), ((), ""))
            if row_.justification is not None and reason:
                row_.justification.set_value(reason)

    def _own_date(self, assessment: Assessment) -> PartialDate | None:
        """The date of an assessment as recorded; None where it is that of the visit."""
        at = self.draft.at(assessment)
        return None if at == self.at.value() else at

    def on_study_changed(self) -> None:
        """What somebody saved of this visit meanwhile is shown; what was typed here stays, and says what it replaces.

        Nothing that another person saved is overwritten without being seen: a value that was typed over it is
        saved as a correction of it, with a reason.
        """
        fresh = VisitDraft(self.study_now(), self.subject_id, self.key, self.session.new_id)
        if self._is_saving or fresh.is_like(self.draft):
            return
        if not self._touched:
            self._load()
            return
        before = self.draft
        kept = self.meanwhile.merge(self.rows, before, fresh, self._own_date)
        fresh.keep_ids(before)
        self._take(fresh)
        if self.at.value() == before.at():
            self.head.set_at(fresh.at())
        self._build_rows(kept)

    def submit(self) -> None:
        self._is_saving = True
        super().submit()
        self._is_saving = False

    def _show_previous(self) -> None:
        study, zone = self.study_now(), self.session.study.zone
        days: dict[Assessment, PartialDate] = {}
        for row in self.measure_rows:
            at = self._at(row.group)
            found = previous_of(study, self.subject_id, row.group, row.fields[0], self.draft.recorded[row.group], at)
            value = getattr(found, row.fields[0]) if found is not None else None
            row.show_previous(value, moment_of(found) if found is not None else None)
            if found is not None:
                of = row.group.assessment
                days[of] = max(days.get(of, moment_of(found)), moment_of(found), key=lambda one: one.earliest(zone))
        for head in self.rows:
            if isinstance(head, AssessmentHeadRow):
                when = (head.at or self.head.day) if self._is_typed(head.assessment) else None
                head.show_before(days.get(head.assessment))
                said, is_fine = say_before_dose(study, self.subject_id, self.key, when)
                head.show_remark(said, is_fine=is_fine)

    # --- what would be saved -----------------------------------------------------------------------

    def _at(self, group: AssessmentGroup) -> PartialDate | None:
        at = self.head_row(group.assessment).at or self.head.day
        known = self.draft.recorded[group]
        # Body systems may have been examined at different hours: a date that nobody touched stays with its record.
        return moment_of(known) if known is not None and at == self.draft.at(group.assessment) else at

    def record_of(self, group: AssessmentGroup) -> Record | None:
        """The record of a group as it would be; None while nothing is typed, or it can't be told."""
        rows = self._rows_of(group)
        if not rows or any(row.problem() for row in rows):
            return None
        values = {field: value for row in rows for field, value in row.values().items()}
        return self.draft.record(group, values, self._at(group))

    def draft_of(self, row: Row) -> Record | None:
        if isinstance(row, MeasureRow):
            return self.record_of(row.group)
        if row.reason_skipped and not self._is_typed(row.assessment):
            return self.draft.left_out(row.assessment, row.reason_skipped)
        return next(iter(self._dated_by(row)), None)

    def _dated_by(self, head: AssessmentHeadRow) -> list[Record]:
        """The drafts that bear the assessment's own date."""
        found = [self.record_of(group) for group in GROUPS[head.assessment]] if head.at is not None else []
        return [one for one in found if one is not None]

    def made_visit(self) -> Visit | None:
        """The record that the visit took place, where it has none yet and something was done at it."""
        at = self.head.day
        if at is None or not self.draft.needs_visit or not self.session.may_create(Visit.kind):
            return None
        done = (row.is_typed for row in self.measure_rows)
        return self.draft.visit(at) if any(done) else None

    def additions(self) -> list[Record]:
        made = self.made_visit()
        found = [one for one in self.drafts() if self.draft.known_of(one) is None]
        return [made, *found] if made is not None and self._touched else found

    def corrections(self) -> list[Record]:
        return [one for one in self.drafts() if self.draft.known_of(one) not in (None, one)]

    def seen(self) -> Mapping[str, int | None]:
        return {one.record_id: self._seen.get(one.record_id) for one in self.corrections()}

    def saved_as(self) -> object:
        return self.key

    def save_text(self) -> str:
        return tr("Save assessments")

    def forget(self) -> None:
        self._touched = False

    # --- judging -----------------------------------------------------------------------------------

    def problem_of(self, row: Row) -> str:
        problem = row.problem() or ""
        if problem or isinstance(row, AssessmentHeadRow):
            return problem or self._problem_of_head(row)
        group, known = row.group, self.draft.recorded[row.group]
        is_open = known is not None or any(one.is_typed for one in self._rows_of(group))
        if is_open and row.fields[0] in group.needed and row.values()[row.fields[0]] is None:
            return self.say(Finding(row.fields[0], "assessment_not_emptied" if known is not None else "missing"))
        return ""

    def _problem_of_head(self, row: Row) -> str:
        if not isinstance(row, AssessmentHeadRow) or row.skipped.isHidden():
            return ""
        before = self.draft.reason(row.assessment)
        if before and not row.reason_skipped:
            return self.say(Finding("reason", "assessment_not_emptied"))
        if row.reason_skipped != before and self._is_typed(row.assessment):
            return self.say(Finding("reason", "assessment_value_and_reason"))
        return ""

    def findings_of(self, row: Row) -> list[Finding]:
        draft = self.draft_of(row) if not self.problem_of(row) else None
        if draft is None or draft == self.draft.known_of(draft):
            return []
        now = self.session.clock()
        if isinstance(draft, AssessmentNotDone):
            return check_not_done(self.study_now(), draft, now=now)
        found = check_record(self.study_now(), draft, now=now)
        if isinstance(row, MeasureRow):
            return [one for one in found if one.field in row.fields]
        at = GROUPS[row.assessment][0].at
        return [one for one in found if one.field == at]

    def head_record(self) -> Record | None:
        """The visit, or the first record that bears its date: what is wrong with that date is said of it."""
        if (made := self.made_visit()) is not None:
            return made
        for row in self.measure_rows:
            draft = self.record_of(row.group) if self.head_row(row.group.assessment).at is None else None
            if draft is not None and draft != self.draft.known_of(draft):
                return draft
        return None

    def head_findings(self) -> list[Finding]:
        draft = self.head_record()
        if draft is None:
            return []
        if isinstance(draft, Visit):
            found = check_visit(self.study_now(), draft, now=self.session.clock())
            return [replace(one, field="at") if one.field == "done_on" else one for one in found]
        dates = {group.kind: group.at for groups in GROUPS.values() for group in groups}
        found = check_record(self.study_now(), draft, now=self.session.clock())
        return [replace(one, field="at") for one in found if one.field == dates[type(draft)]]

    def judge(self) -> None:
        super().judge()
        made = self.made_visit() if self._touched else None
        said = tr("with the time, if it is known")
        if made is not None and made.done_on is not None:
            said = tr("the visit is recorded as made on {day}").format(day=say_partial(made.done_on))
        self.at.set_hint(said)
        for row in self.measure_rows:
            if row.fields[0] == "qtcf_ms":
                row.show_usual(self._say_qtcf())
            elif row.fields[0] == "weight_kg":
                row.show_usual(say_dose_weight(self.study_now(), self.subject_id, self.key))
        self.meanwhile.mark(self.measure_rows)

    def _say_qtcf(self) -> str:
        values = [self.row(Ecg, field).values()[field] for field in ("qt_ms", "heart_rate_per_min")]
        return say_qtcf(*(one if isinstance(one, int) else None for one in values))

    def recount(self) -> None:
        super().recount()
        # What is typed belongs to this visit.
        is_held = any(row.is_typed or row.findings for row in self.rows) and self._touched
        self.visit.control.setEnabled(not is_held)

    def remark(self) -> str:
        complete = derive_completeness(self.study_now(), self.subject_id, self.key)
        done = {one.assessment for one in complete.items if one.state is ItemState.DONE}
        open_ones = [
            term(row.assessment)
            for row in self.rows
            if isinstance(row, AssessmentHeadRow)
            and not (row.reason_skipped or row.assessment in done or self._is_typed(row.assessment))
        ]
        return tr("nothing said of {assessments}").format(assessments=", ".join(open_ones)) if open_ones else ""

    # --- what happens ------------------------------------------------------------------------------

    def keep(self) -> None:
        super().keep()
        self._touched = True

    def go_to_assessment(self, assessment: Assessment) -> None:
        """Put the cursor into an assessment; one that the visit does not ask for is added first."""
        if assessment not in self.draft.shown(self._extra):
            self._extra.add(assessment)
            self._build_rows(typed_in(self.rows))
        head = self.head_row(assessment)
        self.area.verticalScrollBar().setValue(head.y())
        first = next(row for row in self.measure_rows if row.group.assessment is assessment)
        first.focus_main()

    def focus_nothing_found(self) -> None:
        """To the first assessment of which nothing is said."""
        for row in self.measure_rows:
            head = self.head_row(row.group.assessment)
            if not head.reason_skipped and not self._is_typed(row.group.assessment):
                self.area.go_to(row)
                return

    def _fill_normal(self) -> None:
        """What is still empty of the examination is normal; the general word stays as it is."""
        for row in self.measure_rows:
            if row.group.kind is PhysicalExam and row.group.system is not None and not row.is_typed:
                row.fill({"finding": ClinicalFinding.NORMAL})
        self.on_head_edited()

    def on_row(self, row: Row) -> None:
        self._show_previous()
        self.judge()

    def _on_at(self) -> None:
        self._show_previous()
        self.on_head_edited()

    def _on_visit(self) -> None:
        self._load()
        self.edited.emit()
