"""A subject's history for the DLT rules, from the records of a study at its cut-off."""

from domain.dlt.assess import DltAssessment, assess_dlt
from domain.dlt.history import Dose, Event, GradeStep, History, Intervention, Result
from domain.laboratory.of_study import grade_subject
from domain.partial_date import PartialDate
from domain.protocol.model import Part
from domain.records import AdverseEvent
from domain.study import Study
from domain.terms import InterventionKind, Judgement, Relationship

_SAID = {Judgement.YES: True, Judgement.NO: False, Judgement.NOT_ASSESSED: None}


def derive_dlt(study: Study, part: Part, subject_id: str) -> DltAssessment | None:
    """What the part's definition says of a subject; None without a first dose, or where the part has no definition."""
    if part.dlt is None or study.first_dose(subject_id) is None:
        return None
    return assess_dlt(part, study.protocol.ctcae, history_of(study, subject_id))


def history_of(study: Study, subject_id: str) -> History:
    """What is known of a subject at the study's cut-off."""
    part = study.part_of(subject_id)
    threshold = part.window.relationship if part else Relationship.POSSIBLE
    interventions = tuple(
        Intervention(one.record_id, one.intervention_kind, one.start, one.treats)
        for one in study.interventions_of(subject_id)
        if one.intervention_kind is not InterventionKind.NEW_THERAPY
    )
    return History(
        subject_id=subject_id,
        zone=study.zone,
        cut_off=study.cut_off,
        doses=doses_of(study, subject_id),
        events=tuple(_event(event, threshold) for event in study.events_of(subject_id)),
        results=_results(study, subject_id),
        interventions=interventions,
        treatment_ended=_treatment_ended(study, subject_id),
    )


def doses_of(study: Study, subject_id: str) -> tuple[Dose, ...]:
    """A subject's doses, given or not, first to last."""
    return tuple(
        Dose(one.cycle, one.started_at, one.given_mg > 0, one.delayed_for) for one in study.administrations(subject_id)
    )


def _event(event: AdverseEvent, threshold: Relationship) -> Event:
    steps = (
        GradeStep(int(event.grade), event.onset),
        *(GradeStep(int(change.grade), change.since) for change in event.grade_changes),
    )
    return Event(
        record_id=event.record_id,
        term=event.term,
        steps=steps,
        end=event.end,
        relationship=event.judged_relation(threshold),
        is_laboratory_only=_SAID[event.is_laboratory_only],
        is_admitted=event.is_admitted,
        action=event.action_taken,
    )


def _results(study: Study, subject_id: str) -> tuple[Result, ...]:
    """Each result under each term that it grades; one that grades nothing still counts as a multiple of ULN."""
    found: list[Result] = []
    for one in grade_subject(study, subject_id):
        result = one.result
        common = (result.record_id, result.test, result.taken_at)
        found += [Result(*common, term.term, term.grade, one.value, one.uln) for term in one.terms]
        if not one.terms:
            found.append(Result(*common, value=one.value, uln=one.uln))
    return tuple(found)


def _treatment_ended(study: Study, subject_id: str) -> PartialDate | None:
    """The day on which treatment was given up; who leaves the study has no further cycle either."""
    end, leaving = study.end_of_treatment(subject_id), study.leaving(subject_id)
    days = [end.decided_on] if end else []
    if leaving is not None:
        days.append(PartialDate.of(leaving.left_at.astimezone(study.zone).date()))
    return min(days, key=lambda day: day.earliest(study.zone), default=None)
