"""The visits of a subject by the investigator's calls: where there is one, it stands in place of the computed response.

Sums and their changes are measured and stay. A visit that nobody has called stays as computed, and is counted as such:
to leave it out would let a progression vanish that simply has not been called yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.reasons import Reason
from domain.response.assess import VisitAssessment
from domain.response.terms import Response


def as_called(
    visits: Sequence[VisitAssessment], calls: Mapping[str, Response]
) -> tuple[tuple[VisitAssessment, ...], int]:
    """The visits as the investigator calls them, and how many of them have no call.

    Args:
        visits: as computed.
        calls: by name of the visit; one of a visit that has no findings is passed over.
    """
    read = tuple(_as_called(visit, calls.get(visit.visit)) for visit in visits)
    return read, sum(visit.visit not in calls for visit in visits)


def _as_called(visit: VisitAssessment, call: Response | None) -> VisitAssessment:
    if call is None or call is visit.overall:
        return visit
    why = Reason("response_as_called", {"call": call, "computed": visit.overall})
    return replace(visit, overall=call, reasons=(why, *visit.reasons))
