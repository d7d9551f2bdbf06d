"""Amends the protocol: another version is drafted, shown in its effect, saved and signed (PRO-4)."""

import json
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.amendment import AmendmentPreview, check_amendment, preview_amendment
from domain.amendment_draft import with_version
from domain.protocol.reader import content_to_json, read_content
from domain.records import ProtocolVersion
from ui.dialogs.amend_changes import ChangesPanel
from ui.dialogs.amendment_dialog import AmendmentDialog
from ui.forms.typed import read_day
from ui.session import Session
from ui.signing import may_approve
from ui.text import say_date, tr
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.date_edit import DateEdit
from ui.widgets.flow import high_as_needed
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.text_area import TextArea

_SIZE, _LEFT_WIDTH = QSize(1000, 690), 400


class AmendDialog(AmendmentDialog):
    """The draft at the left, its effect at the right, the signature below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin from the version in force.

        Args:
            session: of an investigator, who signs, or a data manager, who saves.
            parent: Qt owner.
        """
        super().__init__(session, tr("Amend the protocol"), _SIZE, parent)
        self._is_previewed = False
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
        self.changes = ChangesPanel(session, lambda: self.version.text().strip())
        self.save_button = PrimaryButton(tr("Sign amendment") if self._signs else tr("Save amendment"), "pencil")
        self.cancel_button = SecondaryButton(tr("Cancel"))
        self.signer.setVisible(self._signs)
        about = tr("What was entered and decided keeps its version. The new one counts from its day on.")
        buttons = (self.cancel_button, self.save_button)
        self.lay_out(self._fields(), _LEFT_WIDTH, tr("before it is signed"), buttons, about=about)
        self._connect()
        self.effective_on.set_value(self._today)
        self._check()
        self.version.setFocus()

    def drafted(self) -> ProtocolVersion:
        """The version as it would be saved now."""
        version, day = self.version.text().strip(), self.effective_on.value()
        return ProtocolVersion(
            record_id=self._session.new_id(),
            version=version,
            effective_on=day if isinstance(day, date) else self._today,
            reason=str(self.reason.value()).strip(),
            content=content_to_json(read_content(with_version(self.changes.draft, version or "?"))),
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

    def _name_version(self, version: str) -> None:
        if not self.version.text().strip():
            self.version.set_value(version)

    def _on_changed(self) -> None:
        self._is_previewed = False
        if self.changes.is_changed:
            self._show_draft()
        else:
            self.preview.show_nothing()
        self._check()

    def _show_draft(self) -> None:
        session = self._session
        # The name of the version is typed while the effect stands there already.
        version = replace(self.drafted(), content=json.dumps(self.changes.draft))
        faults = [one for one in check_amendment(session.file.records(), version) if one.field == "content"]
        if faults:
            title = tr("What is in use would be lost.")
            self.preview.show_fault(title, tuple(session.words.finding(one) for one in faults))
            return

        def derive() -> AmendmentPreview:
            return preview_amendment(session.study.at(session.clock()), version, session.file.records_at)

        self._is_previewed = self.show_effect(derive)

    def _on_refused(self, title: str, lines: tuple[str, ...]) -> None:
        """What was not taken is said in the place of the effect, so nothing is signed until the effect is back."""
        self._is_previewed = False
        self.preview.show_fault(title, lines)
        self._check_button()

    def _check(self) -> None:
        """Show what forbids saving at its field, once there is anything to save."""
        rows = {"version": self.version_row, "effective_on": self.effective_row, "reason": self.reason_row}
        is_changed = self.changes.is_changed
        findings = check_amendment(self._session.file.records(), self.drafted()) if is_changed else []
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

    def _fields(self) -> QWidget:
        for row in (self.version_row, self.effective_row, self.reason_row):
            high_as_needed(row)
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_S)
        first = QHBoxLayout()
        first.setSpacing(SPACE_M - 4)
        first.addWidget(self.version_row, 2, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.effective_row, 3, Qt.AlignmentFlag.AlignTop)
        column.addLayout(first)
        column.addWidget(self.reason_row)
        column.addWidget(self.changes)
        column.addStretch(1)
        return fields

    def _connect(self) -> None:
        self.changes.changed.connect(self._on_changed)
        self.changes.refused.connect(self._on_refused)
        self.changes.version_found.connect(self._name_version)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.signer.confirmed.connect(self.save)
        self.signer.value_changed.connect(self._check_button)
        for field in (self.version, self.effective_on, self.reason):
            field.value_changed.connect(self._check)
