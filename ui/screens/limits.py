"""What a page knows up to when: the line at the foot of every page (sentence 5 of the requirements)."""

from domain.escalation.status import PartStatus
from ui.text import Words, tr
from ui.words.ground import say_position


def say_limits(status: PartStatus, words: Words) -> str:
    """Entered up to, happened up to, still open."""
    study = status.study
    entered = tr("Entered up to {position}").format(position=say_position(study.position))
    happened = tr("happened up to {moment}").format(moment=words.moment_with_offset(study.cut_off))
    to_assess = sum(one.outcome.is_pending and one.verdict_at is None for one in status.assessments)
    still = [tr("{count} pending").format(count=len(status.in_window))] if status.in_window else []
    if to_assess:
        still.append(tr("{count} awaiting a verdict").format(count=to_assess))
    still_open = tr("still open: {what}").format(what=", ".join(still)) if still else tr("nothing open")
    return " \u00b7 ".join((entered, happened, still_open))
