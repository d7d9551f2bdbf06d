"""From a part of the protocol and its treated subjects to the recommendation with its reasons (ESC-1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from domain.escalation.backfill import counted, find_turned, other_reading
from domain.escalation.departures import list_departures
from domain.escalation.explain import explain_step
from domain.escalation.recommendation import Block, Option, Recommendation, TreatedSubject
from domain.escalation.rule import (
    EXCEEDING_DLTS,
    Count,
    RuleAnswer,
    Step,
    StepKind,
    first_cohort,
    is_accelerated,
    next_step,
)
from domain.escalation.spacing import assess_spacing
from domain.escalation.tallies import count_outcomes, derive_states, tally_outcomes
from domain.notation import Group
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.terms import Action, LevelState, Outcome


def history_of(subjects: Sequence[TreatedSubject]) -> tuple[Group, ...]:
    """The subjects, in order of dosing, as groups of the trial notation."""
    return tuple(
        Group(level, tuple(subject.outcome for subject in group))
        for level, group in groupby(subjects, key=lambda subject: subject.dose_level)
    )


def treated_from(groups: Sequence[Group]) -> tuple[TreatedSubject, ...]:
    """The subjects of a history in the trial notation, without dates."""
    return tuple(TreatedSubject(group.dose_level, outcome) for group in groups for outcome in group.outcomes)


def recommend_next(
    part: Part,
    subjects: Sequence[TreatedSubject],
    *,
    with_optional: bool = False,
    with_departures: bool = True,
    now: datetime | None = None,
) -> Recommendation:
    """What the rules of a part recommend after these subjects.

    Args:
        part: an escalation part with levels.
        subjects: in order of first dose.
        with_optional: whether the optional levels have been opened.
        with_departures: whether to say where the history left the rules; what-if questions need not.
        now: aware UTC; with it, and with first doses, spacing is judged.

    Returns:
        An answer for any counts: an action, what to wait for, or that the protocol is silent. Never an error.
    """
    answer = _recommend(part, subjects, with_optional=with_optional, with_departures=with_departures, now=now)
    other = other_reading(part.rules, subjects)
    if other is None:
        return answer
    then = _recommend(part, other, with_optional=with_optional, with_departures=False, now=None)
    return replace(answer, reasons=(*find_turned(part.rules, subjects, answer, then), *answer.reasons))


def _recommend(
    part: Part,
    everybody: Sequence[TreatedSubject],
    *,
    with_optional: bool,
    with_departures: bool,
    now: datetime | None,
) -> Recommendation:
    """The answer on those whom the policy for backfill counts."""
    rules = part.rules
    subjects = counted(rules, everybody)
    opened = part.usable_levels(with_optional=with_optional)
    outcomes: dict[int, list[Outcome]] = {level: [] for level in range(1, len(part.levels) + 1)}
    for subject in subjects:
        if subject.dose_level in outcomes:
            outcomes[subject.dose_level].append(subject.outcome)
    counts = tuple(map(count_outcomes, outcomes.values()))
    answer, used = _answer(part, counts, subjects, opened)
    step = answer.step
    if step.kind is StepKind.DOSE and _waits_for_choice(part, subjects, step):
        step = Step(StepKind.CHOOSE, step.level)
        options = _replacement_options(subjects, answer.step, used, part)
    elif step.kind is StepKind.CHOOSE:
        options = _silent_options(part, used, subjects, step)
    else:
        options = ()
    states = derive_states(rules, used, len(part.levels), step)
    tallies = tuple(replace(tally_outcomes(level, here), state=states[level - 1]) for level, here in outcomes.items())
    awaited = _awaited(subjects, step)
    recommendation = Recommendation(
        action=_name(step, used, subjects, part),
        dose_level=step.level or None,
        subjects=step.subjects,
        accelerated=bool(step.level) and is_accelerated(rules, used, step.level),
        reasons=explain_step(part, used, tallies, RuleAnswer(step, answer.possible), awaited, opened),
        tallies=tallies,
        options=options,
        departures=_departures(part, subjects, opened) if with_departures else (),
        awaited=tuple(subject.subject_id for subject in awaited if subject.subject_id),
    )
    return recommendation if now is None else _with_dates(part, recommendation, everybody, subjects, step, now)


def _departures(part: Part, subjects: Sequence[TreatedSubject], opened: int) -> tuple[Reason, ...]:
    """Where the history left the rules; a backfill that the protocol foresees is no departure."""
    is_foreseen = part.rules.backfill is not BackfillPolicy.NONE
    added: list[bool] = []
    groups: list[Group] = []
    for (level, is_added), members in groupby(subjects, key=lambda one: (one.dose_level, one.is_backfill)):
        groups.append(Group(level, tuple(one.outcome for one in members)))
        added.append(is_added and is_foreseen)
    return list_departures(part.rules, len(part.levels), opened, tuple(groups), tuple(added))


def _answer(
    part: Part, counts: tuple[Count, ...], subjects: Sequence[TreatedSubject], opened: int
) -> tuple[RuleAnswer, tuple[Count, ...]]:
    """The rule's answer and the levels it used: also an optional level not opened, if someone was dosed there."""
    reached = max((subject.dose_level for subject in subjects), default=0)
    used = counts[: max(opened, reached)]
    answer = next_step(part.rules, used)
    if answer.step.level > opened:
        return next_step(part.rules, counts[:opened]), used
    return answer, used


