"""From the protocol and the signed openings to the protocol with the levels of each opened part.

Pure: ``Study`` calls it, so that whoever asks the study's protocol for a part gets it with its levels.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.protocol.model import DoseLevel, ExpansionCohort, Part, Protocol
from domain.records.part import OpenedCohort, PartOpening
from domain.terms import PartKind


@dataclass(frozen=True)
class Chosen:
    """What an opening chose; the key under which a resolved protocol is kept."""

    part_id: str
    doses: tuple[Decimal, ...]
    cohorts: tuple[OpenedCohort, ...]

    @classmethod
    def of(cls, opening: PartOpening) -> "Chosen":
        """The choice of an opening."""
        return cls(opening.part_id, opening.doses, opening.cohorts)


def resolve_parts(protocol: Protocol, chosen: Iterable[Chosen]) -> Protocol:
    """The protocol with the levels of each opened part.

    Args:
        protocol: as its file says it.
        chosen: oldest first; the last of a part counts.

    Returns:
        A part that chooses its levels from another has them numbered from 1: of an escalation as they rise, of an
        expansion in the order in which its cohorts name them, so that a cohort added later moves none.
    """
    last = {one.part_id: one for one in chosen}
    units = {part.part_id: part.levels[0].unit for part in protocol.parts if part.levels}
    parts: list[Part] = []
    for part in protocol.parts:
        if part.levels_from:
            # A file names only escalation parts further up.
            units.setdefault(part.part_id, units[part.levels_from])
        opened = last.get(part.part_id)
        parts.append(part if opened is None else _resolve(part, opened, units[part.part_id]))
    return replace(protocol, parts=tuple(parts))


def _resolve(part: Part, opened: Chosen, unit: str) -> Part:
    is_expansion = part.kind is PartKind.EXPANSION
    doses = tuple(dict.fromkeys(one.dose for one in opened.cohorts)) if is_expansion else opened.doses
    if not doses:
        # A gate before levels that the file gives itself.
        return part
    # What was signed is opened, optional in the source part or not; the first subject takes the first of them.
    levels = tuple(DoseLevel(number, dose, unit) for number, dose in enumerate(doses, 1))
    rules = replace(part.rules, start_level=1)
    return replace(
        part,
        levels=levels,
        cohorts=tuple(_cohort(part, one, doses) for one in opened.cohorts),
        # Nothing accelerates in an expansion, whatever its source part does.
        rules=replace(rules, accelerated_levels=0) if is_expansion else rules,
    )


def _cohort(part: Part, opened: OpenedCohort, doses: tuple[Decimal, ...]) -> ExpansionCohort:
    planned = planned_cohort(part, opened.planned) or ExpansionCohort(opened.title)
    # A least number can be chosen larger, a total is what the protocol says.
    at_least = None if planned.in_total is not None else opened.size or planned.at_least
    return replace(
        planned,
        title=opened.title or planned.title,
        tumour=opened.tumour or planned.tumour,
        marker=opened.marker or planned.marker,
        at_least=at_least,
        with_pk=planned.in_total or at_least if planned.pk_in_all else planned.with_pk,
        is_optional=False,
        dose_level=doses.index(opened.dose) + 1,
    )


def planned_cohort(part: Part, number: int) -> ExpansionCohort | None:
    """The cohort of that number in the protocol's own list; None where there is none.

    Args:
        part: as its file says it.
        number: 1-based.
    """
    return part.cohorts[number - 1] if 1 <= number <= len(part.cohorts) else None
