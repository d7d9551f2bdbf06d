"""The parameters: one row each, with its CDISC code and name by route, unit, formula and source.

Codes and names are those of the CDISC codelists PKPARMCD and PKPARM (NCI EVS, C85839 and C85493, 2026); where CDISC has
none the row says so, and the code is ours. Sources: "WNL" is the Phoenix WinNonlin help, chapters "NCA parameter
formulas", "Lambda Z" and "Partial area calculation"; "GR" is Gabrielsson and Weiner, Pharmacokinetic and
Pharmacodynamic Data Analysis.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.pk.terms import Route
from domain.pk.units import UnitKind


class Flag(StrEnum):
    """What a reader must know about a value; the code in listings and JSON."""

    R2ADJ_LOW = "r2adj-low"
    SPAN_SHORT = "span-short"
    EXTRAPOLATED = "extrapolated-over-limit"
    EXTRAPOLATED_PREDICTED = "extrapolated-over-limit-predicted"
    CHOSEN_BY_HAND = "points-chosen-by-hand"
    POINTS_EXCLUDED = "points-excluded"
    PREDOSE_MOVED = "predose-at-dose-time"
    ZERO_INSERTED = "zero-at-dose-time"
    MINIMUM_INSERTED = "minimum-at-dose-time"
    C0_EXTRAPOLATED = "c0-extrapolated"
    C0_FIRST = "c0-first-sample"
    BLQ_SUBSTITUTED = "blq-half-lloq"
    TAU_EXTRAPOLATED = "tau-beyond-last-sample"
    SINGLE_DOSE_FORMULA = "single-dose-formula-at-steady-state"


SLOPE = frozenset({Flag.R2ADJ_LOW, Flag.SPAN_SHORT, Flag.CHOSEN_BY_HAND, Flag.POINTS_EXCLUDED, Flag.BLQ_SUBSTITUTED})
DOSE_TIME = frozenset(
    {Flag.PREDOSE_MOVED, Flag.ZERO_INSERTED, Flag.MINIMUM_INSERTED, Flag.C0_EXTRAPOLATED, Flag.C0_FIRST}
)
AREA = DOSE_TIME | {Flag.BLQ_SUBSTITUTED}
OBSERVED = SLOPE | AREA | {Flag.EXTRAPOLATED}
PREDICTED = SLOPE | AREA | {Flag.EXTRAPOLATED_PREDICTED}
INTERVAL = AREA | {Flag.TAU_EXTRAPOLATED}
NOTHING: frozenset[Flag] = frozenset()


@dataclass(frozen=True)
class Parameter:
    """A parameter.

    Attributes:
        key: what the program calls it.
        unit: what it is measured in.
        codes: PPTESTCD after an extravascular dose, a bolus, an infusion.
        names: PPTEST after an extravascular dose, a bolus, an infusion.
        formula: how it is computed.
        source: where the formula stands.
        flags: the flags that can concern it.
        is_cdisc: whether the code is CDISC's; else it is ours.
        is_count: whether it is a whole number.
    """

    key: str
    unit: UnitKind
    codes: tuple[str, str, str]
    names: tuple[str, str, str]
    formula: str
    source: str
    flags: frozenset[Flag] = NOTHING
    is_cdisc: bool = True
    is_count: bool = False

    def code(self, route: Route) -> str:
        """PPTESTCD after a dose by this route."""
        return self.codes[_PLACES[route]]

    def name(self, route: Route) -> str:
        """PPTEST after a dose by this route."""
        return self.names[_PLACES[route]]


_PLACES = {Route.EXTRAVASCULAR: 0, Route.IV_BOLUS: 1, Route.IV_INFUSION: 2}
_K = UnitKind


def _row(
    key: str,
    unit: UnitKind,
    code: str,
    name: str,
    formula: str,
    flags: frozenset[Flag] = NOTHING,
    *,
    source: str = "WNL",
    is_cdisc: bool = True,
    is_count: bool = False,
) -> Parameter:
    return Parameter(key, unit, (code,) * 3, (name,) * 3, formula, source, flags, is_cdisc, is_count)


def _by_f(
    key: str, unit: UnitKind, code: str, names: tuple[str, str], formula: str, flags: frozenset[Flag]
) -> Parameter:
    """CLO and "Total CL Obs", which are CLFO and "Total CL Obs by F" where the fraction absorbed is not known.

    CDISC puts "by F" now before, now after "for Dose Int", so that both names are given.
    """
    name, oral_name = names
    oral = f"{code[:2]}F{code[2:]}"
    return Parameter(key, unit, (oral, code, code), (oral_name, name, name), formula, "WNL", flags)


def _mrt(key: str, ending: str, name: str, formula: str, flags: frozenset[Flag]) -> Parameter:
    codes = (f"MRTEV{ending}", f"MRTIB{ending}", f"MRTIC{ending}")
    names = (f"MRT Extravasc {name}", f"MRT IV Bolus {name}", f"MRT IV Cont Inf {name}")
    return Parameter(key, UnitKind.TIME, codes, names, formula, "WNL", flags)


_SINGLE = frozenset({Flag.SINGLE_DOSE_FORMULA})

PARAMETERS: tuple[Parameter, ...] = (
    _row("cmax", _K.CONCENTRATION, "CMAX", "Max Conc", "largest observed concentration (within tau at steady state)"),
    _row("tmax", _K.TIME, "TMAX", "Time of CMAX", "time of the first sample with Cmax"),
    _row("c0", _K.CONCENTRATION, "C0", "Initial Conc", "bolus: at 0, else log-linear through the first two", DOSE_TIME),
    _row("tlag", _K.TIME, "TLAG", "Time Until First Nonzero Conc", "time before the first sample above 0", DOSE_TIME),
    _row("clast", _K.CONCENTRATION, "CLST", "Last Nonzero Conc", "last concentration above 0"),
    _row("tlast", _K.TIME, "TLST", "Time of Last Nonzero Conc", "time of Clast"),
    _row(
        "clast_pred",
        _K.CONCENTRATION,
        "CLSTP",
        "Last Nonzero Conc Pred",
        "exp(intercept - LAMZ Tlast)",
        SLOPE,
        is_cdisc=False,
    ),
    _row("auclast", _K.AUC, "AUCLST", "AUC to Last Nonzero Conc", "area from the dose to Tlast", AREA),
    _row("aucall", _K.AUC, "AUCALL", "AUC All", "area from the dose to the last sample", AREA),
    _row("aucinf_obs", _K.AUC, "AUCIFO", "AUC Infinity Obs", "AUClast + Clast/LAMZ", OBSERVED),
    _row("aucinf_pred", _K.AUC, "AUCIFP", "AUC Infinity Pred", "AUClast + Clast predicted/LAMZ", PREDICTED),
    _row("aucpext_obs", _K.PERCENT, "AUCPEO", "AUC %Extrapolation Obs", "100 (AUCinf - AUClast)/AUCinf", OBSERVED),
    _row("aucpext_pred", _K.PERCENT, "AUCPEP", "AUC %Extrapolation Pred", "the same with AUCinf predicted", PREDICTED),
    _row(
        "aucpback_obs",
        _K.PERCENT,
        "AUCPBEO",
        "AUC %Back Extrapolation Obs",
        "bolus: 100 (area before the first sample)/AUCinf",
        OBSERVED,
    ),
    _row(
        "aucpback_pred",
        _K.PERCENT,
        "AUCPBEP",
        "AUC %Back Extrapolation Pred",
        "the same with AUCinf predicted",
        PREDICTED,
    ),
    _row("lambda_z", _K.PER_TIME, "LAMZ", "Lambda z", "minus the slope of ln C against time", SLOPE),
    _row("half_life", _K.TIME, "LAMZHL", "Half-Life Lambda z", "ln 2/LAMZ", SLOPE),
    _row("r2", _K.NUMBER, "R2", "R Squared", "squared correlation of ln C and time", SLOPE),
    _row("r2adj", _K.NUMBER, "R2ADJ", "R Squared Adjusted", "1 - (1 - R2)(n - 1)/(n - 2)", SLOPE),
    _row("lz_n", _K.NUMBER, "LAMZNPT", "Number of Points for Lambda z", "points of the line", SLOPE, is_count=True),
    _row("lz_lo", _K.TIME, "LAMZLL", "Lambda z Lower Limit", "time of its first point", SLOPE),
    _row("lz_hi", _K.TIME, "LAMZUL", "Lambda z Upper Limit", "time of its last point", SLOPE),
    _row("span", _K.NUMBER, "LAMZSPN", "Lambda z Span", "(LAMZUL - LAMZLL)/half-life", SLOPE),
    _by_f("vz_obs", _K.VOLUME, "VZO", ("Vz Obs", "Vz Obs by F"), "dose/(LAMZ AUCinf)", OBSERVED | _SINGLE),
    _by_f(
        "vz_pred", _K.VOLUME, "VZP", ("Vz Pred", "Vz Pred by F"), "dose/(LAMZ AUCinf predicted)", PREDICTED | _SINGLE
    ),
    _by_f("cl_obs", _K.CLEARANCE, "CLO", ("Total CL Obs", "Total CL Obs by F"), "dose/AUCinf", OBSERVED | _SINGLE),
    _by_f(
        "cl_pred",
        _K.CLEARANCE,
        "CLP",
        ("Total CL Pred", "Total CL Pred by F"),
        "dose/AUCinf predicted",
        PREDICTED | _SINGLE,
    ),
    _row("aumclast", _K.AUMC, "AUMCLST", "AUMC to Last Nonzero Conc", "area under C x time to Tlast", AREA),
    _row("aumcinf_obs", _K.AUMC, "AUMCIFO", "AUMC Infinity Obs", "AUMClast + Clast Tlast/LAMZ + Clast/LAMZ²", OBSERVED),
    _row("aumcinf_pred", _K.AUMC, "AUMCIFP", "AUMC Infinity Pred", "the same with Clast predicted", PREDICTED),
    _row(
        "aumcpext_obs", _K.PERCENT, "AUMCPEO", "AUMC % Extrapolation Obs", "100 (AUMCinf - AUMClast)/AUMCinf", OBSERVED
    ),
    _row("aumcpext_pred", _K.PERCENT, "AUMCPEP", "AUMC % Extrapolation Pred", "the same, predicted", PREDICTED),
    _mrt("mrt_last", "LST", "to Last Nonzero Conc", "AUMClast/AUClast - tinf/2", AREA),
    _mrt("mrt_obs", "IFO", "Infinity Obs", "AUMCinf/AUCinf - tinf/2", OBSERVED | _SINGLE),
    _mrt("mrt_pred", "IFP", "Infinity Pred", "AUMCinf/AUCinf - tinf/2, predicted", PREDICTED | _SINGLE),
    _row("vss_obs", _K.VOLUME, "VSSO", "Vol Dist Steady State Obs", "iv: MRT CL", OBSERVED | _SINGLE),
    _row("vss_pred", _K.VOLUME, "VSSP", "Vol Dist Steady State Pred", "iv: MRT CL, predicted", PREDICTED | _SINGLE),
    _row("auctau", _K.AUC, "AUCTAU", "AUC Over Dosing Interval", "area from the dose to tau", INTERVAL),
    _row("aumctau", _K.AUMC, "AUMCTAU", "AUMC Over Dosing Interval", "area under C x time to tau", INTERVAL),
    _row(
        "auctau_extrapolated",
        _K.PERCENT,
        "AUCPTAUE",
        "AUC Over Dosing Interval %Extrapolation",
        "100 (area between the last sample and tau)/AUCtau",
        INTERVAL,
        is_cdisc=False,
    ),
    _row("cavg", _K.CONCENTRATION, "CAVG", "Average Concentration", "AUCtau/tau", INTERVAL),
    _row("cmin", _K.CONCENTRATION, "CMIN", "Min Conc", "least observed concentration from the dose to tau"),
    _row("tmin", _K.TIME, "TMIN", "Time of CMIN Observation", "time of the first sample with Cmin"),
    _row(
        "ctrough",
        _K.CONCENTRATION,
        "CTROUGH",
        "Conc Trough",
        "concentration at tau",
        frozenset({Flag.TAU_EXTRAPOLATED}),
    ),
    _row("fluct", _K.PERCENT, "FLUCP", "Fluctuation%", "100 (Cmax - Cmin)/Cavg, both within tau", INTERVAL),
    _row(
        "fluct_tau",
        _K.PERCENT,
        "FLUCPTAU",
        "Fluctuation% by Ctrough",
        "100 (Cmax - Ctrough)/Cavg",
        INTERVAL,
        is_cdisc=False,
    ),
    _row("swing", _K.NUMBER, "SWING", "Swing", "(Cmax - Cmin)/Cmin, both within tau"),
    _row(
        "swing_tau",
        _K.NUMBER,
        "SWINGTAU",
        "Swing by Ctrough",
        "(Cmax - Ctrough)/Ctrough",
        frozenset({Flag.TAU_EXTRAPOLATED}),
        is_cdisc=False,
    ),
    _by_f(
        "cl_tau",
        _K.CLEARANCE,
        "CLTAU",
        ("Total CL for Dose Int", "Total CL by F for Dose Int"),
        "steady state: dose/AUCtau",
        INTERVAL,
    ),
    _by_f(
        "vz_tau",
        _K.VOLUME,
        "VZTAU",
        ("Vz for Dose Int", "Vz for Dose Int by F"),
        "steady state: dose/(LAMZ AUCtau)",
        INTERVAL | SLOPE,
    ),
    _row(
        "mrt_tau",
        _K.TIME,
        "MRTTAU",
        "MRT at Steady State Obs",
        "(AUMCtau + tau (AUCinf - AUCtau))/AUCtau - tinf/2",
        INTERVAL | OBSERVED,
        is_cdisc=False,
    ),
    _row("acc_index", _K.NUMBER, "AILAMZ", "Accumulation Index using Lambda z", "1/(1 - exp(-LAMZ tau))", SLOPE),
    _row("acc_auc", _K.NUMBER, "ARAUC", "Accumulation Ratio AUCTAU", "AUCtau/AUCtau of the first cycle", INTERVAL),
    _row("acc_cmax", _K.NUMBER, "ARCMAX", "Accumulation Ratio Cmax", "Cmax/Cmax of the first cycle"),
    _row("acc_ctrough", _K.NUMBER, "ARCTROUG", "Accumulation Ratio Ctrough", "Ctrough/Ctrough of the first cycle"),
    _row("cmax_dose", _K.CONCENTRATION_PER_DOSE, "CMAXD", "Max Conc Norm by Dose", "Cmax/dose"),
    _row("auclast_dose", _K.AUC_PER_DOSE, "AUCLSTD", "AUC to Last Nonzero Conc Norm by Dose", "AUClast/dose", AREA),
    _row("aucall_dose", _K.AUC_PER_DOSE, "AUCALLD", "AUC All Norm by Dose", "AUCall/dose", AREA),
    _row("aucinf_obs_dose", _K.AUC_PER_DOSE, "AUCIFOD", "AUC Infinity Obs Norm by Dose", "AUCinf/dose", OBSERVED),
    _row(
        "aucinf_pred_dose",
        _K.AUC_PER_DOSE,
        "AUCIFPD",
        "AUC Infinity Pred Norm by Dose",
        "AUCinf predicted/dose",
        PREDICTED,
    ),
    _row("auctau_dose", _K.AUC_PER_DOSE, "AUCTAUD", "AUC Over Dosing Interval Norm by Dose", "AUCtau/dose", INTERVAL),
)

BY_KEY = {parameter.key: parameter for parameter in PARAMETERS}


def partial_area(start: float, end: float, *, is_only: bool) -> Parameter:
    """The row of a partial area; where there are several, the times stand in the code."""
    code = "AUCINT" if is_only else f"AUCINT_{start:g}_{end:g}"
    name = "AUC from T1 to T2" if is_only else f"AUC from {start:g} to {end:g}"
    formula = "area between two times, interpolated by the rule for areas, beyond the last sample on the terminal slope"
    return _row(f"auc_{start:g}_{end:g}", _K.AUC, code, name, formula, INTERVAL, is_cdisc=is_only)
