"""What the adjudication panel says: what is awaited, what it decides, how a choice stands to the derived verdict."""

from dataclasses import dataclass, replace

from domain.adjudication import follows, verdict_so_far
from domain.dlt.answer import Verdict
from domain.escalation.recommend import recommend_next
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment, treated_subjects
from domain.records import Adjudication
from domain.study import Study
from domain.terms import DltVerdict, LevelState, Outcome
from ui.models.dlt_rows import Tag, tag_of_verdict
from ui.text import Words, capital, tr
from ui.words.date import day_at, moment_at, near_day
from ui.words.dlt import say_verdict

MOST_AWAITED = 3


@dataclass(frozen=True)
class DecidesRow:
    """What follows if the open clauses fall so."""

    title: str
    line: str
    tag: Tag


def list_facts(study: Study, one: Assessment, words: Words) -> list[tuple[str, str]]:
    """Below the derived verdict: what is awaited, what then, and the cut-off."""
    facts: list[tuple[str, str]] = []
    today = study.cut_off.astimezone(study.zone).date()
    if one.derived is not None and one.derived.verdict is Verdict.NOT_YET:
        for result in sorted(one.derived.awaited, key=lambda one: (one.answer.known_on or today.max, one.number)):
            known_on = result.answer.known_on
            when = near_day(known_on, today) if known_on else tr("a value or a person")
            said = tr("clause {number}, {when}").format(number=result.number, when=when)
            facts.append(("" if facts else tr("Awaited"), said))
        if len(facts) > MOST_AWAITED:
            more = tr("and {count} more").format(count=len(facts) - MOST_AWAITED)
            facts = [*facts[:MOST_AWAITED], ("", more)]
    if study.cut_off < one.window_ends_at:
        end = one.window_ends_at
        moment = moment_at(end, words, study.cut_off)
        facts.append((tr("Window ends") if not facts else tr("Then"), moment))
    facts.append((tr("Data cut-off"), words.moment(study.cut_off)))
    return facts


def list_decides(status: PartStatus, one: Assessment, words: Words) -> tuple[DecidesRow, ...]:
    """What the open clauses decide: the rules' answer if any of them is met, and if none is."""
    if one.derived is None or one.derived.verdict is not Verdict.NOT_YET:
        return ()
    several = len(one.derived.awaited) > 1
    met = tr("One of them is met") if several else tr("It is met")
    none = tr("None of them is met") if several else tr("It is not met")
    rest = Outcome.MODERATE if one.outcome.is_moderate else Outcome.NO_DLT
    if status.study.cut_off < one.window_ends_at:
        line = tr("no DLT so far; the window runs until {moment}").format(moment=words.moment(one.window_ends_at))
    else:
        line = _consequence(status, one, rest, words)
    return (
        DecidesRow(met, _consequence(status, one, Outcome.DLT, words), tag_of_verdict(Verdict.MET)),
        DecidesRow(none, line, tag_of_verdict(Verdict.NOT_MET)),
    )


def _consequence(status: PartStatus, one: Assessment, outcome: Outcome, words: Words) -> str:
    """What the rules would then say, everybody else's outcome as it is."""
    supposed = [
        replace(subject, outcome=outcome, verdict_at=None) if subject.subject_id == one.subject_id else subject
        for subject in treated_subjects(status.assessments)
    ]
    then = recommend_next(
        status.part,
        supposed,
        with_optional=status.study.optional_is_open(status.part),
        with_departures=False,
        now=status.study.cut_off,
    )
    said = words.headline(then)
    if then.tally(one.dose_level).state is LevelState.EXCEEDED:
        exceeded = tr("{Level} is exceeded.").format(Level=capital(words.level(one.dose_level)))
        return f"{exceeded} {said}"
    return said


def say_stance(study: Study, one: Assessment, verdict: DltVerdict, words: Words) -> str:
    """How a verdict stands to the derived one, as the note at its right."""
    if not can_be_signed(study, one, verdict):
        return tr("not before {day}").format(day=day_at(one.window_ends_at, words, study.cut_off))
    return tr("follows the derived") if follows(verdict, one.derived) else tr("reason needed")


def can_be_signed(study: Study, one: Assessment, verdict: DltVerdict) -> bool:
    """Whether a verdict can be given now: "no DLT" only once the window has closed."""
    return verdict is not DltVerdict.NO_DLT or study.cut_off >= one.window_ends_at


def say_reopened(one: Assessment, changes: tuple[str, ...]) -> tuple[str, ...]:
    """Why a verdict is open again, in lines: what changed, and whether the derived verdict moved."""
    assert one.standing is not None
    said = one.standing.adjudication
    lines = list(changes)
    if one.derived is not None and said.derived and verdict_so_far(one.derived).value != said.derived:
        text = tr("The derived verdict was “{before}” and is now “{now}”.")
        before, now = say_verdict(Verdict(said.derived)), say_verdict(verdict_so_far(one.derived))
        lines.append(text.format(before=before, now=now))
    lines.append(tr("Until somebody judges again, the graver of the two verdicts counts."))
    return tuple(lines)


def say_signer(said: Adjudication) -> str:
    """Name and role."""
    return f"{said.signed_by}, {said.signed_role}" if said.signed_role else said.signed_by
