"""The list of verdicts: by level, highest first, a row for each treated subject."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.dlt_rows import VerdictGroup, VerdictRow
from ui.pages.verdict_tag import TAG_HEIGHT, paint_tag, tag_room
from ui.text import tr
from ui.theme import RADIUS_TAG, body_font, caption_font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.mark_paint import draw_mark
from ui.widgets.paint import ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.scroll import quiet_bars

ROW, HEADING = 48, 36
_MARK, _PAD = 26.0, 8.0
_Index = QModelIndex | QPersistentModelIndex


class VerdictModel(QAbstractListModel):
    """Headings and rows, one below the other; a heading can't be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._items: list[VerdictGroup | VerdictRow] = []

    def set_groups(self, groups: tuple[VerdictGroup, ...]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._items = []
        for group in groups:
            self._items += [group, *group.rows]
        self.endResetModel()

    def item(self, index: _Index) -> VerdictGroup | VerdictRow:
        """What an index shows."""
        return self._items[index.row()]

    def find(self, subject_id: str) -> QModelIndex:
        """Where a subject is; an invalid index if it isn't listed."""
        rows = (row for row, item in enumerate(self._items) if getattr(item, "subject_id", None) == subject_id)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    def first(self) -> str:
        """The first subject, or ""."""
        return next((item.subject_id for item in self._items if isinstance(item, VerdictRow)), "")

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        item = self.item(index)
        return item.said if isinstance(item, VerdictRow) else f"{item.title}, {item.caption}"

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.item(index), VerdictGroup):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Paints headings and rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        model = index.model()
        assert isinstance(model, VerdictModel)
        return QSize(120, HEADING if isinstance(model.item(index), VerdictGroup) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, VerdictModel)
        item, rect = model.item(index), QRectF(option.rect)
        painter.save()
        if isinstance(item, VerdictGroup):
            self._paint_heading(painter, rect, item, is_first=index.row() == 0)
        else:
            view = option.widget
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_row(painter, rect, item, is_chosen=is_chosen, has_focus=view is not None and view.hasFocus())
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, item: VerdictGroup, *, is_first: bool) -> None:
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        if not is_first:
            painter.fillRect(QRectF(inner.left(), rect.top() + 4, inner.width(), 1), theme.color("line"))
        text = inner.adjusted(0, 6, 0, 0)
        room = QFontMetricsF(caption_font()).horizontalAdvance(item.caption) + 1
        right = QRectF(text.right() - room, text.top(), room, text.height())
        draw_text(painter, right, item.caption, caption_font(), theme.color("text2"), ALIGN_RIGHT)
        left = QRectF(text.left(), text.top(), text.width() - room - 8, text.height())
        fits = QFontMetricsF(caption_font(600)).horizontalAdvance(item.title) <= left.width()
        draw_text(painter, left, item.title if fits else item.short, caption_font(600), theme.color("text2"))

    def _paint_row(self, painter: QPainter, rect: QRectF, row: VerdictRow, *, is_chosen: bool, has_focus: bool) -> None:
        if is_chosen:
            ground = rect.adjusted(0, 1, 0, -1)
            draw_box(painter, ground, RADIUS_TAG, theme.color("soft"))
            painter.fillRect(QRectF(ground.left(), ground.top(), 3, ground.height()), theme.color("accent"))
            if has_focus:
                draw_box(painter, ground, RADIUS_TAG, None, theme.color("accent"), 2.0)
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        draw_mark(painter, QRectF(inner.left() + 1, inner.center().y() - _MARK / 2, _MARK, _MARK), row.mark, theme)
        room = tag_room(row.tag)
        tag = QRectF(inner.right() - room, inner.center().y() - TAG_HEIGHT / 2, room, TAG_HEIGHT)
        paint_tag(painter, tag, row.tag, theme)
        left = inner.left() + _MARK + 10
        width = tag.left() - left - 8
        number = QRectF(left, inner.top() + 5, width, 20)
        # The end of a long number tells subjects apart, not the site's name before it.
        number_font = body_font(500, tabular=True)
        said = QFontMetricsF(number_font).elidedText(row.subject_id, Qt.TextElideMode.ElideLeft, width)
        draw_text(painter, number, said, number_font, theme.color("text"))
        line = QRectF(left, inner.top() + 24, width, 17)
        token = "warnline" if row.glyph == "triangle" else "text2"
        if row.glyph:
            draw_icon(painter, QRectF(left, line.center().y() - 6, 12, 12), row.glyph, theme.color(token))
            line.setLeft(left + 16)
        draw_text(painter, line, row.line, caption_font(500 if row.glyph else 400), theme.color(token))


class VerdictList(QListView):
    """The list; arrow keys walk through the subjects, Enter goes on to the verdict.

    Signals:
        subject_changed: another subject is current.
        judge_wanted: Enter, or a double click.
    """

    subject_changed = Signal(str)
    judge_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._is_filling = False
        self.rows = VerdictModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Verdicts"))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.viewport().setAutoFillBackground(False)
        quiet_bars(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that the tags don't move when it has something to scroll; it paints only its handle.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.doubleClicked.connect(lambda _index: self.judge_wanted.emit())

    def show_groups(self, groups: tuple[VerdictGroup, ...], subject_id: str) -> str:
        """Show verdicts and keep a subject current.

        Args:
            groups: by level.
            subject_id: who is to be current; the first where it isn't listed.

        Returns:
            Who is current, or "".
        """
        place = self.verticalScrollBar().value()
        self._is_filling = True
        self.rows.set_groups(groups)
        index = self.rows.find(subject_id)
        if not index.isValid():
            index = self.rows.find(self.rows.first())
        if index.isValid():
            self.setCurrentIndex(index)
        self._is_filling = False
        self.verticalScrollBar().setValue(place)
        if index.isValid():
            self.scrollTo(index)
        return self.current()

    def current(self) -> str:
        """The current subject, or ""."""
        index = self.currentIndex()
        item = self.rows.item(index) if index.isValid() else None
        return item.subject_id if isinstance(item, VerdictRow) else ""

    def go_to(self, subject_id: str) -> None:
        """Make a subject current."""
        index = self.rows.find(subject_id)
        if index.isValid():
            self.setCurrentIndex(index)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if not self._is_filling and current.isValid():
            self.subject_changed.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.judge_wanted.emit()
        else:
            super().keyPressEvent(event)
