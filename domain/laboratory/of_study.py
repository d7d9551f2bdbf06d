"""Grades and proposals of a study's subjects; grades are kept until the subject's records or the ranges change."""

from domain.laboratory.graded import grade_results
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.proposals import Proposal, StepProposal, propose_events
from domain.laboratory.ranges import RangeIndex
from domain.study import Study


def _index(study: Study) -> RangeIndex:
    """The normal ranges, sorted once for as long as they stay as they are."""
    shared = study.entries.shared.derived
    if not isinstance(shared.get(RangeIndex), RangeIndex):
        shared[RangeIndex] = RangeIndex(study.normal_ranges)
    found = shared[RangeIndex]
    assert isinstance(found, RangeIndex)
    return found


def grade_subject(study: Study, subject_id: str) -> tuple[GradedResult, ...]:
    """Every result of a subject with its grade, in order of time.

    Raises:
        KeyError: there is no such subject.
    """
    entered = study.entered_for(subject_id)
    if entered is None:
        return ()
    sex, index = study.subject(subject_id).sex, _index(study)
    key = ("laboratory", study.cut_off, study.protocol.ctcae, sex, index)
    known = entered.derived.get(key)
    if isinstance(known, tuple):
        return known
    first = study.first_dose(subject_id)
    graded = grade_results(
        study.results_of(subject_id),
        index,
        sex=sex,
        first_dose_at=first.started_at if first else None,
        version=study.protocol.ctcae,
        zone=study.zone,
    )
    entered.remember(key, graded)
    return graded


def propose_for(study: Study, subject_id: str) -> tuple[Proposal | StepProposal, ...]:
    """What a subject's results propose beside the recorded events.

    Raises:
        KeyError: there is no such subject.
    """
    return propose_events(grade_subject(study, subject_id), study.events_of(subject_id), zone=study.zone)
