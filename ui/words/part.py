"""Where a part stands, in the few words that a menu, a card or a line has room for."""

from domain.parts.state import PartState
from domain.parts.terms import PartPhase
from domain.protocol.model import ExpansionCohort, Part
from domain.reasons import Reason
from domain.terms import PartKind
from ui.text import Words, say_number, tr


def say_phase(phase: PartPhase) -> str:
    """The phase: "ready to open"."""
    return {
        PartPhase.WAITING: tr("waiting"),
        PartPhase.READY: tr("ready to open"),
        PartPhase.OPEN: tr("open"),
        PartPhase.CLOSED: tr("closed"),
    }[phase]


def say_state(state: PartState, words: Words) -> str:
    """The phase, and of a part that waits for what: "waiting for the MTD or MAD, condition 1"."""
    if state.phase is PartPhase.WAITING:
        return tr("waiting for {what}").format(what=_awaited(state.reasons, words))
    return say_phase(state.phase)


def _awaited(reasons: tuple[Reason, ...], words: Words) -> str:
    said = []
    for reason in reasons:
        match reason.code:
            case "part_source_not_open":
                said.append(tr("“{part}” to open").format(part=words.say(reason.numbers["part"])))
            case "part_source_undecided":
                said.append(tr("the MTD or MAD"))
            case "part_source_no_level":
                said.append(tr("a cleared dose"))
    numbers = [str(reason.numbers["number"]) for reason in reasons if reason.code == "part_condition_open"]
    if numbers:
        text = tr("condition {numbers}") if len(numbers) == 1 else tr("conditions {numbers}")
        said.append(text.format(numbers=", ".join(numbers)))
    return ", ".join(said)


def say_regimen(part: Part) -> str:
    """Kind, drugs, regimen and window in a line."""
    kind = tr("Dose expansion") if part.kind is PartKind.EXPANSION else tr("Dose escalation")
    window = tr("DLT window {days} days").format(days=part.window.days)
    return " · ".join(text for text in (kind, " + ".join(part.drugs), part.regimen, window) if text)


def say_cohort(part: Part, number: int) -> str:
    """A cohort of an opened expansion: "Cohort 1: 100 mg, Colorectal"."""
    cohort = part.cohorts[number - 1]
    who = ", ".join(text for text in (cohort.tumour, cohort.marker) if text) or cohort.title
    if cohort.dose_level is None:
        return tr("Cohort {number}: {who}").format(number=number, who=who)
    level = part.level(cohort.dose_level)
    text = tr("Cohort {number}: {dose} {unit}, {who}")
    return text.format(number=number, dose=say_number(level.dose), unit=level.unit, who=who)


def say_size(cohort: ExpansionCohort) -> str:
    """How many subjects a cohort takes: "at least 6 subjects, 6 with PK"."""
    said = ""
    if cohort.in_total is not None:
        said = tr("{count} subjects, those of the escalation included").format(count=cohort.in_total)
    elif cohort.at_least is not None:
        said = tr("at least {count} subjects").format(count=cohort.at_least)
    with_pk = tr("{count} with PK").format(count=cohort.with_pk) if cohort.with_pk else ""
    if cohort.pk_in_all:
        with_pk = tr("PK in all")
    return ", ".join(text for text in (said, with_pk) if text) or tr("no size stated")
