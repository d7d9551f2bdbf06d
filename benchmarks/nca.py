"""The full set of parameters of 10,000 profiles of 12 samples, against a plain Python loop of the same.

Run: python benchmarks/nca.py. Profiles of an oral dose every 24 hours with noise, some below the limit of
quantification; linear-up/log-down. Both give the same numbers, which is checked. Median and worst of several runs.
"""

# ruff: noqa: T201

import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.pk.batch import Batch
from domain.pk.nca import estimate_parameters, estimate_profiles
from domain.pk.profile import Profile, Sample
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, BlqRule

PROFILES, TRIAL, REPEATS, SEED = 10_000, 3_000, 7, 1
TIMES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0)
DOSE, TAU, LLOQ = 100.0, 24.0, 0.05
SETTINGS = Settings(AucMethod.LIN_UP_LOG_DOWN, BlqRule.ZERO)


def draw_profiles(count: int) -> list[list[float]]:
    """Concentrations of one compartment with first-order absorption and 15 % noise; below LLOQ they are 0."""
    chance = random.Random(SEED)
    drawn = []
    for _ in range(count):
        ka, ke, volume = chance.uniform(0.6, 2.0), chance.uniform(0.08, 0.4), chance.uniform(5, 20)
        factor = DOSE / volume * ka / (ka - ke)
        exact = [factor * (math.exp(-ke * at) - math.exp(-ka * at)) for at in TIMES]
        noisy = [value * math.exp(chance.gauss(0, 0.15)) for value in exact]
        drawn.append([value if value >= LLOQ else 0.0 for value in noisy])
    return drawn


