"""New study: the protocol, its assumptions, where, who opens it first, and the recovery key on paper."""

from datetime import date
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.protocol.assumptions import change_assumptions, value_at
from domain.protocol.model import Protocol
from domain.protocol.reader import ProtocolRefused, content_to_json
from domain.records import Account, Confirmation, ProtocolVersion, StudyRecord
from domain.terms import Role
from storage.errors import RecordRefused, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.new_keys import NewKeys
from storage.keys.recovery import recovery_text
from storage.person import Person
from storage.study_file import StudyFile
from ui.screens.assumptions_step import AssumptionsStep
from ui.screens.first_user_step import FirstUserStep
from ui.screens.protocol_step import ProtocolStep
from ui.screens.recovery_key_step import RecoveryKeyStep
from ui.screens.review_step import ReviewStep
from ui.screens.site_step import SiteStep
from ui.screens.step import Step
from ui.screens.wizard_frame import StepsRail, WizardFoot
from ui.settings import Settings
from ui.text import tr, utc_now
from ui.theme import PAGE_MARGIN
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.elided_label import Label
from ui.words.date import say_moment
from ui.words.error import say_error
from ui.words.sign_in import say_person


class NewStudyScreen(QWidget):
    """Six steps, forward only when each is complete; nothing is written before the last.

    A training study has no recovery key, and that step is passed over.
    """

    created = Signal(Path)
    cancelled = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Start at the protocol."""
        super().__init__(parent)
        self.settings = settings
        self.protocol_step = ProtocolStep()
        self.assumptions_step = AssumptionsStep()
        self.site_step = SiteStep()
        self.first_user_step = FirstUserStep(settings)
        self.recovery_key_step = RecoveryKeyStep()
        self.recovery_key_step.print_wanted.connect(self._print_key)
        self._key = DataKey.random()
        self.review_step = ReviewStep()
        self.steps: tuple[Step, ...] = (
            self.protocol_step, self.assumptions_step, self.site_step, self.first_user_step, self.recovery_key_step,
            self.review_step,
        )  # fmt: skip
        self._rail = StepsRail([step.title for step in self.steps])
        self._stack = QStackedWidget()
        for step in self.steps:
            self._stack.addWidget(step)
            step.changed.connect(self._on_changed)
        self._banner = Banner("hard", "")
        self._banner.hide()
        self.back_button = SecondaryButton(tr("Back"))
        self.back_button.clicked.connect(self.go_back)
        self.next_button = PrimaryButton(tr("Continue"))
        self.next_button.clicked.connect(self.go_on)
        self._hint = Label(token="text2")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        banner_box = QVBoxLayout()
        banner_box.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 0)
        banner_box.addWidget(self._banner)
        right.addLayout(banner_box)
        right.addWidget(self._stack, 1)
        right.addWidget(WizardFoot(self.back_button, self._hint, self.next_button))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self._refresh()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self._stack.currentIndex()]

    def has_unsaved(self) -> bool:
        """Whether answers would be lost by leaving."""
        return self._stack.currentIndex() > 0

    def go_back(self) -> None:
        """One step back; before the first, away."""
        index = self._stack.currentIndex()
        if index == 0:
            self.cancelled.emit()
            return
        self._stack.setCurrentIndex(self._next_index(-1))
        self._refresh()

    def _next_index(self, direction: int) -> int:
        """The step before or after the one that is shown."""
        index = self._stack.currentIndex() + direction
        if self.steps[index] is self.recovery_key_step and not self.first_user_step.is_encrypted:
            index += direction
        return index

    def go_on(self) -> None:
        """One step on; after the last the study is made."""
        index = self._stack.currentIndex()
        if not self.step.is_complete:
            return
        if index == len(self.steps) - 1:
            self._create()
            return
        index = self._next_index(1)
        following = self.steps[index]
        if following is self.assumptions_step and self.protocol_step.protocol is not None:
            self.assumptions_step.show_protocol(self.protocol_step.protocol)
        elif following is self.site_step and self.protocol_step.protocol is not None:
            self.site_step.show_protocol(self.protocol_step.protocol)
        elif following is self.recovery_key_step:
            self.recovery_key_step.show_key(self._key)
        elif following is self.review_step:
            self.review_step.show_answers(
                self.site_step, self.first_user_step, self._confirmed(), self._confirmations()
            )
        self._stack.setCurrentIndex(index)
        self._refresh()
        following.take_focus()

    def _on_changed(self) -> None:
        self._refresh()
        if self.step is self.assumptions_step and self.step.is_complete:
            self.next_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _refresh(self) -> None:
        index = self._stack.currentIndex()
        notes = [step.note if position <= index else "" for position, step in enumerate(self.steps)]
        if index >= self.steps.index(self.first_user_step) and not self.first_user_step.is_encrypted:
            notes[self.steps.index(self.recovery_key_step)] = tr("not needed")
        self._rail.show_steps(index, notes)
        self.back_button.setText(tr("Cancel") if index == 0 else tr("Back"))
        last = index == len(self.steps) - 1
        self.next_button.setText(
            tr("Create study")
            if last
            else tr("Continue: {step}").format(step=self.steps[self._next_index(1)].title.lower())
        )
        self.next_button.setEnabled(self.step.is_complete)
        self._hint.setText(self.step.hint)

    def _confirmed(self) -> Protocol:
        """The protocol with every assumption answered."""
        protocol = self.protocol_step.protocol
        assert protocol is not None
        answers = {answer.path: answer.value for answer in self.assumptions_step.answers}
        return change_assumptions(protocol, answers, confirmed_by=self.first_user_step.person.name)

    def _confirmations(self) -> list[Confirmation]:
        protocol = self.protocol_step.protocol
        assert protocol is not None
        return [
            Confirmation(
                record_id=uuid4().hex,
                path=answer.path,
                shipped=written(value_at(protocol, answer.path)),
                chosen=written(answer.value),
                reason=answer.reason,
            )
            for answer in self.assumptions_step.answers
        ]

    def _create(self) -> None:
        """Write the file; what stands in the way is said, and every answer stays."""
        site, first = self.site_step, self.first_user_step
        try:
            protocol = self._confirmed()
            study = StudyRecord(
                record_id=uuid4().hex,
                study_id=site.study_id,
                study_title=protocol.title,
                site_id=site.site_id,
                site_zone=site.zone_name,
                is_demo=not first.is_encrypted,
            )
            version = ProtocolVersion(
                record_id=uuid4().hex,
                version=protocol.version,
                effective_on=date(2000, 1, 1) if site.is_retrospective else site.today,
                reason=tr("First version"),
                content=content_to_json(protocol),
            )
            self._write(study, version)
        except (StudyFileError, RecordRefused) as error:
            title, text = say_error(error)
            self._banner.show_message("hard", title, text)
            self._banner.show()
            return
        except ProtocolRefused as refused:
            from ui.screens.protocol_step import say_faults

            self._banner.show_message("hard", tr("The protocol can't be run with these answers."), say_faults(refused))
            self._banner.show()
            return
        if not first.is_encrypted:
            self.settings.person = (first.person.name, first.person.role)
        self._stack.setCurrentIndex(0)
        self.created.emit(site.path)

    def _write(self, study: StudyRecord, version: ProtocolVersion) -> None:
        site, first, now = self.site_step, self.first_user_step, utc_now()
        keys = None
        if first.is_encrypted:
            keys = NewKeys(user_id=first.user_id, password=first.password.text(), key=self._key)
        # Until the first account is in it, a study knows nobody by a user id.
        person = Person(first.person.name, first.person.role)
        with StudyFile.create(
            site.path, study, version, self._confirmations(), person=person, now=now, key=keys
        ) as file:
            if not first.is_encrypted:
                return
            account = Account(
                record_id=uuid4().hex,
                user_id=first.user_id,
                full_name=person.name,
                role=Role.ADMINISTRATOR,
                active_from=site.today,
            )
            file.save(account, person=first.person, now=now)

    def _print_key(self) -> None:
        """Ask for a printer and put the recovery key on paper."""
        # Loaded only here: it asks the system for its printers, which can take seconds.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("Recovery key"))
        if QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        self.print_key_on(printer)

    def print_key_on(self, device: QPagedPaintDevice) -> None:
        """Print the recovery key, or say in the banner why it can't be."""
        from ui.reports.output import ReportError
        from ui.reports.recovery_sheet import print_recovery_sheet

        site, first = self.site_step, self.first_user_step
        moment = utc_now().astimezone(ZoneInfo(site.zone_name))
        facts = [
            (tr("Study"), site.study_id),
            (tr("Site"), site.site_id),
            (tr("File"), site.path.name),
            (tr("Made by"), say_person(first.person.name, first.person.role)),
        ]
        try:
            print_recovery_sheet(
                device, recovery_text(self._key), facts, tr("Printed {moment}").format(moment=say_moment(moment))
            )
        except ReportError as error:
            self._banner.show_message("hard", tr("The recovery key was not printed."), str(error))
            self._banner.show()
            return
        self._banner.hide()
        self.recovery_key_step.note_printed()


def written(value: object) -> str:
    """A value as the protocol file writes it."""
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "none"}[value]
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
