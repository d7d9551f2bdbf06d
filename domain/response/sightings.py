"""What a later visit says of an earlier one: a new lesion, or progression of a non-target lesion, first equivocal.

PD that is confirmed later dates from the first sighting (RECIST 1.1, section 4.3.5). Until then the finding stays open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.response.lesions import NODE_NORMAL_TENTHS, Lesion, LesionFinding, VisitFindings
from domain.response.terms import LesionKind, LesionStatus

_SEEN = (LesionStatus.MEASURED, LesionStatus.TOO_SMALL, LesionStatus.PRESENT, LesionStatus.UNEQUIVOCAL_PD)


@dataclass
class _Open:
    first: int | None = None
    confirmed_at: str = ""


@dataclass(frozen=True)
class Sighting:
    """What is known at one visit, in hindsight.

    Attributes:
        definite: lesions that mean PD, with the visit that made them certain.
        equivocal: lesions that are still open.
    """

    definite: Mapping[str, str]
    equivocal: tuple[str, ...]


_NOTHING = Sighting({}, ())


def follow_sightings(
    lesions: Sequence[Lesion], kind: LesionKind, visits: Sequence[VisitFindings]
) -> tuple[Sighting, ...]:
    """For every visit, which lesions of a kind mean progression.

    A definite lesion means progression at each later visit until it is recorded as gone; an equivocal one that is gone
    before it was confirmed never does.
    """
    seen = _SEEN if kind is LesionKind.NEW else (LesionStatus.UNEQUIVOCAL_PD,)
    of_kind = {one.lesion_id: one for one in lesions if one.kind is kind}
    if not of_kind:
        return (_NOTHING,) * len(visits)
    suspect = {
        finding.lesion_id
        for visit in visits
        for finding in visit.findings
        if finding.status in seen or finding.status is LesionStatus.EQUIVOCAL
    }
    names = {lesion_id: one for lesion_id, one in of_kind.items() if lesion_id in suspect}
    if not names:
        return (_NOTHING,) * len(visits)
    definite: list[dict[str, str]] = [{} for _ in visits]
    equivocal: list[list[str]] = [[] for _ in visits]
    # A non-target lesion that is merely there again is no longer suspect; a new one is only cleared by its absence.
    cleared = (LesionStatus.ABSENT,) if kind is LesionKind.NEW else (LesionStatus.ABSENT, *_SEEN)
    states = {name: _Open() for name in names}
    for at, visit in enumerate(visits):
        for finding in visit.findings:
            name = finding.lesion_id
            if name not in names:
                continue
            status = LesionStatus.ABSENT if _is_normal(names[name], finding) else finding.status
            state = states[name]
            if status in seen:
                if not state.confirmed_at:
                    state.confirmed_at = visit.visit
                    for back in range(at if state.first is None else state.first, at):
                        definite[back][name] = visit.visit
            elif status is LesionStatus.EQUIVOCAL and state.first is None:
                state.first = at
            elif status in cleared:
                states[name] = _Open()
        for name in names:
            state = states[name]
            if state.confirmed_at:
                definite[at][name] = state.confirmed_at
            elif state.first is not None:
                equivocal[at].append(name)
    return tuple(
        Sighting(sure, tuple(sorted(name for name in open_ if name not in sure))) if sure or open_ else _NOTHING
        for sure, open_ in zip(definite, equivocal, strict=True)
    )


def _is_normal(lesion: Lesion, finding: LesionFinding) -> bool:
    """Nothing there after all, or a node under 10 mm."""
    if finding.status not in (LesionStatus.MEASURED, LesionStatus.TOO_SMALL) or finding.counted is None:
        return False
    return finding.counted < NODE_NORMAL_TENTHS if lesion.is_nodal else finding.counted == 0
