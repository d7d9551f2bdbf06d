"""What each next outcome would lead to: the rows of "What next" on the overview and the decision page.

Every row is true whatever the order in which the outcomes arrive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.escalation.backfill import counted
from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.protocol.model import Part
from domain.terms import Outcome, PartKind


@dataclass(frozen=True)
class OutlookRow:
    """One way the outcomes still to come can fall.

    Attributes:
        further_dlts: how many of them are DLTs; the last row means "this many or more".
        is_or_more: whether more DLTs lead to the same.
        then: what the rules would recommend.
        assumes_no_moderate: whether a moderate toxicity among them would lead elsewhere (accelerated levels).
    """

    further_dlts: int
    is_or_more: bool
    then: Recommendation
    assumes_no_moderate: bool = False


@dataclass(frozen=True)
class Outlook:
    """What may follow at a level.

    Attributes:
        dose_level: the level whose outcomes are to come.
        to_come: subjects there without verdict, dosed or still to be dosed.
    """

    dose_level: int
    to_come: int
    rows: tuple[OutlookRow, ...]


def outlook_from(
    part: Part, subjects: Sequence[TreatedSubject], recommendation: Recommendation, *, with_optional: bool = False
) -> Outlook | None:
    """The ways the outcomes to come can fall at the recommended level; None where none is to come.

    In an expansion outcomes lead to no level: None too.

    Args:
        part: with its rules.
        subjects: in order of first dose.
        recommendation: today's.
        with_optional: whether the optional levels have been opened.
    """
    level = recommendation.dose_level
    if level is None or part.kind is PartKind.EXPANSION:
        return None
    subjects = counted(part.rules, subjects)
    waiting = [subject for subject in subjects if subject.dose_level == level and subject.outcome.is_pending]
    known = [subject for subject in subjects if not (subject.dose_level == level and subject.outcome.is_pending)]
    seen = sum(subject.outcome.is_moderate for subject in waiting)
    to_come = len(waiting) + recommendation.subjects
    if not to_come:
        return None
    rows: list[OutlookRow] = []
    for dlts in range(to_come + 1):
        # A moderate toxicity that has been seen stays seen, unless its subject is among those with a DLT.
        moderates = min(seen, to_come - dlts)
        none = [Outcome.NO_DLT] * (to_come - dlts - moderates)
        outcomes = [Outcome.DLT] * dlts + [Outcome.MODERATE] * moderates + none
        after = [*known, *(TreatedSubject(level, outcome) for outcome in outcomes)]
        then = recommend_next(part, after, with_optional=with_optional, with_departures=False)
        assumes = False
        if none:
            moderate = [*after[:-1], TreatedSubject(level, Outcome.MODERATE)]
            assumes = not _same(
                recommend_next(part, moderate, with_optional=with_optional, with_departures=False), then
            )
        same = rows and _same(rows[-1].then, then) and then.tally(level).state is rows[-1].then.tally(level).state
        if same and dlts > 1:
            last = rows[-1]
            rows[-1] = replace(last, is_or_more=True, assumes_no_moderate=last.assumes_no_moderate or assumes)
        else:
            rows.append(OutlookRow(dlts, False, then, assumes))
    return Outlook(level, to_come, tuple(rows))


def _same(one: Recommendation, other: Recommendation) -> bool:
    return (one.action, one.dose_level, one.subjects) == (other.action, other.dose_level, other.subjects)
