"""From samples to the curves that areas are taken of: BLQ rule, predose samples, concentration at the dose.

Source: the WinNonlin rules in ``docs/pk.md``.
"""

from dataclasses import dataclass

import numpy as np

from domain.pk.batch import ROUTES, Batch, Bools, Floats, Ints, in_any
from domain.pk.terms import BlqRule, Route


@dataclass(frozen=True)
class Curves:
    """P curves of at most K points, without gaps, from the time of the dose on.

    Attributes:
        time: (P, K), strictly increasing, NaN after the last point.
        conc: (P, K), NaN after the last point.
        observed: (P, K), whether the point is a sample; at most the first is not.
        sample: (P, K), place of the sample in the batch, 0 where there is none.
        count: (P,), how many points.
        predose_moved: (P,), a sample before the dose stands for the one at the dose.
        zero_inserted: (P,), 0 stands at the dose.
        minimum_inserted: (P,), the least concentration of the dosing interval stands at the dose.
        c0_extrapolated: (P,), the concentration at a bolus is extrapolated from the first two samples.
        c0_first: (P,), the concentration at a bolus is taken from the first quantifiable sample.
        substituted: (P,), half the LLOQ stands for at least one sample.
    """

    time: Floats
    conc: Floats
    observed: Bools
    sample: Ints
    count: Ints
    predose_moved: Bools
    zero_inserted: Bools
    minimum_inserted: Bools
    c0_extrapolated: Bools
    c0_first: Bools
    substituted: Bools


def replace_blq(batch: Batch, rule: BlqRule) -> tuple[Floats, Bools]:
    """Concentrations (P, S) after the BLQ rule, NaN for those that count as missing, and where half the LLOQ stands.

    Under every rule but as-is a number below the LLOQ, and 0, count as BLQ too. Under as-is numbers stay, and a BLQ
    without a number is 0 before the first quantifiable sample and missing after it.
    """
    with np.errstate(invalid="ignore"):
        below = batch.blq if rule is BlqRule.AS_IS else batch.blq | (batch.conc < batch.lloq) | (batch.conc == 0)
        quantifiable = ~below & (batch.conc > 0)
    seen = np.cumsum(quantifiable, axis=1)
    is_middle = (seen > 0) & (seen < seen[:, -1:])
    later = (
        np.zeros_like(batch.conc) if rule in (BlqRule.ZERO, BlqRule.DROP_MIDDLE) else np.full_like(batch.conc, np.nan)
    )
    if rule is BlqRule.DROP_MIDDLE:
        later[is_middle] = np.nan
    halved = np.zeros_like(below)
    if rule is BlqRule.HALF_MIDDLE:
        halved = below & is_middle
        later[halved] = batch.lloq[halved] / 2
    return np.where(below, np.where(seen == 0, 0.0, later), batch.conc), halved


def draw_curves(batch: Batch, rule: BlqRule) -> Curves:
    """The curves of a batch."""
    values, halved = replace_blq(batch, rule)
    if not batch.time.shape[1]:
        values = np.empty((batch.size, 0))
    time = batch.time
    is_bolus = batch.route == ROUTES.index(Route.IV_BOLUS)
    valid = np.isfinite(values) & np.isfinite(time)
    with np.errstate(invalid="ignore"):
        before = valid & (time < 0)
    predose_moved = np.zeros(batch.size, dtype=np.bool_)
    if before.any():
        time, valid, predose_moved = _move_predose(time, valid, before, is_bolus)
    # One more point in front, for the concentration at the dose.
    wide_time = np.concatenate([np.zeros((batch.size, 1)), time], axis=1)
    wide_conc = np.concatenate([np.zeros((batch.size, 1)), values], axis=1)
    wide_valid = np.concatenate([np.zeros((batch.size, 1), dtype=np.bool_), valid], axis=1)
    needs = in_any(valid) & ~in_any(valid & (time == 0))
    has_positive = in_any(valid & (values > 0))
    wide_valid[:, 0] = needs & (~is_bolus | has_positive)
    minimum_inserted = needs & batch.steady & ~is_bolus
    if minimum_inserted.any():
        wide_conc[minimum_inserted, 0] = _least_in_interval(time, values, valid, batch.tau)[minimum_inserted]
        minimum_inserted &= wide_conc[:, 0] > 0
    c0_extrapolated = c0_first = np.zeros_like(needs)
    wants_c0 = wide_valid[:, 0] & is_bolus
    if wants_c0.any():
        wide_conc[wants_c0, 0], falls = _back_extrapolate(time[wants_c0], values[wants_c0], valid[wants_c0])
        c0_extrapolated, c0_first = np.zeros_like(needs), np.zeros_like(needs)
        c0_extrapolated[wants_c0], c0_first[wants_c0] = falls, ~falls
    order = np.argsort(~wide_valid, axis=1, kind="stable")
    kept = np.take_along_axis(wide_valid, order, axis=1)
    return Curves(
        time=np.where(kept, np.take_along_axis(wide_time, order, axis=1), np.nan),
        conc=np.where(kept, np.take_along_axis(wide_conc, order, axis=1), np.nan),
        observed=kept & (order > 0),
        sample=np.where(kept & (order > 0), order - 1, 0),
        count=kept.sum(axis=1),
        predose_moved=predose_moved,
        zero_inserted=wide_valid[:, 0] & ~is_bolus & ~minimum_inserted,
        minimum_inserted=minimum_inserted,
        c0_extrapolated=c0_extrapolated,
        c0_first=c0_first,
        substituted=in_any(halved),
    )


def _move_predose(time: Floats, valid: Bools, before: Bools, is_bolus: Bools) -> tuple[Floats, Bools, Bools]:
    """The last sample before the dose stands at the dose where none was taken there, but never for a bolus."""
    moved = in_any(before) & ~in_any(valid & (time == 0)) & ~is_bolus
    last = before.shape[1] - 1 - np.argmax(before[:, ::-1], axis=1)
    time, valid = time.copy(), valid & ~before
    rows = np.flatnonzero(moved)
    time[rows, last[rows]] = 0.0
    valid[rows, last[rows]] = True
    return time, valid, moved


def _least_in_interval(time: Floats, values: Floats, valid: Bools, tau: Floats) -> Floats:
    """The least concentration from dose to dose (P,), 0 where there is none."""
    with np.errstate(invalid="ignore"):
        inside = valid & (time <= tau[:, None])
    least = np.min(np.where(inside, values, np.inf), axis=1, initial=np.inf)
    return np.where(np.isfinite(least), least, 0.0)


def _back_extrapolate(time: Floats, values: Floats, valid: Bools) -> tuple[Floats, Bools]:
    """Concentration at a bolus: log-linear through the first two samples where they fall, else the first above 0."""
    rows = np.arange(len(time))
    first = np.argmax(valid, axis=1)
    rest = valid.copy()
    rest[rows, first] = False
    second = np.argmax(rest, axis=1)
    c1, c2, t1, t2 = values[rows, first], values[rows, second], time[rows, first], time[rows, second]
    falls = in_any(rest) & (c1 > c2) & (c2 > 0)
    positive = valid & (values > 0)
    start = values[rows, np.argmax(positive, axis=1)].copy()
    slope = np.log(c1[falls] / c2[falls]) / (t2[falls] - t1[falls])
    start[falls] = c1[falls] * np.exp(slope * t1[falls])
    return start, falls
