"""Several things that are said one after the other."""

from collections.abc import Sequence
from functools import reduce

from domain.reasons import Reason


def listed(values: Sequence[object]) -> object:
    """Several values as one, said with commas between; the value itself where there is one, None for none."""
    if not values:
        return None
    return reduce(lambda first, second: Reason("listed", {"first": first, "second": second}), values)
