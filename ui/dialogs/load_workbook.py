"""Loads the NCI's CTCAE workbook: where to get it, what is wrong with the one that was chosen, and what was loaded."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from domain.ctcae.catalogue import terms_of
from domain.reasons import Reason
from domain.records import GradeTexts
from storage.transfer.ctcae_workbook import WHERE_TO_GET_IT, read_ctcae_workbook
from storage.transfer.table_errors import CtcaeWorkbookDiffers, TableFileError
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.text import tr
from ui.widgets.buttons import LinkButton
from ui.widgets.card import NoteBox
from ui.widgets.clear import clear
from ui.widgets.elided_label import Label
from ui.words.error import say_error

_SHOWN = 6


class LoadWorkbook(Dialog):
    """The workbook goes into the study file whole, or not at all; the app works without it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Say where to get it, and what is loaded already."""
        super().__init__(tr("CTCAE grade texts"), tr("Choose the workbook…"), tr("Close"), parent=parent)
        self.session = session
        self.setMinimumWidth(560)
        self.version = session.study.protocol.ctcae
        self._other_wording: Path | None = None
        about = tr(
            "The full text of each grade belongs to the NCI and is not shipped with Titrant. Get the Excel workbook of "
            "CTCAE v{version} there and choose it here: it is checked against the list of terms and kept in the study."
        ).format(version=self.version)
        self.add(Label(about, token="text2", wrap=True))
        self.link = LinkButton(WHERE_TO_GET_IT, "link", small=True)
        self.link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(WHERE_TO_GET_IT)))
        line = QHBoxLayout()
        line.addWidget(self.link)
        line.addStretch(1)
        self._body.addLayout(line)
        self.held = Label("", size="caption", token="text2", wrap=True)
        self.add(self.held)
        self._answers = QWidget()
        self.answers = QVBoxLayout(self._answers)
        self.answers.setContentsMargins(0, 0, 0, 0)
        self.add(self._answers)
        self.accept_button.setVisible(not session.is_read_only)
        self._show_held()

    def accept(self) -> None:
        """Choose a workbook; or load the one whose wording was just asked about."""
        if self._other_wording is not None:
            self.load(self._other_wording, may_have_other_wording=True)
            return
        name, _ = QFileDialog.getOpenFileName(
            self, tr("CTCAE workbook"), "", tr("Excel workbooks (*.xlsx);;All files (*)")
        )
        if name:
            self.load(Path(name))

    def load(self, path: Path, *, may_have_other_wording: bool = False) -> None:
        """Read a workbook, and keep its texts if it is the official one of the study's version.

        Args:
            path: of the workbook.
            may_have_other_wording: the person has said that the NCI has published a correction.
        """
        clear(self.answers)
        self._ask_again(None)
        held = self._held_record()
        record_id = held.record_id if held else self.session.new_id()
        try:
            texts = read_ctcae_workbook(
                path, self.version, record_id=record_id, may_have_other_wording=may_have_other_wording
            )
        except CtcaeWorkbookDiffers as error:
            self._say_differences(error, path)
            return
        except TableFileError as error:
            title, text = say_error(error)
            self._answer(NoteBox("hard", title, (text,)))
            return
        reason = tr("CTCAE workbook {file}, SHA-256 {hash}").format(file=texts.file_name, hash=texts.file_hash)
        if held == texts:
            self._say_loaded(tr("These very texts are loaded already."))
        elif self.session.save(texts, reason=reason):
            said = tr("{count} terms of CTCAE v{version} have their grade texts.")
            self._say_loaded(said.format(count=len(terms_of(self.version)), version=self.version))

    def _answer(self, note: NoteBox) -> None:
        """Show an answer, and make room for it."""
        self.answers.addWidget(note)
        note.show()
        self.fit()

    def _say_loaded(self, said: str) -> None:
        self._show_held()
        self._answer(NoteBox("soft", said, glyph="check"))

    def _say_differences(self, error: CtcaeWorkbookDiffers, path: Path) -> None:
        """Differences of structure are refused; of wording alone a person may say that the NCI has published them."""
        is_wording_only = bool(error.numbers["is_wording_only"])
        lines = self._say_reasons(error.reasons)
        if is_wording_only:
            title = tr("The wording differs from the editions that Titrant knows.")
            lines = (
                tr("Terms and grades are the official ones. If the NCI has published a correction, load it; if not, "
                   "the file may have been edited: fetch it again."),
                *lines,
            )  # fmt: skip
            self._answer(NoteBox("warn", title, lines))
            self._ask_again(path)
            return
        title, text = say_error(error)
        self._answer(NoteBox("hard", title, (text, *lines)))

    def _say_reasons(self, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
        words = self.session.words
        lines = [words.reason(reason) for reason in reasons[:_SHOWN]]
        if len(reasons) > _SHOWN:
            lines.append(tr("and {number} more").format(number=len(reasons) - _SHOWN))
        return tuple(lines)

    def _ask_again(self, path: Path | None) -> None:
        self._other_wording = path
        self.accept_button.setText(tr("Load these texts all the same") if path else tr("Choose the workbook…"))

    def _held_record(self) -> GradeTexts | None:
        entered = self.session.study.entered.get(GradeTexts.kind, ())
        return next((one for one in entered if isinstance(one, GradeTexts) and one.version == self.version), None)

    def _show_held(self) -> None:
        held = self._held_record()
        text = tr("Loaded: {file}.").format(file=held.file_name) if held else tr("Not loaded yet.")
        self.held.setText(text)
