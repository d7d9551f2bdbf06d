"""What people say in a demonstration, made from the study as it stood: decisions, verdicts, responses."""

from datetime import datetime, timedelta

from domain.adjudication import draft_adjudication
from domain.demonstration.act import Act, Meeting, Opening
from domain.demonstration.exposure import CLEANED_WITHIN
from domain.demonstration.people import COMMITTEE, INVESTIGATOR
from domain.demonstration.weighed import sign_dose
from domain.dlt.answer import Verdict
from domain.dlt.of_study import derive_dlt
from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.status import PartStatus, recommend_at
from domain.parts.draft import draft_opening
from domain.protocol.model import Part
from domain.records import Adjudication, Decision, PartOpening, RecommendedDose, ResponseCall
from domain.response.calls import assessment_at, draft_call
from domain.response.of_study import derive_response
from domain.study import Study
from domain.terms import CommitteeAction, DltVerdict

Said = Decision | RecommendedDose | PartOpening | Adjudication | ResponseCall
_BEFORE_MEETING = timedelta(hours=1)
_CHOSEN = "Chosen on safety, exposure and response of the escalation"
_FINAL = (CommitteeAction.MTD, CommitteeAction.MAD)


def looked_at(act: Act) -> datetime:
    """The data cut-off at which people look when they say something.

    A committee closes its data before it meets; for the recommended dose it waits until the last concentrations that
    were drawn by then have been reported.
    """
    if act.recommends:
        return act.at - CLEANED_WITHIN
    return act.at - _BEFORE_MEETING if act.decides else act.at


def said_of(study: Study, part: Part, act: Act, *, reason: str = "") -> Said | None:
    """The record of what people say in an act; None where there is nothing to say.

    Args:
        study: as entered up to the act, at the cut-off that people look at.
        part: that is played, where the act names none.
        act: that decides, recommends, opens, adjudicates or calls.
        reason: of a decision that follows the rules.
    """
    if act.part_id:
        part = study.protocol.part(act.part_id)
    if act.decides:
        return _decision(study, part, act.at, act.decides, reason)
    if act.recommends:
        return sign_dose(study, part, act.recommends, act.at)
    if act.opens:
        return _opening(study, part, act.opens, act.at)
    if act.adjudicates:
        return _verdict(study, study.part_of(act.adjudicates) or part, act)
    return _call(study, act)


def _decision(study: Study, part: Part, at: datetime, about: Meeting, reason: str) -> Decision | None:
    """The committee follows the rules; where they wait, it does not meet."""
    # Whether earlier decisions still hold is not asked: nothing in a demonstration undermines one.
    status = PartStatus(study, part, *recommend_at(study, part))
    choice = list_choices(status)[0]
    is_ripe = {
        Meeting.NEXT_GROUP: bool(choice.subjects),
        Meeting.DECLARATION: choice.action in _FINAL,
        Meeting.SIGNAL: bool(status.signals),
    }[about]
    if not choice.can_be_signed or not is_ripe:
        return None
    return draft_decision(
        status,
        choice,
        record_id=f"decision-{study.position}",
        attendees=COMMITTEE,
        reason=reason,
        signed_by=INVESTIGATOR.name,
        signed_role=INVESTIGATOR.role,
        signed_at=at,
    )


def _opening(study: Study, part: Part, chosen: Opening, at: datetime) -> PartOpening:
    return draft_opening(
        study,
        part.part_id,
        doses=chosen.doses,
        cohorts=chosen.cohorts,
        record_id=f"opening-{part.part_id}",
        attendees=COMMITTEE,
        reason=_CHOSEN,
        signed_by=INVESTIGATOR.name,
        signed_role=INVESTIGATOR.role,
        signed_at=at,
    )


def _verdict(study: Study, part: Part, act: Act) -> Adjudication | None:
    derived = derive_dlt(study, part, act.adjudicates)
    if derived is None or derived.verdict is not Verdict.MET:
        return None
    return draft_adjudication(
        study,
        part,
        act.adjudicates,
        DltVerdict.DLT,
        record_id=f"adjudication-{act.adjudicates}",
        reason="Related, no other cause found",
        signed_by=INVESTIGATOR.name,
        signed_role=INVESTIGATOR.role,
        now=act.at,
    )


def _call(study: Study, act: Act) -> ResponseCall | None:
    said = act.calls
    if said is None:
        return None
    visit = assessment_at(derive_response(study, said.subject_id), said.visit_number)
    if visit is None:
        return None
    return draft_call(
        study,
        said.subject_id,
        said.visit_number,
        said.response or visit.overall,
        record_id=f"call-{said.subject_id}-{said.visit_number}",
        comment=said.comment,
        called_by=INVESTIGATOR.name,
        called_at=act.at,
    )
