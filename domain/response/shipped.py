"""The endpoints of the shipped protocols."""

from collections.abc import Mapping
from functools import cache

from domain.protocol.reader import load_shipped, shipped_protocols
from domain.response.endpoints import EndpointSet


@cache
def shipped_endpoints() -> Mapping[str, EndpointSet]:
    """The endpoints of the shipped protocols by id; a protocol that says nothing of response is left out."""
    plans = {protocol_id: load_shipped(protocol_id).response for protocol_id in shipped_protocols()}
    return {protocol_id: plan.endpoints for protocol_id, plan in plans.items() if plan is not None}
