"""One visit of a subject's calendar: its window, where it stands, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.reasons import Reason
from domain.schedule.plan import visit_key

SOON_DAYS = 7


class VisitStatus(StrEnum):
    """Where a visit stands at the site's date; whether assessments are missing is said in the matrix only."""

    DONE = "done"
    DONE_PARTLY = "done, assessments missing"
    DONE_OUT = "done out of window"
    MISSED = "missed"
    DUE = "due"
    OVERDUE = "overdue"
    OUT_OF_WINDOW = "out of window"
    SOON = "soon"
    LATER = "later"
    NOT_APPLICABLE = "not applicable"

    @property
    def is_open(self) -> bool:
        """Whether the site has something to do about it now."""
        return self in (VisitStatus.DUE, VisitStatus.OVERDUE, VisitStatus.OUT_OF_WINDOW)


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A visit of a subject. Days are those of the site's calendar, both ends of the window belong to it.

    Attributes:
        code: of the visit plan, or "imaging".
        number: the cycle of a dosing visit, the how-manieth of a repeated one; 0 for a visit that comes once.
        earliest: first day of the window.
        planned: the day it aims at; from the day after it the visit is overdue.
        latest: last day of the window.
        done_on: when it was done.
        reason: why it stands as it does, where the days alone do not say.
        is_projected: whether the days rest on doses that are still to be given, so that a delay moves them.
    """

    subject_id: str
    code: str
    number: int
    earliest: date
    planned: date
    latest: date
    status: VisitStatus
    done_on: date | None = None
    reason: Reason | None = None
    is_projected: bool = False

    @property
    def key(self) -> str:
        """How records name it: "dosing 3"."""
        return visit_key(self.code, self.number)

    @property
    def days_off(self) -> int:
        """Days that it was done outside the window, negative if early; 0 inside, and while it is not done."""
        if self.done_on is None:
            return 0
        return min(0, (self.done_on - self.earliest).days) or max(0, (self.done_on - self.latest).days)

    def days_left(self, today: date) -> int:
        """Days to the last day of the window; negative once it is past."""
        return (self.latest - today).days

    def falls_into(self, first: date, last: date) -> bool:
        """Whether it is planned, or was done, from one day to another, both included."""
        return first <= (self.done_on or self.planned) <= last


def status_at(earliest: date, planned: date, latest: date, today: date) -> VisitStatus:
    """Where a visit that is not done stands."""
    if today > latest:
        return VisitStatus.OUT_OF_WINDOW
    if today > planned:
        return VisitStatus.OVERDUE
    if today >= earliest:
        return VisitStatus.DUE
    return VisitStatus.SOON if earliest - today <= timedelta(days=SOON_DAYS) else VisitStatus.LATER
