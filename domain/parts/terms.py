"""Terms of the parts of a study."""

from enum import StrEnum


class BackfillPolicy(StrEnum):
    """What a protocol says of subjects added at a cleared level below the current one."""

    NONE = "none"
    COUNTED = "counted"
    APART = "apart"


class TreatmentLine(StrEnum):
    """Whether a cohort takes subjects with or without an earlier systemic therapy of the disease."""

    UNTREATED = "untreated"
    PRETREATED = "pretreated"


class PartPhase(StrEnum):
    """Where a part stands."""

    WAITING = "waiting"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
