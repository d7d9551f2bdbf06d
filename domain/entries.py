"""The records as entered, grouped by subject, so that a cut-off is applied to one subject at a time and only once.

A subject whose records are the same as before keeps its group from one save to the next, and with it everything that
was derived from them.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.records import (
    AdaResult,
    Adjudication,
    Administration,
    AdverseEvent,
    AssessmentNotDone,
    BiomarkerResult,
    BodyWeight,
    Concentration,
    Consent,
    CriterionAnswer,
    Decision,
    Deviation,
    Ecg,
    EcogStatus,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    GateCondition,
    Intervention,
    LabResult,
    Leaving,
    Lesion,
    LesionMeasurement,
    MedicalHistory,
    NormalRange,
    PartOpening,
    PhysicalExam,
    PkSample,
    Preparation,
    PriorTherapy,
    RecommendedDose,
    Record,
    Rescreening,
    ResponseCall,
    SafetyReport,
    Shipment,
    SlopeDecision,
    Subject,
    SurvivalContact,
    TumourVisit,
    Visit,
    VitalSigns,
)

Records = Mapping[str, Sequence[Record]]
GROUPED = (
    Consent,
    Rescreening,
    MedicalHistory,
    PriorTherapy,
    CriterionAnswer,
    Eligibility,
    Enrolment,
    Preparation,
    Administration,
    Visit,
    VitalSigns,
    BodyWeight,
    EcogStatus,
    Ecg,
    PhysicalExam,
    AssessmentNotDone,
    AdverseEvent,
    SafetyReport,
    Intervention,
    LabResult,
    PkSample,
    Concentration,
    AdaResult,
    BiomarkerResult,
    SlopeDecision,
    Adjudication,
    Lesion,
    TumourVisit,
    LesionMeasurement,
    ResponseCall,
    SurvivalContact,
    EndOfTreatment,
    Leaving,
)
_KEPT = 64


def dated(record: Record, zone: ZoneInfo) -> datetime | None:
    """The earliest moment a record's event can mean, aware UTC; None for records that have no date of their own."""
    match record:
        case AdverseEvent():
            return record.onset.earliest(zone)
        case LabResult() | AdaResult() | BiomarkerResult():
            return record.taken_at.earliest(zone)
        case PkSample():
            return record.taken_at
        case Shipment():
            return PartialDate.of(record.sent_on).earliest(zone)
        case Intervention():
            return record.start.earliest(zone)
        case EndOfTreatment():
            return record.decided_on.earliest(zone)
        case SafetyReport():
            return record.sent_at
        case Administration():
            return record.started_at
        case Visit():
            return record.done_on.earliest(zone) if record.done_on is not None else None
        case VitalSigns() | BodyWeight():
            return record.measured_at.earliest(zone)
        case EcogStatus():
            return record.assessed_at.earliest(zone)
        case Ecg():
            return record.recorded_at.earliest(zone)
        case PhysicalExam():
            return record.examined_at.earliest(zone)
        case Preparation():
            return record.prepared_at
        case Consent():
            return PartialDate.of(record.consented_on).earliest(zone)
        case Rescreening():
            return PartialDate.of(record.started_on).earliest(zone)
        case CriterionAnswer():
            return PartialDate.of(record.evidence_on).earliest(zone) if record.evidence_on is not None else None
        case Subject():
            return PartialDate.of(record.consent_date).earliest(zone)
        case Eligibility():
            return PartialDate.of(record.decided_on).earliest(zone)
        case Enrolment():
            return record.enrolled_at
        case Leaving():
            return record.left_at
        case TumourVisit() | LesionMeasurement():
            return PartialDate.of(record.scanned_on).earliest(zone)
        case Lesion():
            return PartialDate.of(record.first_seen_on).earliest(zone)
        case SurvivalContact():
            return PartialDate.of(record.contacted_on).earliest(zone)
        case ResponseCall():
            return record.called_at
        case GateCondition():
            return PartialDate.of(record.met_on).earliest(zone)
        case Decision() | RecommendedDose() | PartOpening() | Adjudication():
            return record.signed_at
        case Deviation():
            return PartialDate.of(record.occurred_on).earliest(zone)
        case _:
            return None


