"""Table of a subject's assessments: visits down, measures across, so that the course is seen at a glance (SUB-6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from domain.checks.assessments import is_unusual
from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import Administration, BodyWeight, Ecg, EcogStatus, PhysicalExam, Record, VitalSigns
from domain.schedule.plan import DOSING, visit_key
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table
from domain.summaries.visits import VisitName
from domain.terms import ClinicalFinding, EcgInterpretation

_MEASURES: tuple[tuple[type[Record], str, str], ...] = (
    (VitalSigns, "systolic_mmhg", "Sys, mmHg"),
    (VitalSigns, "diastolic_mmhg", "Dia, mmHg"),
    (VitalSigns, "pulse_per_min", "Pulse, /min"),
    (VitalSigns, "temperature_c", "Temp, °C"),
    (VitalSigns, "respiration_per_min", "RR, /min"),
    (VitalSigns, "oxygen_percent", "SpO₂, %"),
    (BodyWeight, "weight_kg", "Weight, kg"),
    (EcogStatus, "score", "ECOG"),
    (Ecg, "heart_rate_per_min", "HR, /min"),
    (Ecg, "pr_ms", "PR, ms"),
    (Ecg, "qrs_ms", "QRS, ms"),
    (Ecg, "qt_ms", "QT, ms"),
    (Ecg, "qtcf_ms", "QTcF, ms"),
)
_COLUMNS = (
    Column("visit", "Visit", weight=1.6),
    Column("at", "Date", Format.DATE, 1.1),
    *(Column(field, title, Format.NUMBER, 0.6) for _, field, title in _MEASURES),
    Column("ecg", "ECG", weight=0.9),
    Column("exam", "Examination", weight=1.2),
    Column("unusual", "Outside the usual", weight=1.4),
)
EMPTY_VALUES = Table("assessments", "Values over time", _COLUMNS, (), note=Reason("note_assessments"))


@dataclass(frozen=True)
class AssessedVisit:
    """What was measured at a visit, or on a day outside the visits; a second set at the same visit is another one.

    Attributes:
        visit: as the records name it; "" outside the plan.
        at: when, the earliest of its records.
        records: at most one of a kind, the examinations apart.
    """

    visit: str
    at: PartialDate
    records: tuple[Record, ...]

    def of(self, kind: type[Record]) -> Record | None:
        """The record of a kind, or None."""
        return next((one for one in self.records if isinstance(one, kind)), None)

    @property
    def exams(self) -> tuple[PhysicalExam, ...]:
        """The examinations, one a body system."""
        return tuple(one for one in self.records if isinstance(one, PhysicalExam))


def moment_of(record: Record) -> PartialDate:
    """When an assessment was made.

    Raises:
        TypeError: it is none.
    """
    match record:
        case VitalSigns() | BodyWeight():
            return record.measured_at
        case EcogStatus():
            return record.assessed_at
        case Ecg():
            return record.recorded_at
        case PhysicalExam():
            return record.examined_at
    raise TypeError(record.kind)


def assessed_visits(study: Study, subject_id: str) -> tuple[AssessedVisit, ...]:
    """The visits of a subject at which something was assessed, by time."""
    zone = study.zone
    weights = [*study.weights_of(subject_id), *_weights_of_doses(study, subject_id)]
    listed: tuple[Sequence[Record], ...] = (
        study.vital_signs_of(subject_id), weights, study.ecog_of(subject_id), study.ecgs_of(subject_id),
    )  # fmt: skip
    sets: dict[tuple[str, date | None], list[list[Record]]] = {}
    for records in listed:
        for key, mine in _by_visit(records, study).items():
            sets.setdefault(key, []).append(mine)
    exams = _by_visit(study.exams_of(subject_id), study)
    found = []
    for key in dict.fromkeys([*sets, *exams]):
        for place, columns in enumerate(zip_longest(*sets.get(key, [[]]))):
            held = [one for one in columns if one is not None] + (exams.get(key, []) if place == 0 else [])
            found.append(_visit(key[0], held, study))
        if key not in sets:
            found.append(_visit(key[0], exams[key], study))
    return tuple(sorted(found, key=lambda one: one.at.earliest(zone)))


def _visit(name: str, records: Sequence[Record], study: Study) -> AssessedVisit:
    return AssessedVisit(
        name, min((moment_of(one) for one in records), key=lambda at: at.earliest(study.zone)), tuple(records)
    )


def _by_visit(records: Sequence[Record], study: Study) -> dict[tuple[str, date | None], list[Record]]:
    """By the visit that they name; what names none, by its day."""
    found: dict[tuple[str, date | None], list[Record]] = {}
    for one in records:
        visit = str(getattr(one, "visit", ""))
        day = None if visit else moment_of(one).earliest(study.zone).astimezone(study.zone).date()
        found.setdefault((visit, day), []).append(one)
    return found


def _weights_of_doses(study: Study, subject_id: str) -> Iterator[BodyWeight]:
    """The weights that were measured for a dose, where the visit has none of its own."""
    own = {one.visit for one in study.weights_of(subject_id)}
    for dose in study.administrations(subject_id):
        visit = visit_key(DOSING, dose.cycle)
        if dose.weight_kg is not None and visit not in own:
            yield _weight_of(dose, visit, study)


def _weight_of(dose: Administration, visit: str, study: Study) -> BodyWeight:
    at = PartialDate.of(dose.started_at.astimezone(study.zone))
    assert dose.weight_kg is not None
    return BodyWeight(
        record_id=dose.record_id, subject_id=dose.subject_id, visit=visit, measured_at=at, weight_kg=dose.weight_kg
    )


def tabulate_assessments(study: Study, subject_id: str) -> Table:
    """Every visit of a subject with what was measured, by time; a row id is the name of its visit.

    A value outside the usual range is emphasised, and named in the last column.
    """
    visits = assessed_visits(study, subject_id)
    rows = tuple(
        (
            Cell(VisitName(one.visit) if one.visit else None),
            Cell(replace(one.at, hour=None, minute=None)),
            *(_cell(one, kind, field) for kind, field, _ in _MEASURES),
            *_words(one),
            Cell(_unusual(one)),
        )
        for one in visits
    )
    caption = Reason("caption_subject", {"subject": subject_id})
    names = tuple(one.visit for one in visits)
    return replace(EMPTY_VALUES, rows=rows, caption=caption, row_ids=names)


def _value(visit: AssessedVisit, kind: type[Record], field: str) -> int | Decimal | None:
    value = getattr(visit.of(kind), field, None)
    return value if isinstance(value, int | Decimal) else None


def _cell(visit: AssessedVisit, kind: type[Record], field: str) -> Cell:
    value = _value(visit, kind, field)
    return Cell(value, emphasis=is_unusual(field, value))


def _words(visit: AssessedVisit) -> tuple[Cell, Cell]:
    ecg = visit.of(Ecg)
    read = ecg.interpretation if isinstance(ecg, Ecg) else None
    odd = [one for one in visit.exams if one.finding is ClinicalFinding.ABNORMAL]
    if odd:
        said: object = "; ".join(one.abnormal for one in odd if one.abnormal) or ClinicalFinding.ABNORMAL
    else:
        said = visit.exams[0].finding if visit.exams else None
    return Cell(read, emphasis=read is EcgInterpretation.SIGNIFICANT), Cell(said, emphasis=bool(odd))


def _unusual(visit: AssessedVisit) -> Reason | None:
    """The measures outside the usual, by name."""
    named = [
        f"{title.partition(',')[0]} {value}"
        for kind, field, title in _MEASURES
        if is_unusual(field, value := _value(visit, kind, field))
    ]
    return Reason("assessment_unusual", {"values": ", ".join(named)}) if named else None
