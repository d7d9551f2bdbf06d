"""The numbered criteria of a screening as a list: answered with one key each, saved as one act (SUB-10)."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.checks.screening import check_criterion
from domain.reasons import Finding
from domain.records import CriterionAnswer
from domain.screenings import CriterionState, Screening
from domain.study import Study
from ui.forms.criterion_row import DAY, CriteriaHeader, CriterionRow
from ui.forms.save_foot import SaveFoot
from ui.forms.typed import read_day, write_date
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_S
from ui.widgets.card import Card
from ui.widgets.clear import clear
from ui.widgets.date_edit import DateEdit
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea

# Below it the remark has no room beside the answer.
_NARROW = 820


class CriteriaGrid(Card):
    """A line at the top for the usual date, the criteria, and a foot that counts what is left.

    Signals:
        saved: the ids of the answers.
        edited: whether it holds what is not saved may have changed.
    """

    saved = Signal(object)
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without criteria."""
        super().__init__(tr("Criteria"), tr("Y N A answer · ↑ ↓ walk · Ctrl+S saves"), parent=parent)
        self.session, self.subject_id = session, ""
        self.rows: list[CriterionRow] = []
        self.screening: Screening | None = None
        self._seen: dict[str, int | None] = {}
        self._can_write = True
        words = session.words
        self.usual = DateEdit(
            tr("Date of the evidence, unless another is written"),
            parse=read_day,
            show=lambda value: write_date(value, words.zone),
        )
        self.usual.setFixedSize(DAY, 28)
        self.usual.value_changed.connect(self._set_default)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(SPACE_S)
        self.standing = Label(size="caption", token="text2", wrap=True)
        head.addWidget(self.standing, 1)
        self._usual_label = Label(tr("Evidence of"), size="caption", token="text2")
        head.addWidget(self._usual_label)
        head.addWidget(self.usual)
        self.add(self._head)
        self._header = CriteriaHeader()
        self.add(self._header)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.save_foot = SaveFoot()
        self.save_foot.setContentsMargins(0, SPACE_S, 0, 0)
        self.reason, self.count = self.save_foot.reason, self.save_foot.count
        self.discard_button, self.save_button = self.save_foot.discard_button, self.save_foot.save_button
        self.reason.value_changed.connect(self._count)
        self.count.clicked.connect(self.focus_first_finding)
        self.save_button.clicked.connect(self.submit)
        self.discard_button.clicked.connect(self.discard)
        self.add(self.reason)
        self.add(self.save_foot)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Save), self.submit)
        self._shortcut(QKeySequence(Qt.Key.Key_Escape), self.discard)

    def _shortcut(self, key: QKeySequence, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(key, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    # --- what it shows -----------------------------------------------------------------------------

    def show_screening(self, subject_id: str, screening: Screening, *, can_write: bool) -> None:
        """Show the criteria of a screening; what is typed and not saved stays while it is the same one."""
        is_same = (
            self.screening is not None
            and (subject_id, screening.number) == (self.subject_id, self.screening.number)
            and [one.criterion for one in screening.criteria] == [row.asked.criterion for row in self.rows]
        )
        self.subject_id, self.screening, self._can_write = subject_id, screening, can_write
        version = screening.protocol.version.removeprefix("v")
        self.set_title(tr("Criteria, protocol v{version}").format(version=version))
        if is_same:
            for row, asked in zip(self.rows, screening.criteria, strict=True):
                row.take_over(asked)
        else:
            self._build_rows(screening)
            self.usual.set_value(self._today())
        known = [one.answer.record_id for one in screening.criteria if one.answer is not None]
        self._seen = {one: self.session.file.last_event(one) for one in known}
        for row in self.rows:
            row.set_read_only(not can_write)
        for widget in (self._usual_label, self.usual, self.save_foot):
            widget.setVisible(can_write and bool(self.rows))
        self._header.setVisible(bool(self.rows))
        self.caption_label.setVisible(can_write and bool(self.rows))
        self._set_default()
        self._judge_all()

    def _build_rows(self, screening: Screening) -> None:
        clear(self._list)
        self.rows = [CriterionRow(asked, self.session.words) for asked in screening.criteria]
        self.save_foot.asks_discard = False
        for row in self.rows:
            row.edited.connect(lambda row=row: self._on_row(row))
            row.justified.connect(self._count)
            row.step_wanted.connect(lambda step, row=row: self._step(row, step))
            self._list.addWidget(row)
        self._fit()

    def _today(self) -> date:
        return self.session.clock().astimezone(self.session.study.zone).date()

    def _set_default(self) -> None:
        day = self.usual.value()
        for row in self.rows:
            row.default_day = day if isinstance(day, date) else None

    def _say_standing(self) -> None:
        """How many are answered, and by name which speak against the subject or are open."""
        if not self.rows:
            self.standing.setText(tr("The protocol file lists no criteria."))
            return
        against = [row.asked.criterion.code for row in self.rows if row.state is CriterionState.AGAINST]
        still_open = [row.asked.criterion.code for row in self.rows if row.state is CriterionState.OPEN]
        done = len(self.rows) - len(still_open)
        parts = [tr("{done} of {all} answered").format(done=done, all=len(self.rows))]
        if against:
            parts.append(tr("against the subject: {codes}").format(codes=", ".join(against)))
        if still_open and done:
            parts.append(tr("open: {codes}").format(codes=", ".join(still_open)))
        if not still_open and not against:
            parts.append(tr("none speaks against the subject"))
        self.standing.setText(" · ".join(parts))

    # --- what it knows -----------------------------------------------------------------------------

    @property
    def changed_rows(self) -> list[CriterionRow]:
        """The rows that hold what is not saved."""
        return [row for row in self.rows if row.is_changed]

    @property
    def is_dirty(self) -> bool:
        """Whether leaving would lose something."""
        return bool(self.changed_rows)

    def row(self, code: str) -> CriterionRow:
        """The row of a criterion.

        Raises:
            KeyError: there is none.
        """
        for row in self.rows:
            if row.asked.criterion.code == code:
                return row
        raise KeyError(code)

    def _study_now(self) -> Study:
        return self.session.study.at(self.session.clock().replace(second=0, microsecond=0))

    def _draft(self, row: CriterionRow) -> CriterionAnswer | None:
        day, result = row.day.value(), row.result
        if result is None or self.screening is None or not isinstance(day, date | None):
            return None
        row.record_id = row.record_id or self.session.new_id()
        return CriterionAnswer(
            record_id=row.record_id,
            subject_id=self.subject_id,
            criterion=row.asked.criterion.code,
            protocol_version=self.screening.protocol.version,
            screening=self.screening.number,
            result=result,
            evidence_on=day,
            comment=str(row.remark.value()),
        )

    # --- judging -----------------------------------------------------------------------------------

    def _findings(self, row: CriterionRow, study: Study) -> list[Finding]:
        draft = self._draft(row)
        return [] if draft is None else check_criterion(study, draft, now=self.session.clock())

    def _judge(self, row: CriterionRow, study: Study) -> None:
        words = self.session.words
        found: list[tuple[str, str, str]] = []
        if row.is_changed:
            found = [(one.field, one.severity.value, words.finding(one)) for one in self._findings(row, study)]
            problem = row.day.problem()
            if problem:
                found = [(row.day.field, "hard", problem), *(one for one in found if one[0] != row.day.field)]
            elif row.result is None:
                found = [("result", "hard", tr("Answer it: Y, N or A."))]
        row.show_findings(found)

    def _judge_all(self) -> None:
        study = self._study_now()
        for row in self.rows:
            self._judge(row, study)
        self._count()

    def _on_row(self, row: CriterionRow) -> None:
        self.save_foot.asks_discard = False
        self._judge(row, self._study_now())
        self._count()
        self.edited.emit()

    def _count(self) -> None:
        self._say_standing()
        changed = self.changed_rows
        corrects = any(row.asked.answer is not None for row in changed)
        self.save_foot.ask_reason(self.session.words, is_needed=corrects)
        points = [row.open_points for row in self.rows]
        hard, soft = sum(one for one, _ in points) + bool(self.reason.findings), sum(one for _, one in points)
        self.save_foot.tell(hard, soft)
        number = len(changed)
        self.save_button.setEnabled(bool(number) and not hard and not soft)
        self.discard_button.setEnabled(bool(number))
        said = tr("Save {number} answers") if number > 1 else tr("Save 1 answer") if number else tr("Save answers")
        self.save_button.setText(said.format(number=number))

    # --- walking and ending ------------------------------------------------------------------------

    def _step(self, row: CriterionRow, step: int) -> None:
        place = self.rows.index(row) + step
        if place >= len(self.rows):
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= 0:
            self._go(self.rows[place])

    def _go(self, row: CriterionRow) -> None:
        row.go()
        above: QWidget | None = self
        while above is not None and not isinstance(above, ScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(row, 0, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.width() < _NARROW
        self._header.set_narrow(is_narrow)
        for row in self.rows:
            row.set_narrow(is_narrow)

    def focus_first_open(self) -> None:
        """Put the keyboard on the first criterion without an answer; on the first where all have one."""
        first = next((row for row in self.rows if row.state is CriterionState.OPEN), None)
        if self.rows:
            self._go(first or self.rows[0])

    def focus_first_finding(self) -> None:
        """Put the cursor into the first field that holds up saving."""
        for row in self.rows:
            for field in (row.day, row.remark):
                if any(severity == "hard" for severity, _ in field.findings):
                    (field.focus_control if row.result is not None else row.go)()
                    return
                if field.justification_field is not None and not field.justification():
                    field.justification_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    return
        if self.reason.findings:
            self.reason.focus_control()

    def submit(self) -> None:
        """Save all answers as one act; or go to what stands in the way."""
        if not self._can_write or not self.changed_rows:
            return
        if not self.save_button.isEnabled():
            self.focus_first_finding()
            return
        study = self._study_now()
        new: list[CriterionAnswer] = []
        corrected: list[CriterionAnswer] = []
        justified: list[tuple[CriterionAnswer, Finding, str]] = []
        for row in self.changed_rows:
            draft = self._draft(row)
            if draft is None:
                return
            (corrected if row.asked.answer is not None else new).append(draft)
            for one in self._findings(row, study):
                field = row.day if one.field == row.day.field else row.remark
                if not one.is_hard:
                    justified.append((draft, one, field.justification()))
        why = self.save_foot.why() if corrected else ""
        seen = {one.record_id: self._seen.get(one.record_id) for one in corrected}
        if self.session.save_all(new, corrected=corrected, justified=justified, reason=why, seen=seen):
            self.reason.set_value("")
            self.saved.emit(tuple(one.record_id for one in (*new, *corrected)))
            self.edited.emit()

    def discard(self) -> None:
        """Give up what was typed, the second time it is asked for."""
        if not self.is_dirty:
            return
        if not self.save_foot.asks_discard:
            self.save_foot.asks_discard = True
            self._count()
            return
        self.save_foot.asks_discard = False
        for row in self.rows:
            row.restore()
        self._judge_all()
        self.edited.emit()
