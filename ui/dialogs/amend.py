"""Amends the protocol: another file, or one value or level changed; shown in its effect before it is signed (PRO-4)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from domain.amendment import check_amendment, preview_amendment
from domain.amendment_draft import (
    AmendableValue,
    amendable_values,
    check_inserted,
    with_level_inserted,
    with_level_opened,
    with_value,
    with_version,
)
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import ProtocolRefused, content_to_json, read_content, read_protocol
from domain.records import ProtocolVersion
from domain.terms import LevelState, SignatureMeaning
from storage.errors import StudyFileError
from ui.forms.typed import read_day
from ui.pages.amendment_preview import AmendmentPreviewPanel
from ui.pages.signer_field import SignerField
from ui.screens.protocol_step import say_faults
from ui.session import Session
from ui.signing import check_of, may_approve
from ui.text import Words, say_date, say_number, term, tr
from ui.theme import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.buttons import PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card
from ui.widgets.combo_box import ComboBox
from ui.widgets.date_edit import DateEdit
from ui.widgets.elided_label import Label
from ui.widgets.flow import high_as_needed
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.scroll import ScrollArea
from ui.widgets.text_area import TextArea
from ui.words.error import say_error

Content = Mapping[str, Any]
_LEFT_WIDTH = 400


class AmendDialog(QDialog):
    """The draft at the left, its effect at the right, the signature below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin from the version in force.

        Args:
            session: of an investigator, who signs, or a data manager, who saves.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._session = session
        self._before: Content = json.loads(content_to_json(session.study.protocol))
        self._draft: Content = self._before
        self._is_previewed = False
        self.setWindowTitle(tr("Amend the protocol"))
        self.resize(1000, 690)
        self.version = LineEdit(tr("Version"))
        self.effective_on = DateEdit(
            tr("Effective on"), parse=read_day, show=lambda value: say_date(value) if isinstance(value, date) else ""
        )
        self.reason = TextArea(tr("Reason"), lines=2)
        self.version_row = FormRow(tr("Version"), self.version, field="version")
        self.effective_row = FormRow(
            tr("Effective on, at the site"), self.effective_on, tr("not before the last decision"), field="effective_on"
        )
        self.reason_row = FormRow(tr("Reason, as it will be printed"), self.reason, field="reason")
        self.file_button = SecondaryButton(tr("Use a changed protocol file…"), "folder")
        self.what = ComboBox([], tr("What to change"))
        self.value = LineEdit(tr("New value"))
        self.choice = ComboBox([], tr("New value"))
        self.value_row = FormRow(tr("New value"), self.value)
        self.choice_row = FormRow(tr("New value"), self.choice)
        self.change_button = SecondaryButton(tr("Change"))
        self.open_button = SecondaryButton("")
        self.below = ComboBox([], tr("Where to insert a level"))
        self.dose = LineEdit(tr("Dose of the new level"))
        unit = self._part_in(read_content(self._before)).levels[0].unit
        self.dose_row = FormRow(tr("Its dose, {unit}").format(unit=unit), self.dose, " ", field="dose")
        self.insert_button = SecondaryButton(tr("Insert level"))
        self.undo_button = SecondaryButton(tr("Start again"))
        self.preview = AmendmentPreviewPanel()
        self.signer = SignerField()
        self.save_button = PrimaryButton(tr("Sign amendment"), "pencil")
        self.cancel_button = SecondaryButton(tr("Cancel"))
        self._values: dict[str, AmendableValue] = {}
        self._lay_out()
        self._connect()
        self._offer()
        self.effective_on.set_value(self._today)
        means = term(SignatureMeaning.APPROVAL)
        self.signer.show_person(session.person, means, check_of(session))
        self.signer.setVisible(self._signs)
        self.save_button.setText(tr("Sign amendment") if self._signs else tr("Save amendment"))
        self._check()
        self.version.setFocus()

    # --- drafting ----------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from the version in force."""
        return self._draft != self._before

    def read_file(self, path: Path) -> None:
        """Take a changed protocol file as the draft; every fault is named."""
        try:
            protocol = read_protocol(
                path.read_text(encoding="utf-8"), name=str(self._before.get("protocol_id", path.stem))
            )
        except (OSError, UnicodeDecodeError) as error:
            self.preview.show_fault(tr("{file} can't be read.").format(file=path.name), (str(error),))
            return
        except ProtocolRefused as refused:
            title = tr("{file} can't be run: {count} to put right.")
            faults = tuple(say_faults(refused).splitlines())
            self.preview.show_fault(title.format(file=path.name, count=len(refused.findings)), faults)
            return
        if not self.version.text().strip():
            self.version.set_value(protocol.version)
        self._take(json.loads(content_to_json(protocol)))

    def change_value(self) -> None:
        """Put the chosen value into the draft."""
        one = self._values.get(str(self.what.value() or ""))
        if one is None:
            return
        value = self.choice.value() if one.choices else _read_like(one.value, self.value.text())
        source = tr("amendment, version {version}").format(version=self.version.text().strip() or tr("to come"))
        self._try(lambda: with_value(self._draft, one.path, value, source=source))

    def open_level(self) -> None:
        """Plan the lowest optional level like the others."""
        part_id = self._part_in(read_content(self._draft)).part_id
        self._try(lambda: with_level_opened(self._draft, part_id))

    def insert_level(self) -> None:
        """Put a level between two, if its dose lies between theirs."""
        below, dose = self.below.value(), self._typed_dose()
        part = self._part_in(read_content(self._draft))
        self._judge_dose()
        if not isinstance(below, int) or dose is None or check_inserted(part, below, dose) is not None:
            if not self.dose.text().strip():
                self.dose_row.set_finding("hard", tr("Give the dose of the new level."))
            return
        self._try(lambda: with_level_inserted(self._draft, part.part_id, below, dose))
        self.dose.clear()

    def start_again(self) -> None:
        """Back to the version in force."""
        self._take(self._before)

    def _try(self, change: Callable[[], Content]) -> None:
        """Take a change if the protocol can be run with it."""
        draft = change()
        try:
            read_content(draft)
        except ProtocolRefused as refused:
            title = tr("The protocol can't be run with this; it was not taken.")
            self.preview.show_fault(title, tuple(say_faults(refused).splitlines()))
            self._is_previewed = False
            self._check_button()
            return
        self._take(draft)

    def _take(self, draft: Content) -> None:
        self._draft = draft
        self._offer()
        self._show_preview()

    # --- the version to be -------------------------------------------------------------------------

    def drafted(self) -> ProtocolVersion:
        """The version as it would be saved now."""
        version, day = self.version.text().strip(), self.effective_on.value()
        return ProtocolVersion(
            record_id=self._session.new_id(),
            version=version,
            effective_on=day if isinstance(day, date) else self._today,
            reason=str(self.reason.value()).strip(),
            content=content_to_json(read_content(with_version(self._draft, version or "?"))),
        )

    def save(self) -> None:
        """Save the version, and sign it where the person signs."""
        self._check()
        if not self.save_button.isEnabled() or (self._signs and not self.signer.confirm()):
            return
        self.signer.clear()
        session, version = self._session, self.drafted()
        is_signed = self._signs and bool(session.file.records().get("account"))
        if session.do(
            lambda: session.file.amend(version, is_signed=is_signed, person=session.person, now=session.clock())
        ):
            self.accept()

    @property
    def _signs(self) -> bool:
        return may_approve(self._session, ProtocolVersion.kind)

    @property
    def _today(self) -> date:
        return self._session.clock().astimezone(self._session.study.zone).date()

    def _show_preview(self) -> None:
        session = self._session
        self._is_previewed = False
        if not self.is_changed:
            self.preview.show_nothing()
            self._check_button()
            return
        study = session.study.at(session.clock())
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            # The name of the version is typed while the effect stands there already.
            version = replace(self.drafted(), content=json.dumps(self._draft))
            faults = [one for one in check_amendment(session.file.records(), version) if one.field == "content"]
            if faults:
                title = tr("What is in use would be lost.")
                self.preview.show_fault(title, tuple(session.words.finding(one) for one in faults))
                self._check_button()
                return
            found = preview_amendment(study, version, session.file.records_at)
        except ProtocolRefused as refused:
            self.preview.show_fault(tr("The protocol can't be run."), tuple(say_faults(refused).splitlines()))
            self._check_button()
            return
        except StudyFileError as error:
            title, text = say_error(error)
            self.preview.show_fault(title, (text,))
            self._check_button()
            return
        finally:
            self.unsetCursor()
        self.preview.show_preview(found, session.words)
        self._is_previewed = True
        self._check()

    def _check(self) -> None:
        """Show what forbids saving at its field, once there is anything to save."""
        rows = {"version": self.version_row, "effective_on": self.effective_row, "reason": self.reason_row}
        findings = check_amendment(self._session.file.records(), self.drafted()) if self.is_changed else []
        for field, row in rows.items():
            mine = [("hard", self._session.words.finding(one)) for one in findings if one.field == field]
            if field == "effective_on" and (problem := self.effective_on.problem()):
                mine = [("hard", problem)]
            row.set_findings(mine, justifiable=False)
        self._check_button()

    def _check_button(self) -> None:
        has_findings = any(row.findings for row in (self.version_row, self.effective_row, self.reason_row))
        signed = self.signer.is_signed if self._signs else True
        self.save_button.setEnabled(self._is_previewed and not has_findings and signed)
        self.undo_button.setEnabled(self.is_changed)

    # --- building ----------------------------------------------------------------------------------

    def _offer(self) -> None:
        """What can be changed of the draft as it is."""
        protocol = read_content(self._draft)
        chosen = self.what.value()
        values = amendable_values(protocol)
        self._values = {one.path: one for one in values}
        several = len(protocol.parts) > 1
        self.what.set_options([Option(one.path, _name_of(one.path, several=several)) for one in values])
        self.what.set_value(chosen if chosen in self._values else values[0].path)
        part = self._part_in(protocol)
        optional = next((level for level in part.levels if level.is_optional), None)
        self.open_button.setVisible(optional is not None)
        if optional is not None:
            text = tr("Open optional level {number} ({dose} {unit})")
            self.open_button.setText(
                text.format(number=optional.number, dose=say_number(optional.dose), unit=optional.unit)
            )
        below = self.below.value()
        self.below.set_options([Option(level.number, _say_gap(part, level.number)) for level in part.levels])
        self.below.set_value(below if below is not None else self._first_gap(part))
        self._on_what()
        self._judge_dose()

    def _part_in(self, protocol: Protocol) -> Part:
        """The part whose ladder is changed: the one that is shown, unless its doses are chosen from another's."""
        shown = next((one for one in protocol.parts if one.part_id == self._session.part.part_id), None)
        return shown if shown is not None and shown.levels else protocol.first_part

    def _first_gap(self, part: Part) -> int:
        """The level below the gap that is offered first: under the lowest exceeded level, else the top (ESC-7)."""
        tallies = self._session.status.recommendation.tallies if part.part_id == self._session.part.part_id else ()
        exceeded = [one.dose_level for one in tallies if one.state is LevelState.EXCEEDED and one.dose_level > 1]
        return min(exceeded) - 1 if exceeded else part.levels[-1].number

    def _typed_dose(self) -> Decimal | None:
        """The dose as typed; None where it is no number."""
        try:
            dose = Decimal(self.dose.text().strip())
        except InvalidOperation:
            return None
        return dose if dose.is_finite() else None

    def _judge_dose(self) -> None:
        """Say at the field, as it is typed, whether the dose lies between its neighbours."""
        part, below = self._part_in(read_content(self._draft)), self.below.value()
        if not isinstance(below, int) or not 1 <= below <= len(part.levels):
            return
        lower, upper = part.level(below), next(iter(part.levels[below:]), None)
        if upper is None:
            hint = tr("more than {lower}").format(lower=say_number(lower.dose))
        else:
            hint = tr("between {lower} and {upper}").format(lower=say_number(lower.dose), upper=say_number(upper.dose))
        self.dose_row.set_hint(hint)
        text, dose = self.dose.text().strip(), self._typed_dose()
        if not text:
            self.dose_row.set_finding(None)
        elif dose is None:
            self.dose_row.set_finding("hard", tr("Not a number."))
        elif (finding := check_inserted(part, below, dose)) is not None:
            words = Words(self._session.words.zone, part)
            self.dose_row.set_finding("hard", words.finding(finding))
        else:
            self.dose_row.set_finding(None)

    def _on_what(self) -> None:
        one = self._values.get(str(self.what.value() or ""))
        if one is None:
            return
        self.choice_row.setVisible(bool(one.choices))
        self.value_row.setVisible(not one.choices)
        if one.choices:
            self.choice.set_options([Option(each, tr(choice_label_of(one.path, each))) for each in one.choices])
            same = next((each for each in one.choices if str(each).lower() == str(one.value).lower()), one.choices[0])
            self.choice.set_value(same)
        else:
            self.value.set_value(str(one.value))

    def _connect(self) -> None:
        self.file_button.clicked.connect(self._choose_file)
        self.what.value_changed.connect(self._on_what)
        self.change_button.clicked.connect(self.change_value)
        self.open_button.clicked.connect(self.open_level)
        self.insert_button.clicked.connect(self.insert_level)
        self.below.value_changed.connect(self._judge_dose)
        self.dose.value_changed.connect(self._judge_dose)
        self.undo_button.clicked.connect(self.start_again)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.signer.confirmed.connect(self.save)
        self.signer.value_changed.connect(self._check_button)
        for field in (self.version, self.effective_on, self.reason):
            field.value_changed.connect(self._check)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Protocol file"), "", tr("Protocol files (*.toml)"))
        if name:
            self.read_file(Path(name))

    def _lay_out(self) -> None:
        for button in (self.file_button, self.change_button, self.open_button, self.insert_button, self.undo_button):
            button.setAutoDefault(False)
        self.cancel_button.setAutoDefault(False)
        rows = (self.version_row, self.effective_row, self.reason_row, self.value_row, self.choice_row, self.dose_row)
        for row in rows:
            high_as_needed(row)
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_M - 4)
        first = QHBoxLayout()
        first.setSpacing(SPACE_M - 4)
        first.addWidget(self.version_row, 2, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.effective_row, 3, Qt.AlignmentFlag.AlignTop)
        column.addLayout(first)
        column.addWidget(self.reason_row)
        column.addWidget(Label(tr("What changes"), weight=600))
        column.addLayout(button_row(self.file_button, self.undo_button, align_right=False))
        column.addWidget(FormRow(tr("A value"), self.what))
        column.addLayout(_beside(self.change_button, self.value_row, self.choice_row))
        column.addWidget(FormRow(tr("Insert a level"), self.below))
        column.addLayout(_beside(self.insert_button, self.dose_row))
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        left = ScrollArea(fields)
        left.setFixedWidth(_LEFT_WIDTH)
        effect = Card(tr("Effect"), tr("before it is signed"))
        effect.add(self.preview, 1)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE_M)
        middle.addWidget(left)
        middle.addWidget(effect, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(SPACE_M)
        whole.addWidget(Label(tr("Amend the protocol"), size="title"))
        about = tr("What was entered and decided keeps its version. The new one counts from its day on.")
        whole.addWidget(Label(about, token="text2", wrap=True))
        whole.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_M)
        foot.addWidget(self.signer, 1)
        buttons = button_row(self.cancel_button, self.save_button)
        foot.addLayout(buttons)
        foot.setAlignment(buttons, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(foot)


def _read_like(before: object, text: str) -> object:
    """What was typed, of the kind that stands there now; what can't be one stays text, and the reader says why."""
    text = text.strip()
    if isinstance(before, bool):
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if isinstance(before, int) and text.lstrip("-").isdigit():
        return int(text)
    return text


def _beside(button: QWidget, *rows: FormRow) -> QHBoxLayout:
    """Rows of which one is shown, with a button at the right of the field, whatever is said below it."""
    aside = QVBoxLayout()
    aside.addSpacing(rows[0].label.sizeHint().height() + SPACE_XS)
    aside.addWidget(button)
    aside.addStretch(1)
    line = QHBoxLayout()
    line.setSpacing(SPACE_S)
    for row in rows:
        line.addWidget(row, 1)
    line.addLayout(aside)
    return line


def _say_gap(part: Part, below: int) -> str:
    """Where a level goes in: "between 4 and 5", "above 8"."""
    if below == len(part.levels):
        return tr("above level {number} ({dose})").format(number=below, dose=say_number(part.level(below).dose))
    doses = [say_number(part.level(number).dose) for number in (below, below + 1)]
    text = tr("between level {lower} ({least}) and level {upper} ({most})")
    return text.format(lower=below, upper=below + 1, least=doses[0], most=doses[1])


def _name_of(path: str, *, several: bool) -> str:
    steps = path.split(".")
    label = tr(label_of(path))
    return f"{label} ({steps[1]})" if several and steps[0] == "parts" and len(steps) > 2 else label
