"""A row of widgets that goes on in a second line where it does not fit."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Lays widgets from left to right, each as wide as it wants to be."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 4, is_right: bool = False) -> None:
        """Build it empty.

        Args:
            parent: Qt owner.
            spacing: pixels between widgets, and between lines.
            is_right: whether each line ends at the right, as the buttons below a form do.
        """
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._is_right = is_right
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, moves=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = self._shown()
        return QSize(
            max((item.minimumSize().width() for item in shown), default=0),
            max((item.minimumSize().height() for item in shown), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, moves: bool) -> int:
        """Height that the width needs; with ``moves`` the widgets go to their places."""
        y = rect.top()
        for line in self._lines(rect.width()):
            sizes = [item.sizeHint() for item in line]
            taken = sum(size.width() for size in sizes) + self.spacing() * (len(line) - 1)
            x = rect.left() + (max(rect.width() - taken, 0) if self._is_right else 0)
            for item, size in zip(line, sizes, strict=True):
                if moves:
                    item.setGeometry(QRect(QPoint(x, y), size))
                x += size.width() + self.spacing()
            y += max(size.height() for size in sizes) + self.spacing()
        return max(y - self.spacing() - rect.top(), 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Which of them stand on which line."""
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if not lines or used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += wide + self.spacing()
        return lines


def high_as_needed(widget: QWidget, vertical: QSizePolicy.Policy = QSizePolicy.Policy.Minimum) -> QWidget:
    """The widget, asked for its height at the width it gets: what wraps inside is then never cut off."""
    policy = widget.sizePolicy()
    policy.setVerticalPolicy(vertical)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget


def flowing_row(*widgets: QWidget, spacing: int = 4) -> QWidget:
    """A widget that holds others in such a row."""
    holder = QWidget()
    layout = FlowLayout(holder, spacing=spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return high_as_needed(holder)
