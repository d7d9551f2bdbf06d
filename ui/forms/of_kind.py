"""Which form enters which kind of record on a subject's page."""

from collections.abc import Mapping

from domain.records import (
    Administration,
    AdverseEvent,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    Intervention,
    Leaving,
    Record,
    SafetyReport,
    Subject,
    SurvivalContact,
)
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.dose_form import DoseForm
from ui.forms.eligibility_form import EligibilityForm
from ui.forms.end_of_treatment_form import EndOfTreatmentForm
from ui.forms.enrolment_form import EnrolmentForm
from ui.forms.intervention_form import InterventionForm
from ui.forms.leaving_form import LeavingForm
from ui.forms.record_form import RecordForm
from ui.forms.safety_report_form import SafetyReportForm
from ui.forms.subject_form import SubjectForm
from ui.forms.survival_contact_form import SurvivalContactForm

FORMS: Mapping[type[Record], type[RecordForm]] = {
    Subject: SubjectForm,
    Eligibility: EligibilityForm,
    Enrolment: EnrolmentForm,
    Administration: DoseForm,
    AdverseEvent: AdverseEventForm,
    Intervention: InterventionForm,
    SafetyReport: SafetyReportForm,
    EndOfTreatment: EndOfTreatmentForm,
    Leaving: LeavingForm,
    SurvivalContact: SurvivalContactForm,
}
