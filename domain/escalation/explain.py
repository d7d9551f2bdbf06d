"""Why the rule asks for a step: typed reasons, the deciding one first."""

from collections.abc import Sequence

from domain.escalation.recommendation import TreatedSubject
from domain.escalation.rule import Count, RuleAnswer, Step, StepKind, is_accelerated, is_exceeded, is_untouched
from domain.escalation.tallies import Tally
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.terms import AfterExceeded, LevelState, TopLevel


def explain_step(
    part: Part,
    counts: Sequence[Count],
    tallies: Sequence[Tally],
    answer: RuleAnswer,
    awaited: Sequence[TreatedSubject],
    opened: int,
) -> tuple[Reason, ...]:
    """The reasons for a step.

    Args:
        part: with its rules.
        counts: one entry a level used.
        tallies: one entry a level of the part, with states.
        answer: the step, and the steps that pending outcomes may lead to.
        awaited: pending subjects that the answer turns on.
        opened: how many levels may be used.
    """
    step = answer.step
    reasons = {
        StepKind.DOSE: _explain_dose,
        StepKind.WAIT: _explain_wait,
        StepKind.MTD: _explain_mtd,
        StepKind.MAD: _explain_mad,
        StepKind.STOP: _explain_stop,
        StepKind.CHOOSE: _explain_choose,
    }[step.kind](part, counts, answer, awaited, opened)
    suspended = [tally.dose_level for tally in tallies if tally.state is LevelState.SUSPENDED]
    if suspended and step.kind is not StepKind.CHOOSE:
        numbers = {"level": step.level, "levels": ", ".join(map(str, suspended))}
        reasons.append(Reason("suspended_above", numbers, "rules"))
    return tuple(reasons)


def _numbers(counts: Sequence[Count], level: int) -> dict[str, object]:
    count = counts[level - 1]
    return {"level": level, "dlt": count.dlt, "evaluable": count.evaluable}


def _cleared(part: Part, counts: Sequence[Count], level: int) -> Reason:
    """Why a level lets the next one open."""
    single = counts[level - 1].evaluable < part.rules.cohort_size
    return Reason("cleared_single" if single else "cleared", _numbers(counts, level), "rules.cohort_size")


def _exceeded(counts: Sequence[Count], level: int) -> Reason:
    return Reason("exceeded", _numbers(counts, level), "rules.after_exceeded")


def _explain_dose(
    part: Part, counts: Sequence[Count], answer: RuleAnswer, awaited: Sequence[TreatedSubject], opened: int
) -> list[Reason]:
    step, rules = answer.step, part.rules
    level, count = step.level, counts[step.level - 1]
    reasons: list[Reason] = []
    above_exceeded = level < len(counts) and is_exceeded(counts[level], rules)
    if above_exceeded:
        reasons.append(_exceeded(counts, level + 1))
    if is_untouched(count):
        if level > rules.start_level and not above_exceeded:
            reasons.append(_cleared(part, counts, level - 1))
        single = is_accelerated(rules, counts, level)
        reasons.append(
            Reason("opens_single", {"level": level}, "rules.accelerated_levels")
            if single
            else Reason("opens_group", {"level": level, "subjects": step.subjects}, "rules.cohort_size")
        )
        if not single and level <= rules.accelerated_levels:
            reasons.append(_acceleration_ended(counts, rules.accelerated_levels))
        return reasons
    need = count.evaluable + count.pending + step.subjects
    numbers = {**_numbers(counts, level), "need": need, "subjects": step.subjects, "pending": count.pending}
    if count.dlt:
        code = "one_dlt_fill" if need > rules.cohort_size else "one_dlt_cohort"
        reasons.append(Reason(code, numbers, "rules.full_size"))
    elif above_exceeded:
        code = "search_down_stepwise" if need < rules.full_size else "search_down_fill"
        reasons.append(Reason(code, numbers, "rules.fill" if need < rules.full_size else "rules.after_exceeded"))
    elif need > rules.cohort_size:
        reasons.append(Reason("top_confirm", numbers, "rules.top"))
    else:
        reasons.append(Reason("cohort_incomplete", numbers, "rules.cohort_size"))
    if level <= rules.accelerated_levels and not is_accelerated(rules, counts, level):
        reasons.append(_acceleration_ended(counts, level))
    return reasons


