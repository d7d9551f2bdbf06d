"""Designs that the tests of the rules use."""

from decimal import Decimal

from domain.protocol.model import DltWindow, DoseLevel, Part, Rules, Spacing
from domain.terms import AfterExceeded, PartKind, TopLevel

EXPAND_STOP = Rules()
EXPAND_CONFIRM = Rules(top=TopLevel.CONFIRM)
NONE_STOP = Rules(after_exceeded=AfterExceeded.PREVIOUS)
BAT6026 = Rules(accelerated_levels=2, spacing=Spacing(24, 0, 2))


def make_part(rules: Rules, levels: int, optional: int = 0) -> Part:
    """A part with so many levels, of which the last ``optional`` are optional; doses are their numbers in mg."""
    rungs = tuple(DoseLevel(n, Decimal(n), "mg", n > levels - optional) for n in range(1, levels + 1))
    return Part("mono", "Escalation", PartKind.ESCALATION, "Q3W", 21, DltWindow(21), rungs, rules)


BAT6026_PART = make_part(BAT6026, 8, optional=1)
