"""Non-compartmental analysis of many profiles at once (PK-2).

Every step is a handful of array operations over all profiles. Each parameter goes with the first reason that forbids
it, so that a value is absent exactly where a reason stands.

Source: Phoenix WinNonlin's rules as its help tells them; ``docs/pk.md`` has the formulae.
"""

from collections.abc import Sequence

import numpy as np

from domain.pk.absence import Absence, Absences, absent_if, first_of
from domain.pk.areas import Segments
from domain.pk.batch import ROUTES, Batch, Bools, Floats, Ints, in_any
from domain.pk.curves import draw_curves
from domain.pk.interval import Interval
from domain.pk.parameters import PARAMETERS, Flag, Parameter, partial_area
from domain.pk.profile import Profile
from domain.pk.results import Column, Results, column
from domain.pk.settings import Settings
from domain.pk.slope import SlopeFit, fit_slope
from domain.pk.terms import Route


def estimate_profiles(profiles: Sequence[Profile], settings: Settings) -> Results:
    """The parameters of profiles in which ``find_faults`` found nothing, in their order."""
    return estimate_parameters(Batch.of(profiles), settings)


def estimate_parameters(batch: Batch, settings: Settings) -> Results:
    """The full set of parameters of a batch."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        return _Analysis(batch, settings).results()


class _Analysis:
    """One analysis: the columns found so far."""

    def __init__(self, batch: Batch, settings: Settings) -> None:
        self.batch, self.settings = batch, settings
        self.columns: dict[str, Column] = {}
        self.rows = np.arange(batch.size)
        self.curves = draw_curves(batch, settings.blq_rule)
        self.route = {route: batch.route == at for at, route in enumerate(ROUTES)}
        observed = self.curves.observed.sum(axis=1)
        self.no_sample = absent_if(observed == 0, Absence.NO_SAMPLES)
        self.no_curve = first_of(self.no_sample, absent_if(observed < 2, Absence.ONE_SAMPLE))
        self.last = self._pick(self.curves.time, np.maximum(self.curves.count - 1, 0))
        self.no_dose = absent_if(~(batch.dose > 0), Absence.NO_DOSE)
        self.no_tau = absent_if(np.isnan(batch.tau), Absence.NO_TAU)
        factors = {units: units.volume_factor for units in set(batch.units)}
        self.factor = np.array([factors[units] or np.nan for units in batch.units], dtype=np.float64)
        self.no_volume = first_of(self.no_dose, absent_if(np.isnan(self.factor), Absence.UNITS_DO_NOT_FIT))

    def results(self) -> Results:
        """All columns, in the order of dependence."""
        self._peak()
        self._last_and_lag()
        segments = Segments.of(self.curves, self.settings.method, self.columns["tmax"].values)
        self._areas(segments)
        fit = fit_slope(self.batch, self.curves, self.columns["tmax"].values)
        self._slope(fit)
        self._infinity()
        self._initial()
        self._disposition()
        interval = Interval(segments, fit, self.curves, self.last)
        self._interval(interval, fit)
        self._accumulation()
        for area in ("cmax", "auclast", "aucall", "aucinf_obs", "aucinf_pred", "auctau"):
            self._put(f"{area}_dose", self._value(area) / self.batch.dose, self._why(area), self.no_dose)
        partials = self._partials(interval)
        return Results(
            self.batch,
            self.settings,
            self.curves,
            fit,
            (*PARAMETERS, *partials),
            self.columns,
            self._flags(),
            self.last,
        )

    def _put(self, key: str, values: Floats, *absences: Absences) -> None:
        absence = first_of(*absences)
        self.columns[key] = column(values, np.where((absence == 0) & ~np.isfinite(values), _UNDEFINED, absence))

    def _value(self, key: str) -> Floats:
        return self.columns[key].values

    def _why(self, *keys: str) -> Absences:
        return first_of(*(self.columns[key].absence for key in keys))

    def _pick(self, values: Floats, at: Ints) -> Floats:
        return np.asarray(values[self.rows, at])

    def _peak(self) -> None:
        inside = self.curves.observed
        if self.batch.steady.any():
            inside = inside & (~self.batch.steady[:, None] | (self.curves.time <= self.batch.tau[:, None]))
        none = first_of(self.no_sample, absent_if(~in_any(inside), Absence.OUTSIDE_INTERVAL))
        peak = np.argmax(np.where(inside, self.curves.conc, -np.inf), axis=1)
        self._put("cmax", self._pick(self.curves.conc, peak), none)
        self._put("tmax", self._pick(self.curves.time, peak), none)

    def _last_and_lag(self) -> None:
        positive = self.curves.conc > 0
        blank = first_of(self.no_curve, absent_if(~in_any(positive & self.curves.observed), Absence.ALL_BLQ))
        self.place = positive.shape[1] - 1 - np.argmax(positive[:, ::-1], axis=1)
        self._put("clast", self._pick(self.curves.conc, self.place), blank)
        self._put("tlast", self._pick(self.curves.time, self.place), blank)
        first = np.argmax(positive, axis=1)
        lag = self._pick(self.curves.time, np.maximum(first - 1, 0))
        self._put("tlag", lag, absent_if(~self.route[Route.EXTRAVASCULAR], Absence.ONLY_EXTRAVASCULAR), blank)

    def _areas(self, segments: Segments) -> None:
        area, moment = segments.areas()
        self.first_area = area[:, 0] if area.shape[1] else np.zeros(self.batch.size)
        upto = np.arange(area.shape[1]) < self.place[:, None]
        blank = self._why("clast")
        self._put("auclast", (area * upto).sum(axis=1), blank)
        self._put("aumclast", (moment * upto).sum(axis=1), blank)
        self._put("aucall", area.sum(axis=1), self.no_curve)

    def _slope(self, fit: SlopeFit) -> None:
        why = first_of(self.no_curve, fit.absence)
        half_life = np.log(2) / fit.lambda_z
        fitted = {
            "lambda_z": fit.lambda_z,
            "half_life": half_life,
            "r2": fit.r2,
            "r2adj": fit.r2adj,
            "lz_n": fit.points.astype(np.float64),
            "lz_lo": fit.lower,
            "lz_hi": fit.upper,
            "span": (fit.upper - fit.lower) / half_life,
            "clast_pred": fit.predict(self._value("tlast")),
        }
        for key, values in fitted.items():
            self._put(key, values, why)

    def _infinity(self) -> None:
        why = self._why("auclast", "lambda_z")
        rate, tlast = self._value("lambda_z"), self._value("tlast")
        for end, clast in (("obs", "clast"), ("pred", "clast_pred")):
            tail = self._value(clast) / rate
            moment = tail * tlast + tail / rate
            area, total = self._value("auclast") + tail, self._value("aumclast") + moment
            self._put(f"aucinf_{end}", area, why)
            self._put(f"aumcinf_{end}", total, why)
            self._put(f"aucpext_{end}", 100 * tail / area, why)
            self._put(f"aumcpext_{end}", 100 * moment / total, why)

    def _initial(self) -> None:
        """The concentration at a bolus, and how much of the area lies before its first sample."""
        no_bolus = absent_if(~self.route[Route.IV_BOLUS], Absence.ONLY_BOLUS)
        start = np.where(self.curves.time[:, 0] == 0, self.curves.conc[:, 0], np.nan)
        self._put("c0", start, no_bolus, self.no_sample, absent_if(np.isnan(start), Absence.NO_C0))
        before = np.where(self.curves.observed[:, 0], 0.0, self.first_area)
        for ending in ("obs", "pred"):
            total = f"aucinf_{ending}"
            self._put(f"aucpback_{ending}", 100 * before / self._value(total), no_bolus, self._why(total))

    def _disposition(self) -> None:
        dose, half = self.batch.dose * self.factor, self.batch.tinf / 2
        not_iv = absent_if(self.route[Route.EXTRAVASCULAR], Absence.ONLY_INTRAVENOUS)
        no_area = absent_if(self._value("auclast") == 0, Absence.AUC_ZERO)
        self._put("mrt_last", self._value("aumclast") / self._value("auclast") - half, self._why("auclast"), no_area)
        for ending in ("obs", "pred"):
            area = self._value(f"aucinf_{ending}")
            why = self._why(f"aucinf_{ending}")
            clearance, mrt = dose / area, self._value(f"aumcinf_{ending}") / area - half
            self._put(f"cl_{ending}", clearance, self.no_volume, why)
            self._put(f"vz_{ending}", clearance / self._value("lambda_z"), self.no_volume, why)
            self._put(f"mrt_{ending}", mrt, why)
            self._put(f"vss_{ending}", mrt * clearance, not_iv, self.no_volume, why)

    def _interval(self, interval: Interval, fit: SlopeFit) -> None:
        """What belongs to the dosing interval, measured or extrapolated to its very end."""
        tau = self.batch.tau
        zero = np.zeros(self.batch.size)
        area, moment, beyond = interval.areas(zero, tau)
        trough = interval.value_at(tau)
        why = first_of(self.no_tau, self.no_curve, absent_if(np.isnan(area), Absence.BEYOND_LAST))
        self._put("auctau", area, why)
        self._put("aumctau", moment, why)
        self._put("auctau_extrapolated", 100 * beyond / area, why, absent_if(area == 0, Absence.AUC_ZERO))
        self._put("cavg", area / tau, why)
        self._put("ctrough", trough, self.no_tau, self.no_curve, absent_if(np.isnan(trough), Absence.BEYOND_LAST))
        inside = self.curves.observed & (self.curves.time <= tau[:, None])
        none = first_of(self.no_tau, self.no_curve, absent_if(~in_any(inside), Absence.OUTSIDE_INTERVAL))
        bottom = np.argmin(np.where(inside, self.curves.conc, np.inf), axis=1)
        self._put("cmin", self._pick(self.curves.conc, bottom), none)
        self._put("tmin", self._pick(self.curves.time, bottom), none)
        peak = np.max(np.where(inside, self.curves.conc, -np.inf), axis=1, initial=-np.inf)
        for ending, low, nil in (("", "cmin", Absence.CMIN_ZERO), ("_tau", "ctrough", Absence.CTROUGH_ZERO)):
            least = self._value(low)
            fall, no_low = peak - least, first_of(none, self._why(low))
            no_average = absent_if(self._value("cavg") == 0, Absence.AUC_ZERO)
            self._put(f"fluct{ending}", 100 * fall / self._value("cavg"), no_low, why, no_average)
            self._put(f"swing{ending}", fall / least, no_low, absent_if(least == 0, nil))
        rate, no_rate = fit.lambda_z, self._why("lambda_z")
        self._put("acc_index", -1 / np.expm1(-rate * tau), self.no_tau, no_rate)
        single = absent_if(~self.batch.steady, Absence.NOT_STEADY_STATE)
        clearance = self.batch.dose * self.factor / area
        no_area = absent_if(area == 0, Absence.AUC_ZERO)
        self._put("cl_tau", clearance, single, self.no_volume, why, no_area)
        self._put("vz_tau", clearance / rate, single, self.no_volume, why, no_area, no_rate)
        mrt = (moment + tau * (self._value("aucinf_obs") - area)) / area - self.batch.tinf / 2
        self._put("mrt_tau", mrt, single, why, no_area, self._why("aucinf_obs"))

    def _accumulation(self) -> None:
        """Ratios to the subject's first cycle, if both doses are equal."""
        first = self.batch.reference
        none = absent_if(first < 0, Absence.NO_REFERENCE)
        # Doses by weight differ a little from cycle to cycle; ten per cent is what steady state allows as well.
        differ = absent_if(~np.isclose(self.batch.dose, self.batch.dose[first], rtol=0.1), Absence.DOSES_DIFFER)
        differ = np.where(np.isnan(self.batch.dose) & np.isnan(self.batch.dose[first]), np.uint8(0), differ)
        for key, of in (("acc_auc", "auctau"), ("acc_cmax", "cmax"), ("acc_ctrough", "ctrough")):
            base = self._value(of)[first]
            lacks = absent_if(~(base > 0), Absence.REFERENCE_ABSENT)
            self._put(key, self._value(of) / base, none, differ, self._why(of), lacks)

    def _partials(self, interval: Interval) -> tuple[Parameter, ...]:
        rows = []
        for start, end in self.settings.partials:
            row = partial_area(start, end, is_only=len(self.settings.partials) == 1)
            ends = np.full(self.batch.size, float(end))
            area = interval.areas(np.full(self.batch.size, float(start)), ends)[0]
            self._put(row.key, area, self.no_curve, absent_if(np.isnan(area), Absence.BEYOND_LAST))
            rows.append(row)
        return tuple(rows)

    def _flags(self) -> dict[Flag, Bools]:
        batch, curves, limits = self.batch, self.curves, self.settings
        slope_known = self.columns["lambda_z"].absence == 0
        return {
            Flag.R2ADJ_LOW: self._value("r2adj") < limits.least_r2adj,
            Flag.SPAN_SHORT: self._value("span") < limits.least_span,
            Flag.EXTRAPOLATED: self._value("aucpext_obs") > limits.most_extrapolated,
            Flag.EXTRAPOLATED_PREDICTED: self._value("aucpext_pred") > limits.most_extrapolated,
            Flag.CHOSEN_BY_HAND: batch.by_hand & slope_known,
            Flag.POINTS_EXCLUDED: in_any(batch.excluded),
            Flag.PREDOSE_MOVED: curves.predose_moved,
            Flag.ZERO_INSERTED: curves.zero_inserted,
            Flag.MINIMUM_INSERTED: curves.minimum_inserted,
            Flag.C0_EXTRAPOLATED: curves.c0_extrapolated,
            Flag.C0_FIRST: curves.c0_first,
            Flag.BLQ_SUBSTITUTED: curves.substituted,
            Flag.TAU_EXTRAPOLATED: batch.tau > self.last,
            Flag.SINGLE_DOSE_FORMULA: batch.steady,
        }


_UNDEFINED = np.uint8(Absence.NOT_FINITE)
