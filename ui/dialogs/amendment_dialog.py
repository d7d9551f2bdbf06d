"""The frame of what is drafted and what is signed of an amendment: what it says, its effect, the signature below."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from domain.amendment import AmendmentPreview
from domain.protocol.reader import ProtocolRefused
from domain.terms import SignatureMeaning
from storage.errors import StudyFileError
from ui.pages.amendment_preview import AmendmentPreviewPanel
from ui.pages.signer_field import SignerField
from ui.screens.protocol_step import say_faults
from ui.session import Session
from ui.signing import check_of
from ui.text import term, tr
from ui.theme import SPACE_M
from ui.widgets.buttons import PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea
from ui.words.error import say_error

_SPACE = 12


class AmendmentDialog(QDialog):
    """The amendment at the left, its effect at the right, the signature below.

    Attributes:
        preview: the effect.
        signer: who approves it.
    """

    def __init__(self, session: Session, title: str, size: QSize, parent: QWidget | None = None) -> None:
        """Build what both have; the body comes with ``lay_out``.

        Args:
            session: of the person who drafts or signs.
            title: of the window, and above the body.
            size: the window begins with.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(title)
        self.resize(size)
        self.preview = AmendmentPreviewPanel()
        self.signer = SignerField()
        self.signer.show_person(session.person, term(SignatureMeaning.APPROVAL), check_of(session))

    def lay_out(
        self,
        left: QWidget,
        width: int,
        effect: str,
        buttons: tuple[SecondaryButton | PrimaryButton, ...],
        *,
        about: str = "",
    ) -> None:
        """Put the whole together.

        Args:
            left: what the amendment says.
            width: of it, in px.
            effect: says of the effect when it is, or on what.
            buttons: from left to right.
            about: a line below the title.
        """
        area = ScrollArea(left)
        area.setFixedWidth(width)
        card = Card(tr("Effect"), effect)
        card.add(self.preview, 1)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE_M)
        middle.addWidget(area)
        middle.addWidget(card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(_SPACE)
        whole.addWidget(Label(self.windowTitle(), size="title"))
        if about:
            whole.addWidget(Label(about, token="text2", wrap=True))
        whole.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_M)
        foot.addWidget(self.signer, 1)
        for button in buttons:
            # Enter in a field is no press of a button: the signature's own field says so itself.
            button.setAutoDefault(False)
        row = button_row(*buttons)
        foot.addLayout(row)
        foot.setAlignment(row, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(foot)

    def show_effect(self, derive: Callable[[], AmendmentPreview]) -> bool:
        """Show what the amendment changes, or why that can't be said; whether it was said."""
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            self.preview.show_preview(derive(), self._session.words)
        except ProtocolRefused as refused:
            self.preview.show_fault(tr("The protocol can't be run."), tuple(say_faults(refused).splitlines()))
            return False
        except StudyFileError as error:
            title, text = say_error(error)
            self.preview.show_fault(title, (text,))
            return False
        finally:
            self.unsetCursor()
        return True
