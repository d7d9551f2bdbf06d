"""How likely it is that more are treated than were planned."""

import pytest

from domain.characteristics.exact import exact_characteristics
from domain.characteristics.passing import estimate_passing
from domain.characteristics.ready import READY, scenario_of
from domain.escalation.recommend import history_of
from domain.evaluability import treated_subjects
from tests.domain.build import build


def passing(history: str, planned: int = 16):
    built = build(history, protocol_id="imm27m")
    return estimate_passing(built.part, treated_subjects(built.status().assessments), planned)


def test_it_is_the_exact_probability_over_the_ready_scenarios():  # PRO-5
    built = build("1N 2NN?", protocol_id="imm27m")
    history = history_of(treated_subjects(built.status().assessments))
    chances = [
        exact_characteristics(built.part.rules, scenario_of(one, len(built.part.levels)), history=history).more_than(16)
        for one in READY
    ]
    found = passing("1N 2NN?")
    assert (found.lowest, found.highest) == (min(chances), max(chances))
    assert 0 < found.lowest < found.highest < 1


@pytest.mark.parametrize(
    ("history", "planned", "chance"),
    [
        ("1N 2NNN 3NNN 4NNN 5NNN", 16, 0.0),  # the highest level is cleared: nobody is dosed any more
        ("1N 2NNN 3NNN 4NNN 5NNN", 12, 1.0),  # thirteen are treated already
        ("1N 2NNN 3NNN 4NNN 5TNN", 13, 1.0),  # level 5 is filled to six, in any case
    ],
)
def test_what_is_certain_is_certain_in_every_scenario(history, planned, chance):  # PRO-5
    found = passing(history, planned)
    assert (found.lowest, found.highest) == (pytest.approx(chance), pytest.approx(chance))


def test_a_part_without_levels_has_no_such_chance():  # PRO-5
    built = build("1N")
    expansions = [one for one in built.protocol.parts if not one.levels]
    assert all(estimate_passing(one, (), 16) is None for one in expansions)
