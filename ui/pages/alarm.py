"""What is shown before anything else on every page: suspended levels, exceeded ones, undermined decisions."""

from dataclasses import dataclass

from domain.escalation.slots import latest_decision
from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import RecommendedDose
from domain.summaries.decisions import describe_decision, describe_recommendation, states_seen
from domain.terms import Action, LevelState
from ui.session import Session
from ui.text import Words, capital, tr


@dataclass(frozen=True)
class Alarm:
    """What stands above every page.

    Attributes:
        part_id: of the part that it is about.
        severity: "hard" where it forbids a dose, else "warn".
    """

    part_id: str
    severity: str
    title: str
    text: str


def alarms_of(session: Session) -> Alarm | None:
    """The alarm of the shown part, else of another open part; the others that there are stand in its text."""
    study, shown = session.study, session.part
    parts = [one for one in study.protocol.parts if one.levels and study.is_open(one.part_id)]
    found = []
    for part in sorted(parts, key=lambda one: one is not shown):
        status, words = session.status_of(part), Words(study.zone, part, study.protocol)
        alarm = alarm_of(status, words)
        if alarm is not None:
            title = alarm[0] if part is shown else tr("{part}: {what}").format(part=part.title, what=alarm[0])
            severity = "hard" if stops_dosing(status) else "warn"
            found.append(Alarm(part.part_id, severity, title, alarm[1]))
    if not found:
        return None
    first, *others = found
    also = "".join(" " + tr("Also {what}").format(what=one.title) for one in others)
    severity = "hard" if any(one.severity == "hard" for one in found) else "warn"
    return Alarm(first.part_id, severity, first.title, first.text + also)


def alarm_of(status: PartStatus, words: Words) -> tuple[str, str] | None:
    """What happened and what it means for the next dose; None where all is as decided.

    A suspended level always alarms. An exceeded one does until a decision has been signed that knew of it. A decision
    whose ground has changed does as long as it is among the decisions.
    """
    suspended, exceeded = suspended_levels(status), _unseen_exceeded(status)
    undermined = status.undermined
    if not (suspended or exceeded or undermined):
        return None
    parts = []
    if status.signals:
        title = words.headline(status.recommendation)
        parts.append(_why_suspended(status, words))
    elif suspended:
        title = _dose_nobody(suspended)
        parts.append(_why_suspended(status, words))
    elif exceeded:
        title = tr("Level {level} is exceeded: dose nobody there or above.").format(level=exceeded[0])
        parts.append(_exceeded_words(status, words, exceeded[0]))
    else:
        title = _review(status, words)
    held = _held_at(status, [*suspended, *exceeded])
    if held:
        parts.append(tr("Enrolled there and not to be dosed: {subjects}.").format(subjects=", ".join(held)))
    recommended = _recommended_at(status, [*suspended, *exceeded])
    if recommended is not None:
        said = tr("Level {level} was signed as the recommended dose on {day}: it has to be decided anew.")
        parts.append(said.format(level=recommended.dose_level, day=words.day(recommended.signed_at)))
    if undermined:
        if suspended or exceeded:
            parts.append(_review(status, words))
        parts.append(_then(status, words))
    return title, " ".join(part for part in parts if part)


def stops_dosing(status: PartStatus) -> bool:
    """Whether the alarm forbids a dose, rather than asking for a review."""
    return bool(suspended_levels(status) or _unseen_exceeded(status))


def suspended_levels(status: PartStatus) -> list[int]:
    """Levels that a lower one, or the protocol's silence, has suspended."""
    tallies = status.recommendation.tallies
    return [tally.dose_level for tally in tallies if tally.state is LevelState.SUSPENDED]


def _unseen_exceeded(status: PartStatus) -> list[int]:
    """Exceeded levels that the last decision did not know of."""
    exceeded = [t.dose_level for t in status.recommendation.tallies if t.state is LevelState.EXCEEDED]
    last = latest_decision(status)
    if last is None:
        return exceeded
    seen = states_seen(last, status.study)
    return [level for level in exceeded if seen.get(level) != LevelState.EXCEEDED.value]


def _dose_nobody(levels: list[int]) -> str:
    if len(levels) == 1:
        return tr("Level {level} is suspended: dose nobody there.").format(level=levels[0])
    named = tr("{levels} and {last}").format(levels=", ".join(map(str, levels[:-1])), last=levels[-1])
    return tr("Levels {levels} are suspended: dose nobody there.").format(levels=named)


def _why_suspended(status: PartStatus, words: Words) -> str:
    answer = status.recommendation
    closed = [status.closed_levels[level] for level in suspended_levels(status) if level in status.closed_levels]
    if closed:
        return words.reason(closed[0])
    stopped = [reason for reason in answer.reasons if reason.code == "cohort_stopped"]
    if stopped and not status.signals:
        return words.reason(stopped[0])
    if answer.action is Action.CHOOSE:
        return words.reason(answer.reasons[0])
    exceeded = [tally.dose_level for tally in answer.tallies if tally.state is LevelState.EXCEEDED]
    if exceeded:
        return _exceeded_words(status, words, exceeded[0])
    if answer.dose_level is None:
        return ""
    tally = answer.tally(answer.dose_level)
    if not tally.evaluable:
        return tr("{level} decides first.").format(level=capital(words.level(answer.dose_level)))
    said = tr("{level} has {dlt} DLT in {evaluable} evaluable, no longer satisfies the rule, and decides first.")
    return said.format(level=capital(words.level(answer.dose_level)), dlt=tally.dlt, evaluable=tally.evaluable)


def _exceeded_words(status: PartStatus, words: Words, level: int) -> str:
    tally = status.recommendation.tally(level)
    return words.reason(Reason("slot_exceeded", {"level": level, "dlt": tally.dlt, "evaluable": tally.evaluable}))


def _held_at(status: PartStatus, levels: list[int]) -> list[str]:
    held = [status.study.reserved(status.part, level) for level in sorted(set(levels))]
    return [one.subject_id for enrolments in held for one in enrolments]


def _recommended_at(status: PartStatus, levels: list[int]) -> RecommendedDose | None:
    """The recommended dose in force, if its level is among these."""
    last = status.study.recommended_doses_of(status.part)[-1:]
    return next((one for one in last if one.dose_level in levels), None)


def _review(status: PartStatus, words: Words) -> str:
    if len(status.undermined) > 1:
        return tr("{count} decisions need review: later entries change what they rested on.").format(
            count=len(status.undermined)
        )
    decision, _ = status.undermined[-1]
    return tr("The decision of {day} needs review: later entries change what it rested on.").format(
        day=words.day(decision.signed_at)
    )


def _then(status: PartStatus, words: Words) -> str:
    decision, then = status.undermined[-1]
    return tr("Decided: {decided}. On the entries of today: {then}.").format(
        decided=words.reason(describe_decision(decision, status.study)),
        then=words.reason(describe_recommendation(then)),
    )
