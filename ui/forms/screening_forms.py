"""Forms of screening: a signed consent form, and a screen failure who is screened again (SUB-10)."""

from collections.abc import Mapping
from typing import ClassVar

from domain.eligibility import derive_form_in_use
from domain.records import Consent, Record, Rescreening
from domain.terms import ConsentKind
from ui.forms.record_form import RecordForm


class ConsentForm(RecordForm):
    """Which version of the form was signed when; after the first one a re-consent."""

    kind: ClassVar[type[Record]] = Consent
    save_text: ClassVar[str] = "Save consent"
    in_front: ClassVar[tuple[str, ...]] = ("consent_kind", "form_version", "consented_on")
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {"form_version": "?"}

    def first_values(self) -> dict[str, object]:
        study, subject_id = self.study_now(), str(self.value("subject_id"))
        signed, form = study.consents_of(subject_id), derive_form_in_use(study)
        version = form.version if form is not None else ""
        if any(one.consent_kind is ConsentKind.INITIAL for one in signed):
            fresh = version if all(one.form_version != version for one in signed) else ""
            return {"consent_kind": ConsentKind.RE_CONSENT, "form_version": fresh, "consented_on": self._today()}
        consented = study.subject(subject_id).consent_date
        return {"consent_kind": ConsentKind.INITIAL, "form_version": version, "consented_on": consented}

    def _today(self) -> object:
        return self.now.astimezone(self.session.study.zone).date()


class RescreeningForm(RecordForm):
    """When the window starts anew, and what has changed since the failure."""

    kind: ClassVar[type[Record]] = Rescreening
    save_text: ClassVar[str] = "Save re-screening"
    long_texts: ClassVar[tuple[str, ...]] = ("reason",)
    stand_ins: ClassVar[Mapping[str, object]] = {"reason": "?"}
    shown_at: ClassVar[Mapping[str, str]] = {"subject_id": "started_on"}

    def first_values(self) -> dict[str, object]:
        return {"started_on": self.now.astimezone(self.session.study.zone).date()}
