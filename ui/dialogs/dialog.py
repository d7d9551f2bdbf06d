"""The frame that small dialogs share: a title, a body, buttons at the right."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.theme import SPACE_M
from ui.widgets.buttons import PrimaryButton, SecondaryButton, button_row
from ui.widgets.elided_label import Label


class Dialog(QDialog):
    """A dialog with one accepting and, if named, one rejecting button."""

    def __init__(self, title: str, accept: str, reject: str = "", *, parent: QWidget | None = None) -> None:
        """Build the frame; add the body with ``add``."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(SPACE_M)
        column.addWidget(Label(title, size="title", wrap=True))
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        column.addLayout(self._body)
        self.accept_button = PrimaryButton(accept)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        buttons: list[QWidget] = [self.accept_button]
        if reject:
            self.reject_button = SecondaryButton(reject)
            self.reject_button.clicked.connect(self.reject)
            buttons.insert(0, self.reject_button)
        column.addLayout(button_row(*buttons))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its texts need at its width: Qt asks wrapped ones too early, at another width."""
        super().showEvent(event)
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if needed > self.height():
            self.resize(self.width(), needed)

    def add(self, widget: QWidget) -> QWidget:
        """Add a widget to the body."""
        self._body.addWidget(widget)
        return widget
