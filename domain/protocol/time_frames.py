"""Which registered endpoint an analysis serves, and with which time frame (PRO-5)."""

from collections.abc import Sequence

from domain.protocol.model import Endpoint, Protocol
from domain.reasons import Reason

ANALYSES: dict[str, tuple[str, ...]] = {
    "dlt": ("DLT",),
    "mtd": ("MTD", "RDE"),
    "adverse_events": ("adverse event", "AEs"),
    "cmax": ("Cmax",),
    "auc": ("AUC",),
    "antibodies": ("antibod", "immunogenicity"),
    "orr": ("ORR",),
    "dcr": ("DCR", "disease control"),
    "cbr": ("CBR",),
    "dor": ("DoR",),
    "pfs": ("PFS",),
    "os": ("OS", "overall survival"),
    "biomarkers": ("biomarker",),
    "tmax": ("Tmax",),
    "half_life": ("half-life",),
    "clearance": ("clearance",),
    "cmin": ("Cmin",),
    "cav": ("Cav",),
}
"""Words of an endpoint's title by analysis; capitals are taken as written, other words in any case."""
NAMES: dict[str, str] = {
    "dlt": "DLT",
    "mtd": "MTD",
    "adverse_events": "AE",
    "cmax": "Cmax",
    "auc": "AUC",
    "antibodies": "ADA",
    "orr": "ORR",
    "dcr": "DCR",
    "cbr": "CBR",
    "dor": "DoR",
    "pfs": "PFS",
    "os": "OS",
    "tmax": "Tmax",
    "half_life": "t1/2",
    "clearance": "CL",
    "cmin": "Cmin",
    "cav": "Cav",
}
"""What an analysis is called for short, the same in every language; biomarkers have no such name."""


def find_endpoints(protocol: Protocol, analysis: str) -> tuple[Endpoint, ...]:
    """The registered endpoints that an analysis serves; () where none is registered.

    Raises:
        KeyError: there is no such analysis.
    """
    words = ANALYSES[analysis]
    return tuple(one for one in protocol.endpoints if _names(one.title, words))


def time_frame_of(protocol: Protocol, analysis: str) -> Reason:
    """The time frame of an analysis as one line, or that it is no registered endpoint.

    Raises:
        KeyError: there is no such analysis.
    """
    found = find_endpoints(protocol, analysis)
    if not found:
        return Reason("time_frame_none", {}, "endpoints")
    frames = ", ".join(dict.fromkeys(one.time_frame for one in found))
    code = "time_frame_primary" if any(one.is_primary for one in found) else "time_frame_secondary"
    return Reason(code, {"frame": frames}, "endpoints")


def _names(title: str, words: Sequence[str]) -> bool:
    plain = "".join(letter if letter.isalnum() else " " for letter in title).split()
    return any(
        word in plain if any(letter.isupper() for letter in word) else word in title.casefold() for word in words
    )
