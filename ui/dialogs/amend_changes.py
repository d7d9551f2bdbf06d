"""The draft of an amendment: a changed file, or one value or level after the other."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from domain.amendment_draft import with_level_inserted, with_level_opened, with_value
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import ProtocolRefused, content_to_json, read_content, read_protocol
from ui.dialogs.amend_level import LevelChange
from ui.dialogs.amend_value import ValueChange
from ui.screens.protocol_step import say_faults
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import SecondaryButton, button_row
from ui.widgets.elided_label import Label

Content = Mapping[str, Any]
_SPACE = 10


class ChangesPanel(QWidget):
    """What changes. A change that the protocol can't be run with is refused and leaves the draft as it was.

    Signals:
        changed: the draft is another.
        refused: title and lines of what stands in the way of a change.
        version_found: the version that a changed file names.

    Attributes:
        draft: the content of the protocol as it would be.
    """

    changed = Signal()
    refused = Signal(str, tuple)
    version_found = Signal(str)

    def __init__(self, session: Session, version: Callable[[], str]) -> None:
        """Begin from the version in force.

        Args:
            session: of the person who drafts.
            version: gives the name of the new version as typed so far, "" where there is none.
        """
        super().__init__()
        self._session, self._version = session, version
        self._before: Content = json.loads(content_to_json(session.study.protocol))
        self.draft: Content = self._before
        self.file_button = SecondaryButton(tr("Use a changed protocol file…"), "folder")
        self.undo_button = SecondaryButton(tr("Start again"))
        self.value = ValueChange()
        self.level = LevelChange(session)
        for button in (self.file_button, self.undo_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SPACE)
        column.addWidget(Label(tr("What changes"), weight=600))
        column.addLayout(button_row(self.file_button, self.undo_button, align_right=False))
        column.addWidget(self.value)
        column.addWidget(self.level)
        self.file_button.clicked.connect(self._choose_file)
        self.undo_button.clicked.connect(self.start_again)
        self.value.wanted.connect(self._change_value)
        self.level.insert_wanted.connect(self._insert_level)
        self.level.open_wanted.connect(self._open_level)
        self._offer()

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from the version in force."""
        return self.draft != self._before

    def take(self, draft: Content) -> None:
        """Go on from a draft that can be run."""
        self.draft = draft
        self._offer()
        self.changed.emit()

    def start_again(self) -> None:
        """Back to the version in force."""
        self.take(self._before)

    def read_file(self, path: Path) -> None:
        """Take a changed protocol file as the draft; every fault is named."""
        try:
            protocol = read_protocol(
                path.read_text(encoding="utf-8"), name=str(self._before.get("protocol_id", path.stem))
            )
        except (OSError, UnicodeDecodeError) as error:
            self.refused.emit(tr("{file} can't be read.").format(file=path.name), (str(error),))
            return
        except ProtocolRefused as refused:
            title = tr("{file} can't be run: {count} to put right.")
            faults = tuple(say_faults(refused).splitlines())
            self.refused.emit(title.format(file=path.name, count=len(refused.findings)), faults)
            return
        self.version_found.emit(protocol.version)
        self.take(json.loads(content_to_json(protocol)))

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Protocol file"), "", tr("Protocol files (*.toml)"))
        if name:
            self.read_file(Path(name))

    def _change_value(self, path: str, value: object) -> None:
        source = tr("amendment, version {version}").format(version=self._version() or tr("to come"))
        self._try(with_value(self.draft, path, value, source=source))

    def _open_level(self) -> None:
        self._try(with_level_opened(self.draft, self._part.part_id))

    def _insert_level(self, below: int, dose: object) -> None:
        self._try(with_level_inserted(self.draft, self._part.part_id, below, dose))  # type: ignore[arg-type]

    def _try(self, draft: Content) -> None:
        """Take a draft if the protocol can be run with it."""
        try:
            read_content(draft)
        except ProtocolRefused as refused:
            title = tr("The protocol can't be run with this; it was not taken.")
            self.refused.emit(title, tuple(say_faults(refused).splitlines()))
            return
        self.take(draft)

    @property
    def _part(self) -> Part:
        return self._part_in(read_content(self.draft))

    def _part_in(self, protocol: Protocol) -> Part:
        """The part whose ladder is changed: the one that is shown, unless its doses are chosen from another's."""
        shown = next((one for one in protocol.parts if one.part_id == self._session.part.part_id), None)
        return shown if shown is not None and shown.levels else protocol.first_part

    def _offer(self) -> None:
        """What can be changed of the draft as it is."""
        protocol = read_content(self.draft)
        self.value.offer(protocol)
        self.level.offer(self._part_in(protocol))
        self.undo_button.setEnabled(self.is_changed)
