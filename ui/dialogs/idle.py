"""After how long without a touch Titrant locks on this machine."""

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.settings import LOCK_AFTER_MINUTES, Settings
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.form_row import FormRow
from ui.widgets.segmented_control import Segment, SegmentedControl


class IdleDialog(Dialog):
    """One of a few spans; there is no "never"."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Show the span in force."""
        super().__init__(tr("Lock when idle"), tr("Use this time"), tr("Cancel"), parent=parent)
        self._settings = settings
        text = tr("When nobody touches keyboard or mouse for so long, the study is covered. Half-filled forms stay.")
        self.add(Label(text, token="text2", wrap=True))
        segments = [Segment(minutes, tr("{count} min").format(count=minutes)) for minutes in LOCK_AFTER_MINUTES]
        self.minutes = SegmentedControl(segments, tr("Lock after"))
        self.minutes.set_value(settings.lock_after_minutes)
        self.add(FormRow(tr("Lock after"), self.minutes))

    def accept(self) -> None:
        """Keep it on this machine."""
        self._settings.lock_after_minutes = int(str(self.minutes.value()))
        super().accept()
