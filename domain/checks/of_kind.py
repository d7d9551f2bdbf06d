"""Which check judges a record of which kind, as a person enters or corrects it.

An enrolment and a dose are judged against the state of their part as well, and an eligibility against the criteria;
their forms call those checks themselves.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.checks.adverse_event import check_adverse_event
from domain.checks.antibody import check_ada_result
from domain.checks.assessments import (
    check_body_weight,
    check_ecg,
    check_ecog,
    check_exam,
    check_not_done,
    check_vital_signs,
)
from domain.checks.biomarker import check_biomarker_result
from domain.checks.concentration import check_concentration
from domain.checks.deviation import check_deviation
from domain.checks.end_of_treatment import check_end_of_treatment
from domain.checks.intervention import check_intervention
from domain.checks.lab_result import check_lab_result
from domain.checks.lesion import check_lesion
from domain.checks.lesion_measurement import check_lesion_measurement
from domain.checks.normal_range import check_normal_range
from domain.checks.part import check_gate_condition
from domain.checks.pk_sample import check_pk_sample
from domain.checks.preparation import check_preparation
from domain.checks.response_call import check_response_call
from domain.checks.safety_report import check_safety_report
from domain.checks.screening import (
    check_consent,
    check_criterion,
    check_history,
    check_prior_therapy,
    check_rescreening,
)
from domain.checks.shipment import check_shipment
from domain.checks.slope_decision import check_slope_decision
from domain.checks.subject import check_eligibility, check_leaving, check_subject
from domain.checks.survival_contact import check_survival_contact
from domain.checks.tumour_visit import check_tumour_visit
from domain.checks.visit import check_visit
from domain.reasons import Finding
from domain.records import (
    AdaResult,
    AdverseEvent,
    AssessmentNotDone,
    BiomarkerResult,
    BodyWeight,
    Concentration,
    Consent,
    CriterionAnswer,
    Deviation,
    Ecg,
    EcogStatus,
    Eligibility,
    EndOfTreatment,
    GateCondition,
    Intervention,
    LabResult,
    Leaving,
    Lesion,
    LesionMeasurement,
    MedicalHistory,
    NormalRange,
    PhysicalExam,
    PkSample,
    Preparation,
    PriorTherapy,
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
from domain.study import Study

CHECKS: Mapping[type[Record], Callable[..., list[Finding]]] = {
    Subject: check_subject,
    Consent: check_consent,
    Rescreening: check_rescreening,
    CriterionAnswer: check_criterion,
    MedicalHistory: check_history,
    PriorTherapy: check_prior_therapy,
    Eligibility: check_eligibility,
    Leaving: check_leaving,
    EndOfTreatment: check_end_of_treatment,
    Preparation: check_preparation,
    AdverseEvent: check_adverse_event,
    SafetyReport: check_safety_report,
    Intervention: check_intervention,
    LabResult: check_lab_result,
    NormalRange: check_normal_range,
    PkSample: check_pk_sample,
    Concentration: lambda study, result, *, now: check_concentration(study, result),
    AdaResult: check_ada_result,
    BiomarkerResult: check_biomarker_result,
    Shipment: check_shipment,
    SlopeDecision: check_slope_decision,
    Lesion: check_lesion,
    TumourVisit: check_tumour_visit,
    LesionMeasurement: check_lesion_measurement,
    ResponseCall: check_response_call,
    SurvivalContact: check_survival_contact,
    Visit: check_visit,
    VitalSigns: check_vital_signs,
    BodyWeight: check_body_weight,
    EcogStatus: check_ecog,
    Ecg: check_ecg,
    PhysicalExam: check_exam,
    AssessmentNotDone: check_not_done,
    Deviation: check_deviation,
    GateCondition: check_gate_condition,
}


def check_record(study: Study, record: Record, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a record as it would be; nothing for a kind that nobody enters in a form.

    Args:
        study: as it stands.
        record: new, or as it would be corrected.
        now: the moment of entry, aware UTC.
    """
    check = CHECKS.get(type(record))
    return check(study, record, now=now) if check is not None else []
