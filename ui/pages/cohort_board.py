"""The cohorts of an expansion part in place of the dose ladder: sizes, subjects, rates with exact bounds (ESC-11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.escalation.status import PartStatus
from domain.parts.cohorts import CohortStatus, Rate, derive_safety
from domain.summaries.ladder import LadderMark, mark_of
from domain.summaries.parts import describe_standing
from ui.text import Words, capital, say_number, tr
from ui.theme import BORDER_FOCUS, SPACE_S, SPACE_XS, theme
from ui.widgets.card import Card, Hairline
from ui.widgets.clear import clear
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.flow import FlowLayout
from ui.widgets.mark_paint import Mark, draw_mark, mark_words
from ui.widgets.paint import draw_box
from ui.widgets.scroll import ScrollArea

_TREATED, _PK, _RATE, _MARK = 62, 54, 84, 22
_GAP = 8


@dataclass(frozen=True)
class Figure:
    """A figure with what is said below it."""

    value: str
    below: str = ""


@dataclass(frozen=True)
class CohortRow:
    """A cohort as the board shows it.

    Attributes:
        head: number and dose.
        who: tumour type and marker, or the cohort's title.
        figures: treated, with PK, DLT, related, grade 3 or more.
        stands: whether it is open, and why not.
        is_closed: whether it takes nobody though it has room.
        marks: its own subjects in order of first dose, and those who hold a slot.
        from_escalation: how many subjects of the escalation count for its size.
    """

    head: str
    who: str
    figures: tuple[Figure, ...]
    stands: str
    is_closed: bool
    marks: tuple[LadderMark, ...]
    from_escalation: int = 0

    @property
    def said(self) -> str:
        """The row in words."""
        names = (tr("treated"), tr("with PK"), tr("DLT"), tr("related"), tr("grade 3 or more"))
        figures = ", ".join(
            f"{name} {one.value} {one.below}".strip() for name, one in zip(names, self.figures, strict=True)
        )
        return f"{self.head}, {self.who}: {figures}. {self.stands}"


def build_cohort_rows(status: PartStatus, words: Words) -> tuple[CohortRow, ...]:
    """The cohorts of an opened expansion part."""
    return tuple(_row(status, words, one) for one in status.cohorts)


def _row(status: PartStatus, words: Words, one: CohortStatus) -> CohortRow:
    safety = derive_safety(status.study, status.part, one)
    level, size, needed = one.level, one.cohort.size, one.pk_needed
    treated = tr("{count} of {size}").format(count=one.counted, size=size) if size else str(one.counted)
    with_pk = tr("{count} of {size}").format(count=one.with_pk, size=needed) if needed else str(one.with_pk)
    head = tr("{number} · {dose} {unit}").format(number=one.number, dose=say_number(level.dose), unit=level.unit)
    assessments = (status.assessment(subject_id) for subject_id in one.treated)
    marks = [mark_of(status, found) for found in assessments if found is not None]
    return CohortRow(
        head=head,
        who=", ".join(text for text in (one.cohort.tumour, one.cohort.marker) if text) or one.cohort.title,
        figures=(
            Figure(treated, tr("{count} reserved").format(count=len(one.reserved)) if one.reserved else ""),
            Figure(with_pk),
            _figure(safety.dlt),
            _figure(safety.related),
            _figure(safety.severe),
        ),
        stands=capital(words.reason(describe_standing(status, one))),
        is_closed=(not one.is_open and not one.is_full) or bool(status.signals),
        marks=(*marks, *(LadderMark("+", subject_id) for subject_id in one.reserved)),
        from_escalation=len(one.from_escalation),
    )


def _figure(rate: Rate) -> Figure:
    """n/N over its exact 95 % bounds."""
    if rate.interval is None:
        return Figure("–")
    bounds = tr("{lower}–{upper} %").format(
        lower=f"{100 * rate.interval.lower:.1f}", upper=f"{100 * rate.interval.upper:.1f}"
    )
    return Figure(f"{rate.count}/{rate.total}", bounds)


class CohortBoard(Card):
    """The cohorts below each other; those that need more room scroll.

    Signals:
        subject_chosen: screening number of the mark that was clicked.
    """

    subject_chosen = Signal(str)

    def __init__(self, *, scrolls: bool = True, parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            scrolls: whether the rows scroll inside the card; else it is as high as they need.
            parent: Qt owner.
        """
        super().__init__(tr("Expansion cohorts"), title_line=True, bottom=SPACE_S, spacing=0, parent=parent)
        self._shown: tuple[CohortRow, ...] | None = None
        self.set_caption(tr("exact 95 % bounds below the rates"))
        self.head = QWidget()
        row = _columns(self.head)
        row.addWidget(_small(tr("Cohort")), 1)
        titles = (tr("Treated"), tr("With PK"), tr("DLT"), tr("Related"), tr("Grade ≥ 3"))
        for title, width in zip(titles, _WIDTHS, strict=True):
            label = _small(title)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setFixedWidth(width)
            row.addWidget(label)
        self.head.setContentsMargins(0, SPACE_S, 0, SPACE_XS)
        self.add(self.head)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.add(ScrollArea(inside) if scrolls else inside, 1)
        self.lines: list[CohortLine] = []

    def show_rows(self, rows: Sequence[CohortRow]) -> None:
        """Show other cohorts; what is the same stays, and with it the keyboard's focus."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        clear(self._rows)
        self.lines = []
        before: QWidget | None = None
        for index, row in enumerate(rows):
            if index:
                self._rows.addWidget(Hairline())
            line = CohortLine(row)
            line.subject_chosen.connect(self.subject_chosen)
            self._rows.addWidget(line)
            self.lines.append(line)
            for mark in line.marks:
                if before is not None:
                    QWidget.setTabOrder(before, mark)
                before = mark
        self._rows.addStretch(1)


class CohortLine(QWidget):
    """One cohort: figures above, its subjects' marks and where it stands below."""

    subject_chosen = Signal(str)

    def __init__(self, row: CohortRow) -> None:
        """Show a cohort."""
        super().__init__()
        self.row = row
        self.setAccessibleName(row.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        column.setSpacing(SPACE_XS)
        upper = QWidget()
        columns = _columns(upper)
        columns.addWidget(_cell(row.head, row.who, left=True), 1)
        for figure, width in zip(row.figures, _WIDTHS, strict=True):
            cell = _cell(figure.value, figure.below)
            cell.setFixedWidth(width)
            columns.addWidget(cell)
        column.addWidget(upper)
        lower = QHBoxLayout()
        lower.setSpacing(SPACE_S)
        self.marks: list[MarkButton] = []
        box = QWidget()
        flow = FlowLayout(box, spacing=2)
        for mark in row.marks:
            button = MarkButton(mark)
            button.clicked.connect(lambda _checked=False, who=mark.subject_id: self.subject_chosen.emit(who))
            self.marks.append(button)
            flow.addWidget(button)
        lower.addWidget(box, 1)
        stands = row.stands
        if row.from_escalation:
            stands += tr("; {count} of the escalation count for the size").format(count=row.from_escalation)
        token = "warnline" if row.is_closed else "text2"
        self.stands = Label(stands, size="caption", weight=500 if row.is_closed else 400, token=token, wrap=True)
        self.stands.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        lower.addWidget(self.stands, 1)
        column.addLayout(lower)


class MarkButton(QAbstractButton):
    """A subject's mark; a click, Space or Enter opens the subject."""

    def __init__(self, mark: LadderMark) -> None:
        """Show a mark."""
        super().__init__()
        self._mark = Mark(mark.state, mark.days_left, mark.gone)  # type: ignore[arg-type]
        self.subject_id = mark.subject_id
        words = tr("slot held") if mark.state == "+" else mark_words(self._mark)
        self.setToolTip(f"{mark.subject_id}: {words}")
        self.setAccessibleName(self.toolTip())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(_MARK + 4, _MARK + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_mark(painter, QRectF(2, 2, _MARK, _MARK), self._mark, theme)
        if self.hasFocus():
            draw_box(painter, QRectF(self.rect()), 6, None, theme.color("accent"), BORDER_FOCUS)


_WIDTHS = (_TREATED, _PK, _RATE, _RATE, _RATE)


def _columns(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(_GAP)
    return row


def _small(text: str) -> ElidedLabel:
    return ElidedLabel(text, size="caption", weight=500, token="text3")


def _cell(value: str, below: str, *, left: bool = False) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    align = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    column.addWidget(ElidedLabel(value, weight=600 if left else 500, tabular=True, align=align))
    column.addWidget(ElidedLabel(below, size="caption", token="text2", tabular=True, align=align))
    column.addStretch(1)
    return cell
