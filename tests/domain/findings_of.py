"""Every check of the project on every record of a study, as if each were entered today."""

from collections.abc import Iterator
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
from domain.checks.dose import check_administration
from domain.checks.end_of_treatment import check_end_of_treatment
from domain.checks.intervention import check_intervention
from domain.checks.lab_result import check_lab_result
from domain.checks.lesion import check_lesion
from domain.checks.lesion_measurement import check_lesion_measurement
from domain.checks.normal_range import check_normal_range
from domain.checks.pk_sample import check_pk_sample
from domain.checks.preparation import check_preparation
from domain.checks.response_call import check_response_call
from domain.checks.safety_report import check_safety_report
from domain.checks.screening import check_consent, check_criterion, check_history, check_prior_therapy
from domain.checks.shipment import check_shipment
from domain.checks.subject import check_eligibility, check_enrolment, check_leaving, check_subject
from domain.checks.survival_contact import check_survival_contact
from domain.checks.tumour_visit import check_tumour_visit
from domain.checks.visit import check_visit
from domain.escalation.status import status_before
from domain.reasons import Finding
from domain.records import (
    AdaResult,
    Administration,
    AdverseEvent,
    AssessmentNotDone,
    BiomarkerResult,
    BodyWeight,
    Concentration,
    Consent,
    CriterionAnswer,
    Ecg,
    EcogStatus,
    Eligibility,
    EndOfTreatment,
    Enrolment,
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
    ResponseCall,
    SafetyReport,
    Shipment,
    Subject,
    SurvivalContact,
    TumourVisit,
    Visit,
    VitalSigns,
)
from domain.study import Study

_CHECKS = {
    Subject: check_subject,
    Consent: check_consent,
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
    AdaResult: check_ada_result,
    BiomarkerResult: check_biomarker_result,
    Shipment: check_shipment,
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
}


def findings_of(study: Study, *, now: datetime) -> Iterator[tuple[Record, Finding]]:
    """What the checks say of each record."""
    for listed in study.entered.values():
        for record in listed:
            for finding in _check(study, record, now):
                yield record, finding


def _check(study: Study, record: Record, now: datetime) -> list[Finding]:
    match record:
        case Concentration():
            return check_concentration(study, record)
        case Enrolment():
            part = study.protocol.part(record.part_id)
            then = status_before(study, part, record.subject_id, record.enrolled_at)
            return check_enrolment(study.at(record.enrolled_at), then, record, now=now)
        case Administration():
            part = study.part_of(record.subject_id)
            assert part is not None
            then = status_before(study, part, record.subject_id, record.started_at)
            return check_administration(study.at(record.started_at), then, record, now=now)
    check = _CHECKS.get(type(record))
    return check(study, record, now=now) if check else []  # type: ignore[operator]
