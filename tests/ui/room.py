"""Who on a window has less room than their text needs."""

from PySide6.QtCore import QPoint, QRect, Qt, QTranslator
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QScrollArea, QWidget

from ui.widgets.elided_label import ElidedLabel

# Rounding of a text's width to whole pixels.
_SLACK = 1
# Letters of the longest word that is added.
_WORD = 12


class LongerText(QTranslator):
    """Makes every text longer, as another language may."""

    def __init__(self, share: float = 0.3) -> None:
        """Say by how much."""
        super().__init__()
        self._share = share
        self._said: dict[str, str] = {}

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        if source not in self._said:
            is_fixed = "{" in source or not source.strip()
            self._said[source] = source if is_fixed else source + _more(max(1, round(len(source) * self._share)))
        return self._said[source]


def _more(letters: int) -> str:
    """So many letters more: words of a language without blanks would be too much to ask."""
    words = ["a" * min(_WORD, letters - start) for start in range(0, letters, _WORD)]
    return " ".join(words)


def find_squeezed(window: QWidget) -> list[str]:
    """Visible labels and buttons that have less room than their text needs, and what is cut by the widget around it."""
    found = []
    for widget in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        said = widget.text()
        if not said or not widget.isVisible() or widget.width() == 0:
            continue
        need = _need(widget)
        if widget.width() + _SLACK < need.width() or widget.height() + _SLACK < need.height():
            found.append(
                f"{_place(widget, window)}: {said!r} has {_size(widget)}, needs {need.width()} x {need.height()}"
            )
        elif (cut := _cut_by(widget)) is not None:
            found.append(f"{_place(widget, window)}: {said!r} is cut by its {type(cut).__name__}")
    return found


def _need(widget: QWidget) -> QRect:
    if isinstance(widget, ElidedLabel):  # shortens itself and says all in a tooltip
        return QRect(0, 0, 0, widget.minimumSizeHint().height())
    if isinstance(widget, QLabel) and widget.wordWrap():
        words = widget.text().replace("\u200b", " ").split()  # both are places where a line may end
        longest = max((QFontMetricsF(widget.font()).horizontalAdvance(word) for word in words), default=0)
        return QRect(0, 0, int(longest), widget.heightForWidth(widget.width()))
    hint = widget.minimumSizeHint()
    return QRect(0, 0, hint.width(), min(hint.height(), widget.maximumHeight()))


def _cut_by(widget: QWidget) -> QWidget | None:
    """The widget around it that cuts it off; what scrolls cuts nothing off."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around.parentWidget(), QAbstractScrollArea):
            area = around.parentWidget()
            if isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() > 0 and not _scrolls(area):
                return area
            return None
        place = QRect(widget.mapTo(around, QPoint(0, 0)), widget.size())
        if not around.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
            return around
        around = around.parentWidget()
    return None


def _scrolls(area: QScrollArea) -> bool:
    return area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def _size(widget: QWidget) -> str:
    return f"{widget.width()} x {widget.height()}"


def _place(widget: QWidget, window: QWidget) -> str:
    names = []
    around: QWidget | None = widget
    while around is not None and around is not window:
        if type(around).__module__.startswith("ui."):
            names.append(type(around).__name__)
        around = around.parentWidget()
    return " < ".join(names[:4])
