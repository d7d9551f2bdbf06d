"""A form that is read, not written: every field keeps its focus, its tooltip and its menu, and takes no change."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_ALWAYS = frozenset(
    getattr(Qt.Key, f"Key_{name}") for name in ("Tab", "Backtab", "Escape", "Menu", "F1", "F2", "F3", "F4", "F5")
)
_IN_TEXT = frozenset(
    (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
)
_MOUSE = frozenset((QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick))
_REFUSED = frozenset((QEvent.Type.Wheel, QEvent.Type.Drop, QEvent.Type.DragEnter, QEvent.Type.InputMethod))


class ReadOnlyGuard(QObject):
    """Keeps controls as they are. Disabled ones could not be gone to, and so their history not be asked for."""

    def __init__(self, controls: list[QWidget], parent: QObject) -> None:
        """Guard controls, with all that they are made of.

        Args:
            controls: of the form's rows.
            parent: Qt owner.
        """
        super().__init__(parent)
        for control in controls:
            for widget in (control, *control.findChildren(QWidget)):
                widget.installEventFilter(self)
                if isinstance(widget, QLineEdit | QPlainTextEdit):
                    widget.setReadOnly(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event goes no further."""
        is_text = isinstance(watched, QLineEdit | QPlainTextEdit) or isinstance(watched.parent(), QPlainTextEdit)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ALWAYS or event.matches(QKeySequence.StandardKey.Copy):
                return False
            return not (is_text and event.key() in _IN_TEXT)
        if event.type() in _MOUSE and not is_text:
            if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
                watched.setFocus(Qt.FocusReason.MouseFocusReason)
            return True
        return event.type() in _REFUSED
