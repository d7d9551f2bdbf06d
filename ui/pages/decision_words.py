"""What the committee can decide, in words: each choice, how it stands to the rules, and what follows from it."""

from dataclasses import replace

from domain.escalation.committee import Choice, Stance, verdicts_awaited
from domain.escalation.outlook import OutlookRow, outlook_from
from domain.escalation.slots import group_spacing
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment, treated_subjects
from domain.protocol.model import Part
from domain.records import Decision
from domain.study import Study
from domain.summaries.decisions import signed_number
from domain.terms import Action, CommitteeAction, Outcome, PartKind
from ui.text import Words, capital, noun, ordinal, say_hours, say_number, tr

_OPENING = (
    CommitteeAction.ENROL,
    CommitteeAction.EXPAND,
    CommitteeAction.ESCALATE,
    CommitteeAction.DE_ESCALATE,
    CommitteeAction.STAY,
)

# Acts whose words name their level.
_NAMING = (*_OPENING, CommitteeAction.MTD, CommitteeAction.MAD)


def say_choice(words: Words, part: Part, choice: Choice) -> str:
    """A choice: "Escalate to level 5 (1 mg/kg)"; without the dose where it can't be signed."""
    named = part if choice.can_be_signed else None
    return _say_act(words, named, choice.action, choice.dose_level, choice.subjects)


def say_decision(words: Words, part: Part | None, decision: Decision, study: Study | None = None) -> str:
    """A signed decision in the same words.

    Args:
        words: of the study.
        part: names the dose of the level; None, in a list, leaves it out.
        decision: as the study gives it.
        study: adds the number that the level was signed under, where an amendment has given it another since.
    """
    said = _say_act(words, part, decision.action, decision.dose_level, decision.subjects)
    number = signed_number(study, decision) if study is not None and decision.action in _NAMING else None
    return said if number is None else tr("{decision} (level {number} then)").format(decision=said, number=number)


def _say_act(words: Words, part: Part | None, action: CommitteeAction, level: int, subjects: int) -> str:
    dose = ""
    if part is not None and part.kind is PartKind.EXPANSION and 1 <= level <= len(part.levels):
        # Levels of an expansion are numbered as its cohorts name them: the dose says more.
        dose = f"{say_number(part.level(level).dose)} {part.level(level).unit}"
    texts = {
        CommitteeAction.ENROL: tr("Go on: {subjects} more at {dose}")
        if dose
        else tr("Enrol {subjects} at level {number}"),
        CommitteeAction.EXPAND: tr("Expand level {number} by {subjects}"),
        CommitteeAction.ESCALATE: tr("Escalate to {level}"),
        CommitteeAction.DE_ESCALATE: tr("Go down to level {number}"),
        CommitteeAction.HOLD: tr("Hold: enrol nobody for now"),
        CommitteeAction.STAY: tr("Stay at level {number}, {subjects} more"),
        CommitteeAction.MTD: tr("MTD: {level}"),
        CommitteeAction.MAD: tr("MAD: {level}"),
        CommitteeAction.STOP: tr("Stop: no further dosing"),
    }
    has_dose = part is not None and level <= len(part.levels)
    said = words.level(level) if has_dose else tr("level {number}").format(number=level)
    return texts[action].format(number=level, subjects=subjects, level=said, dose=dose)


def say_stance(words: Words, status: PartStatus, choice: Choice) -> str:
    """How a choice stands to the rules, as the note at its right."""
    if status.part.kind is PartKind.EXPANSION and choice.action is CommitteeAction.ENROL:
        return tr("as its cohorts plan") if choice.can_be_signed else tr("no room there")
    if choice.stance is Stance.FOLLOWS:
        if status.recommendation.action is Action.CHOOSE:
            return tr("until it is settled") if choice.action is CommitteeAction.HOLD else tr("one reading")
        return tr("follows the rule")
    if choice.stance is Stance.MORE_CAUTIOUS:
        return tr("reason needed")
    if choice.stance is Stance.BOLDER:
        return tr("needs an amendment")
    moments = [until for _, until in verdicts_awaited(status, choice.dose_level)]
    known = [until for until in moments if until is not None]
    if len(known) < len(moments):
        return tr("verdict awaited")
    return tr("not before {day}").format(day=words.day(max(known)))


