"""Tumour records on top of a history: one dosed subject, 01-001, first dose on 2 March 2026 at the site."""

from datetime import UTC, date, datetime, timedelta

from domain.partial_date import PartialDate
from domain.records import (
    EndOfTreatment,
    Intervention,
    Leaving,
    Lesion,
    LesionMeasurement,
    Record,
    ResponseCall,
    SurvivalContact,
    TumourVisit,
)
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.study import Study
from domain.terms import EndReason, InterventionKind, LeaveReason, VitalStatus
from tests.domain.build import Built, build

WHO = "01-001"
FIRST = date(2026, 3, 2)
SCREEN = FIRST - timedelta(days=10)
CUT_OFF = datetime(2027, 6, 1, tzinfo=UTC)


def week(number: int, plus: int = 0) -> date:
    return FIRST + timedelta(weeks=number, days=plus)


def lesion(number: int = 1, kind: LesionKind = LesionKind.TARGET, **items: object) -> Lesion:
    values: dict[str, object] = {
        "record_id": f"{kind}-{number}",
        "subject_id": WHO,
        "lesion_kind": kind,
        "number": number,
        "organ": "liver",
        "first_seen_on": SCREEN,
    }
    return Lesion(**(values | items))  # type: ignore[arg-type]


def visit(number: int, on: date, **items: object) -> TumourVisit:
    values: dict[str, object] = {"record_id": f"v{number}", "subject_id": WHO, "visit_number": number}
    return TumourVisit(**(values | {"scanned_on": on} | items))  # type: ignore[arg-type]


def found(of: Lesion, number: int, on: date, mm: float | LesionStatus | None, **items: object) -> LesionMeasurement:
    """A measurement: a length in millimetres, or a status without one."""
    status = mm if isinstance(mm, LesionStatus) else LesionStatus.MEASURED
    length = None if isinstance(mm, LesionStatus) or mm is None else round(mm * 10)
    values: dict[str, object] = {
        "record_id": f"{of.record_id}@{number}",
        "subject_id": WHO,
        "lesion_id": of.record_id,
        "visit_number": number,
        "scanned_on": on,
        "status": status,
        "length_tenths": length,
    }
    return LesionMeasurement(**(values | items))  # type: ignore[arg-type]


def followed(*lengths: float | LesionStatus, every: int = 6, of: Lesion | None = None) -> list[Record]:
    """A target lesion at baseline and at visits every so many weeks."""
    one = of or lesion()
    records: list[Record] = [one]
    for number, length in enumerate(lengths):
        on = week(every * number) if number else SCREEN
        records += [visit(number, on), found(one, number, on, length)]
    return records


def call(number: int, response: Response, **items: object) -> ResponseCall:
    values: dict[str, object] = {
        "record_id": f"call-{number}",
        "subject_id": WHO,
        "visit_number": number,
        "response": response,
        "cut_off": CUT_OFF,
        "called_by": "Lin Yue",
        "called_at": datetime(2027, 5, 1, tzinfo=UTC),
    }
    return ResponseCall(**(values | items))  # type: ignore[arg-type]


def contact(on: date, *, died: PartialDate | None = None, **items: object) -> SurvivalContact:
    status = VitalStatus.DEAD if died else VitalStatus.ALIVE
    values: dict[str, object] = {"record_id": f"contact-{on}", "subject_id": WHO, "contacted_on": on}
    return SurvivalContact(**(values | {"vital_status": status, "died_on": died} | items))  # type: ignore[arg-type]


def therapy(start: PartialDate) -> Intervention:
    return Intervention(
        record_id="therapy",
        subject_id=WHO,
        name="docetaxel",
        intervention_kind=InterventionKind.NEW_THERAPY,
        start=start,
    )


def ended(on: date) -> EndOfTreatment:
    return EndOfTreatment(
        record_id="end", subject_id=WHO, decided_on=PartialDate.of(on), reason=EndReason.PROGRESSION, decided_by="Lin"
    )


def left(on: date, reason: LeaveReason = LeaveReason.DEATH) -> Leaving:
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return Leaving(record_id="left", subject_id=WHO, left_at=at, reason=reason)


def built(*records: Record, history: str = "1N", protocol_id: str = "mil97") -> Built:
    return build(history, protocol_id=protocol_id).plus(*records)


def study_of(*records: Record, cut_off: datetime = CUT_OFF, **how: str) -> Study:
    return built(*records, **how).study(cut_off)
