"""Invented people of a demonstration."""

from dataclasses import dataclass

from domain.records import Attendee
from domain.terms import Vote


@dataclass(frozen=True)
class Member:
    """Somebody who works on the study."""

    name: str
    role: str


COORDINATOR = Member("Wang Fang", "coordinator")
INVESTIGATOR = Member("Lin Yue", "principal investigator")
MONITOR = Member("Xu Lan", "monitor")
COMMITTEE = (
    Attendee(INVESTIGATOR.name, INVESTIGATOR.role, Vote.AGREES),
    Attendee("Chen Hao", "medical monitor, sponsor", Vote.AGREES),
    Attendee("Zhou Min", "statistician", Vote.PRESENT),
)