def as_known(record: Record, cut_off: datetime, zone: ZoneInfo) -> Record:
    """A record as known at a cut-off: what it says of a later time has not happened yet."""

    def is_later(moment: PartialDate | None) -> bool:
        return moment is not None and moment.earliest(zone) > cut_off

    if isinstance(record, AdverseEvent):
        later: dict[str, Any] = {
            name: None for name in ("end", "admitted_on", "discharged_on") if is_later(getattr(record, name))
        }
        if any(is_later(change.since) for change in record.grade_changes):
            later["grade_changes"] = tuple(one for one in record.grade_changes if not is_later(one.since))
        return replace(record, **later) if later else record
    if isinstance(record, Intervention) and is_later(record.end):
        return replace(record, end=None)
    if isinstance(record, Lesion) and record.merged_on is not None and is_later(PartialDate.of(record.merged_on)):
        return replace(record, merged_into="", merged_on=None)
    if isinstance(record, Administration) and record.ended_at is not None and record.ended_at > cut_off:
        return replace(record, ended_at=None)
    if isinstance(record, Shipment) and record.received_at is not None and record.received_at > cut_off:
        return replace(record, received_at=None, absent_ids=(), condition="")
    return record


def settled_from(record: Record, zone: ZoneInfo) -> datetime | None:
    """The moment from which ``as_known`` gives a record back as it was entered; None where it always does."""
    said: tuple[PartialDate | None, ...] = ()
    if isinstance(record, AdverseEvent):
        changes = (change.since for change in record.grade_changes)
        said = (record.end, record.admitted_on, record.discharged_on, *changes)
    elif isinstance(record, Intervention):
        said = (record.end,)
    elif isinstance(record, Lesion):
        said = (PartialDate.of(record.merged_on) if record.merged_on is not None else None,)
    elif isinstance(record, Administration):
        return record.ended_at
    elif isinstance(record, Shipment):
        return record.received_at
    return max((moment.earliest(zone) for moment in said if moment is not None), default=None)


class SubjectRecords:
    """Everything entered for one subject, oldest event first.

    Attributes:
        derived: what was derived from exactly these records, by whoever derived it.
    """

    def __init__(self, records: Sequence[Record], zone: ZoneInfo) -> None:
        """Sort the records by date."""
        self.records = tuple(records)
        self.derived: dict[Hashable, object] = {}
        self._zone = zone
        self._dated: list[tuple[datetime | None, datetime | None, Record]] | None = None
        self._cuts: dict[datetime, dict[str, tuple[Record, ...]]] = {}

    def up_to(self, cut_off: datetime) -> dict[str, tuple[Record, ...]]:
        """The records by kind, as known at a cut-off."""
        if cut_off not in self._cuts:
            if len(self._cuts) >= _KEPT:
                self._cuts.clear()
            if self._dated is None:
                zone = self._zone
                self._dated = [(dated(record, zone), settled_from(record, zone), record) for record in self.records]
            cut: dict[str, list[Record]] = {}
            for moment, settled, record in self._dated:
                if moment is None or moment <= cut_off:
                    is_settled = settled is None or settled <= cut_off
                    known = record if is_settled else as_known(record, cut_off, self._zone)
                    cut.setdefault(record.kind, []).append(known)
            self._cuts[cut_off] = {kind: tuple(listed) for kind, listed in cut.items()}
        return self._cuts[cut_off]

    def remember(self, key: Hashable, value: object) -> None:
        """Keep something derived from these records."""
        if len(self.derived) >= _KEPT:
            self.derived.clear()
        self.derived[key] = value


class Shared:
    """What was derived from the normal ranges; compared by identity, so that it can stand in a key."""

    def __init__(self) -> None:
        """Start with nothing derived."""
        self.derived: dict[Hashable, object] = {}


class Entries:
    """All records as entered up to a stream position.

    Attributes:
        ranges: the normal ranges; the same object while they do not change.
        shared: what was derived from the ranges, by whoever derived it; a new object once they have changed.
    """

    def __init__(self, records: Records, zone: ZoneInfo, before: "Entries | None" = None) -> None:
        """Group the records by subject; groups that did not change are taken over.

        Args:
            records: by kind.
            zone: the site's.
            before: the entries at an earlier position.
        """
        self.records = records
        ranges = tuple(cast("Sequence[NormalRange]", records.get(NormalRange.kind, ())))
        is_same = before is not None and before.ranges == ranges
        self.ranges: tuple[NormalRange, ...] = before.ranges if before is not None and is_same else ranges
        self.shared: Shared = before.shared if before is not None and is_same else Shared()
        grouped: dict[str, list[Record]] = {}
        for kind in GROUPED:
            for record in records.get(kind.kind, ()):
                grouped.setdefault(record.subject_id, []).append(record)  # type: ignore[attr-defined]
        self.by_subject: dict[str, SubjectRecords] = {
            subject_id: _kept(listed, before.by_subject.get(subject_id) if before else None)
            or SubjectRecords(listed, zone)
            for subject_id, listed in grouped.items()
        }


def _kept(listed: Sequence[Record], known: SubjectRecords | None) -> SubjectRecords | None:
    """The known group if it holds the very same records."""
    if known is None or len(known.records) != len(listed):
        return None
    same = all(one is other for one, other in zip(listed, known.records, strict=True))
    return known if same else None
