"""What is to come on the overview, with its dates: the next dose, the end of the group, the planned number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from domain.escalation.cohort_forecast import forecast_cohort
from domain.escalation.planned_number import PlannedNumber, derive_planned_number
from domain.escalation.slots import assess_slot, group_spacing
from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.replacement import derive_replacements
from domain.terms import PartKind
from ui.pages.pool import Pool
from ui.text import Words, tr
from ui.theme import body_font, caption_font, theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_RIGHT, draw_hairline, draw_text
from ui.words.date import day_at
from ui.words.planned import say_planned

_HIGH, _LOW, _LINE = 44, 26, 22
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DateRow:
    """One thing to come.

    Attributes:
        title: what.
        value: when, or how many.
        line: why, below; told by the tooltip where there is no room.
        short: title and value in as few words as will do.
        warns: whether it asks for attention.
    """

    title: str
    value: str
    line: str
    short: str = ""
    warns: bool = False


def build_date_rows(status: PartStatus, words: Words) -> tuple[DateRow, ...]:
    """The next dose at each open level, the end of the group that is under way, and the planned number."""
    rows: list[DateRow] = []
    if status.part.kind is PartKind.ESCALATION:
        rows += _next_doses(status, words)
        rows += _group_end(status, words)
    number = derive_planned_number(status.study, status.part)
    if number is not None:
        rows.append(_planned(status, number))
    return tuple(rows)


def _next_doses(status: PartStatus, words: Words) -> Iterator[DateRow]:
    back = {one.dose_level: one.subject_id for one in derive_replacements(status) if one.is_open}
    now = status.study.cut_off
    for level in reversed(status.part.levels):
        slot = assess_slot(status, level.number)
        held = status.study.reserved(status.part, level.number)
        if slot.dose_from is None and not held:
            continue
        # Where every slot is held, the next dose is that of a subject who holds one.
        spacing = group_spacing(status, level.number, now)
        earliest = slot.dose_from or spacing.earliest
        reasons = slot.reasons if slot.dose_from is not None else tuple(reason for reason, _ in spacing.reasons[:1])
        line = _why(slot.free, reasons, words)
        if slot.dose_from is None:
            line = tr("{subjects} may then be dosed. {why}").format(
                subjects=", ".join(one.subject_id for one in held), why=line
            )
        elif level.number in back:
            line = tr("In the place of {subject}. {why}").format(subject=back[level.number], why=line)
        title = tr("Next dose, level {level}").format(level=level.number)
        if earliest <= now:
            yield DateRow(title, tr("now"), line.strip(), tr("Next dose now"))
            continue
        day = day_at(earliest, words, now)
        value = tr("from {moment}").format(moment=f"{day} {earliest.astimezone(words.zone):%H:%M}")
        yield DateRow(title, value, line.strip(), tr("Next dose from {day}").format(day=day))


def _why(free: int, reasons: Sequence[Reason], words: Words) -> str:
    if reasons or not free:
        return " ".join(Words(words.zone).reason(reason) for reason in reasons)
    return tr("1 slot is free") if free == 1 else tr("{free} slots are free").format(free=free)


def _group_end(status: PartStatus, words: Words) -> Iterator[DateRow]:
    now = status.study.cut_off
    found = forecast_cohort(status, now)
    if found is None:
        return
    title = tr("Group complete, level {level}").format(level=found.dose_level)
    day = day_at(found.ends_at, words, now)
    value, short = tr("from {moment}").format(moment=day), tr("group complete {day}").format(day=day)
    days = -(-found.lasts // _DAY)
    if found.still_to_come:
        line = tr("{days} days from its first dose, if no slot waits").format(days=days)
    else:
        line = tr("{days} days from its first dose; nobody else to come").format(days=days)
    yield DateRow(title, value, line, short)


def _planned(status: PartStatus, number: PlannedNumber) -> DateRow:
    value = tr("{enrolled} of {planned}").format(enrolled=number.enrolled, planned=number.planned)
    short = tr("{value} planned").format(value=value)
    return DateRow(tr("Enrolled, of planned"), value, say_planned(status, number), short, number.is_near)


class Density(IntEnum):
    """How close the rows are drawn: with the reason, without it, or all in one line but for warnings."""

    FULL = 0
    LOW = 1
    LINE = 2


class DatesBlock(QWidget):
    """The rows, one below the other; what has no room is told by the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._line = ElidedLabel("", size="caption", token="text2")
        self._line.setFixedHeight(_LINE)
        column.addWidget(self._line)
        self._pool: Pool[DateLine] = Pool(column, DateLine)
        self._rows: tuple[DateRow, ...] = ()
        self._density = Density.FULL
        self._line.hide()

    @property
    def rows(self) -> tuple[DateRow, ...]:
        """What it shows, whatever the density."""
        return self._rows

    def show_rows(self, rows: Sequence[DateRow]) -> None:
        """Show other rows; nothing where there are none."""
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        self._fill()

    def height_needed(self, density: Density) -> int:
        """The height at which nothing is cut off."""
        if density is Density.LINE:
            warnings = sum(row.warns for row in self._rows)
            return _LOW * warnings + (_LINE if warnings < len(self._rows) else 0)
        return len(self._rows) * (_LOW if density is Density.LOW else _HIGH)

    def set_density(self, density: Density) -> None:
        """Draw the rows closer together, or in one line."""
        if density is not self._density:
            self._density = density
            self._fill()

    def _fill(self) -> None:
        is_line = self._density is Density.LINE
        quiet = [row for row in self._rows if not row.warns]
        shown = [row for row in self._rows if row.warns] if is_line else self._rows
        for line, row in zip(self._pool.fit(len(shown)), shown, strict=True):
            line.set_low(self._density is not Density.FULL)
            line.show_row(row)
        said = " · ".join(row.short for row in quiet)
        self._line.setText(said[:1].upper() + said[1:])
        told = "\n".join(f"{row.title}: {row.value}. {row.line}" for row in quiet)
        self._line.setToolTip(told)
        self._line.setAccessibleName(told)
        self._line.setVisible(is_line and bool(quiet))


class DateLine(QWidget):
    """What at the left, when at the right, why below."""

    def __init__(self) -> None:
        super().__init__()
        self._row = DateRow("", "", "")
        self._is_low = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def row(self) -> DateRow:
        """What it shows."""
        return self._row

    def set_low(self, low: bool) -> None:
        """Without the reason."""
        self._is_low = low
        self.setFixedHeight(_LOW if low else _HIGH)

    def show_row(self, row: DateRow) -> None:
        """Show another row."""
        self._row = row
        self.setAccessibleName(f"{row.title}: {row.value}. {row.line}")
        self.setToolTip(row.line)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, row, width = QPainter(self), self._row, float(self.width())
        draw_hairline(painter, 0, 0, width, theme)
        top = 4.0 if self._is_low else 3.0
        token = "warnline" if row.warns else "text"
        taken = QFontMetricsF(body_font(500)).horizontalAdvance(row.value)
        draw_text(painter, QRectF(0, top, width, 20), row.value, body_font(500), theme.color(token), ALIGN_RIGHT)
        left = 0.0
        if row.warns:
            draw_icon(painter, QRectF(0, top + 3, 14, 14), "triangle", theme.color("warnline"), stroke=1.4)
            left = 20.0
        title = QRectF(left, top, width - taken - left - 8, 20)
        draw_text(painter, title, row.title, body_font(500), theme.color("text"))
        if not self._is_low:
            below = QRectF(0, top + 20, width, 18)
            draw_text(painter, below, row.line, caption_font(), theme.color("text2"))
