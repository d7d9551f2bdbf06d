"""A typed data cut-off: a moment at the site; a day without a time means its end."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.partial_date import PartialDate
from ui.text import say_partial, tr, utc_now
from ui.widgets.date_edit import DateEdit
from ui.widgets.form_row import FormRow


def parse_cut_off(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that a text means.

    Args:
        text: "20 Nov 2026 14:10", or a day.
        zone: the site's.
        now: aware UTC; no cut-off lies after it.

    Raises:
        ValueError: not a day, or in the future; the sentence to show.
    """
    try:
        typed = PartialDate.parse(text)
    except ValueError:
        raise ValueError(tr("Not a date. Write 20 Nov 2026 14:10, or a day.")) from None
    if not typed.is_full:
        raise ValueError(tr("The day is needed here. Write 20 Nov 2026."))
    if typed.earliest(zone) > now:
        raise ValueError(tr("This lies in the future; a cut-off can't."))
    return min(typed.latest(zone).replace(second=0, microsecond=0), now)


class CutOffField(QWidget):
    """Takes a cut-off; Enter applies it.

    Signals:
        chosen: the moment typed, aware UTC; None where the field was emptied (now).
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._zone = ZoneInfo("UTC")
        self.is_fixed = False
        self.edit = DateEdit(tr("Data cut-off"), parse=self._parse)
        self.row = FormRow(tr("Data cut-off"), self.edit, tr("Enter applies it. A day means its end; empty is now."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.row)
        self.setFocusProxy(self.edit)
        self.edit.value_changed.connect(lambda: self.row.set_finding(None))
        self.edit.returnPressed.connect(self._on_entered)

    def set_zone(self, zone: ZoneInfo, cut_off: datetime, *, is_fixed: bool) -> None:
        """Says which zone moments are in, and what holds now; what is being typed stays.

        Args:
            zone: the site's.
            cut_off: that the study is shown at.
            is_fixed: whether it was chosen rather than now.
        """
        self._zone = zone
        if is_fixed and not self.edit.hasFocus():
            self.edit.set_value(say_partial(PartialDate.of(cut_off.astimezone(zone))))
        elif self.is_fixed and not is_fixed:
            self.edit.set_value("")
        self.is_fixed = is_fixed

    def _parse(self, text: str) -> datetime:
        return parse_cut_off(text, self._zone, utc_now())

    def _on_entered(self) -> None:
        problem = self.edit.problem()
        self.row.set_finding("hard" if problem else None, problem or "")
        if not problem:
            self.chosen.emit(self.edit.value())
