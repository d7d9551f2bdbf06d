"""A tumour assessment as a grid: lesions down, visits across, sums and percent below, saved as one act (EFF-1)."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from domain.checks.lesion_measurement import check_lesion_measurement
from domain.checks.tumour_visit import check_tumour_visit
from domain.reasons import Finding
from domain.records import Lesion, LesionMeasurement, Record, TumourVisit
from domain.records.response import BASELINE
from domain.response.assess import VisitAssessment
from domain.response.spoken import millimetres
from domain.response.terms import LesionKind
from ui.forms.entry_grid import EntryGrid
from ui.forms.lesion_form import LesionForm
from ui.forms.lesion_grid_foot import GridFoot, LesionColumns, say_response
from ui.forms.lesion_grid_head import LesionGridHead
from ui.forms.lesion_grid_row import LesionGridRow
from ui.forms.side_panel import SidePanel
from ui.models.lesion_entry import (
    SumCell,
    assess_typed,
    lesions_at,
    measurements_by_visit,
    partial_sum,
    say_measurement,
)
from ui.session import Session
from ui.text import say_number, tr
from ui.widgets.buttons import SecondaryButton

_MOST_EARLIER = 4
# Beside the form of a lesion there is room for the visit before only.
_ROOMY = 1240
_NO_SUM = SumCell(None, None, None)


class LesionGrid(EntryGrid[LesionGridRow]):
    """Visit at the top, lesions below, sums in the foot; a lesion is added in a panel at the right.

    ``saved`` tells the number of the visit.
    """

    of_head: ClassVar[tuple[str, ...]] = (
        "in_future", "scan_before_baseline", "scan_after_death", "baseline_missing", "scan_far_from_visit",
    )  # fmt: skip

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
        hint = tr("Enter goes down · T too small, A absent, N not evaluable · Esc closes")
        super().__init__(session, tr("Tumour assessment"), hint, tr("Lesions"), parent)
        self._touched = self._is_beside = False
        self._recorded: dict[str, LesionMeasurement] = {}
        self._new_visit_id = ""
        self.head = head = LesionGridHead(self.study_now(), subject_id)
        self.subject, self.visit, self.scanned = head.subject, head.visit, head.scanned
        self.method, self.comment = head.method, head.comment
        self._columns = LesionColumns()
        self.foot = GridFoot()
        self.add_button = SecondaryButton(tr("Add lesion"), "plus")
        self.add_button.setToolTip(tr("Ctrl+N: a target, non-target or new lesion"))
        self.add_button.clicked.connect(self.add_lesion)
        heads = (self.subject, self.visit, self.scanned, self.method)
        self.lay_out(heads, (head, self._columns), below=(self.foot,), at_foot=(self.add_button,))
        self.panel = SidePanel(session)
        self.panel.closed.connect(self._on_panel_closed)
        self.panel.edited.connect(self.edited)
        self.line.addWidget(self.panel)
        head.subject_changed.connect(self._on_subject)
        head.visit_changed.connect(self._on_visit)
        head.edited.connect(self.on_head_edited)
        self.add_shortcut(QKeySequence.StandardKey.New, self.add_lesion)
        self._load_subject(number)

    # --- what it knows -----------------------------------------------------------------------------

    @property
    def subject_id(self) -> str:
        """Whose assessment it is; "" while nobody is chosen."""
        return self.head.subject_id

    @property
    def number(self) -> int:
        """Number of the visit."""
        return self.head.number

    @property
    def is_dirty(self) -> bool:
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

    def _visits(self) -> tuple[TumourVisit, ...]:
        return self.study_now().tumour_visits_of(self.subject_id) if self.subject_id else ()

    def _lesions(self) -> tuple[Lesion, ...]:
        study, head = self.study_now(), self.head
        return tuple(lesions_at(study, head.subject_id, head.number, head.on)) if head.subject_id else ()

    def _earlier(self) -> tuple[TumourVisit, ...]:
        """The baseline and the visits just before this one."""
        visits = tuple(one for one in self._visits() if one.visit_number < self.number)
        if self._is_beside and self.width() < _ROOMY:
            return visits[-1:]
        if len(visits) <= _MOST_EARLIER:
            return visits
        return (visits[0], *visits[1 - _MOST_EARLIER :])

    # --- loading -----------------------------------------------------------------------------------

    def _load_subject(self, number: int | None = None) -> None:
        self.head.offer_visits(self._visits(), number)
        self._load_visit()

    def _load_visit(self) -> None:
        """Fill the head from the visit, and the rows from what is recorded of it."""
        self.head.load(self._visits())
        self._new_visit_id = self.session.new_id()
        self.reason.set_value("")
        self.forget()
        self._build_rows(keeps=False)

    def _build_rows(self, *, keeps: bool = True) -> None:
        """One row a lesion; what was typed of a lesion stays, unless another visit is shown."""
        typed = {row.lesion.record_id: (row.found, row.text) for row in self.typed_rows if keeps}
        entered = measurements_by_visit(self.study_now(), self.subject_id) if self.subject_id else {}
        self._recorded = {lesion: one for (lesion, visit), one in entered.items() if visit == self.number}
        earlier = self._earlier()
        titles = {
            LesionKind.TARGET: tr("Target lesions"),
            LesionKind.NON_TARGET: tr("Non-target lesions"),
            LesionKind.NEW: tr("New lesions"),
        }
        groups: dict[str, list[LesionGridRow]] = {}
        for lesion in self._lesions():
            before = [say_measurement(entered.get((lesion.record_id, one.visit_number))) for one in earlier]
            row = self._new_row(lesion, before)
            if lesion.record_id in typed:
                row.fill(*typed[lesion.record_id])
            groups.setdefault(titles[lesion.lesion_kind], []).append(row)
        is_chosen = bool(self.subject_id)
        empty = tr("No lesion yet: add the first with Ctrl+N.") if is_chosen else tr("Choose the subject first.")
        self.show_rows(list(groups.items()), empty)
        self._columns.show_visits([one.visit_number for one in earlier])
        self.add_button.setEnabled(is_chosen)
        self.judge()

    def _new_row(self, lesion: Lesion, earlier: list[str]) -> LesionGridRow:
        row = LesionGridRow(lesion, earlier)
        known = self._recorded.get(lesion.record_id)
        if known is not None:
            length = millimetres(known.length_tenths)
            row.fill(known.status, say_number(length))
            row.record_id = known.record_id
        return row

    # --- what would be saved -----------------------------------------------------------------------

    def head_record(self) -> TumourVisit | None:
        """The visit as it would be saved; None while it can't be told."""
        return self.head.draft(self._new_visit_id)

    def draft_of(self, row: LesionGridRow) -> LesionMeasurement | None:
        on, status, visit = self.head.on, row.found, self.head.known
        if status is None or row.problem() or on is None:
            return None
        known = self._recorded.get(row.lesion.record_id)
        row.record_id = row.record_id or self.session.new_id()
        has_moved = visit is not None and visit.scanned_on != on
        return LesionMeasurement(
            record_id=row.record_id,
            subject_id=self.subject_id,
            lesion_id=row.lesion.record_id,
            visit_number=self.number,
            # A lesion scanned on a day of its own keeps it.
            scanned_on=known.scanned_on if known and not has_moved else on,
            status=status,
            length_tenths=row.tenths,
            method=known.method if known else None,
            comment=known.comment if known else "",
        )

    def measurements(self) -> list[LesionMeasurement]:
        """The measurements as they would be saved; those that can't be read are left out."""
        return [one for one in self.drafts() if isinstance(one, LesionMeasurement)]

    def additions(self) -> list[Record]:
        visit = self.head_record()
        new: list[Record] = [visit] if visit is not None and self.head.known is None else []
        return [*new, *(one for one in self.measurements() if one.lesion_id not in self._recorded)]

    def corrections(self) -> list[Record]:
        visit, known = self.head_record(), self.head.known
        changed: list[Record] = [visit] if visit is not None and known is not None and visit != known else []
        recorded = self._recorded
        return [
            *changed,
            *(one for one in self.measurements() if one.lesion_id in recorded and one != recorded[one.lesion_id]),
        ]

    def saved_as(self) -> object:
        return self.number

    def save_text(self) -> str:
        name = tr("baseline") if self.number == BASELINE else tr("visit {number}").format(number=self.number)
        return tr("Save {visit} of {subject}").format(visit=name, subject=self.subject_id or "–")

    def forget(self) -> None:
        self._touched = False

    # --- judging -----------------------------------------------------------------------------------

    def check(self, row: LesionGridRow, draft: Record) -> list[Finding]:
        assert isinstance(draft, LesionMeasurement)
        if draft == self._recorded.get(draft.lesion_id):
            return []
        return check_lesion_measurement(self.study_now(), draft, now=self.session.clock())

    def head_findings(self) -> list[Finding]:
        visit = self.head_record()
        if visit is None or visit == self.head.known:
            return []
        return check_tumour_visit(self.study_now(), visit, now=self.session.clock())

    def judge(self) -> None:
        super().judge()
        sums, answer = self._assess()
        typed = sums.get(self.number, _NO_SUM)
        if typed.mm is None and self.subject_id and self.head.on is not None:
            part = partial_sum(self.study_now(), self.subject_id, self.head.on, self.measurements())
            typed = SumCell(part, None, None)
        earlier = [sums.get(one.visit_number, _NO_SUM) for one in self._earlier()]
        said = say_response(answer, self.session.words) if answer is not None and self.drafts() else ""
        self.foot.show_sums(earlier, typed, said)

    def _assess(self) -> tuple[dict[int, SumCell], VisitAssessment | None]:
        if not self.subject_id:
            return {}, None
        day = self.head.on or self.session.clock().astimezone(self.session.study.zone).date()
        return assess_typed(self.study_now(), self.subject_id, self.number, day, self.measurements())

    def remark(self) -> str:
        missing = [row.lesion.link_id for row in self.rows if not row.is_typed]
        if not missing or len(missing) == len(self.rows):
            return ""
        return tr("nothing said of {lesions}").format(lesions=", ".join(missing))

    # --- walking -----------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Put the cursor where entry begins."""
        if not self.subject_id:
            self.subject.focus_control()
        elif self.scanned.value() is None:
            self.scanned.focus_control()
        else:
            self._focus_first_empty()

    def _focus_first_empty(self) -> None:
        empty = next((row for row in self.rows if not row.is_typed), self.rows[0] if self.rows else None)
        self.area.go_to(empty) if empty is not None else self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_nothing_found(self) -> None:
        self._focus_first_empty()

    # --- what happens ------------------------------------------------------------------------------

    def add_lesion(self) -> None:
        """Open the form of a new lesion beside the grid."""
        if not self.subject_id or self.panel.form is not None:
            return
        kind = LesionKind.TARGET if self.number == BASELINE else LesionKind.NEW
        known: dict[str, object] = {"subject_id": self.subject_id, "lesion_kind": kind}
        known |= {"first_seen_on": self.head.on} if self.head.on is not None else {}
        method = self.method.value()
        known |= {"method": method} if method is not None else {}
        # The rows make room before the form takes it, not when Qt comes to it: the window would grow otherwise.
        self._is_beside = True
        self._build_rows()
        layout = self.card.layout()
        if layout is not None:
            layout.activate()
        self.card.updateGeometry()
        self.panel.show_form(LesionForm(self.session, known=known))

    def keep(self) -> None:
        super().keep()
        self._touched = True

    def _on_panel_closed(self) -> None:
        self._is_beside = False
        self._build_rows()
        self._focus_first_empty()

    def _on_subject(self) -> None:
        self._load_subject()
        self.edited.emit()

    def _on_visit(self) -> None:
        self._load_visit()
        self.edited.emit()

    def on_study_changed(self) -> None:
        """A lesion was added beside, or the clock moved: rows follow, what was typed stays."""
        if self.subject_id and list(self._lesions()) != [row.lesion for row in self.rows]:
            self._build_rows()
