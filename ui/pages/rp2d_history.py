"""The recommended doses that were signed, newest first, each with whether it still stands (ESC-12)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from domain.rp2d.standing import DoseStanding
from ui.pages.rp2d_words import say_dose
from ui.text import Words, capital, tr
from ui.theme import SPACE_M
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.table import PAINT_ROLE, RIGHT, TOKEN_ROLE, WEIGHT_ROLE, TableView, tag_cell
from ui.words.ground import say_position

_ID_ROLE = Qt.ItemDataRole.UserRole + 1
_MOMENT, _POSITION = 0, 4


class DoseHistoryCard(Card):
    """Every recommended dose that was signed for the part; the first row is the one that holds.

    Signals:
        record_chosen: record id of one to be shown as it was signed.
    """

    record_chosen = Signal(str)

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__(tr("Signed recommended doses"), margin=12, bottom=SPACE_M)
        self.table = TableView(tr("Signed recommended doses"), stretch_column=2)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_activated.connect(
            lambda index: self.record_chosen.emit(str(index.siblingAtColumn(0).data(_ID_ROLE)))
        )
        self._none = Label(
            tr("None yet. A signed dose is never corrected: a later one takes its place."),
            size="caption",
            token="text2",
            wrap=True,
        )
        self._none.setContentsMargins(8, 0, 8, 0)
        self.add(self.table)
        self.add(self._none)

    def show_standings(self, standings: Sequence[DoseStanding], words: Words) -> None:
        """List the records.

        Args:
            standings: oldest first.
            words: of the study.
        """
        model = QStandardItemModel(0, 5, self.table)
        model.setHorizontalHeaderLabels(
            [tr("Signed"), tr("Recommended dose"), tr("On later data"), tr("Signed by"), tr("Rests on entry")]
        )
        for column in (_MOMENT, _POSITION):
            model.setHeaderData(column, Qt.Orientation.Horizontal, RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        for number, one in enumerate(reversed(standings)):
            model.appendRow(_row(one, words, is_first=number == 0))
        before = self.table.model()
        self.table.setModel(model)
        if before is not None:
            before.deleteLater()
        self.table.setFixedHeight(self.table.content_height())
        self.table.setVisible(bool(standings))
        self._none.setVisible(not standings)
        self.set_caption(tr("Enter opens one as it was signed") if standings else "")


def _row(standing: DoseStanding, words: Words, *, is_first: bool) -> list[QStandardItem]:
    record = standing.record
    flag = QStandardItem(words.reason(standing.reasons[0]) if standing.reasons else tr("stands"))
    if standing.is_undermined:
        tag = tr("needs review")
        flag.setData(tag_cell(tag, fill="warn", line="warnline", glyph="triangle"), PAINT_ROLE)
        flag.setToolTip("\n".join(words.reason(reason) for reason in standing.reasons))
    elif not is_first:
        flag.setText(tr("replaced by a later one"))
        flag.setData("text2", TOKEN_ROLE)
    row = [
        QStandardItem(words.moment(record.signed_at)),
        QStandardItem(capital(say_dose(record))),
        flag,
        QStandardItem(record.signed_by),
        QStandardItem(say_position(record.position)),
    ]
    row[0].setData(record.record_id, _ID_ROLE)
    row[1].setData(500, WEIGHT_ROLE)
    for column in (_MOMENT, _POSITION):
        row[column].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for item in row:
        item.setEditable(False)
    return row
