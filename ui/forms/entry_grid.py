"""Several records entered as a grid: a head, rows one below the other, a foot that counts what is left; one act.

A grid of a kind says only what differs: its head, its rows, the record that a row makes, and the check that judges it.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLayout, QWidget

from domain.reasons import Finding
from domain.records import Record
from domain.study import Study
from ui.forms.grid_frame import GridFrame
from ui.forms.grid_row import GridRow
from ui.session import Session
from ui.widgets.form_row import FormRow

Row = TypeVar("Row", bound=GridRow)


class EntryGrid(GridFrame[Row]):
    """Enter goes from row to row, Ctrl+S saves all rows as one act, Esc gives up the second time it is pressed.

    Class attributes:
        of_head: codes of findings that concern all rows and are said once, at the top.
    """

    of_head: ClassVar[tuple[str, ...]] = ()

    def __init__(self, session: Session, title: str, hint: str, rows_name: str, parent: QWidget | None = None) -> None:
        """Build it without head and rows; see ``GridFrame``.

        Args:
            session: saves, and knows the study.
            title: of the card.
            hint: at the right of the title.
            rows_name: what a screen reader calls the rows.
            parent: Qt owner.
        """
        super().__init__(title, hint, rows_name, parent)
        self.session = session
        self._study: Study | None = None
        self.area.edited.connect(self._on_edited)
        self.area.justified.connect(self.recount)
        self.reason.value_changed.connect(self.recount)
        self.count.clicked.connect(self.focus_first_finding)
        self.save_button.clicked.connect(self.submit)
        self.discard_button.clicked.connect(self.discard)
        session.changed.connect(self._on_study_changed)
        self.add_shortcut(QKeySequence.StandardKey.Save, self.submit)
        self.add_shortcut(Qt.Key.Key_Escape, self.discard)

    def lay_out(
        self,
        heads: Sequence[FormRow],
        above: Sequence[QWidget | QLayout],
        *,
        below: Sequence[QWidget] = (),
        at_foot: Sequence[QWidget] = (),
    ) -> None:
        super().lay_out(heads, above, below=below, at_foot=at_foot)
        for row in heads:
            row.justification_changed.connect(self.recount)

    # --- what a grid of a kind says ----------------------------------------------------------------

    def draft_of(self, row: Row) -> Record | None:
        """The record that a row makes, or belongs to; None while nothing is typed, or it can't be told."""
        raise NotImplementedError

    def check(self, row: Row, draft: Record) -> list[Finding]:
        """What the domain finds wrong or doubtful at a row."""
        raise NotImplementedError

    def additions(self) -> list[Record]:
        """New records, as they would be saved."""
        raise NotImplementedError

    def corrections(self) -> list[Record]:
        """Recorded ones that were changed; they ask for a reason."""
        return []

    def seen(self) -> Mapping[str, int | None]:
        """Of what may be corrected, by record id, the event that wrote it when it was shown."""
        return {}

    def head_record(self) -> Record | None:
        """The record that the findings at the top are about."""
        return None

    def head_findings(self) -> list[Finding]:
        """What is wrong or doubtful at the top."""
        return []

    def save_text(self) -> str:
        """What the button says."""
        raise NotImplementedError

    def saved_as(self) -> object:
        """What ``saved`` tells once the file has it."""
        return tuple(one.record_id for one in self.additions())

    def remark(self) -> str:
        """What the foot says while nothing holds up saving."""
        return ""

    def say(self, finding: Finding) -> str:
        """A finding in words."""
        return self.session.words.finding(finding)

    def problem_of(self, row: Row) -> str:
        """Why what a row holds can't be read, or ""."""
        return (row.problem() or "") if row.is_typed else ""

    def on_row(self, row: Row) -> None:
        """A row has changed: judge what depends on it."""
        self.judge()

    def on_study_changed(self) -> None:
        """Somebody saved something, or the clock moved."""

    def forget(self) -> None:
        """Nothing is unsaved any more: it was saved, or given up."""
        raise NotImplementedError

    # --- what it knows -----------------------------------------------------------------------------

    def study_now(self) -> Study:
        """Everything entered up to now, whatever cut-off the pages show."""
        if self._study is None:
            self._study = self.session.study.at(self.session.clock().replace(second=0, microsecond=0))
        return self._study

    @property
    def is_dirty(self) -> bool:
        """Whether closing would lose something."""
        return bool(self.typed_rows)

    def drafts(self) -> list[Record]:
        """What the rows make, each record once; rows that can't be read are left out."""
        found = {one.record_id: one for row in self.rows if (one := self.draft_of(row)) is not None}
        return list(found.values())

    # --- judging -----------------------------------------------------------------------------------

    def findings_of(self, row: Row) -> list[Finding]:
        """What is wrong or doubtful at a row, but for what is said at the top."""
        draft = self.draft_of(row) if not self.problem_of(row) else None
        found = self.check(row, draft) if draft is not None else []
        return [one for one in found if one.code not in self.of_head]

    def judge(self) -> None:
        """Judge head and rows, and count what is left."""
        self.judge_head()
        for row in self.rows:
            self.judge_row(row)
        self.recount()

    def judge_row(self, row: Row) -> None:
        """Say at a row what was found there."""
        problem = self.problem_of(row)
        found = [("hard", problem)] if problem else [(f.severity.value, self.say(f)) for f in self.findings_of(row)]
        row.show_findings(found)

    def judge_head(self) -> None:
        """What can't be read or is doubtful at the top; what is missing there, once something was entered."""
        found = self.head_findings()
        for row in self.heads:
            mine = [(one.severity.value, self.say(one)) for one in found if one.field == row.field]
            problem = row.problem()
            if problem:
                mine = [("hard", problem)]
            elif row.value() is None and self.is_dirty:
                mine = [("hard", self.say(Finding(row.field, "missing")))]
            row.set_findings(mine)

    def recount(self) -> None:
        """Say in the foot how much is left to do."""
        made, corrected = self.additions(), self.corrections()
        self.save_foot.ask_reason(self.session.words, is_needed=bool(corrected))
        heads = (*self.heads, self.reason)
        hard, soft = self.area.open_points()
        hard += sum(any(s == "hard" for s, _ in row.findings) for row in heads)
        soft += sum(any(s == "soft" for s, _ in row.findings) and not row.justification() for row in heads)
        self.save_foot.tell(hard, soft, self.remark())
        self.save_button.setEnabled(bool(made or corrected) and not hard and not soft)
        self.save_button.setText(self.save_text())

    # --- walking -----------------------------------------------------------------------------------

    def focus_first_finding(self) -> None:
        """Put the cursor into the first field that holds up saving."""
        for head in (*self.heads, self.reason):
            if head.findings and (head.findings[0][0] == "hard" or not head.justification()):
                field = head.justification_field if head.findings[0][0] == "soft" else None
                (field or head.control).setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        if not self.area.focus_open_point():
            self.focus_nothing_found()

    def focus_nothing_found(self) -> None:
        """Nothing holds up saving: where the cursor goes when one asks for what does."""

    # --- ending ------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Save everything as one act; or go to what stands in the way."""
        if not self.save_button.isEnabled():
            self.focus_first_finding()
            return
        told = self.saved_as()
        is_saved = self.session.save_all(
            self.additions(),
            corrected=self.corrections(),
            justified=self._justified(),
            reason=self.save_foot.why(),
            seen=self.seen(),
        )
        if is_saved:
            self.forget()
            self.edited.emit()
            self.saved.emit(told)
            self.closed.emit()

    def _justified(self) -> list[tuple[Record, Finding, str]]:
        """Each soft finding with its record and the person's reason."""
        about, heads = self.head_record(), {row.field: row for row in self.heads}
        found = [
            (about, one, heads[one.field].justification())
            for one in (self.head_findings() if about is not None else ())
            if about is not None and not one.is_hard
        ]
        for row in self.rows:
            draft = self.draft_of(row)
            if draft is not None:
                found += [(draft, one, row.reason()) for one in self.findings_of(row) if not one.is_hard]
        return found

    def discard(self) -> None:
        """Give up what was typed, the second time it is asked for."""
        if self.is_dirty and not self.save_foot.asks_discard:
            self.ask_discard()
            return
        self.forget()
        self.edited.emit()
        self.closed.emit()

    def ask_discard(self) -> None:
        """Say in the foot that what was typed would be lost."""
        self.save_foot.asks_discard = True
        self.recount()

    # --- what happens ------------------------------------------------------------------------------

    def keep(self) -> None:
        """Something was typed: giving up asks anew."""
        self.save_foot.asks_discard = False

    def _on_edited(self, row: Row) -> None:
        self.keep()
        self.on_row(row)
        self.edited.emit()

    def on_head_edited(self) -> None:
        """A field at the top has changed."""
        self.keep()
        self.judge()
        self.edited.emit()

    def _on_study_changed(self) -> None:
        self._study = None
        self.on_study_changed()