def _waits_for_choice(part: Part, subjects: Sequence[TreatedSubject], step: Step) -> bool:
    """Whether the level to be dosed lacks only subjects whom the protocol does not replace."""
    if part.rules.replace_not_evaluable:
        return False
    lost = sum(
        not (subject.outcome.is_evaluable or subject.outcome.is_pending)
        for subject in subjects
        if subject.dose_level == step.level
    )
    return step.subjects <= lost


def _replacement_options(
    subjects: Sequence[TreatedSubject], step: Step, counts: tuple[Count, ...], part: Part
) -> tuple[Option, ...]:
    name = _name(step, counts, subjects, part)
    numbers = {"level": step.level, "subjects": step.subjects}
    return (
        Option(name, step.level, step.subjects, Reason("option_replace", numbers)),
        Option(Action.WAIT, step.level, 0, Reason("option_hold", numbers)),
    )


def _silent_options(
    part: Part, counts: tuple[Count, ...], subjects: Sequence[TreatedSubject], step: Step
) -> tuple[Option, ...]:
    """Both readings of two DLTs among more than six, each with what the rule then asks for."""
    full = part.rules.full_size
    here = counts[step.level - 1]
    numbers = {"level": step.level, "dlt": here.dlt, "evaluable": here.evaluable}
    readings = (("option_exceeded", EXCEEDING_DLTS), ("option_tolerated", EXCEEDING_DLTS - 1))
    options = []
    for code, dlts in readings:
        read = (*counts[: step.level - 1], Count(full, dlts, here.moderate), *counts[step.level :])
        then = next_step(part.rules, read).step
        options.append(
            Option(_name(then, read, subjects, part), then.level or None, then.subjects, Reason(code, numbers))
        )
    return tuple(options)


def _name(step: Step, counts: tuple[Count, ...], subjects: Sequence[TreatedSubject], part: Part) -> Action:
    """The action's word: up or down is relative to the subject dosed last."""
    if step.kind is not StepKind.DOSE:
        return Action(step.kind.value)
    last = next((one.dose_level for one in reversed(subjects) if not one.is_backfill), step.level)
    if step.level != last:
        return Action.ESCALATE if step.level > last else Action.DE_ESCALATE
    count = counts[step.level - 1]
    complete = count.evaluable + count.pending >= first_cohort(part.rules, counts, step.level)
    return Action.EXPAND if complete else Action.ENROL


def _awaited(subjects: Sequence[TreatedSubject], step: Step) -> tuple[TreatedSubject, ...]:
    """The pending subjects that an answer turns on: those up to its level."""
    return tuple(s for s in subjects if s.outcome.is_pending and s.dose_level <= (step.level or 0))


def _with_dates(
    part: Part,
    recommendation: Recommendation,
    everybody: Sequence[TreatedSubject],
    subjects: Sequence[TreatedSubject],
    step: Step,
    now: datetime,
) -> Recommendation:
    """The recommendation with what spacing, which looks at everybody, admits, and what is blocked until when."""
    level = step.level
    blocks: list[Block] = []
    open_now, earliest = 0, None
    if step.kind is StepKind.DOSE:
        group = [s for s in everybody if s.dose_level == level and s.first_dose_at is not None]
        spacing = assess_spacing(
            part.rules.spacing,
            [s.first_dose_at for s in group if s.first_dose_at],
            [s.window_ends_at for s in group if s.window_ends_at and s.outcome.is_pending],
            now=now,
            window=timedelta(days=part.window.days),
            wanted=step.subjects,
        )
        open_now, earliest = spacing.open_now, spacing.earliest
        ordinal = recommendation.tally(level).evaluable + recommendation.tally(level).pending + 1
        if not open_now:
            blocks.append(Block(Reason("blocked_dose", {"level": level, "ordinal": ordinal}), earliest))
            held = tuple(reason for reason, _ in spacing.reasons[:1])
            recommendation = replace(recommendation, reasons=(*recommendation.reasons, *held))
    if level and level < part.usable_levels(with_optional=True) and step.kind in (StepKind.DOSE, StepKind.WAIT):
        ends = [s.verdict_at for s in subjects if s.dose_level == level and s.outcome.is_pending]
        known = [end for end in ends if end is not None]
        until = max(known) if known and len(known) == len(ends) else None
        if step.kind is StepKind.DOSE:
            start = max(earliest or now, now)
            until = max([start + timedelta(days=part.window.days), *known]) if len(known) == len(ends) else None
        # An exceeded level is closed for good: no date is named for it.
        if level + 1 <= part.usable_levels() and recommendation.tally(level + 1).state is not LevelState.EXCEEDED:
            blocks.append(Block(Reason("blocked_level", {"level": level + 1}), until))
    return replace(recommendation, open_now=open_now, next_dose_at=earliest, blocks=tuple(blocks))
