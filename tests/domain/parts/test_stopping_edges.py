"""The stopping boundary at its ends: one evaluable subject, all with a DLT, a probability that is just reached."""

from decimal import Decimal

import pytest

from domain.parts.stopping import has_crossed, probability_above, stopping_boundary
from domain.protocol.model import Stopping


def stopping(limit: str, probability: str) -> Stopping:
    return Stopping((Decimal(1), Decimal(1)), Decimal(limit), Decimal(probability))


# PRO-2
@pytest.mark.parametrize(("dlt", "evaluable", "crosses"), [(0, 0, False), (0, 1, False), (1, 1, True)])
def test_a_single_subject_can_cross_it_and_nobody_cannot(dlt: int, evaluable: int, crosses: bool) -> None:
    # Under a flat prior P(p > 1/4) is 3/4 with nobody, 9/16 after none of one, and 15/16 after one of one.
    assert has_crossed(stopping("0.25", "0.7"), dlt, evaluable) is crosses


# PRO-2
def test_a_boundary_that_only_all_of_them_cross_is_found() -> None:
    rows = stopping_boundary(stopping("0.25", "0.9"), 2)
    assert [(one.evaluable, one.stops_from) for one in rows] == [(1, 1), (2, 2)]
    assert rows[0].probability == pytest.approx(15 / 16)
    none = stopping_boundary(stopping("0.5", "0.9"), 2)
    assert [(one.evaluable, one.stops_from) for one in none] == [(1, None), (2, None)]
    assert none[1].probability == pytest.approx(7 / 8)


# PRO-2
def test_a_probability_that_is_just_reached_stops() -> None:
    for dlt, evaluable in ((1, 1), (2, 3), (3, 6)):
        reached = probability_above(stopping("0.25", "0.9"), dlt, evaluable)
        assert has_crossed(stopping("0.25", repr(reached)), dlt, evaluable)
        assert not has_crossed(stopping("0.25", repr(reached + 1e-9)), dlt, evaluable)


@pytest.mark.parametrize(("dlt", "evaluable"), [(-1, 1), (2, 1)])
def test_impossible_counts_are_an_error(dlt: int, evaluable: int) -> None:
    with pytest.raises(ValueError, match="between no and all"):
        probability_above(stopping("0.25", "0.9"), dlt, evaluable)
