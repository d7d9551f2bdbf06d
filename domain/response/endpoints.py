"""Definitions of the endpoints, as data; a protocol file gives its own in ``[response]``."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.reasons import Reason


class Start(StrEnum):
    """Where the clock of an endpoint starts."""

    FIRST_DOSE = "first dose"
    FIRST_RESPONSE = "first response"


class Event(StrEnum):
    """What ends an endpoint."""

    PD = "PD"
    DEATH = "death"


class CensorAt(StrEnum):
    """Where a subject without event is censored."""

    LAST_ASSESSMENT = "last evaluable assessment"
    LAST_ALIVE = "last known alive"


@dataclass(frozen=True)
class EndpointDefinition:
    """One time-to-event endpoint.

    Attributes:
        name: PFS, OS or DoR.
        start: where the clock starts.
        events: what ends it; the earliest counts, PD before death on the same day.
        censor_at: where a subject without event is censored.
        needs_confirmation: for ``FIRST_RESPONSE``, whether the response has to be confirmed.
        censors_at_new_therapy: whether new anti-cancer therapy ends observation.
        max_gap_days: an event more than so many days after the last evaluable assessment is censored there (missed
            visits); None to count every event.
        source: where the definition stands, or what is assumed.
        says: what the registration says instead, or "".
    """

    name: str
    start: Start
    events: frozenset[Event]
    censor_at: CensorAt = CensorAt.LAST_ASSESSMENT
    needs_confirmation: bool = True
    censors_at_new_therapy: bool = True
    max_gap_days: int | None = None
    source: str = field(default="", compare=False)
    says: str = field(default="", compare=False)

    def method(self) -> tuple[Reason, ...]:
        """The definition as sentences of a method line."""
        numbers = {"name": self.name, "start": self.start, "events": tuple(one for one in Event if one in self.events)}
        said = [Reason("endpoint_method", numbers, self.source)]
        if Event.DEATH not in self.events:
            said.append(Reason("endpoint_at_pd_alone", {"name": self.name}, self.source))
        if self.says:
            said.append(Reason("endpoint_says", {"name": self.name, "how": self.source, "says": self.says}))
        return tuple(said)


PFS = EndpointDefinition("PFS", Start.FIRST_DOSE, frozenset(Event))
OS = EndpointDefinition(
    "OS", Start.FIRST_DOSE, frozenset({Event.DEATH}), CensorAt.LAST_ALIVE, censors_at_new_therapy=False
)
DOR = EndpointDefinition("DoR", Start.FIRST_RESPONSE, frozenset(Event))


@dataclass(frozen=True)
class EndpointSet:
    """The endpoints of one protocol.

    Attributes:
        protocol_id: which protocol, or "" for the usual definitions.
        endpoints: the time-to-event endpoints.
        rates: the rates that the protocol reports, of ORR, DCR, CBR.
        benefit_days: least duration of SD for clinical benefit.
    """

    protocol_id: str
    endpoints: tuple[EndpointDefinition, ...]
    rates: tuple[str, ...]
    benefit_days: int = 84

    def named(self, name: str) -> EndpointDefinition | None:
        """The endpoint of this name."""
        return next((one for one in self.endpoints if one.name == name), None)


USUAL_ENDPOINTS = EndpointSet("", (PFS, OS, DOR), ("ORR", "DCR", "CBR"))
