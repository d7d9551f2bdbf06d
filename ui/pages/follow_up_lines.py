"""What the card of follow-up says above its table: survival, attempts, the next call, the ends (SUB-8)."""

from collections.abc import Sequence

from domain.reasons import Reason
from domain.schedule.due_visit import DueVisit
from domain.schedule.survival_follow_up import derive_survival_follow_up
from domain.study import Study
from ui.models.schedule_words import ScheduleWords


def follow_up_lines(study: Study, subject_id: str, visits: Sequence[DueVisit], words: ScheduleWords) -> list[str]:
    """One sentence a line.

    Args:
        study: at its cut-off.
        subject_id: of a subject.
        visits: the subject's, for the next call.
        words: of the study.
    """
    return [words.reason(one) for one in _reasons(study, subject_id, visits)]


def _reasons(study: Study, subject_id: str, visits: Sequence[DueVisit]) -> list[Reason]:
    known = derive_survival_follow_up(study, subject_id, visits)
    ended, leaving = study.end_of_treatment(subject_id), study.leaving(subject_id)
    found = []
    if known.death is not None:
        found.append(Reason("survival_died", {"at": known.death}))
    elif known.last_alive is not None:
        found.append(Reason("survival_alive", {"at": known.last_alive}))
    elif study.first_dose(subject_id) is not None:
        found.append(Reason("survival_unknown"))
    if known.attempts and known.death is None:
        code = "survival_attempts" if known.needed is not None else "survival_attempts_open"
        found.append(Reason(code, {"attempts": len(known.attempts), "needed": known.needed}))
    if known.next_call is not None:
        call = known.next_call
        days = {"planned": call.planned, "earliest": call.earliest, "latest": call.latest}
        found.append(Reason("survival_next", {"visit": call.key, **days}))
    if ended is not None:
        found.append(Reason("treatment_ended_at", {"at": ended.decided_on, "reason": ended.reason}))
    if leaving is not None:
        found.append(Reason("study_left_at", {"at": leaving.left_at, "reason": leaving.reason}))
        if ended is None and study.first_dose(subject_id) is not None:
            found.append(Reason("left_without_treatment_end"))
    return found
