"""The planned number of subjects in words: how near it is, and how likely it is to be passed (PRO-5)."""

from domain.characteristics.passing import PassingChance, estimate_passing
from domain.escalation.planned_number import PlannedNumber
from domain.escalation.status import PartStatus
from domain.evaluability import treated_subjects
from ui.text import tr


def say_planned(status: PartStatus, number: PlannedNumber) -> str:
    """What the number means for whoever is enrolled next, with the probability of passing it."""
    said = say_chance(chance_of_passing(status, number))
    if number.left < 0:
        return tr("The planned number is passed.")
    if number.left == 0:
        said = tr("One more passes it. {chance}").format(chance=said)
    elif number.is_near:
        said = tr("A further group may pass it. {chance}").format(chance=said)
    return said.strip()


def chance_of_passing(status: PartStatus, number: PlannedNumber) -> PassingChance | None:
    """How likely it is that the planned number is passed, from where the part stands."""
    return estimate_passing(
        status.part,
        treated_subjects(status.assessments),
        number.planned,
        with_optional=status.study.optional_is_open(status.part),
    )


def say_chance(chance: PassingChance | None) -> str:
    """The probability in words; "" where there is none."""
    if chance is None:
        return ""
    low, high = _percent(chance.lowest), _percent(chance.highest)
    told = low if low == high else tr("{low} to {high}").format(low=low, high=high)
    return tr("P(more than {planned}): {chance}, by the true toxicity").format(planned=chance.planned, chance=told)


def _percent(chance: float) -> str:
    if 0 < chance < 0.01:
        return tr("below 1 %")
    return f"{chance * 100:.0f} %"
