"""The terminal slope: lambda-z by the best adjusted R², or through points that a person chose.

Best fit as WinNonlin does it: windows that end at the last quantifiable sample, three points or more, none before or
at Cmax (a bolus may use Cmax), none before the end of the infusion, only falling ones; of those within 0.0001 of the
largest adjusted R² the one with most points.
"""

from dataclasses import dataclass

import numpy as np

from domain.pk.absence import Absence, Absences
from domain.pk.batch import ROUTES, Batch, Bools, Floats, Ints, in_any
from domain.pk.curves import Curves
from domain.pk.settings import CANDIDATE_TOLERANCE, LEAST_POINTS
from domain.pk.terms import Route


@dataclass(frozen=True)
class SlopeFit:
    """The fitted line ln C = intercept - lambda_z t of each profile; NaN where ``absence`` says why.

    Attributes:
        lambda_z: (P,) per time.
        intercept: (P,) ln of the concentration at time 0.
        r2: (P,).
        r2adj: (P,).
        points: (P,) how many points, 0 without a fit.
        lower: (P,) time of the first point.
        upper: (P,) time of the last point.
        used: (P, K) the points of the curves.
        candidates: (P,) how many points could have been used.
        absence: (P,) why there is no slope.
    """

    lambda_z: Floats
    intercept: Floats
    r2: Floats
    r2adj: Floats
    points: Ints
    lower: Floats
    upper: Floats
    used: Bools
    candidates: Ints
    absence: Absences

    def predict(self, time: Floats) -> Floats:
        """Concentration on the line (P,) at a time (P,)."""
        return np.exp(self.intercept - self.lambda_z * time)


def fit_slope(batch: Batch, curves: Curves, tmax: Floats) -> SlopeFit:
    """The terminal slope of each profile; ``tmax`` (P,) is the time of Cmax."""
    rows = np.arange(batch.size)[:, None]
    quantifiable = curves.observed & (curves.conc > 0)
    allowed = quantifiable
    if batch.excluded.any():
        allowed = allowed & ~batch.excluded[rows, curves.sample]
    is_bolus = batch.route == ROUTES.index(Route.IV_BOLUS)
    with np.errstate(invalid="ignore"):
        after = (curves.time > tmax[:, None]) | (is_bolus[:, None] & (curves.time == tmax[:, None]))
        usable = allowed & after & (curves.time >= batch.tinf[:, None])
    absence = np.zeros(batch.size, dtype=np.uint8)
    used, falls = _best_window(curves, usable)
    candidates = usable.sum(axis=1)
    absence[~falls] = Absence.SLOPE_RISES
    absence[candidates < LEAST_POINTS] = Absence.SLOPE_FEW_POINTS
    if batch.by_hand.any():
        chosen = allowed & batch.chosen[rows, curves.sample]
        used = np.where(batch.by_hand[:, None], chosen, used)
        candidates = np.where(batch.by_hand, chosen.sum(axis=1), candidates)
        absence[batch.by_hand] = 0
        absence[batch.by_hand & (candidates < LEAST_POINTS)] = Absence.CHOSEN_FEW_POINTS
    absence[~in_any(quantifiable)] = Absence.ALL_BLQ
    used = used & (absence == 0)[:, None]
    return _fit(curves, used, candidates, absence)


def _best_window(curves: Curves, usable: Bools) -> tuple[Bools, Bools]:
    """The points of the best window (P, K) and whether any window falls (P,)."""
    rows = np.arange(len(usable))
    last = usable.shape[1] - 1 - np.argmax(usable[:, ::-1], axis=1)
    y = np.log(curves.conc, out=np.zeros_like(curves.conc), where=usable)
    # Centred at the last point, so that sums over the tail keep their digits and a flat tail is exactly flat.
    x = np.where(usable, curves.time - curves.time[rows, last][:, None], 0.0)
    y = np.where(usable, y - y[rows, last][:, None], 0.0)
    n = _tail_sum(usable.astype(np.float64))
    sx, sy, sxx, sxy, syy = (_tail_sum(part) for part in (x, y, x * x, x * y, y * y))
    with np.errstate(invalid="ignore", divide="ignore"):
        sxx, sxy, syy = sxx - sx * sx / n, sxy - sx * sy / n, syy - sy * sy / n
        r2adj = 1 - (1 - sxy * sxy / (sxx * syy)) * (n - 1) / (n - 2)
        candidate = usable & (n >= LEAST_POINTS) & (sxy < 0) & (syy > 0)
    score = np.where(candidate, r2adj, -np.inf)
    best = score.max(axis=1, initial=-np.inf)
    falls = np.isfinite(best)
    longest = np.argmax(candidate & (score >= best[:, None] - CANDIDATE_TOLERANCE), axis=1)
    return usable & (np.arange(usable.shape[1]) >= longest[:, None]), falls


def _tail_sum(values: Floats) -> Floats:
    """The sum from each place to the end."""
    return np.asarray(np.cumsum(values[:, ::-1], axis=1)[:, ::-1], dtype=np.float64)


def _fit(curves: Curves, used: Bools, candidates: Ints, absence: Absences) -> SlopeFit:
    """Least squares through the used points, in two passes."""
    points = used.sum(axis=1)
    y = np.log(curves.conc, out=np.zeros_like(curves.conc), where=used)
    x = np.where(used, curves.time, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_x, mean_y = x.sum(axis=1) / points, y.sum(axis=1) / points
        x, y = np.where(used, x - mean_x[:, None], 0.0), np.where(used, y - mean_y[:, None], 0.0)
        sxx, sxy, syy = (x * x).sum(axis=1), (x * y).sum(axis=1), (y * y).sum(axis=1)
        lambda_z = -sxy / sxx
        rises = (points > 0) & ~(lambda_z > 0)
        r2 = np.minimum(sxy * sxy / (sxx * syy), 1.0)
        r2adj = 1 - (1 - r2) * (points - 1) / (points - 2)
    absence = np.where(rises, np.uint8(Absence.CHOSEN_RISES), absence)
    used = used & ~rises[:, None]
    has = absence == 0
    first = np.argmax(used, axis=1)
    last = used.shape[1] - 1 - np.argmax(used[:, ::-1], axis=1)
    rows = np.arange(len(used))
    lambda_z, r2, r2adj = (np.where(has, part, np.nan) for part in (lambda_z, r2, r2adj))
    return SlopeFit(
        lambda_z=lambda_z,
        intercept=mean_y + lambda_z * mean_x,
        r2=r2,
        r2adj=r2adj,
        points=np.where(has, points, 0),
        lower=np.where(has, curves.time[rows, first], np.nan),
        upper=np.where(has, curves.time[rows, last], np.nan),
        used=used,
        candidates=candidates,
        absence=absence,
    )
