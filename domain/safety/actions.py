"""What was done with the study drugs because of an event, over all drugs of a combination."""

from domain.records import AdverseEvent
from domain.terms import ActionTaken

_CHANGES = frozenset({ActionTaken.INTERRUPTED, ActionTaken.DELAYED, ActionTaken.REDUCED})


def actions_of(event: AdverseEvent) -> frozenset[ActionTaken]:
    """Every action taken, whichever drug it was taken with."""
    return frozenset((event.action_taken, *(one.action_taken for one in event.other_drugs)))


def leads_to_withdrawal(event: AdverseEvent) -> bool:
    """Whether a study drug was withdrawn because of the event."""
    return ActionTaken.WITHDRAWN in actions_of(event)


def leads_to_change(event: AdverseEvent) -> bool:
    """Whether a dose was interrupted, delayed or reduced because of the event."""
    return bool(_CHANGES & actions_of(event))
