"""From the ``[response]`` table of a protocol file to the plan of tumour response."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.protocol.model import Provenance
from domain.protocol.tables import Table
from domain.response.endpoints import DOR, OS, PFS, EndpointDefinition, EndpointSet, Event
from domain.response.imaging_schedule import ImagingSchedule
from domain.response.plan import ResponsePlan
from domain.response.rules import ResponseRules
from domain.response.terms import PrAfterCr

_EVENTS = {
    "pd or death": frozenset(Event),
    "pd": frozenset({Event.PD}),
    "death": frozenset({Event.DEATH}),
}
_RULES = ("confirm_days", "max_ne", "accepts_sd", "sd_min_days", "pr_sticks", "benefit_days")


def build_response(
    table: Table, imaging: Table, provenance: Mapping[str, Provenance], protocol_id: str
) -> ResponsePlan | None:
    """The plan; None where the file has no such table.

    Args:
        table: ``[response]``, read and checked.
        imaging: ``[response.imaging]``.
        provenance: by path.
        protocol_id: short id of the file.
    """
    values: dict[str, Any] = table.values
    if not values:
        return None
    rules = ResponseRules(
        pr_after_cr=PrAfterCr(values["pr_after_cr"]),
        **{name: values[name] for name in _RULES if name in values},
    )
    endpoints = tuple(_endpoint(usual, values, provenance) for usual in (DOR, PFS, OS) if usual.name.lower() in values)
    schedule: dict[str, Any] = imaging.values
    return ResponsePlan(
        rules,
        EndpointSet(protocol_id, endpoints, values["rates"], rules.benefit_days),
        ImagingSchedule(**schedule) if schedule else None,
    )


def _endpoint(
    usual: EndpointDefinition, values: Mapping[str, Any], provenance: Mapping[str, Provenance]
) -> EndpointDefinition:
    key = usual.name.lower()
    origin = provenance[f"response.{key}"]
    gap = None if usual.name == OS.name else values.get("max_gap_days")
    return replace(usual, events=_EVENTS[values[key]], max_gap_days=gap, source=origin.source, says=origin.says)
