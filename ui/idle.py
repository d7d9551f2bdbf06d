"""Idleness: how long nobody has touched keyboard or mouse, and when that is too long."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_LOOK_EVERY_MS = 5_000
_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    )
)


class IdleWatch(QObject):
    """Watches the whole application while it runs.

    The time of day is compared rather than a timer left to run out, so that a computer that was asleep counts as idle.

    Signals:
        idle: nobody touched anything for so many minutes; told once, until somebody does.
    """

    idle = Signal()

    def __init__(self, minutes: int, *, clock: Callable[[], float] = time.time, parent: QObject | None = None) -> None:
        """Prepare it; ``start`` begins.

        Args:
            minutes: after how many.
            clock: seconds of the time of day.
            parent: Qt owner.
        """
        super().__init__(parent)
        self.minutes = minutes
        self._clock = clock
        self._touched_at = clock()
        self._is_told = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_running(self) -> bool:
        """Whether it watches."""
        return self._timer.isActive()

    def start(self) -> None:
        """Watch from now on."""
        self._touch()
        application = QApplication.instance()
        if application is not None and not self.is_running:
            application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        application = QApplication.instance()
        if application is not None and self.is_running:
            application.removeEventFilter(self)
        self._timer.stop()

    def look(self) -> None:
        """Whether it is too long already."""
        now = self._clock()
        # A clock that was set back must not keep the study open for ever.
        self._touched_at = min(self._touched_at, now)
        if not self._is_told and now - self._touched_at >= self.minutes * 60:
            self._is_told = True
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the touch and let the event pass."""
        if event.type() in _TOUCHES and event.spontaneous():
            self._touch()
        return False

    def _touch(self) -> None:
        self._touched_at = self._clock()
        self._is_told = False