def _acceleration_ended(counts: Sequence[Count], upto: int) -> Reason:
    """What ended acceleration, and where."""
    for level, count in enumerate(counts[:upto], 1):
        if count.dlt:
            return Reason("acceleration_ended_dlt", {"level": level}, "rules.accelerated_levels")
        if count.moderate:
            return Reason("acceleration_ended_moderate", {"level": level}, "rules.moderate_limit")
    return Reason("acceleration_ended", {"level": upto}, "rules.accelerated_levels")


def _explain_wait(
    part: Part, counts: Sequence[Count], answer: RuleAnswer, awaited: Sequence[TreatedSubject], opened: int
) -> list[Reason]:
    level = answer.step.level
    ids = ", ".join(subject.subject_id for subject in awaited if subject.subject_id)
    numbers = {**_numbers(counts, level), "pending": counts[level - 1].pending, "subjects": ids}
    reasons = [Reason("pending_named" if ids else "pending", numbers, "window")]
    if len(answer.possible) == 1:
        reasons.append(Reason("group_must_finish", {"level": level, "next": level + 1}, "rules.group_must_finish"))
    else:
        reasons += _possible(answer.possible)
    return reasons


def _possible(steps: frozenset[Step]) -> list[Reason]:
    """What the pending outcomes may lead to, a line for each kind and level, highest level first."""
    by_act: dict[tuple[int, StepKind], list[int]] = {}
    for step in steps:
        by_act.setdefault((step.level, step.kind), []).append(step.subjects)
    reasons = []
    for (level, kind), subjects in sorted(by_act.items(), key=lambda act: (-act[0][0], act[0][1])):
        fewest, most = min(subjects), max(subjects)
        numbers = {"level": level, "subjects": most, "fewest": fewest}
        reasons.append(Reason(f"may_lead_{kind.value}" + ("_range" if fewest < most else ""), numbers))
    return reasons


def _explain_mtd(
    part: Part, counts: Sequence[Count], answer: RuleAnswer, awaited: Sequence[TreatedSubject], opened: int
) -> list[Reason]:
    level = answer.step.level
    reasons = []
    if level < len(counts) and is_exceeded(counts[level], part.rules):
        reasons.append(_exceeded(counts, level + 1))
    if part.rules.after_exceeded is AfterExceeded.PREVIOUS and counts[level - 1].evaluable < part.rules.full_size:
        reasons.append(Reason("mtd_previous", _numbers(counts, level), "rules.after_exceeded"))
    else:
        source = "rules.top" if part.rules.top is TopLevel.CONFIRM and not reasons else "rules.after_exceeded"
        reasons.append(Reason("mtd_full", _numbers(counts, level), source))
    return reasons + _optional(part, answer.step, counts, opened)


def _explain_mad(
    part: Part, counts: Sequence[Count], answer: RuleAnswer, awaited: Sequence[TreatedSubject], opened: int
) -> list[Reason]:
    step = answer.step
    reasons = [_cleared(part, counts, step.level), Reason("mad_top", _numbers(counts, step.level), "rules.top")]
    return reasons + _optional(part, step, counts, opened)


def _optional(part: Part, step: Step, counts: Sequence[Count], opened: int) -> list[Reason]:
    """That an optional level above the cleared top may be opened."""
    if step.level == opened < len(part.levels) and len(counts) == opened:
        return [Reason("optional_may_open", {"level": opened + 1}, "levels")]
    return []


def _explain_stop(
    part: Part, counts: Sequence[Count], answer: RuleAnswer, awaited: Sequence[TreatedSubject], opened: int
) -> list[Reason]:
    return [_exceeded(counts, 1), Reason("no_level_below", {"level": 1}, "rules.after_exceeded")]


def _explain_choose(
    part: Part, counts: Sequence[Count], answer: RuleAnswer, awaited: Sequence[TreatedSubject], opened: int
) -> list[Reason]:
    level = answer.step.level
    silent = counts[level - 1].dlt > 1
    return [Reason("silent_count" if silent else "silent_replacement", _numbers(counts, level), "rules")]
