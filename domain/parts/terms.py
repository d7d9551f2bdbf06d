"""Terms of the parts of a study."""

from enum import StrEnum


class BackfillPolicy(StrEnum):
    """What a protocol says of subjects added at a cleared level below the current one."""

    NONE = "none"
    COUNTED = "counted"
    APART = "apart"


class PartPhase(StrEnum):
    """Where a part stands."""

    WAITING = "waiting"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
