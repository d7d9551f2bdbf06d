"""Where a history left the rules: a level skipped or closed, a subject more than the rule asked for.

What has happened is always answered; this lists what should not have happened. Only counts are compared: the order of
outcomes within a group dosed together says nothing about who was known when, so a subject departs only if no order of
the group's outcomes, and no moment of knowing them, would have asked for it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from domain.escalation.rule import Count, StepKind, is_exceeded, is_untouched, next_step
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Rules
from domain.reasons import Reason
from domain.terms import Outcome

_EARLY = (
    Outcome.NOT_EVALUABLE_MODERATE,
    Outcome.NOT_EVALUABLE,
    Outcome.PENDING_MODERATE,
    Outcome.MODERATE,
    Outcome.NO_DLT,
    Outcome.PENDING,
)


@lru_cache(maxsize=64)
def list_departures(
    rules: Rules, levels: int, opened: int, groups: tuple[Group, ...], backfill: tuple[bool, ...] = ()
) -> tuple[Reason, ...]:
    """Every departure of a history, in order of dosing.

    Args:
        rules: the parameters.
        levels: how many levels the part has.
        opened: how many of them may be used.
        groups: the history; neighbouring groups of one level are taken as one.
        backfill: which of the groups were added at a cleared level as the protocol foresees: they count, and are no
            departure; they part no group. None of them where it is empty.
    """
    found: list[Reason] = []
    counts = [Count()] * levels
    for group, is_added in _in_turn(groups, backfill or (False,) * len(groups)):
        if not is_added:
            found += _departures_of(rules, counts, opened, group)
        counts[group.dose_level - 1] = _add(counts[group.dose_level - 1], count_outcomes(group.outcomes))
    return tuple(found)


def _in_turn(groups: Sequence[Group], backfill: Sequence[bool]) -> Iterator[tuple[Group, bool]]:
    """The merged groups, each followed by those who were added while it lasted."""
    own = [group for group, is_added in zip(groups, backfill, strict=True) if not is_added]
    added = [(sum(not one for one in backfill[:at]), group) for at, group in enumerate(groups) if backfill[at]]
    taken = 0
    for merged in _merge(own):
        size = 0
        while size < len(merged.outcomes):
            size += len(own[taken].outcomes)
            taken += 1
        yield merged, False
        yield from ((group, True) for before, group in added if before <= taken)
        added = [one for one in added if one[0] > taken]
    yield from ((group, True) for _, group in added)


def _merge(groups: Sequence[Group]) -> list[Group]:
    merged: list[Group] = []
    for group in groups:
        if merged and merged[-1].dose_level == group.dose_level:
            merged[-1] = Group(group.dose_level, merged[-1].outcomes + group.outcomes)
        else:
            merged.append(group)
    return merged


def _departures_of(rules: Rules, counts: Sequence[Count], opened: int, group: Group) -> list[Reason]:
    level = group.dose_level
    # A subject in the window with a moderate toxicity may have been dosed first, which ends acceleration, or last.
    waiting = tuple(one for one in group.outcomes if one is Outcome.PENDING_MODERATE)
    others = tuple(one for one in group.outcomes if one is not Outcome.PENDING_MODERATE)
    orders = {_order(group.outcomes), (*_order(others), *waiting)}
    extra = min(_extra(rules, counts, opened, level, order) for order in orders)
    if not extra:
        return []
    numbers = {"level": level, "subjects": extra}
    if level > opened:
        return [Reason("departure_optional", numbers)]
    if any(is_exceeded(count, rules) for count in counts[:level]):
        return [Reason("departure_exceeded", numbers, "rules.after_exceeded")]
    before = range(rules.start_level, level)
    if skipped := [lower for lower in before if is_untouched(counts[lower - 1])]:
        return [Reason("departure_skipped", {**numbers, "skipped": skipped[0]}, "rules")]
    if is_untouched(counts[level - 1]) and extra == len(group.outcomes):
        return [Reason("departure_not_open", numbers, "rules")]
    return [Reason("departure_extra", numbers, "rules")]


def _extra(rules: Rules, counts: Sequence[Count], opened: int, level: int, order: tuple[Outcome, ...]) -> int:
    """How many of a group the rules had not asked for, were they dosed in this order."""
    known = [Count()]
    for outcome in order:
        known.append(_add(known[-1], count_outcomes((outcome,))))
    return sum(not _was_asked(rules, counts, opened, level, order[:done], known) for done in range(len(order)))


def _order(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The order of a group that asks for most: one DLT first, further ones last."""
    first_dlt = [outcome for outcome in outcomes if outcome is Outcome.DLT][:1]
    others = sorted((o for o in outcomes if o is not Outcome.DLT), key=_EARLY.index)
    later = [outcome for outcome in outcomes if outcome is Outcome.DLT][1:]
    return (*others[: _leading(others)], *first_dlt, *others[_leading(others) :], *later)


def _leading(others: Sequence[Outcome]) -> int:
    """How many not evaluable subjects stand first."""
    return sum(o in (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE) for o in others)


def _was_asked(
    rules: Rules, counts: Sequence[Count], opened: int, level: int, done: tuple[Outcome, ...], known: Sequence[Count]
) -> bool:
    """Whether, for some split of those dosed before into known and pending, the rule asked for one more at the level.

    Args:
        rules: the parameters.
        counts: what the levels held before the group.
        opened: how many levels may be used.
        level: the group's.
        done: those of the group dosed before.
        known: counts of the group's first 0, 1, 2 ... subjects with all verdicts in.
    """
    if level > opened:
        return False
    now = list(counts[:opened])
    for split in range(len(done), max(0, len(done) - rules.full_size) - 1, -1):
        pending = count_outcomes(_as_pending(outcome) for outcome in done[split:])
        now[level - 1] = _add(counts[level - 1], _add(known[split], pending))
        step = next_step(rules, tuple(now)).step
        if step.kind is StepKind.DOSE and step.level == level:
            return True
    return False


def _as_pending(outcome: Outcome) -> Outcome:
    return Outcome.PENDING_MODERATE if outcome.is_moderate else Outcome.PENDING


def _add(one: Count, other: Count) -> Count:
    return Count(*(a + b for a, b in zip(one, other, strict=True)))
