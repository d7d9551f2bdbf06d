"""The start screen: new study, open study, demonstration, recent studies."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.screens.key_card import KeyGround
from ui.settings import Settings
from ui.text import tr
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.flow import FlowLayout


class StartScreen(QWidget):
    """What to do first."""

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    recent_chosen = Signal(Path)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Build the card and list the recent studies."""
        super().__init__(parent)
        self._settings = settings
        card = Card(bottom=20, spacing=12)
        card.setFixedWidth(560)
        card.add(Label(tr("Begin with a study"), size="title"))
        card.add(
            Label(
                tr("The dose-escalation phase of an oncology trial, at the site and offline."),
                token="text2",
                wrap=True,
            )
        )
        buttons = FlowLayout(spacing=8)
        new = PrimaryButton(tr("New study"), "plus")
        open_ = SecondaryButton(tr("Open study"), "folder")
        demo = SecondaryButton(tr("Try the demonstration"))
        for button, signal in ((new, self.new_wanted), (open_, self.open_wanted), (demo, self.demo_wanted)):
            button.clicked.connect(signal)
            buttons.addWidget(button)
        card.body.addSpacing(4)
        card.body.addLayout(buttons)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        card.body.addSpacing(8)
        card.body.addLayout(self._recent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(KeyGround(card, where=tr("Works without a network. All data stays on this computer.")))
        self.show_recent()

    def show_recent(self) -> None:
        """List the studies opened lately."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            if item is not None and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        recent = self._settings.recent
        title = tr("Opened lately") if recent else tr("No study was opened on this machine yet.")
        self._recent.addWidget(Label(title, size="caption", weight=500, token="text3"))
        for path in recent:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            link = LinkButton(path.stem)
            link.setAccessibleName(tr("Open {name}").format(name=path.stem))
            link.clicked.connect(lambda _checked=False, chosen=path: self.recent_chosen.emit(chosen))
            line.addWidget(link)
            line.addWidget(ElidedLabel(str(path.parent), size="caption", token="text3"), 1)
            self._recent.addWidget(row)
