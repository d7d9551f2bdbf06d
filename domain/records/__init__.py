"""What was observed, done and decided: one frozen dataclass a kind, each described once (design rule 1)."""

from domain.records.adjudication import Adjudication
from domain.records.administration import Administration
from domain.records.adverse_event import AdverseEvent, DrugAssessment, GradeChange, SafetyReport
from domain.records.decision import Attendee, Decision, Deviation
from domain.records.intervention import Intervention
from domain.records.item import Item, OfSubject, Record, item, items_of
from domain.records.laboratory import GradeTexts, LabResult, NormalRange
from domain.records.not_done import AssessmentNotDone
from domain.records.part import GateCondition, OpenedCohort, PartOpening
from domain.records.people import (
    Account,
    Lock,
    Query,
    QueryMessage,
    RedactedEvent,
    Redaction,
    Signature,
    SourceVerification,
)
from domain.records.pk import AdaResult, BiomarkerResult, Concentration, PkSample, Shipment, SlopeDecision
from domain.records.preparation import Preparation
from domain.records.recommended_dose import Consideration, RecommendedDose
from domain.records.response import Lesion, LesionMeasurement, ResponseCall, SurvivalContact, TumourVisit
from domain.records.screening import Consent, CriterionAnswer, MedicalHistory, PriorTherapy, Rescreening
from domain.records.study_record import Confirmation, ProtocolVersion, StudyRecord
from domain.records.subject import Eligibility, EndOfTreatment, Enrolment, Leaving, Subject
from domain.records.visits import BodyWeight, Ecg, EcogStatus, PhysicalExam, Visit, VitalSigns

RECORD_KINDS: dict[str, type[Record]] = {
    kind.kind: kind
    for kind in (
        StudyRecord,
        ProtocolVersion,
        Confirmation,
        Subject,
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
        NormalRange,
        GradeTexts,
        PkSample,
        Concentration,
        AdaResult,
        BiomarkerResult,
        Shipment,
        SlopeDecision,
        Adjudication,
        Lesion,
        TumourVisit,
        LesionMeasurement,
        ResponseCall,
        SurvivalContact,
        EndOfTreatment,
        Leaving,
        GateCondition,
        PartOpening,
        Decision,
        RecommendedDose,
        Deviation,
        Account,
        Signature,
        Query,
        SourceVerification,
        Lock,
        Redaction,
    )
}

__all__ = [
    "RECORD_KINDS",
    "Account",
    "AdaResult",
    "Adjudication",
    "Administration",
    "AdverseEvent",
    "AssessmentNotDone",
    "Attendee",
    "BiomarkerResult",
    "BodyWeight",
    "Concentration",
    "Confirmation",
    "Consent",
    "Consideration",
    "CriterionAnswer",
    "Decision",
    "Deviation",
    "DrugAssessment",
    "Ecg",
    "EcogStatus",
    "Eligibility",
    "EndOfTreatment",
    "Enrolment",
    "GateCondition",
    "GradeChange",
    "GradeTexts",
    "Intervention",
    "Item",
    "LabResult",
    "Leaving",
    "Lesion",
    "LesionMeasurement",
    "Lock",
    "MedicalHistory",
    "NormalRange",
    "OfSubject",
    "OpenedCohort",
    "PartOpening",
    "PhysicalExam",
    "PkSample",
    "Preparation",
    "PriorTherapy",
    "ProtocolVersion",
    "Query",
    "QueryMessage",
    "RecommendedDose",
    "Record",
    "RedactedEvent",
    "Redaction",
    "Rescreening",
    "ResponseCall",
    "SafetyReport",
    "Shipment",
    "Signature",
    "SlopeDecision",
    "SourceVerification",
    "StudyRecord",
    "Subject",
    "SurvivalContact",
    "TumourVisit",
    "Visit",
    "VitalSigns",
    "item",
    "items_of",
]
