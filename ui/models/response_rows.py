"""Rows of the Response page: the trace of one subject, the rates, the scans against their windows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainter

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import ResponseCall
from domain.records.response import BASELINE, visit_name
from domain.response.assess import VisitAssessment, sum_baseline
from domain.response.calls import Disagreement, list_disagreements
from domain.response.imaging import ScanState, ScheduledScan, check_imaging
from domain.response.of_study import derive_response, derive_responses
from domain.response.rates import Denominator
from domain.response.spoken import joined, millimetres
from domain.response.terms import Response, ResponseBy
from domain.study import Study
from domain.summaries.response_cells import percent_change
from domain.summaries.response_rates import tabulate_response_rates
from ui.forms.lesion_grid_foot import say_percent
from ui.models.rows_model import RowsModel, Shown
from ui.plots.chart import MARK_WIDTH, draw_plus, draw_response_mark
from ui.text import EN_DASH, Words, marked, say_date, say_number, term, tr
from ui.theme import Ink
from ui.widgets.icons import draw_icon
from ui.widgets.table import CellPainter, tag_cell

_WARNING = 20.0


@dataclass(frozen=True)
class TraceRow:
    """A visit of a subject: what was computed and what the investigator called.

    Attributes:
        number: of the visit; None where it has no number of its own.
        assessment: None for the baseline.
        is_counted: False after new anti-cancer therapy.
        disagreement: where call and computed response part.
    """

    number: int | None
    on: date
    sum: Decimal | None
    from_baseline: Decimal | None
    from_nadir: Decimal | None
    assessment: VisitAssessment | None
    call: ResponseCall | None
    disagreement: Disagreement | None
    is_counted: bool = True

    @property
    def decides_by_nadir(self) -> bool:
        """Whether the growth from the nadir makes the target response what it is."""
        return self.assessment is not None and self.assessment.target is Response.PD


def trace_of(study: Study, subject_id: str) -> tuple[TraceRow, ...]:
    """The visits of a subject in the order of dates, baseline first; () where nothing was scanned."""
    response = derive_response(study, subject_id)
    if response.findings is None or response.answer is None:
        return ()
    numbers = {visit_name(one.visit_number): one.visit_number for one in study.tumour_visits_of(subject_id)}
    numbers |= {visit_name(one.visit_number): one.visit_number for one in study.measurements_of(subject_id)}
    calls = {one.visit_number: one for one in study.response_calls_of(subject_id)}
    parted = {one.call.visit_number: one for one in list_disagreements(study, subject_id)}
    rows = []
    baseline = response.findings.baseline
    if baseline.findings or visit_name(BASELINE) in numbers:
        total = sum_baseline(response.findings.lesions, baseline)
        whole = millimetres(total.whole) if total else None
        rows.append(TraceRow(BASELINE, baseline.on, whole, None, None, None, None, None))
    for place, visit in enumerate(response.answer.visits):
        number = numbers.get(visit.visit)
        rows.append(
            TraceRow(
                number,
                visit.on,
                millimetres(visit.sum),
                percent_change(visit.sum, visit.baseline),
                percent_change(visit.sum, visit.nadir),
                visit,
                calls.get(number) if number is not None else None,
                parted.get(number) if number is not None else None,
                place < response.answer.counted,
            )
        )
    return tuple(rows)


class TraceModel(RowsModel[TraceRow]):
    """One row a visit."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""

        def why(row: TraceRow) -> str:
            said = words().say(joined(row.assessment.reasons)) if row.assessment else ""
            after = "" if row.is_counted else tr("Not counted: after new anti-cancer therapy.")
            return f"{after} {said}".strip()

        columns: list[Shown[TraceRow]] = [
            Shown("visit", tr("Visit"), lambda row: say_date(row.on), lambda row: row.on, tooltip=why),
            Shown("sum", tr("Sum, mm"), lambda row: say_number(row.sum), lambda row: row.sum, True, tooltip=why),
            Shown(
                "base",
                tr("vs base, %"),
                lambda row: say_percent(row.from_baseline),
                lambda row: row.from_baseline,
                True,
            ),
            Shown(
                "nadir",
                tr("vs nadir, %"),
                lambda row: say_percent(row.from_nadir),
                lambda row: row.from_nadir,
                True,
                weight=lambda row: 600 if row.decides_by_nadir else 400,
            ),
            Shown(
                "target",
                tr("Target"),
                _target,
                lambda row: _target(row),
                painter=lambda row: mark_cell(_target_of(row)),
            ),
            Shown("other", tr("Non-target"), _other, lambda row: _other(row), tooltip=why),
            Shown("new", tr("New"), _new, lambda row: _new(row)),
            Shown(
                "overall",
                tr("Overall"),
                _overall,
                _overall,
                painter=lambda row: mark_cell(_overall_of(row), has_new=_has_new(row)),
            ),
            Shown(
                "call",
                tr("Called"),
                _call,
                _call,
                painter=lambda row: mark_cell(
                    row.call.response if row.call else None, warns=row.disagreement is not None
                ),
            ),
        ]
        super().__init__(columns, lambda row: f"{row.number}:{row.on}", parent)