def say_awaited(words: Words, status: PartStatus, one: Assessment) -> str:
    """Why a subject has no verdict: in the window until a moment, or what the definition or a person waits for."""
    if one.reason.code != "outcome_in_window":
        return tr("{subject}: {why}").format(subject=one.subject_id, why=words.reason(one.reason))
    return tr("{subject} has no DLT verdict until {until}").format(
        subject=one.subject_id, until=words.moment(one.window_ends_at)
    )


def say_outcome(one: Assessment, words: Words) -> str:
    """A subject's outcome in a word or two."""
    if one.outcome.is_pending:
        return tr("in the window") if one.reason.code == "outcome_in_window" else tr("not yet known")
    return {
        Outcome.NO_DLT: tr("no DLT"),
        Outcome.MODERATE: tr("no DLT, moderate"),
        Outcome.DLT: tr("DLT"),
        Outcome.NOT_EVALUABLE: tr("not evaluable"),
        Outcome.NOT_EVALUABLE_MODERATE: tr("not evaluable"),
    }[one.outcome]


def list_effects(words: Words, status: PartStatus, choice: Choice | None) -> tuple[str, ...]:
    """What a decision would do, one sentence each; without a choice, that nothing happens before one is signed."""
    if choice is None:
        return (tr("Nothing yet: the levels keep their state until the committee signs."),)
    level = words.level(choice.dose_level)
    if choice.action is CommitteeAction.HOLD:
        return (
            tr("No slot is open until the committee decides again."),
            tr("Subjects on treatment go on; their windows and events are followed as before."),
            *_outlook(words, status, choice),
        )
    if choice.action is CommitteeAction.STOP:
        return (
            tr("All levels close to new subjects."),
            tr("Subjects on treatment go on as the protocol says; their events are still recorded."),
        )
    if choice.action not in _OPENING:
        return (
            tr("{Level} is recorded as {what}; no slot opens.").format(
                Level=capital(level), what=tr("the MTD") if choice.action is CommitteeAction.MTD else tr("the MAD")
            ),
            tr("It is not the recommended phase 2 dose: that is a record and a signature of its own."),
        )
    return (_slots(words, status, choice), *_spacing(words, status, choice), *_outlook(words, status, choice))


def _slots(words: Words, status: PartStatus, choice: Choice) -> str:
    count = f"{choice.subjects} {noun('subjects', choice.subjects)}"
    treated = status.recommendation.tally(choice.dose_level).treated
    text = tr("{Level} takes {count} more.") if treated else tr("{Level} opens for {count}.")
    return text.format(Level=capital(words.level(choice.dose_level)), count=count)


def _spacing(words: Words, status: PartStatus, choice: Choice) -> tuple[str, ...]:
    """What the clock still holds back: the next dose's moment, or the distances inside a new group."""
    answer = group_spacing(status, choice.dose_level, status.study.cut_off, wanted=choice.subjects)
    if answer.earliest > status.study.cut_off:
        return (tr("The next dose there is possible from {at}.").format(at=words.moment(answer.earliest)),)
    spacing = status.part.rules.spacing
    if choice.subjects < 2 or not (spacing.after_first_hours or spacing.between_hours or spacing.most_in_window):
        return ()
    parts = []
    if hours := max(spacing.after_first_hours, spacing.between_hours):
        parts.append(tr("the second waits {hours} after the first").format(hours=say_hours(hours)))
    most = spacing.most_in_window
    if most is not None and most < choice.subjects:
        parts.append(tr("the {ordinal} waits until one has left the window").format(ordinal=ordinal(most + 1)))
    return (capital(tr("; ").join(parts)) + ".",) if parts else ()


def _outlook(words: Words, status: PartStatus, choice: Choice) -> tuple[str, ...]:
    """What each number of further DLTs there leads to."""
    supposed = replace(status.recommendation, dose_level=choice.dose_level, subjects=choice.subjects)
    outlook = outlook_from(
        status.part,
        treated_subjects(status.assessments),
        supposed,
        with_optional=status.study.optional_is_open(status.part) or _opens_optional(status, choice),
    )
    if outlook is None:
        return ()
    return tuple(
        tr("{count}: {then}").format(count=_further(row), then=words.headline(row.then)) for row in outlook.rows
    )


def _opens_optional(status: PartStatus, choice: Choice) -> bool:
    return choice.dose_level > status.part.usable_levels()


def _further(row: OutlookRow) -> str:
    if row.further_dlts == 0:
        return tr("No further DLT and no moderate toxicity") if row.assumes_no_moderate else tr("No further DLT")
    text = tr("{count} further DLT or more") if row.is_or_more else tr("{count} further DLT")
    return text.format(count=row.further_dlts)
