"""What a protocol says of tumour response: options, endpoints, rates and the schedule of scans."""

from dataclasses import dataclass, field

from domain.reasons import Reason
from domain.response.endpoints import USUAL_ENDPOINTS, EndpointSet
from domain.response.imaging_schedule import ImagingSchedule
from domain.response.rules import ResponseRules


@dataclass(frozen=True)
class ResponsePlan:
    """How the responses of a study are derived.

    Attributes:
        rules: options of best response.
        endpoints: time-to-event endpoints and rates.
        imaging: planned scans; None where the protocol file has none.
    """

    rules: ResponseRules = field(default_factory=ResponseRules)
    endpoints: EndpointSet = USUAL_ENDPOINTS
    imaging: ImagingSchedule | None = None

    def method(self) -> tuple[Reason, ...]:
        """Options, endpoints and schedule as sentences of a method line."""
        has_benefit = "CBR" in self.endpoints.rates
        rules = [one for one in self.rules.method() if has_benefit or one.code != "response_method_benefit"]
        endpoints = [said for one in self.endpoints.endpoints for said in one.method()]
        return (*rules, *endpoints, *([self.imaging.method()] if self.imaging else []))


USUAL_PLAN = ResponsePlan()
"""What holds where a protocol file says nothing of response."""
