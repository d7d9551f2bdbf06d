"""What a verb changed: handed to the views, which decide for themselves whether to draw again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """What was written by one act.

    Attributes:
        kinds: record kinds touched; empty for an event that is about no record.
        record_ids: records written.
        subjects: screening numbers concerned, including the one that a corrected record belonged to before.
        position: stream position (number of the last event) after the act.
    """

    kinds: frozenset[str]
    record_ids: frozenset[str]
    subjects: frozenset[str]
    position: int
