"""The registered endpoints, what answers each, and the time frames that a table answers (PRO-5)."""

from domain.protocol.model import Endpoint, Protocol
from domain.protocol.time_frames import NAMES, find_endpoints, time_frame_of
from domain.reasons import Reason
from domain.summaries.table import Cell, Column, Table

ANSWERS: dict[str, tuple[str, ...]] = {
    "toxicities": ("dlt",),
    "weighed_doses": ("mtd",),
    "event_overview": ("adverse_events",),
    "pk_parameters": ("cmax", "auc", "tmax", "half_life", "clearance", "cmin", "cav"),
    "antibodies": ("antibodies",),
    "biomarker_changes": ("biomarkers",),
    "response_rates": ("orr", "dcr", "cbr"),
    "survival_dor_by_level": ("dor",),
    "survival_pfs_by_level": ("pfs",),
    "survival_os_by_level": ("os",),
}
"""Analyses by key of the table that shows them; keys of ``ANALYSES``."""

_COLUMNS = (
    Column("rank", "Endpoint", weight=1.0),
    Column("title", "As registered", weight=3.0),
    Column("time_frame", "Time frame", weight=2.2),
    Column("answered", "Answered by", weight=2.6),
)


def tabulate_registered_endpoints(protocol: Protocol) -> Table:
    """Each endpoint in the order of the protocol: primary or secondary, its time frame, and what answers it."""
    rows = tuple(
        (
            Cell(Reason("endpoint_primary" if one.is_primary else "endpoint_secondary"), emphasis=one.is_primary),
            Cell(one.title, emphasis=one.is_primary),
            Cell(one.time_frame),
            Cell(_answer(protocol, one)),
        )
        for one in protocol.endpoints
    )
    return Table("registered_endpoints", "Registered endpoints", _COLUMNS, rows)


def describe_time_frames(protocol: Protocol, table_key: str) -> tuple[Reason, ...]:
    """What a table says of the endpoints that it answers: one line for each time frame.

    Args:
        protocol: with its endpoints.
        table_key: ``Table.key``.

    Returns:
        Nothing for a table that answers no kind of endpoint; where none of its analyses is registered, that.
    """
    analyses = ANSWERS.get(table_key, ())
    if len(analyses) == 1 and analyses[0] not in NAMES:
        return (time_frame_of(protocol, analyses[0]),)
    frames: dict[tuple[bool, str], list[str]] = {}
    for analysis in analyses:
        for one in find_endpoints(protocol, analysis):
            named = frames.setdefault((one.is_primary, one.time_frame), [])
            named += [] if NAMES[analysis] in named else [NAMES[analysis]]
    if analyses and not frames:
        return (Reason("time_frame_none_of", {"named": ", ".join(NAMES[one] for one in analyses)}, "endpoints"),)
    return tuple(
        Reason(
            "time_frame_primary_of" if is_primary else "time_frame_secondary_of",
            {"named": ", ".join(named), "frame": frame},
            "endpoints",
        )
        for (is_primary, frame), named in frames.items()
    )


def _answer(protocol: Protocol, endpoint: Endpoint) -> Reason:
    """The first table whose analyses the endpoint names."""
    for key, analyses in ANSWERS.items():
        if any(endpoint in find_endpoints(protocol, analysis) for analysis in analyses):
            return Reason(f"endpoint_by_{key}")
    return Reason("endpoint_by_nothing")
