"""The one sentence of the Response page, and what N is."""

from domain.protocol.model import Part
from domain.response.calls import list_disagreements
from domain.response.of_study import StudyResponse, derive_responses
from domain.response.terms import RESPONDING, ResponseBy
from domain.study import Study
from ui.text import tr


def say_response(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> str:
    """How many evaluable subjects have a confirmed response, and how many calls are in disagreement.

    Args:
        study: at its cut-off.
        part: None for all subjects.
        by: whose responses are counted.
    """
    responses = derive_responses(study, part, by)
    evaluable = [one for one in responses if one.is_evaluable]
    if not evaluable:
        waiting = len(responses)
        text = tr("1 treated subject, none evaluable for response yet.")
        return text if waiting == 1 else tr("{n} treated subjects, none evaluable for response yet.").format(n=waiting)
    confirmed = sum(one.answer is not None and one.answer.best.confirmed in RESPONDING for one in evaluable)
    said = tr("Confirmed response in {x} of {n} evaluable").format(x=confirmed, n=len(evaluable))
    parted = sum(len(list_disagreements(study, one.subject_id)) for one in responses)
    if not parted:
        return said + "."
    calls = tr("one call differs") if parted == 1 else tr("{n} calls differ").format(n=parted)
    return f"{said}; {calls}."


def say_sets(responses: tuple[StudyResponse, ...]) -> str:
    """Who N is: the exact method, the analysis set, and who waits for a first assessment."""
    waiting = [one.subject_id for one in responses if not one.is_evaluable]
    text = tr("Exact (Clopper-Pearson). Evaluable: treated, with a baseline and a later assessment that was not NE.")
    if not waiting:
        return text
    named = ", ".join(waiting) if len(waiting) <= 3 else str(len(waiting))
    return f"{text} " + tr("Not so: {named} of {n} treated.").format(named=named, n=len(responses))
