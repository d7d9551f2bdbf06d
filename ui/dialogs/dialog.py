"""The frame that small dialogs share: a title, a body, buttons at the right."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import SPACE_M
from ui.widgets.buttons import PrimaryButton, SecondaryButton
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
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        for button in buttons:
            self._buttons.addWidget(button)
        column.addLayout(self._buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.fit()

    def fit(self) -> None:
        """Make it as high as its texts need at its width: Qt asks wrapped ones too early, at another width.

        What comes later, such as an answer, asks for it again: a dialog does not grow by itself.
        """
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), self.minimumHeight()))

    def add_button(self, button: QPushButton) -> None:
        """Put another button at the left of the accepting one."""
        button.setAutoDefault(False)
        self._buttons.insertWidget(self._buttons.indexOf(self.accept_button), button)

    def add(self, widget: QWidget) -> QWidget:
        """Add a widget to the body."""
        self._body.addWidget(widget)
        return widget
