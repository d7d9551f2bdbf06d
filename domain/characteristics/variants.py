"""The designs that are all called 3+3, by name, and what each reading of an open rule costs.

Source: facts of the field: escalation (``allow_deescalate``), precautionary (esc.pl), bcrm (``threep3``) and crmPack
name different members of this family "3+3"; Lin and Shih, Biostatistics 2001;2:203-215, describe two of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.characteristics.exact import exact_characteristics
from domain.characteristics.figures import Characteristics
from domain.characteristics.scenario import Scenario
from domain.protocol.model import Part, Protocol, Rules
from domain.reasons import Reason
from domain.terms import AfterExceeded, FillMode, TopLevel


@dataclass(frozen=True)
class Variant:
    """A member of the 3+3 family.

    Attributes:
        name: short and stable.
        after_exceeded: whether the level below an exceeded one is filled to six.
        top: whether a cleared top level is confirmed with six.
    """

    name: str
    after_exceeded: AfterExceeded
    top: TopLevel

    @property
    def sentence(self) -> str:
        """Code of the sentence that explains it."""
        return f"variant_{self.name.replace('-', '_')}"

    def apply(self, rules: Rules) -> Rules:
        """Rules read as this variant; acceleration, fill and sizes stay."""
        return replace(rules, after_exceeded=self.after_exceeded, top=self.top)


VARIANTS = (
    Variant("search-down-confirm", AfterExceeded.FILL, TopLevel.CONFIRM),
    Variant("search-down", AfterExceeded.FILL, TopLevel.STOP),
    Variant("no-search-down", AfterExceeded.PREVIOUS, TopLevel.STOP),
    Variant("no-search-down-confirm", AfterExceeded.PREVIOUS, TopLevel.CONFIRM),
)


def variant_of(rules: Rules) -> Variant:
    """The variant that some rules are, acceleration aside."""
    return next(one for one in VARIANTS if one.apply(rules) == rules)


def accelerated(rules: Rules, levels: int) -> Rules:
    """The same design with so many accelerated levels; 0 for none."""
    return replace(rules, accelerated_levels=levels)


def filled(rules: Rules, fill: FillMode) -> Rules:
    """The same design with a level that holds one subject filled stepwise or directly."""
    return replace(rules, fill=fill)


def describe_rules(rules: Rules) -> tuple[Reason, ...]:
    """What the rules say, as sentences: the variant, the acceleration and, where it matters, the fill."""
    sizes = {"full": rules.full_size, "cohort": rules.cohort_size}
    said = [Reason(variant_of(rules).sentence, sizes, "rules.after_exceeded")]
    if rules.after_exceeded is AfterExceeded.FILL and rules.accelerated_levels:
        said.append(Reason(f"variant_fill_{rules.fill.value}", sizes, "rules.fill"))
    if rules.accelerated_levels:
        numbers = {"accelerated": rules.accelerated_levels, "limit": rules.moderate_limit}
        said.append(Reason("variant_accelerated", numbers, "rules.accelerated_levels"))
    else:
        said.append(Reason("variant_not_accelerated", {}, "rules.accelerated_levels"))
    return tuple(said)


# What is asked where the protocol file lists no choices. Rules that are not named here don't change the exact
# characteristics: they move times, or only turn on subjects who are not evaluable.
_CHOICES: Mapping[str, tuple[object, ...]] = {
    "accelerated_levels": (0, 1, 2, 3),
    "moderate_limit": (1, 2),
    "after_exceeded": tuple(AfterExceeded),
    "fill": tuple(FillMode),
    "top": tuple(TopLevel),
    "start_level": (1, 2),
}


@dataclass(frozen=True)
class Reading:
    """One reading of a rule that the protocol leaves open.

    Attributes:
        path: of the assumption in the protocol file.
        value: read so.
        is_taken: whether the protocol file reads it so for now.
        rules: all rules, this one read so.
        characteristics: under the scenario.
        selection_shift: per index of ``selection``, how much more probable it is than as taken.
        subjects_shift: how many subjects more are expected than as taken.
    """

    path: str
    value: object
    is_taken: bool
    rules: Rules
    characteristics: Characteristics
    selection_shift: tuple[float, ...]
    subjects_shift: float


def diff_readings(protocol: Protocol, part: Part, scenario: Scenario) -> tuple[Reading, ...]:
    """What each reading of the open rules of a part costs, one rule changed at a time.

    Args:
        protocol: says which values the registration does not state.
        part: an escalation part of it.
        scenario: one probability a level that may be used.

    Returns:
        For each open rule that changes the characteristics of some scenario, the reading taken and the others.
    """
    taken = exact_characteristics(part.rules, scenario)
    prefix = f"parts.{part.part_id}.rules."
    found = []
    for path in protocol.assumptions:
        field = path.removeprefix(prefix)
        if not path.startswith(prefix) or field not in _CHOICES:
            continue
        now = getattr(part.rules, field)
        choices = [_typed(now, choice) for choice in protocol.provenance[path].choices] or list(_CHOICES[field])
        if field == "start_level":
            choices = [choice for choice in choices if int(str(choice)) <= len(scenario.dlt)]
        for value in (now, *(choice for choice in choices if choice != now)):
            rules = replace(part.rules, **{field: value})
            answer = taken if value == now else exact_characteristics(rules, scenario)
            shift = tuple(p - q for p, q in zip(answer.selection, taken.selection, strict=True))
            more = answer.mean_total - taken.mean_total
            found.append(Reading(path, value, value == now, rules, answer, shift, more))
    return tuple(found)


def _typed(like: object, choice: object) -> object:
    """A choice as the rules hold it; the protocol file writes terms as words."""
    return type(like)(str(choice)) if isinstance(like, StrEnum) else choice
