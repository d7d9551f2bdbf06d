"""What a list offers, and how the list that pops up looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import CONTROL_HEIGHT, body_font, caption_font, theme
from ui.widgets.paint import draw_text
from ui.widgets.scroll import quiet_bars

if TYPE_CHECKING:
    from collections.abc import Sequence


CAPTION_ROLE = Qt.ItemDataRole.UserRole + 40


class PopupDelegate(QStyledItemDelegate):
    """Rows of a popup list: text, and a caption right of it or below it in text3."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        text = QFontMetricsF(body_font()).horizontalAdvance(str(index.data() or ""))
        return QSize(int(text + 24), 44 if index.data(CAPTION_ROLE) else CONTROL_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect = QRectF(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("soft"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        text, caption = str(index.data() or ""), index.data(CAPTION_ROLE)
        token = "text" if state & QStyle.StateFlag.State_Enabled else "text3"
        inner = rect.adjusted(12, 0, -12, 0)
        if caption:
            top = QRectF(inner.x(), inner.y() + 4, inner.width(), 20)
            draw_text(painter, top, text, body_font(), theme.color(token))
            below = QRectF(inner.x(), inner.y() + 23, inner.width(), 17)
            draw_text(painter, below, str(caption), caption_font(), theme.color("text3"))
        else:
            draw_text(painter, inner, text, body_font(), theme.color(token))
        painter.restore()


def popup_view(parent: QWidget | None = None) -> QListView:
    view = QListView(parent)
    view.setItemDelegate(PopupDelegate(view))
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    quiet_bars(view)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


@dataclass(frozen=True)
class Option:
    """One item of a list: the value kept, the text shown, a caption below it."""

    value: object
    text: str
    caption: str = ""


def fill_model(model: QStandardItemModel, options: Sequence[Option]) -> None:
    model.clear()
    for option in options:
        item = QStandardItem(option.text)
        item.setData(option.value, Qt.ItemDataRole.UserRole)
        item.setData(option.caption, CAPTION_ROLE)
        item.setEditable(False)
        model.appendRow(item)
