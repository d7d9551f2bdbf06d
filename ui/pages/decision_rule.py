"""The rule's table at one level, asked of the rule itself: nothing in it is written down beforehand."""

from dataclasses import dataclass

from domain.escalation.rule import Count, StepKind, is_accelerated, is_exceeded, next_step
from domain.escalation.status import PartStatus
from domain.escalation.tallies import count_outcomes

COLUMNS, MOST_DLTS = 6, 3


@dataclass(frozen=True)
class RuleTable:
    """What the rule says at a level for every count.

    Attributes:
        cells: letters by (evaluable, DLTs): E escalate, S stay, D de-escalate, DU exceeded, "MTD", "MAD", or "?"
            where the protocol is silent; the last row stands for that many DLTs or more. Impossible pairs are missing.
        evaluable: the columns.
        today: the counts as they are, or None while nobody has a verdict there.
        is_accelerated: whether a single subject without trigger clears the level.
    """

    cells: dict[tuple[int, int], str]
    evaluable: tuple[int, ...]
    today: tuple[int, int] | None
    is_accelerated: bool


def tabulate_rule(status: PartStatus, level: int) -> RuleTable:
    """The table at a level, with the counts at all other levels as they are at the cut-off."""
    part, study = status.part, status.study
    counts = [
        count_outcomes(one.outcome for one in status.at_level(number)) for number in range(1, len(part.levels) + 1)
    ]
    opened = part.usable_levels(with_optional=study.optional_is_open(part))
    reached = max((one.dose_level for one in status.assessments), default=0)
    used = counts[: max(opened, reached, level)]
    here = used[level - 1]
    last = max(COLUMNS, here.evaluable)
    columns = tuple(range(last - COLUMNS + 1, last + 1))
    cells = {}
    for evaluable in columns:
        for dlt in range(min(evaluable, MOST_DLTS) + 1):
            supposed = Count(evaluable, dlt, here.moderate)
            cells[evaluable, dlt] = _letter(status, (*used[: level - 1], supposed, *used[level:]), level)
    today = (here.evaluable, min(here.dlt, MOST_DLTS)) if here.evaluable else None
    return RuleTable(cells, columns, today, is_accelerated(part.rules, used, level))


def _letter(status: PartStatus, counts: tuple[Count, ...], level: int) -> str:
    rules = status.part.rules
    if is_exceeded(counts[level - 1], rules):
        return "DU"
    step = next_step(rules, counts).step
    if step.kind is StepKind.DOSE:
        return "E" if step.level > level else "S" if step.level == level else "D"
    return {StepKind.MTD: "MTD", StepKind.MAD: "MAD", StepKind.STOP: "DU", StepKind.CHOOSE: "?"}.get(step.kind, "…")
