"""The engine gives WinNonlin's numbers (PK-2)."""

import math
from typing import Any

import pytest

from domain.pk.batch import Batch
from domain.pk.nca import estimate_parameters, estimate_profiles
from domain.pk.parameters import BY_KEY
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, Route
from tests.domain.pk.build import analyse, dataset, from_case, number, published

KEYS = {"auc_tau": "auctau", "ctau": "ctrough"}


@pytest.mark.parametrize("row", published(), ids=lambda row: "-".join(list(row.values())[:4]))
def test_theoph_and_indometh_agree_with_winnonlin(row: dict[str, str]) -> None:
    # PK-2
    options = {"route": Route(row["route"]), "tinf": float(row["tinf"]) or None}
    results = analyse(dataset(row["dataset"], **options)[row["subject"]], Settings(AucMethod(row["method"])))
    expected = {key: float(text) for key, text in row.items() if key in BY_KEY and text}
    assert len(expected) > 10
    assert {key: number(results, key) for key in expected} == pytest.approx(expected, rel=1e-7)


def test_all_subjects_at_once_are_the_same_as_one_by_one() -> None:
    subjects = [
        *dataset("Theoph", tau=24.0).values(),
        *dataset("Indometh", route=Route.IV_BOLUS).values(),
        *dataset("Indometh", route=Route.IV_INFUSION, tinf=0.25, tau=6.0, is_steady_state=True).values(),
    ]
    settings = Settings(AucMethod.LIN_LOG, partials=((0.0, 12.0), (3.0, 30.0)))
    together = estimate_profiles(subjects, settings)
    for at, one in enumerate(subjects):
        alone = analyse(one, settings)
        for parameter in together.parameters:
            assert together.value(at, parameter) == alone.value(0, parameter)


def test_every_case_of_the_collection_comes_out_within_its_tolerance(shared_cases: Any) -> None:
    # PK-2
    wrong, checked = [], 0
    for case in shared_cases("nca")["cases"]:
        if "expected" not in case:
            continue
        results = analyse(*from_case(case))
        for key, expected in case["expected"].items():
            got = float(results.columns[KEYS.get(key, key)].values[0])
            checked += 1
            is_right = math.isnan(got) if expected is None else abs(got - expected) <= case["tol_rel"] * abs(expected)
            if not is_right:
                wrong.append((case["id"], key, expected, got))
    assert wrong == []
    assert checked > 1500


def test_no_profiles_give_no_values() -> None:
    results = estimate_parameters(Batch.of([]), Settings(partials=((0.0, 12.0),)))
    assert all(len(column.values) == 0 for column in results.columns.values())
