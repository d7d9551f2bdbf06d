"""One record in a side panel: rows from the record's own description, its check as findings, a reason for a correction.

A form of a kind says only what differs from the description: which fields it hides, a control of its own, what a new
record starts with, and whether another check judges it. A new field of a record is then one line in ``domain/records``.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import MISSING
from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.checks.of_kind import check_record
from domain.checks.personal import check_free_texts
from domain.escalation.status import PartStatus, status_before
from domain.reasons import Finding
from domain.records import Record, items_of
from domain.study import Study
from domain.terms import Severity
from ui.forms.controls import build_control
from ui.forms.entry_form import EntryForm, Shown
from ui.session import Session
from ui.text import EN_DASH, Words, tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.form import form_heading
from ui.widgets.form_row import FormRow
from ui.widgets.text_area import TextArea

REASON_ROW = "change_reason"


class RecordForm(Card):
    """A form for one record, new or being corrected.

    Signals:
        saved: the record, once the file has it.
        closed: the person is done, by saving or by giving up.
        history_wanted: the record whose history is asked for.

    Class attributes:
        kind: the record that it makes.
        save_text: what the button says for a new record.
        hidden: fields that come from the context and are not shown.
        in_front: fields that stand before the others, which follow in the order of the record.
        pairs: neighbouring fields that share a line.
        long_texts: texts that may take several lines.
        stand_ins: let the check run while these fields are empty; no finding on another field rests on them.
        shown_at: field at whose row a finding on a hidden field is shown.
        headings: title that stands above a field and those that follow it.
    """

    saved = Signal(object)
    closed = Signal()
    history_wanted = Signal(object)

    kind: ClassVar[type[Record]]
    save_text: ClassVar[str]
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "subject_id")
    in_front: ClassVar[tuple[str, ...]] = ()
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = ()
    long_texts: ClassVar[tuple[str, ...]] = ()
    stand_ins: ClassVar[Mapping[str, object]] = {}
    shown_at: ClassVar[Mapping[str, str]] = {}
    headings: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        session: Session,
        record: Record | None = None,
        *,
        known: Mapping[str, object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form.

        Args:
            session: saves, and knows the study.
            record: to be corrected; None makes a new one.
            known: values of hidden fields of a new record, and of shown ones it should start with.
            parent: Qt owner.
        """
        super().__init__(tr(self.kind.title), tr("Esc closes"), title_line=False, parent=parent)
        # A level keeps the number of its own day, whatever it is called on today's ladder.
        self.session, self.record = session, session.study.as_entered(record) if record is not None else None
        self._known = dict(known or {})
        self._findings: list[Finding] = []
        self._baseline: dict[str, object] = {}
        self._hints: dict[str, str] = {}
        self._studies: dict[datetime, Study] = {}
        self._statuses: dict[datetime, PartStatus] = {}
        self._is_saving = self._keeps_open = False
        # Id of the query that a correction follows from; whoever opens the form from a query says it.
        self.through_query = ""
        shown = [field for field in items_of(self.kind) if field not in self.hidden_fields()]
        in_front = [field for field in self.in_front if field in shown]
        self.fields = (*in_front, *(field for field in shown if field not in in_front))
        self.is_loading = True
        self._seen = session.file.last_event(record.record_id) if record else None
        self.form = EntryForm(tr("Save correction") if record else tr(self.save_text), has_changed=self.has_changed)
        self.add(self.form, 1)
        self._add_rows()
        if record is not None:
            self._add_reason()
            self.history_link = link = LinkButton(tr("History"), small=True)
            link.clicked.connect(lambda: self.history_wanted.emit(record))
            self.add_to_title(link)
        self.load()
        self.form.set_validate(self._judge)
        self.form.submitted.connect(self._on_submitted)
        self.form.discarded.connect(self.closed)
        session.changed.connect(self._on_study_changed)

    # --- what a form of a kind says ----------------------------------------------------------------

    def hidden_fields(self) -> tuple[str, ...]:
        """Fields that are not shown."""
        return self.hidden

    def build(self, field: str) -> QWidget:
        """The control of a field."""
        return build_control(self.kind, field, items_of(self.kind)[field], self.words)

    def label_of(self, field: str) -> str:
        """What stands above the control."""
        return tr(items_of(self.kind)[field].label)

    def hint_of(self, field: str) -> str:
        """What stands below the control while nothing is found there."""
        hint = items_of(self.kind)[field].hint
        return tr(hint) if hint else ""

    def first_values(self) -> dict[str, object]:
        """What a new record starts with, beyond the defaults of its fields and what is known."""
        return {}

    def below(self, field: str) -> QWidget | None:
        """Something that is no field and stands below one, such as what follows from it."""
        return None

    def check(self, record: Record, now: datetime) -> list[Finding]:
        """What the domain finds wrong or doubtful: by the check of the kind, unless a form asks more."""
        return check_record(self.study_now(), record, now=now)

    def on_edited(self, field: str) -> None:
        """A value has changed: adapt what depends on it."""

    # --- what it knows -----------------------------------------------------------------------------

    @property
    def words(self) -> Words:
        """Words for the study."""
        return self.session.words

    @property
    def now(self) -> datetime:
        """The moment of entry."""
        return self.session.clock()

    def study_at(self, moment: datetime) -> Study:
        """Everything entered, dated up to a moment; the same value while the file stays as it is."""
        if moment not in self._studies:
            self._studies[moment] = self.session.study.at(moment)
        return self._studies[moment]

    def part_before(self, moment: datetime) -> PartStatus:
        """The subject's part as it stood at a moment, as if the subject were not in the study."""
        if moment not in self._statuses:
            subject_id = str(self.value("subject_id"))
            part = self.session.study.part_of(subject_id) or self.session.part
            self._statuses[moment] = status_before(self.session.study, part, subject_id, moment)
        return self._statuses[moment]

    def study_now(self) -> Study:
        """Everything entered up to now, whatever cut-off the pages show."""
        return self.study_at(self.now.replace(second=0, microsecond=0))

    def value(self, field: str) -> object:
        """What a field holds now; a hidden one comes from the record or from what is known."""
        if field in self.fields:
            return self.form.row(field).value()
        return getattr(self.record, field) if self.record is not None else self._known.get(field)

    def has_changed(self) -> bool:
        """Whether there is anything to save: always for a new record, a changed value for a correction."""
        return self.record is None or bool(self.changed_fields())

    def changed_fields(self) -> tuple[str, ...]:
        """Fields whose value is another than when the form opened."""
        return tuple(field for field in self.fields if self.form.row(field).value() != self._baseline.get(field))

    @property
    def is_dirty(self) -> bool:
        """Whether closing would lose something."""
        return self.form.is_dirty

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.row(self.fields[0]).focus_control()

    # --- building ----------------------------------------------------------------------------------

    def _add_rows(self) -> None:
        paired = {field: pair for pair in self.pairs for field in pair}
        done: set[str] = set()
        for field in self.fields:
            if field in done:
                continue
            line = [one for one in paired.get(field, (field,)) if one in self.fields]
            if field in self.headings:
                self.form.add_widget(form_heading(tr(self.headings[field])))
            rows = [self._row(one) for one in line]
            done |= set(line)
            if len(rows) == 1:
                self.form.add_row(rows[0])
            else:
                self.form.add_pair(*rows)
            if (below := self.below(line[-1])) is not None:
                self.form.add_widget(below)

    def _row(self, field: str) -> FormRow:
        self._hints[field] = self.hint_of(field)
        control = TextArea(self.label_of(field), lines=2) if field in self.long_texts else self.build(field)
        row = FormRow(self.label_of(field), control, self._hints[field], field=field)
        row.value_changed.connect(lambda: self._on_row_changed(field))
        return row

    def _add_reason(self) -> None:
        label = tr("Reason for the change")
        row = FormRow(label, TextArea(label, lines=2), field=REASON_ROW)
        row.hide()
        self.form.add_reason(row)

    def load(self) -> None:
        """Fill the rows from the record, or with what a new one starts with."""
        self.is_loading = True
        if self.record is not None:
            values = {field: getattr(self.record, field) for field in self.fields}
        else:
            defaults = {one.name: one.default for one in dataclasses.fields(self.kind) if one.default is not MISSING}
            first = {**defaults, **self._known, **self.first_values()}
            values = {field: first[field] for field in self.fields if field in first}
        self.form.set_values(values)
        for field in self.fields:
            self.on_edited(field)
        self.is_loading = False
        self.form.mark_clean()
        self._baseline = {field: self.form.row(field).value() for field in self.fields}

    def _on_row_changed(self, field: str) -> None:
        if self.is_loading:
            return
        self.on_edited(field)
        self.form.bring_into_sight(field)
        if self.record is not None:
            self._show_old_value(field)
            self.form.row(REASON_ROW).setVisible(bool(self.changed_fields()))

    def _show_old_value(self, field: str) -> None:
        row = self.form.row(field)
        if row.value() == self._baseline.get(field):
            row.set_hint(self._hints[field])
        else:
            was = self.words.say(self._baseline.get(field)) or EN_DASH
            row.set_hint(tr("before: {value}").format(value=was))

    def set_row_hint(self, field: str, hint: str) -> None:
        """Say something else below a field; an old value that stands there stays."""
        self._hints[field] = hint
        if self.record is None or self.is_loading or field not in self.changed_fields():
            self.form.row(field).set_hint(hint)

    def begin_again(self, known: Mapping[str, object]) -> None:
        """Start another new record with what is known of it; the cursor goes to its first field."""
        self._known = dict(known)
        every: dict[str, object] = dict.fromkeys(self.fields)
        self.is_loading = True
        self.form.set_values(every, dict.fromkeys(self.fields, ""))
        self.load()
        self.focus_first()

    # --- judging and saving ------------------------------------------------------------------------

    def _judge(self, values: dict[str, object]) -> list[Shown]:
        record, missing = self._record_of(values)
        self._findings = [Finding(field, "missing") for field in missing]
        if record is not None:
            found = [*self.check(record, self.now), *check_free_texts(record)]
            # A check of the kind may have looked at the same text; it is said once.
            once = {(finding.field, finding.code): finding for finding in found}.values()
            self._findings += [one for one in once if one.field not in missing and not self._is_answered(one)]
        shown = [Shown(self._place(one.field), one.severity.value, self.words.finding(one)) for one in self._findings]
        if self.record is not None and self.changed_fields() and not values[REASON_ROW]:
            shown.append(Shown(REASON_ROW, Severity.HARD.value, self.words.finding(Finding(REASON_ROW, "missing"))))
        return shown

    def _record_of(self, values: Mapping[str, object]) -> tuple[Record | None, list[str]]:
        """The record as it would be, with stand-ins for what is missing, or None where one can't be made."""
        filled: dict[str, object] = {"record_id": self.record.record_id if self.record else "new"}
        missing: list[str] = []
        is_whole = True
        for one in dataclasses.fields(self.kind):
            if one.name == "record_id":
                continue
            value = self._value_of(one.name, values)
            is_needed = one.default is MISSING or one.default is not None
            if is_needed and (value is None or (value == "" and one.default is MISSING)):
                if one.name in self.fields:
                    missing.append(one.name)
                value = self.stand_ins.get(one.name, None if one.default is MISSING else one.default)
                is_whole = is_whole and value is not None
            filled[one.name] = value
        return (self.kind(**filled) if is_whole else None), missing  # type: ignore[arg-type]

    def _value_of(self, field: str, values: Mapping[str, object]) -> object:
        if self.record is not None and values.get(field) == self._baseline.get(field):
            # Untouched: what the record holds may be finer than its text, such as seconds.
            return getattr(self.record, field)
        return values[field] if field in self.fields else self._known.get(field)

    def _place(self, field: str) -> str:
        place = self.shown_at.get(field, field)
        return place if place in self.fields else self.fields[0]

    def _is_answered(self, finding: Finding) -> bool:
        """Whether a deviation has answered for this finding on this record already, in these very words."""
        if self.record is None or finding.is_hard:
            return False
        said = self.words.finding(finding)
        return any(
            one.about_id == self.record.record_id and one.code == finding.code and one.description == said
            for one in self.study_now().deviations
        )

    def _on_submitted(self, values: dict[str, object], justifications: dict[str, str]) -> None:
        record, missing = self._record_of(values)
        if record is None or missing:
            return
        if self.record is None:
            record = dataclasses.replace(record, record_id=self.session.new_id())
        justified: dict[str, tuple[Finding, str]] = {}
        for finding in self._findings:
            if not finding.is_hard:
                # Each of several findings at one field becomes a deviation of its own.
                justified[f"{finding.field}/{finding.code}"] = finding, justifications[self._place(finding.field)]
        self._is_saving = True
        is_saved = self.session.save(
            record,
            justified=justified,
            reason=str(values.get(REASON_ROW) or ""),
            seen=self._seen,
            through_query=self.through_query,
        )
        self._is_saving = False
        if not is_saved:
            return
        self.form.mark_clean()
        self.saved.emit(record)
        if self._keeps_open:
            self.after_saved(record)
        else:
            self.closed.emit()

    def submit_and_stay(self) -> None:
        """Save, and stay open for the next record."""
        self._keeps_open = True
        try:
            self.form.submit()
        finally:
            self._keeps_open = False

    def after_saved(self, record: Record) -> None:
        """Goes on after a record was saved that the form outlives."""

    def _on_study_changed(self) -> None:
        self._studies.clear()
        self._statuses.clear()
        if not self._is_saving:
            self.form.revalidate()