def _target_of(row: TraceRow) -> Response | None:
    one = row.assessment
    return one.target if one is not None and one.target is not Response.NONE else None


def _overall_of(row: TraceRow) -> Response | None:
    return row.assessment.overall if row.assessment is not None else None


def _has_new(row: TraceRow) -> bool:
    return row.assessment is not None and row.assessment.has_new


def _target(row: TraceRow) -> str:
    return term(one) if (one := _target_of(row)) is not None else ""


def _overall(row: TraceRow) -> str:
    return term(one) if (one := _overall_of(row)) is not None else ""


def _other(row: TraceRow) -> str:
    one = row.assessment
    return term(one.non_target) if one is not None and one.non_target is not Response.NONE else ""


def _new(row: TraceRow) -> str:
    return "" if row.assessment is None else tr("yes") if row.assessment.has_new else tr("no")


def _call(row: TraceRow) -> str:
    if row.call is None:
        return ""
    said = term(row.call.response)
    return tr("{call}, differs").format(call=said) if row.disagreement else said


class _MarkCell:
    """A response mark for a table cell; beside it a triangle where somebody should look, a plus for a new lesion."""

    def __init__(self, response: Response, *, warns: bool, has_new: bool) -> None:
        self._response, self._warns, self._has_new = response, warns, has_new
        self.width = MARK_WIDTH + (_WARNING if warns or has_new else 0)

    def __call__(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        y = rect.center().y()
        draw_response_mark(painter, QPointF(rect.left() + MARK_WIDTH / 2, y), self._response, ink)
        if self._has_new:
            draw_plus(painter, QPointF(rect.left() + MARK_WIDTH + 11, y), ink.color("text"), 0.9)
        if self._warns:
            box = QRectF(rect.left() + MARK_WIDTH + 6, y - 7, 14, 14)
            draw_icon(painter, box, "triangle", ink.color("warnline"), stroke=1.4)


def mark_cell(response: Response | None, *, warns: bool = False, has_new: bool = False) -> CellPainter | None:
    """Paints a response in a cell; None for nothing, which is a dash."""
    return _MarkCell(response, warns=warns, has_new=has_new) if response is not None else None


_SHORT = {
    "rate_orr": marked("ORR, confirmed"),
    "rate_orr_unconfirmed": marked("ORR, unconfirmed"),
    "rate_dcr": marked("DCR"),
    "rate_cbr": marked("CBR"),
}


@dataclass(frozen=True)
class RateRow:
    """A rate of one analysis set; ``meaning`` says in full what counts."""

    name: str
    meaning: str
    x: str
    percent: str
    interval: str


def rates_of(
    study: Study,
    part: Part | None,
    among: Denominator,
    words: Words,
    by: ResponseBy = ResponseBy.COMPUTED,
) -> tuple[RateRow, ...]:
    """The rates as the report prints them, of one analysis set."""
    table = tabulate_response_rates(study, part, by)
    places = {column.key: at for at, column in enumerate(table.columns)}

    def cell(row: tuple[object, ...], key: str) -> object:
        return row[places[key]]

    found = []
    for each in table.rows:
        row = tuple(one.value for one in each)
        if cell(row, "of") is not among:
            continue
        low, high = cell(row, "lower"), cell(row, "upper")
        interval = f"{low:.1f} {tr('to')} {high:.1f}" if isinstance(low, Decimal) and isinstance(high, Decimal) else ""
        percent = cell(row, "percent")
        # A bare percentage of few subjects misleads: it always stands beside its numerator and denominator.
        said = f"{percent:.1f}" if isinstance(percent, Decimal) else ""
        rate = cell(row, "rate")
        full = words.say(rate)
        name = tr(_SHORT.get(rate.code, full)) if isinstance(rate, Reason) else full
        count = words.say(cell(row, "count")).replace("/", " / ")
        found.append(RateRow(name, full, count, said, interval))
    return tuple(found)


class RatesModel(RowsModel[RateRow]):
    """Rate, numerator over denominator, percent, exact interval."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[RateRow]] = [
            Shown("rate", tr("Rate"), lambda row: row.name, lambda row: row.name, tooltip=lambda row: row.meaning),
            Shown("count", tr("n / N"), lambda row: row.x, lambda row: row.x, True),
            Shown("percent", tr("%"), lambda row: row.percent, lambda row: row.percent, True, weight=lambda _row: 600),
            Shown("interval", tr("95 % interval"), lambda row: row.interval, lambda row: row.interval, True),
        ]
        super().__init__(columns, lambda row: row.name, parent)


_STATE_TAGS = {
    ScanState.EARLY: ("warn", "warnline", "cross"),
    ScanState.LATE: ("warn", "warnline", "cross"),
    ScanState.MISSING: ("hard", "hardline", "cross"),
    ScanState.DUE: ("soft", "accent", "clock"),
    ScanState.UPCOMING: ("", "edge", "chevron_right"),
    ScanState.IN_WINDOW: ("", "edge", "check"),
}


def scans_of(study: Study, part: Part | None = None) -> tuple[ScheduledScan, ...]:
    """Scans that ask for something or depart from their window: missing and due first, then by day."""
    urgency = {ScanState.MISSING: 0, ScanState.DUE: 1, ScanState.LATE: 2, ScanState.EARLY: 2, ScanState.UPCOMING: 3}
    found = [
        scan
        for one in derive_responses(study, part)
        for scan in check_imaging(study, one.subject_id)
        if scan.state is not ScanState.IN_WINDOW
    ]
    return tuple(sorted(found, key=lambda scan: (urgency[scan.state], scan.closes_on, scan.subject_id)))


class ScansModel(RowsModel[ScheduledScan]):
    """A row a scan."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""

        def window(scan: ScheduledScan) -> str:
            return f"{_short(scan.opens_on)} {EN_DASH} {_short(scan.closes_on)}"

        def week(scan: ScheduledScan) -> str:
            return tr("baseline") if scan.week == 0 else tr("week {week}").format(week=scan.week)

        def state(scan: ScheduledScan) -> str:
            days = abs(scan.days_off or 0)
            said = term(scan.state)
            return tr("{state}, {days} d").format(state=said, days=days) if days else said

        columns: list[Shown[ScheduledScan]] = [
            Shown("subject", tr("Subject"), lambda scan: scan.subject_id, lambda scan: scan.subject_id, tooltip=week),
            Shown("week", tr("Week"), lambda scan: str(scan.week), lambda scan: scan.week, True),
            Shown("window", tr("Window"), window, lambda scan: scan.opens_on, True, tooltip=week),
            Shown(
                "state",
                tr("State"),
                state,
                lambda scan: scan.state.value,
                painter=lambda scan: tag_cell(
                    state(scan),
                    fill=_STATE_TAGS[scan.state][0],
                    line=_STATE_TAGS[scan.state][1],
                    glyph=_STATE_TAGS[scan.state][2],
                ),
            ),
        ]
        super().__init__(columns, lambda scan: f"{scan.subject_id}@{scan.week}", parent)


def _short(day: date) -> str:
    return say_date(day).rsplit(" ", 1)[0]


def arithmetic_of(row: TraceRow) -> str:
    """The arithmetic behind a visit's target response in one line."""
    one = row.assessment
    if one is None or one.sum is None or one.nadir is None:
        return ""
    grown = one.sum - one.nadir
    text = tr("{base} % from baseline, {nadir} % and {mm} mm from the nadir of {smallest} mm.")
    return text.format(
        base=say_percent(row.from_baseline) or EN_DASH,
        nadir=say_percent(row.from_nadir) or EN_DASH,
        mm=say_number(millimetres(abs(grown)) or Decimal(0)),
        smallest=say_number(millimetres(one.nadir) or Decimal(0)),
    )
