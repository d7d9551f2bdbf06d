"""Which form enters which kind of record on a subject's page."""

from collections.abc import Mapping

from domain.records import Record
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
    form.kind: form
    for form in (
        SubjectForm,
        ConsentForm,
        RescreeningForm,
        EligibilityForm,
        EnrolmentForm,
        PreparationForm,
        DoseForm,
        AdverseEventForm,
        InterventionForm,
        SafetyReportForm,
        EndOfTreatmentForm,
        LeavingForm,
        SurvivalContactForm,
        MedicalHistoryForm,
        PriorTherapyForm,
        VisitForm,
        VitalSignsForm,
        BodyWeightForm,
        EcogStatusForm,
        EcgForm,
        PhysicalExamForm,
        NotDoneForm,
    )
}
