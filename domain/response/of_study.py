"""Tumour response of a study's subjects at its cut-off: what was observed, and what follows from it.

An answer is kept while exactly the same records of the subject are known; time alone does not change it.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.protocol.model import Part, Protocol
from domain.reasons import Reason
from domain.records.response import BASELINE, visit_name
from domain.response.checks import Concern, check_dates, check_lesions
from domain.response.lesion_findings import engine_lesions, findings_at
from domain.response.lesions import VisitFindings
from domain.response.plan import USUAL_PLAN, ResponsePlan
from domain.response.rates import SubjectResponse
from domain.response.subject import SubjectAnswer, SubjectFindings, derive_subject
from domain.response.survival_dates import SurvivalDates, survival_dates
from domain.response.terms import Response, ResponseBy
from domain.study import Study

if TYPE_CHECKING:
    from domain.records import LesionMeasurement, TumourVisit

_WITHHOLDING = frozenset(
    {"death_before_visit", "death_before_first_dose", "therapy_after_death", "last_alive_after_death"}
)


@dataclass(frozen=True)
class StudyResponse:
    """Tumour response of one subject.

    Attributes:
        findings: as the engine read them; None where there is neither a first dose nor a baseline scan.
        answer: what follows; None where ``findings`` is.
        dates: first dose, death, new therapy, last known alive.
        not_evaluable: why the subject is not evaluable for response; None for one who is.
        reasons: what was left out, withheld or taken for a partial date.
        concerns: what is doubtful or impossible in lesions and dates.
    """

    subject_id: str
    findings: SubjectFindings | None
    answer: SubjectAnswer | None
    dates: SurvivalDates
    not_evaluable: Reason | None
    reasons: tuple[Reason, ...] = ()
    concerns: tuple[Concern, ...] = ()

    @property
    def is_treated(self) -> bool:
        """Whether study treatment was given: the analysis set "treated"."""
        return self.dates.first_dose is not None

    @property
    def is_evaluable(self) -> bool:
        """Treated, with a baseline and a later assessment that was not NE: the analysis set "evaluable"."""
        return self.not_evaluable is None

    @property
    def for_rates(self) -> SubjectResponse | None:
        """What the rates need; None for a subject who was not treated."""
        if self.answer is None or not self.is_treated:
            return None
        return SubjectResponse(self.answer.best, self.is_evaluable)


def plan_of(protocol: Protocol) -> ResponsePlan:
    """How the protocol has responses derived; the usual way where its file says nothing."""
    return protocol.response or USUAL_PLAN


def derive_response(study: Study, subject_id: str, by: ResponseBy = ResponseBy.COMPUTED) -> StudyResponse:
    """Tumour response of a subject at the study's cut-off.

    Args:
        study: at its cut-off.
        subject_id: who.
        by: whose overall responses best response, endpoints and evaluability rest on.
    """
    entered = study.entered_for(subject_id)
    if entered is None:
        return StudyResponse(subject_id, None, None, SurvivalDates(), Reason("response_not_treated"))
    known = entered.up_to(study.cut_off)
    return entered.kept(("response", by, study.by_protocol), known, lambda: _derive(study, subject_id, by))


def derive_responses(
    study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED
) -> tuple[StudyResponse, ...]:
    """Tumour response of the treated subjects of a part, or of all, by screening number."""
    found = []
    for subject in study.subjects:
        enrolment = study.enrolment(subject.subject_id)
        if part is not None and (enrolment is None or enrolment.part_id != part.part_id):
            continue
        response = derive_response(study, subject.subject_id, by)
        if response.is_treated:
            found.append(response)
    return tuple(found)


def visits_of(study: Study, subject_id: str) -> dict[int, VisitFindings]:
    """What was found at each visit, by number; a visit without a record of its own has the date of its first scan."""
    lesions = study.lesions_of(subject_id)
    measured: dict[int, dict[str, LesionMeasurement]] = {}
    for one in study.measurements_of(subject_id):
        measured.setdefault(one.visit_number, {})[one.lesion_id] = one
    recorded: dict[int, TumourVisit] = {one.visit_number: one for one in study.tumour_visits_of(subject_id)}
    visits = {}
    for number in sorted({*measured, *recorded}):
        entered = measured.get(number, {})
        on = recorded[number].scanned_on if number in recorded else min(one.scanned_on for one in entered.values())
        visits[number] = VisitFindings(visit_name(number), on, findings_at(lesions, entered, on))
    return visits


def _derive(study: Study, subject_id: str, by: ResponseBy) -> StudyResponse:
    plan, dates = plan_of(study.protocol), survival_dates(study, subject_id)
    lesions = study.lesions_of(subject_id)
    visits = visits_of(study, subject_id)
    baseline = visits.pop(BASELINE, None)
    starts_on = baseline.on if baseline is not None else dates.first_dose
    if starts_on is None:
        return StudyResponse(subject_id, None, None, dates, Reason("response_not_treated"))
    start = baseline or VisitFindings(visit_name(BASELINE), starts_on, ())
    original = engine_lesions([one for one in lesions if not one.split_from])
    concerns = list(dates.concerns)
    if baseline is not None:
        concerns += check_lesions(original, start, tuple(visits.values()))
    concerns += check_dates(
        start.on, tuple(visits.values()), dates.first_dose, dates.death, dates.new_therapy, dates.last_alive
    )
    codes = {one.finding.code for one in concerns}
    reasons = list(dates.reasons)
    left_out = {one.visit for one in concerns if one.finding.code == "visit_before_baseline"}
    if left_out:
        reasons.append(Reason("visits_before_baseline", {"count": len(left_out)}))
    if "therapy_before_first_dose" in codes:
        dates = replace(dates, new_therapy=None)
        reasons.append(Reason("old_therapy_left_out"))
    findings = SubjectFindings(
        subject_id,
        engine_lesions(lesions),
        start,
        tuple(one for one in visits.values() if one.visit not in left_out),
        dates.first_dose,
        dates.death,
        dates.new_therapy,
        dates.last_alive,
    )
    is_withheld = bool(codes & _WITHHOLDING)
    if is_withheld:
        reasons.append(Reason("endpoints_withheld"))
    asked = () if is_withheld or dates.first_dose is None else plan.endpoints.endpoints
    calls = None
    if by is ResponseBy.INVESTIGATOR:
        calls = {visit_name(one.visit_number): one.response for one in study.response_calls_of(subject_id)}
    answer = derive_subject(findings, plan.rules, asked, calls=calls)
    why_not = _why_not_evaluable(answer, dates, has_baseline=baseline is not None)
    return StudyResponse(subject_id, findings, answer, dates, why_not, tuple(reasons), tuple(concerns))


def _why_not_evaluable(answer: SubjectAnswer, dates: SurvivalDates, *, has_baseline: bool) -> Reason | None:
    if dates.first_dose is None:
        return Reason("response_not_treated")
    if not has_baseline:
        return Reason("response_no_baseline")
    later = answer.visits[: answer.counted]
    if not later:
        return Reason("response_no_visit")
    if all(one.overall is Response.NE for one in later):
        return Reason("response_all_ne")
    return None
