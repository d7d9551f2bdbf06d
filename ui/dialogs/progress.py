"""Says what is being done and how far it has come, for what takes longer than a moment."""

from types import TracebackType
from typing import Self

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from ui.widgets.elided_label import Label
from ui.widgets.progress_bar import ProgressBar


class ProgressDialog(QDialog):
    """A context: shown over a window as long as the work in it goes on. It can't be closed, since nothing stops it."""

    def __init__(self, title: str, about: str, parent: QWidget) -> None:
        """Build it.

        Args:
            title: what is being done.
            about: a sentence on it.
            parent: the window that waits.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(440)
        self._bar = ProgressBar(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(title, size="title"))
        column.addWidget(Label(about, token="text2", wrap=True))
        column.addWidget(self._bar)

    def show_step(self, done: int, total: int) -> None:
        """So much is done. Drawn at once; what the person presses meanwhile waits."""
        self._bar.setMaximum(max(total, 1))
        self._bar.setValue(done)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def reject(self) -> None:
        """Nothing: the work goes on, whatever is pressed."""

    def __enter__(self) -> Self:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self.show()
        self.show_step(0, 1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        QApplication.restoreOverrideCursor()
        self.hide()
        self.deleteLater()
