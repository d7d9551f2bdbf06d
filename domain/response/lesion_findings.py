"""Lesions and measurements of a study as the engine reads them; lesions that split or merge are handled by sums.

A fragment counts 0 until it is seen, and its length is then added to what is left of its origin. Once two lesions are
one, the whole mass is measured under the one, and the other counts 0. The sum thus stays that of the same disease.
Source: RECIST 1.1, appendix I: fragments are added up, coalesced lesions are measured as one.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.records import Lesion, LesionMeasurement
from domain.response.lesions import Lesion as EngineLesion
from domain.response.lesions import LesionFinding
from domain.response.terms import LesionKind, LesionStatus


def engine_lesions(lesions: Sequence[Lesion]) -> tuple[EngineLesion, ...]:
    """The lesions, named T01, NT01, NEW01."""
    return tuple(EngineLesion(one.link_id, one.lesion_kind, one.is_nodal, one.organ.strip()) for one in lesions)


def findings_at(
    lesions: Sequence[Lesion], measured: Mapping[str, LesionMeasurement], on: date
) -> tuple[LesionFinding, ...]:
    """What is known of the lesions at a visit; one that was not assessed has no finding.

    Args:
        lesions: of the subject.
        measured: what was entered for the visit, by record id of the lesion.
        on: date of the visit.
    """
    by_id = {one.record_id: one for one in lesions}
    found = []
    for lesion in lesions:
        entered = measured.get(lesion.record_id)
        if entered is not None:
            found.append(LesionFinding(lesion.link_id, entered.status, entered.length_tenths))
        elif lesion.lesion_kind is LesionKind.NEW:
            # What was new stays new, whatever it became part of.
            continue
        elif lesion.split_from and on < lesion.first_seen_on:
            found.append(LesionFinding(lesion.link_id, LesionStatus.ABSENT))
        elif is_merged(lesion, on):
            found.append(LesionFinding(lesion.link_id, _as_part_of(lesion, by_id, measured, on)))
    return tuple(found)


def is_merged(lesion: Lesion, on: date) -> bool:
    """Whether the lesion is measured under another one by a day."""
    return bool(lesion.merged_into) and lesion.merged_on is not None and lesion.merged_on <= on


def _as_part_of(
    lesion: Lesion, by_id: Mapping[str, Lesion], measured: Mapping[str, LesionMeasurement], on: date
) -> LesionStatus:
    """The status of a lesion that is part of another one's mass."""
    mass, seen = by_id.get(lesion.merged_into), {lesion.record_id}
    while mass is not None and is_merged(mass, on) and mass.record_id not in measured and mass.record_id not in seen:
        seen.add(mass.record_id)
        mass = by_id.get(mass.merged_into)
    entered = measured.get(mass.record_id) if mass is not None else None
    if mass is None or entered is None or entered.status is LesionStatus.NOT_EVALUABLE:
        return LesionStatus.NOT_EVALUABLE
    if entered.status is LesionStatus.ABSENT or entered.length_tenths == 0:
        return LesionStatus.ABSENT
    if lesion.lesion_kind is LesionKind.TARGET:
        # The length is in the sum under the other name, but only a target lesion is summed.
        return LesionStatus.ABSENT if mass.lesion_kind is LesionKind.TARGET else LesionStatus.NOT_EVALUABLE
    return LesionStatus.PRESENT
