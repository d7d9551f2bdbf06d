"""The trace of one subject: a row a visit, what was computed and what the investigator called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject

from domain.records import ResponseCall
from domain.records.response import BASELINE, visit_name
from domain.response.assess import VisitAssessment, sum_baseline
from domain.response.calls import Disagreement, list_disagreements
from domain.response.of_study import derive_response
from domain.response.spoken import joined, millimetres
from domain.response.terms import Response
from domain.study import Study
from domain.summaries.response_cells import percent_change
from ui.forms.lesion_grid_foot import say_percent
from ui.models.response_cells import mark_cell, roomy_cell
from ui.models.rows_model import RowsModel, Shown
from ui.text import EN_DASH, Words, say_date, say_number, term, tr


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

        def total(row: TraceRow) -> str:
            if row.sum is None:
                return ""
            # Whole millimetres while all are; else each with its tenth.
            has_tenths = any(one.sum is not None and one.sum % 1 for one in self.rows)
            return f"{row.sum:.{int(has_tenths)}f}"

        columns: list[Shown[TraceRow]] = [
            Shown("visit", tr("Visit"), lambda row: say_date(row.on), lambda row: row.on, tooltip=why),
            Shown("sum", tr("Sum, mm"), total, lambda row: row.sum, True, tooltip=why),
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
            Shown(
                "other",
                tr("Non-target"),
                _other,
                lambda row: _other(row),
                painter=lambda row: roomy_cell(_other_of(row)),
                tooltip=why,
            ),
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


def _other_of(row: TraceRow) -> Response | None:
    one = row.assessment
    return one.non_target if one is not None and one.non_target is not Response.NONE else None


def _other(row: TraceRow) -> str:
    return term(one) if (one := _other_of(row)) is not None else ""


def _new(row: TraceRow) -> str:
    return "" if row.assessment is None else tr("yes") if row.assessment.has_new else tr("no")


def _call(row: TraceRow) -> str:
    if row.call is None:
        return ""
    said = term(row.call.response)
    return tr("{call}, differs").format(call=said) if row.disagreement else said


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
