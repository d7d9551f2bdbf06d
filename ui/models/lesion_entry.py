"""What the grid of a tumour assessment knows: cells of earlier visits, the response that what is typed would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.records import Lesion, LesionMeasurement
from domain.records.response import BASELINE, visit_name
from domain.response.assess import VisitAssessment, assess_visits, sum_baseline
from domain.response.lesion_findings import engine_lesions, findings_at, is_merged
from domain.response.lesions import VisitFindings
from domain.response.of_study import plan_of, visits_of
from domain.response.spoken import millimetres
from domain.response.target import sum_targets
from domain.response.terms import LesionKind, LesionStatus
from domain.study import Study
from domain.summaries.response_cells import percent_change
from ui.text import say_number, tr

STATUSES: Mapping[LesionKind, tuple[LesionStatus, ...]] = {
    LesionKind.TARGET: (
        LesionStatus.MEASURED,
        LesionStatus.TOO_SMALL,
        LesionStatus.ABSENT,
        LesionStatus.NOT_EVALUABLE,
    ),
    LesionKind.NON_TARGET: (
        LesionStatus.PRESENT,
        LesionStatus.ABSENT,
        LesionStatus.UNEQUIVOCAL_PD,
        LesionStatus.EQUIVOCAL,
        LesionStatus.NOT_EVALUABLE,
        LesionStatus.MEASURED,
    ),
    LesionKind.NEW: (
        LesionStatus.PRESENT,
        LesionStatus.EQUIVOCAL,
        LesionStatus.ABSENT,
        LesionStatus.NOT_EVALUABLE,
        LesionStatus.MEASURED,
    ),
}
"""What can be found of a lesion of a kind, the usual first."""

LETTERS: Mapping[str, LesionStatus] = {
    "t": LesionStatus.TOO_SMALL,
    "a": LesionStatus.ABSENT,
    "n": LesionStatus.NOT_EVALUABLE,
    "p": LesionStatus.PRESENT,
    "u": LesionStatus.UNEQUIVOCAL_PD,
    "e": LesionStatus.EQUIVOCAL,
}
"""Letters that stand for a finding where a length is typed."""


@dataclass(frozen=True)
class SumCell:
    """The sum of a visit and its change, as the foot of the grid shows them."""

    mm: Decimal | None
    from_baseline: Decimal | None
    from_nadir: Decimal | None


def read_tenths(text: str) -> int | None:
    """Tenths of a millimetre of a typed length: "12", "12.5", "12,5"; None where it isn't one."""
    try:
        mm = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not mm.is_finite():
        return None
    tenths = mm * 10
    return int(tenths) if tenths == tenths.to_integral_value() else None


def say_status(status: LesionStatus) -> str:
    """A finding without a length, short enough for a cell."""
    return {
        LesionStatus.MEASURED: "",
        LesionStatus.TOO_SMALL: tr("too small"),
        LesionStatus.ABSENT: tr("absent"),
        LesionStatus.PRESENT: tr("present"),
        LesionStatus.UNEQUIVOCAL_PD: tr("PD"),
        LesionStatus.EQUIVOCAL: tr("equivocal"),
        LesionStatus.NOT_EVALUABLE: tr("NE"),
    }[status]


def say_measurement(one: LesionMeasurement | None) -> str:
    """What an earlier visit found of a lesion: "12.5", "too small"; "" where nothing was entered."""
    if one is None:
        return ""
    length = millimetres(one.length_tenths)
    said = say_status(one.status)
    return " ".join(part for part in (said, say_number(length)) if part)


def measurements_by_visit(study: Study, subject_id: str) -> dict[tuple[str, int], LesionMeasurement]:
    """What was entered, by lesion and visit number."""
    return {(one.lesion_id, one.visit_number): one for one in study.measurements_of(subject_id)}


def lesions_at(study: Study, subject_id: str, number: int, on: date | None) -> tuple[Lesion, ...]:
    """The lesions that are asked for at a visit: none that is new at baseline, none measured under another one."""
    return tuple(
        one
        for one in study.lesions_of(subject_id)
        if not (number == BASELINE and (one.lesion_kind is LesionKind.NEW or one.split_from))
        and not (on is not None and is_merged(one, on))
    )


def assess_typed(
    study: Study, subject_id: str, number: int, on: date, typed: Sequence[LesionMeasurement]
) -> tuple[dict[int, SumCell], VisitAssessment | None]:
    """Sums of every visit with the typed one in its place, and the response it would make.

    Args:
        study: as entered now.
        subject_id: who.
        number: of the visit that is typed.
        on: its date.
        typed: what was typed so far.
    """
    lesions = study.lesions_of(subject_id)
    engine = engine_lesions(lesions)
    visits = visits_of(study, subject_id)
    found = findings_at(lesions, {one.lesion_id: one for one in typed}, on)
    visits[number] = VisitFindings(visit_name(number), on, found)
    baseline = visits.pop(BASELINE, None)
    if baseline is None:
        return {}, None
    start = sum_baseline(engine, baseline)
    sums = {BASELINE: SumCell(millimetres(start.whole) if start else None, None, None)}
    assessed = assess_visits(engine, baseline, tuple(visits.values()), plan_of(study.protocol).rules)
    by_name = {visit_name(one): one for one in visits}
    for one in assessed:
        sums[by_name[one.visit]] = SumCell(
            millimetres(one.sum), percent_change(one.sum, one.baseline), percent_change(one.sum, one.nadir)
        )
    answer = next((one for one in assessed if one.visit == visit_name(number)), None)
    return sums, answer


def partial_sum(study: Study, subject_id: str, on: date, typed: Sequence[LesionMeasurement]) -> Decimal | None:
    """The sum of the target lesions typed so far, for a visit that is not whole yet."""
    lesions = study.lesions_of(subject_id)
    targets = [one for one in engine_lesions(lesions) if one.kind is LesionKind.TARGET]
    found = findings_at(lesions, {one.lesion_id: one for one in typed}, on)
    total = sum_targets(targets, {one.lesion_id: one for one in found})
    return millimetres(total.tenths) if len(total.unknown) < len(targets) else None
