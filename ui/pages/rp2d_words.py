"""The recommended dose in words: levels, how each may be chosen, what was signed."""

from domain.reasons import Finding
from domain.records import RecommendedDose
from domain.rp2d.figures import Figure, WeighedDoses, say_figure
from domain.rp2d.naming import short_name
from domain.study import Study
from domain.terms import CommitteeAction
from ui.text import Words, capital, say_number, tr

_NOTES = {
    "rp2d_above_mtd": "above the MTD",
    "rp2d_above_mad": "above the MAD",
    "rp2d_exceeded": "exceeded",
    "rp2d_suspended": "suspended",
    "rp2d_level_open": "not settled yet",
    "rp2d_not_given": "given to nobody",
    "rp2d_declaration_undermined": "the decision needs review",
    "decision_awaits": "verdict awaited",
    "decision_awaits_person": "verdict awaited",
    "rp2d_needs_declaration": "nothing is signed",
}
# What speaks of the level itself comes before what speaks of the part.
_ORDER = tuple(_NOTES)


def say_name(study: Study) -> str:
    """What the study calls its recommended dose."""
    return short_name(study.protocol)


def say_dose(record: RecommendedDose) -> str:
    """The dose as signed, by the number that the level has now: "level 4 (0.3 mg/kg)"."""
    return tr("level {number} ({dose} {unit})").format(
        number=record.dose_level, dose=say_number(record.dose), unit=record.unit
    )


def say_choice_note(
    findings: tuple[Finding, ...], level: int, declared: int | None, action: CommitteeAction | None
) -> str:
    """How a level stands, as the note at its right."""
    hard = {one.code for one in findings if one.is_hard}
    for code in _ORDER:
        if code in hard:
            return tr(_NOTES[code])
    if declared is None or action is None:
        return ""
    name = tr("MTD") if action is CommitteeAction.MTD else tr("MAD")
    return tr("the {name}").format(name=name) if level == declared else tr("below the {name}").format(name=name)


def say_at_level(words: Words, lines: tuple[Figure, ...], weighed: WeighedDoses, level: int | None) -> str:
    """The figures of a topic at one level, in a row."""
    if not lines:
        return tr("Nothing recorded.")
    if level is None or level not in weighed.levels:
        return tr("Choose a dose to see its figures here.")
    place = weighed.levels.index(level)
    said = [(words.reason(one.label), words.say(say_figure(one.by_level[place]))) for one in lines]
    if len(said) == 1 and said[0][0] == words.say(lines[0].topic):
        return said[0][1] or "–"
    return " · ".join(f"{label}: {value or '–'}" for label, value in said)


def say_signed(words: Words, study: Study, record: RecommendedDose) -> str:
    """A signed recommended dose as one sentence."""
    return tr("{name}: {dose}, signed {at} by {who}").format(
        name=say_name(study), dose=say_dose(record), at=words.moment(record.signed_at), who=record.signed_by
    )


def say_level(words: Words, level: int) -> str:
    """A level at the start of a line."""
    return capital(words.level(level))
