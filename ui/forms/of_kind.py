"""Which form enters which kind of record on a subject's page."""

from collections.abc import Mapping

from domain.records import (
    Administration,
    AdverseEvent,
    AssessmentNotDone,
    BodyWeight,
    Consent,
    Ecg,
    EcogStatus,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    Intervention,
    Leaving,
    MedicalHistory,
    PhysicalExam,
    Preparation,
    PriorTherapy,
    Record,
    Rescreening,
    SafetyReport,
    Subject,
    SurvivalContact,
    Visit,
    VitalSigns,
)
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.assessment_forms import (
    BodyWeightForm,
    EcgForm,
    EcogStatusForm,
    NotDoneForm,
    PhysicalExamForm,
    VitalSignsForm,
)
from ui.forms.dose_form import DoseForm
from ui.forms.eligibility_form import EligibilityForm
from ui.forms.end_of_treatment_form import EndOfTreatmentForm
from ui.forms.enrolment_form import EnrolmentForm
from ui.forms.history_forms import MedicalHistoryForm, PriorTherapyForm
from ui.forms.intervention_form import InterventionForm
from ui.forms.leaving_form import LeavingForm
from ui.forms.preparation_form import PreparationForm
from ui.forms.record_form import RecordForm
from ui.forms.safety_report_form import SafetyReportForm
from ui.forms.screening_forms import ConsentForm, RescreeningForm
from ui.forms.subject_form import SubjectForm
from ui.forms.survival_contact_form import SurvivalContactForm
from ui.forms.visit_form import VisitForm

FORMS: Mapping[type[Record], type[RecordForm]] = {
    Subject: SubjectForm,
    Consent: ConsentForm,
    Rescreening: RescreeningForm,
    Eligibility: EligibilityForm,
    Enrolment: EnrolmentForm,
    Preparation: PreparationForm,
    Administration: DoseForm,
    AdverseEvent: AdverseEventForm,
    Intervention: InterventionForm,
    SafetyReport: SafetyReportForm,
    EndOfTreatment: EndOfTreatmentForm,
    Leaving: LeavingForm,
    SurvivalContact: SurvivalContactForm,
    MedicalHistory: MedicalHistoryForm,
    PriorTherapy: PriorTherapyForm,
    Visit: VisitForm,
    VitalSigns: VitalSignsForm,
    BodyWeight: BodyWeightForm,
    EcogStatus: EcogStatusForm,
    Ecg: EcgForm,
    PhysicalExam: PhysicalExamForm,
    AssessmentNotDone: NotDoneForm,
}
