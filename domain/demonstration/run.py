"""How a part of a demonstration goes: opened, its subjects, its meetings, its declaration."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.demonstration.act import Act, Meeting, Opening
from domain.demonstration.place import Place
from domain.protocol.model import Part
from domain.records import GateCondition

_EVIDENCE = "Letter of {day}, file section {number}"


@dataclass(frozen=True)
class Run:
    """A part from its gate to its end, on one clock.

    Attributes:
        part: with its levels.
        places: of its subjects, in order of dosing.
        meetings: of the committee, with what each is about.
        conditions_met: when each condition of the gate was met.
        opening: what was chosen; None where the part needs no opening.
        opened_at: when that was signed.
        declared: the level of the MTD or MAD; None in an expansion.
        recommended: the level of the recommended dose.
        recommended_at: when that was signed.
    """

    part: Part
    places: tuple[Place, ...]
    meetings: tuple[tuple[datetime, Meeting], ...]
    conditions_met: tuple[datetime, ...] = ()
    opening: Opening | None = None
    opened_at: datetime | None = None
    declared: int | None = None
    recommended: int | None = None
    recommended_at: datetime | None = None

    def moved(self, by: timedelta) -> "Run":
        """The same on a clock that is so much later."""
        return replace(
            self,
            places=tuple(replace(one, first_dose=one.first_dose + by) for one in self.places),
            meetings=tuple((at + by, about) for at, about in self.meetings),
            conditions_met=tuple(at + by for at in self.conditions_met),
            opened_at=None if self.opened_at is None else self.opened_at + by,
            recommended_at=None if self.recommended_at is None else self.recommended_at + by,
        )

    def acts(self, zone: ZoneInfo) -> Iterator[Act]:
        """What people do about the part itself, its subjects left out."""
        part_id = self.part.part_id
        for number, at in enumerate(self.conditions_met, 1):
            day = at.astimezone(zone).date()
            condition = GateCondition(
                record_id=f"condition-{part_id}-{number}",
                part_id=part_id,
                number=number,
                met_on=day,
                evidence=_EVIDENCE.format(day=day.isoformat(), number=f"{part_id}/{number}"),
            )
            yield Act(at + timedelta(hours=2), (condition,))
        if self.opening is not None and self.opened_at is not None:
            yield Act(self.opened_at, part_id=part_id, opens=self.opening)
        for at, about in self.meetings:
            yield Act(at, decides=about, part_id=part_id)
        if self.recommended is not None and self.recommended_at is not None:
            yield Act(self.recommended_at, part_id=part_id, recommends=self.recommended)
