"""Definitions of the endpoints, as data; those of the shipped protocols stand in ``endpoints.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

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
        source: where the definition stands.
        remark: code of a sentence that goes with it, or "".
    """

    name: str
    start: Start
    events: frozenset[Event]
    censor_at: CensorAt = CensorAt.LAST_ASSESSMENT
    needs_confirmation: bool = True
    censors_at_new_therapy: bool = True
    max_gap_days: int | None = None
    source: str = ""
    remark: str = ""

    def method(self) -> tuple[Reason, ...]:
        """The definition as sentences of a method line."""
        numbers = {"name": self.name, "start": self.start, "events": tuple(one for one in Event if one in self.events)}
        said = [Reason("endpoint_method", numbers, self.source)]
        if self.remark:
            said.append(Reason(self.remark, {"name": self.name}, self.source))
        return tuple(said)


PFS = EndpointDefinition("PFS", Start.FIRST_DOSE, frozenset(Event))
OS = EndpointDefinition(
    "OS", Start.FIRST_DOSE, frozenset({Event.DEATH}), CensorAt.LAST_ALIVE, censors_at_new_therapy=False
)
DOR = EndpointDefinition("DoR", Start.FIRST_RESPONSE, frozenset(Event))
_USUAL = {one.name: one for one in (PFS, OS, DOR)}


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


@cache
def shipped_endpoints() -> Mapping[str, EndpointSet]:
    """The definitions of the shipped protocols by id, what they don't state as in ``USUAL_ENDPOINTS``."""
    table = tomllib.loads(files("domain.response").joinpath("endpoints.toml").read_text(encoding="utf-8"))
    return {protocol_id: _build(protocol_id, stated) for protocol_id, stated in table.items()}


def _build(protocol_id: str, stated: Mapping[str, Any]) -> EndpointSet:
    endpoints = tuple(
        replace(
            _USUAL[name],
            events=frozenset(Event(one) for one in given.get("events", _USUAL[name].events)),
            source=given.get("source", ""),
            remark=given.get("remark", ""),
        )
        for name, given in stated["endpoints"].items()
    )
    return EndpointSet(protocol_id, endpoints, tuple(stated["rates"]), stated.get("benefit_days", 84))
