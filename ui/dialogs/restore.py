"""Restore: choose a backup, see what would be gone and what would come back, then put it in the study's place."""

from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from storage.backup.manifest import Backup, list_backups
from storage.backup.preview import Relation, RestorePreview, preview_restore
from storage.errors import StudyFileError
from storage.keys.data_key import DataKey
from ui.dialogs.dialog import Dialog
from ui.text import tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import SunkenBox
from ui.widgets.elided_label import Label, break_long_words
from ui.widgets.note_slot import NoteSlot
from ui.widgets.radio_list import Choice, RadioList
from ui.widgets.scroll import ScrollArea
from ui.words.date import say_moment
from ui.words.error import say_error
from ui.words.head import say_preview

_LIST_HEIGHT = 220


class RestoreDialog(Dialog):
    """The backups of a study, newest first, and what a restore of the chosen one would do.

    Attributes:
        chosen: the study file in the backup, once it was checked and can be restored.
    """

    previewed = Signal()

    def __init__(
        self, target: Path, folder: Path, *, key: DataKey | None, zone: tzinfo | None, parent: QWidget | None = None
    ) -> None:
        """List the backups.

        Args:
            target: the study whose place a backup would take; need not be readable.
            folder: where its backups are.
            key: of an encrypted study.
            zone: of the site, where known; else that of this computer.
            parent: Qt owner.
        """
        super().__init__(tr("Restore a backup"), tr("Restore"), tr("Cancel"), parent=parent)
        self.setMinimumWidth(600)
        self._target, self._key, self._zone = target, key, zone
        self.chosen: Path | None = None
        self.preview: RestorePreview | None = None
        text = tr("The study that is there now is kept beside it under another name, so nothing is lost by a restore.")
        self.add(Label(text, token="text2", wrap=True))
        self._listing = list_backups(folder)
        self.backups = RadioList([], tr("Backups"))
        self._other: Path | None = None
        area = ScrollArea(self.backups)
        area.setMaximumHeight(_LIST_HEIGHT)
        self._area = area
        self.add(area)
        self.other_link = LinkButton(tr("Choose a backup somewhere else…"))
        self.other_link.clicked.connect(self._browse)
        where = tr("{folder}") if self._listing.backups else tr("There are no backups in {folder}.")
        self.add(Label(break_long_words(where.format(folder=folder)), size="caption", token="text2", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self.other_link)
        row.addStretch(1)
        self._body.addLayout(row)
        box = SunkenBox(padding=14)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        box.body.addLayout(self._lines)
        self._box = box
        self.add(box)
        self.refusal = NoteSlot()
        self.add(self.refusal)
        self.accept_button.setEnabled(False)
        self.backups.value_changed.connect(self._on_chosen)
        self._offer()
        if self._listing.backups:
            self.backups.set_value(self._listing.backups[0].path)
        else:
            self._box.hide()

    def _offer(self) -> None:
        choices = [
            Choice(each.path, tr("{moment}, event {event}").format(moment=self._when(each), event=each.head.position),
                   _size(each.size) if not each.problems else tr("was faulty when it was made"))
            for each in self._listing.backups
        ]  # fmt: skip
        if self._other is not None:
            choices.insert(0, Choice(self._other, self._other.name, str(self._other.parent)))
        self.backups.set_choices(choices)
        self._area.setVisible(bool(choices))

    def _when(self, backup: Backup) -> str:
        return say_moment(backup.made_at.astimezone(self._zone))

    def choose_file(self, path: Path) -> None:
        """Take a backup that lies somewhere else."""
        self._other = path
        self._offer()
        self.backups.set_value(path)

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Backup"), str(self._target.parent), tr("Titrant studies (*.titrant)")
        )
        if name:
            self.choose_file(Path(name))

    def _on_chosen(self) -> None:
        path = self.backups.value()
        self.chosen, self.preview = None, None
        if isinstance(path, Path):
            self._look_into(path)
        self.accept_button.setEnabled(self.chosen is not None)
        self.previewed.emit()

    def _look_into(self, path: Path) -> None:
        """Check the backup and say what differs."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.preview = preview_restore(path, self._target, key=self._key)
        except StudyFileError as error:
            self._show_lines([])
            self.refusal.show_note("hard", *say_error(error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.refusal.show_note("hard", "")
        self._show_lines([line.strip() for line in say_preview(self.preview)])
        if self.preview.relation is Relation.OTHER_STUDY:
            return
        self.chosen = path
        backup = next((each for each in self._listing.backups if each.path == path), None)
        name = tr("the backup of {moment}").format(moment=self._when(backup)) if backup else path.name
        self.accept_button.setText(tr("Restore {backup}").format(backup=name))

    def _show_lines(self, lines: list[str]) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item is not None and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        for index, line in enumerate(lines):
            label = Label(line, weight=500 if index == 0 else 400, token="text" if index == 0 else "text2", wrap=True)
            self._lines.addWidget(label)
        self._box.setVisible(bool(lines))
        self._box.setAccessibleName(" ".join(lines))
        if self.isVisible():
            self.fit()

    @property
    def said(self) -> str:
        """What a restore would do, as it is said."""
        return self._box.accessibleName()


def _size(size: int) -> str:
    return tr("{size} MB").format(size=f"{max(size / 1e6, 0.1):.1f}")
