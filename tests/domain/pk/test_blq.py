"""What stands for concentrations below the limit of quantification, by position (PK-2)."""

import numpy as np
import pytest

from domain.pk.batch import Batch
from domain.pk.curves import replace_blq
from domain.pk.messages import MESSAGES
from domain.pk.method import describe_method
from domain.pk.profile import Profile, SlopeChoice, SlopeKind
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, BlqRule, Route
from tests.domain.pk.build import BLQ, absence, analyse, number, profile

TIMES = [0.0, 1.0, 2.0, 4.0, 8.0, 12.0]
CONCS = [BLQ, 5.0, BLQ, 3.0, BLQ, BLQ]


def replaced(rule: BlqRule, concs: list, lloq: float | None = 0.2) -> list[float | None]:
    values, _ = replace_blq(Batch.of([profile(TIMES[: len(concs)], concs, lloq)]), rule)
    return [None if np.isnan(value) else float(value) for value in values[0]]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (BlqRule.AS_IS, [0, 5, None, 3, None, None]),
        (BlqRule.ZERO, [0, 5, 0, 3, 0, 0]),
        (BlqRule.DROP_MIDDLE, [0, 5, None, 3, 0, 0]),
        (BlqRule.ZERO_THEN_MISSING, [0, 5, None, 3, None, None]),
        (BlqRule.HALF_MIDDLE, [0, 5, 0.1, 3, None, None]),
    ],
)
def test_the_position_decides(rule: BlqRule, expected: list[float | None]) -> None:
    # PK-2
    assert replaced(rule, CONCS) == expected


@pytest.mark.parametrize("rule", list(BlqRule))
def test_a_profile_without_a_quantifiable_sample_is_0_throughout(rule: BlqRule) -> None:
    assert replaced(rule, [BLQ] * 6) == [0] * 6


@pytest.mark.parametrize("rule", [rule for rule in BlqRule if rule is not BlqRule.AS_IS])
def test_a_number_below_the_limit_counts_as_blq(rule: BlqRule) -> None:
    assert replaced(rule, [0.0, 5.0, 0.19, 3.0, 0.1, 0.0]) == replaced(rule, CONCS)


def test_as_is_keeps_numbers_below_the_limit() -> None:
    concs = [0.1, 5.0, 0.19, 3.0, 0.0, 0.1]
    assert replaced(BlqRule.AS_IS, concs) == concs


def test_a_sample_without_a_result_is_no_sample() -> None:
    gap = analyse(profile(TIMES, [0.0, 5.0, None, 3.0, 2.0, 1.0]))
    short = analyse(profile([0.0, 1.0, 4.0, 8.0, 12.0], [0.0, 5.0, 3.0, 2.0, 1.0]))
    assert number(gap, "auclast") == number(short, "auclast")


def test_nothing_quantifiable_leaves_cmax_and_the_whole_area_of_0() -> None:
    results = analyse(profile(TIMES, [BLQ] * 6), Settings(blq_rule=BlqRule.ZERO))
    assert (number(results, "cmax"), number(results, "tmax"), number(results, "aucall")) == (0, 0, 0)
    for key in ("auclast", "clast", "lambda_z", "aucinf_obs", "tlag"):
        assert absence(results, key) == "pk_absent_all_blq"


@pytest.mark.parametrize("rule", list(BlqRule))
@pytest.mark.parametrize("method", list(AucMethod))
def test_the_method_line_says_both_rules(rule: BlqRule, method: AucMethod) -> None:
    clauses = describe_method(Settings(method, rule), profile(TIMES, [BLQ] * 6))
    codes = [clause.code for clause in clauses]
    assert codes[:2] == [f"pk_method_{method.value}", f"pk_method_blq_{rule.value}"]
    assert all(MESSAGES[clause.code].format(**clause.numbers) for clause in clauses)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"route": Route.IV_INFUSION, "tinf": 1.5}, "Infusion over 1.5"),
        ({"route": Route.IV_INFUSION, "tinf": 62 / 60}, "Infusion over 1.03:"),
        ({"route": Route.IV_BOLUS}, "through the first two samples"),
        ({"tau": 24.0, "is_steady_state": True}, "dosing interval 24"),
        ({"slope": SlopeChoice(SlopeKind.RANGE, (4.0, 12.0), (), "outlier")}, "chosen by hand (outlier)"),
        ({"slope": SlopeChoice(excluded=(8.0,), reason="haemolysed")}, "samples at 8 (haemolysed)"),
    ],
)
def test_the_method_line_says_route_interval_and_choices(options: dict, said: str) -> None:
    one: Profile = profile(TIMES, [BLQ] * 6, **options)
    assert said in " ".join(MESSAGES[part.code].format(**part.numbers) for part in describe_method(Settings(), one))