def line(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Slope, intercept, R² and adjusted R²."""
    n = len(points)
    mx, my = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    sxx = sum((x - mx) ** 2 for x, _ in points)
    sxy = sum((x - mx) * (y - my) for x, y in points)
    syy = sum((y - my) ** 2 for _, y in points)
    r2 = sxy * sxy / (sxx * syy)
    return sxy / sxx, my - sxy / sxx * mx, r2, 1 - (1 - r2) * (n - 1) / (n - 2)


def piece(t1: float, t2: float, c1: float, c2: float) -> tuple[float, float]:
    """Area and moment area between two samples."""
    dt = t2 - t1
    if not c1 > c2 > 0:
        return dt * (c1 + c2) / 2, dt * (t1 * c1 + t2 * c2) / 2
    x = math.log1p((c1 - c2) / c2)
    area = dt * (c1 - c2) / x
    if x < 0.1:
        factor = sum((-x) ** n / (math.factorial(n) * (n + 2)) for n in range(10))
    else:
        factor = -(math.expm1(-x) + x * math.exp(-x)) / x**2
    return area, t1 * area + c1 * dt**2 * factor


def plain(conc: list[float]) -> dict[str, float]:
    """The parameters of one profile, one after the other."""
    found: dict[str, float] = {}
    peak = max(range(len(conc)), key=lambda at: conc[at])
    found["cmax"], found["tmax"] = conc[peak], TIMES[peak]
    last = max(at for at, value in enumerate(conc) if value > 0)
    first = min(at for at, value in enumerate(conc) if value > 0)
    found["clast"], found["tlast"] = conc[last], TIMES[last]
    found["tlag"] = TIMES[max(first - 1, 0)]
    pieces = [piece(TIMES[at], TIMES[at + 1], conc[at], conc[at + 1]) for at in range(len(conc) - 1)]
    auclast, aumclast = sum(area for area, _ in pieces[:last]), sum(moment for _, moment in pieces[:last])
    auctau, aumctau = sum(area for area, _ in pieces), sum(moment for _, moment in pieces)
    found |= {"auclast": auclast, "aumclast": aumclast, "aucall": auctau, "auctau": auctau, "aumctau": aumctau}
    found |= {"mrt_last": aumclast / auclast, "cavg": auctau / TAU, "ctrough": conc[-1], "cmin": min(conc)}
    found["tmin"] = TIMES[conc.index(min(conc))]
    found["fluct"], found["fluct_tau"] = (100 * (conc[peak] - low) / found["cavg"] for low in (min(conc), conc[-1]))
    if min(conc) > 0:
        found["swing"] = (conc[peak] - min(conc)) / min(conc)
    if conc[-1] > 0:
        found["swing_tau"] = (conc[peak] - conc[-1]) / conc[-1]
    found |= {"cmax_dose": conc[peak] / DOSE, "auclast_dose": auclast / DOSE, "aucall_dose": auctau / DOSE}
    found["auctau_dose"] = auctau / DOSE
    tail = [(at, math.log(value)) for at, value in zip(TIMES, conc, strict=True) if value > 0 and at > TIMES[peak]]
    fits = [(line(tail[start:]), tail[start:]) for start in range(len(tail) - 2)]
    fits = [fit for fit in fits if fit[0][0] < 0]
    if not fits:
        return found
    best = max(fit[0][3] for fit in fits)
    (slope, start, r2, r2adj), points = next(fit for fit in fits if fit[0][3] >= best - 1e-4)
    rate, half_life = -slope, math.log(2) / -slope
    found |= {"lambda_z": rate, "half_life": half_life, "r2": r2, "r2adj": r2adj, "lz_n": len(points)}
    found |= {"lz_lo": points[0][0], "lz_hi": points[-1][0], "span": (points[-1][0] - points[0][0]) / half_life}
    found["clast_pred"] = math.exp(start - rate * TIMES[last])
    found["acc_index"] = 1 / (1 - math.exp(-rate * TAU))
    for ending, clast in (("obs", conc[last]), ("pred", found["clast_pred"])):
        area = auclast + clast / rate
        moment = aumclast + clast * TIMES[last] / rate + clast / rate**2
        found |= {f"aucinf_{ending}": area, f"aumcinf_{ending}": moment, f"mrt_{ending}": moment / area}
        found |= {f"aucpext_{ending}": 100 * (area - auclast) / area}
        found |= {f"aumcpext_{ending}": 100 * (moment - aumclast) / moment}
        found |= {f"cl_{ending}": DOSE / area, f"vz_{ending}": DOSE / area / rate, f"aucinf_{ending}_dose": area / DOSE}
    return found


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """Median and worst time of several runs, in seconds."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times), max(times)


def main() -> None:
    """Measure and print."""
    drawn = draw_profiles(PROFILES)
    profiles = [
        Profile(
            f"{at:05}",
            tuple(Sample(when, value, lloq=LLOQ) for when, value in zip(TIMES, conc, strict=True)),
            dose=DOSE,
            tau=TAU,
        )
        for at, conc in enumerate(drawn)
    ]
    batch = Batch.of(profiles)
    few = Batch.of(profiles[:TRIAL])
    results = estimate_parameters(batch, SETTINGS)
    worst_difference = 0.0
    for at, conc in enumerate(drawn):
        for key, value in plain(conc).items():
            got = float(results.columns[key].values[at])
            worst_difference = max(worst_difference, abs(got - value) / max(abs(value), 1e-12))
    print(f"{len(results.columns)} parameters; the plain loop has {len(plain(drawn[0]))} of them")
    print(f"largest relative difference between both: {worst_difference:.1e}")
    for name, work in (
        (f"vectorised, {PROFILES:,} profiles", lambda: estimate_parameters(batch, SETTINGS)),
        (f"vectorised with packing, {PROFILES:,} profiles", lambda: estimate_profiles(profiles, SETTINGS)),
        (f"vectorised, {TRIAL:,} profiles", lambda: estimate_parameters(few, SETTINGS)),
        (f"plain loop, {PROFILES:,} profiles", lambda: [plain(conc) for conc in drawn]),
    ):
        middle, worst = measure(work)
        print(f"{name}: {middle * 1000:.0f} ms (worst {worst * 1000:.0f} ms)")


if __name__ == "__main__":
    main()
