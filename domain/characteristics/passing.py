"""How likely it is that more subjects are treated than were planned, from where the part stands today (PRO-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.characteristics.exact import exact_characteristics
from domain.characteristics.graph import TooManyStates
from domain.characteristics.ready import READY, scenario_of
from domain.escalation.recommend import history_of
from domain.escalation.recommendation import TreatedSubject
from domain.notation import Group
from domain.protocol.model import Part, Rules
from domain.terms import PartKind


@dataclass(frozen=True)
class PassingChance:
    """Probabilities of treating more than were planned.

    Attributes:
        planned: subjects.
        lowest: among the ready scenarios of true toxicity.
        highest: among them.
    """

    planned: int
    lowest: float
    highest: float


def estimate_passing(
    part: Part, subjects: Sequence[TreatedSubject], planned: int, *, with_optional: bool = False
) -> PassingChance | None:
    """The chance of passing the planned number, over the ready scenarios, since nobody knows the true toxicity.

    Args:
        part: an escalation part with levels.
        subjects: treated so far, in order of first dose; pending ones may still have any outcome.
        planned: number of subjects.
        with_optional: whether the optional levels have been opened.

    Returns:
        None where the rules do not foresee such a history, or there are too many states to follow.
    """
    if part.kind is not PartKind.ESCALATION or not part.levels:
        return None
    history = history_of(subjects)
    levels = max([part.usable_levels(with_optional=with_optional), *(group.dose_level for group in history)])
    return _estimate(part.rules, levels, history, planned)


@lru_cache(maxsize=32)
def _estimate(rules: Rules, levels: int, history: tuple[Group, ...], planned: int) -> PassingChance | None:
    try:
        found = [
            exact_characteristics(rules, scenario_of(ready, levels), history=history).more_than(planned)
            for ready in READY
        ]
    except (TooManyStates, ValueError):
        return None
    return PassingChance(planned, min(found), max(found))
