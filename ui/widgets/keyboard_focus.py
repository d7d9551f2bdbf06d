"""Whether a focus came by the keyboard to stay: not back from a list that popped up, or from another window."""

from PySide6.QtCore import Qt

BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
