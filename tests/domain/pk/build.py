"""Profiles for the tests: from two lists, from the cases, and the two data sets with their published values."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.pk.faults import find_faults
from domain.pk.nca import estimate_profiles
from domain.pk.parameters import BY_KEY
from domain.pk.profile import Profile, Sample
from domain.pk.results import ParameterValue, Results
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, BlqRule, Route

HERE = Path(__file__).resolve().parent
BLQ = "BLQ"
LOG = AucMethod.LIN_UP_LOG_DOWN


def samples(times: Sequence[float | None], concs: Sequence[float | str | None], lloq: float | None = None):
    """Samples in rows 2, 3…; BLQ is a word, None no result."""
    return tuple(
        Sample(
            time,
            float(conc) if isinstance(conc, int | float) else None,
            is_blq=conc == BLQ,
            lloq=lloq,
            row=row,
        )
        for row, (time, conc) in enumerate(zip(times, concs, strict=True), start=2)
    )


def profile(
    times: Sequence[float | None], concs: Sequence[float | str | None], lloq: float | None = None, **options: Any
) -> Profile:
    """A profile of subject 1, dose 100."""
    return Profile(**({"subject": "1", "samples": samples(times, concs, lloq), "dose": 100.0} | options))


def analyse(one: Profile, settings: Settings | None = None) -> Results:
    """The results of a profile without faults."""
    chosen = settings or Settings()
    assert find_faults(one, chosen.blq_rule) == ()
    return estimate_profiles([one], chosen)


def value(results: Results, key: str, at: int = 0) -> ParameterValue:
    """A parameter by its key."""
    return results.value(at, BY_KEY[key])


def number(results: Results, key: str, at: int = 0) -> float:
    """The number of a parameter that has one."""
    found = value(results, key, at)
    assert found.value is not None, found.reason
    return found.value


def absence(results: Results, key: str, at: int = 0) -> str:
    """The code of the reason why a parameter has no value."""
    found = value(results, key, at)
    assert found.value is None
    assert found.reason is not None
    return found.reason.code


def dataset(name: str, **options: Any) -> dict[str, Profile]:
    """Theoph (theophylline by mouth, 320 mg, 12 subjects) or Indometh (indometacin, 25 mg, 6 subjects).

    Source: data sets of R (Boeckmann, Sheiner and Beal 1994; Kwan et al. 1976); the doses are those of the published
    WinNonlin tables.
    """
    rows: dict[str, list[dict[str, str]]] = {}
    with (HERE / "concentrations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["dataset"] == name:
                rows.setdefault(row["subject"], []).append(row)
    return {
        subject: profile(
            [float(row["time"]) for row in listed],
            [float(row["conc"]) for row in listed],
            subject=subject,
            dose=float(listed[0]["dose"]),
            **options,
        )
        for subject, listed in rows.items()
    }


def published() -> list[dict[str, str]]:
    """WinNonlin's values for some subjects of both data sets, a row each; "" where it gives none.

    Source: the tables of Phoenix WinNonlin output that the R package NonCompart is tested with (its tests folder).
    """
    with (HERE / "winnonlin.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def from_case(case: dict[str, Any]) -> tuple[Profile, Settings]:
    """The profile and the settings of a case of the shared collection."""
    concs = [conc if conc is None or conc == BLQ else float(conc) for conc in case["conc"]]
    partials = [key.split("_")[1:] for key in case["expected"] if key.startswith("auc_") and key != "auc_tau"]
    one = profile(
        [float(time) for time in case["time"]],
        concs,
        case["lloq"],
        route=Route(case["route"]),
        dose=float(case["dose"]),
        tinf=case["tinf"] or None,
        tau=case.get("tau"),
        is_steady_state="-ss-" in case["id"],
    )
    windows = tuple((float(start), float(end)) for start, end in partials)
    return one, Settings(AucMethod(case["auc_method"]), BlqRule(case["blq_rule"]), windows)
