"""What the rules recommend, as a value."""

from dataclasses import dataclass
from datetime import datetime

from domain.escalation.tallies import Tally
from domain.reasons import Reason
from domain.terms import Action, Outcome


@dataclass(frozen=True)
class TreatedSubject:
    """A subject as the rules see it. Times are aware UTC; None where only outcomes are known (the notation).

    ``verdict_at`` is when a verdict that is not in will be; None where that can't be told. ``is_backfill``: added at a
    cleared level below the current one.
    """

    dose_level: int
    outcome: Outcome
    subject_id: str = ""
    first_dose_at: datetime | None = None
    window_ends_at: datetime | None = None
    verdict_at: datetime | None = None
    is_backfill: bool = False


@dataclass(frozen=True)
class Option:
    """One way to go where the protocol is silent."""

    action: Action
    dose_level: int | None
    subjects: int
    meaning: Reason


@dataclass(frozen=True)
class Block:
    """Something that may not happen yet: what, and until when (None where no date can be given)."""

    what: Reason
    until: datetime | None = None


@dataclass(frozen=True)
class Recommendation:
    """The rules' answer. It is not a decision (ESC-8).

    Attributes:
        action: what to do.
        dose_level: level to be dosed, declared or awaited; None with STOP.
        subjects: how many the count rule lacks at the level; 0 where nobody is to be dosed.
        open_now: how many of them spacing admits at ``now``; None without dates.
        next_dose_at: the earliest moment the next subject may be dosed; None without dates or where nobody is.
        accelerated: whether a single subject without trigger clears ``dose_level``.
        options: with CHOOSE, at least two ways to go.
        departures: where the history left the rules.
        reasons: why, the deciding one first.
        blocks: what may not happen yet, and until when.
        awaited: ids of the subjects whose verdicts are awaited.
        tallies: counts and state of every level, lowest first; none while the part is not open.
        headline: the answer as one sentence where the action's own does not fit, as in an expansion; None elsewhere.
    """

    action: Action
    dose_level: int | None
    subjects: int
    accelerated: bool
    reasons: tuple[Reason, ...]
    tallies: tuple[Tally, ...]
    options: tuple[Option, ...] = ()
    departures: tuple[Reason, ...] = ()
    open_now: int | None = None
    next_dose_at: datetime | None = None
    blocks: tuple[Block, ...] = ()
    awaited: tuple[str, ...] = ()
    headline: Reason | None = None

    @property
    def act_now(self) -> Action:
        """What to do at this moment: to wait, where spacing holds every further dose back."""
        return Action.WAIT if self.subjects and self.open_now == 0 else self.action

    def tally(self, dose_level: int) -> Tally:
        """The counts of a level."""
        return self.tallies[dose_level - 1]
