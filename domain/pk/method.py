"""How a profile was analysed, clause by clause: the method line under every table, listing and plot."""

from domain.pk.profile import Profile, SlopeKind
from domain.pk.settings import Settings
from domain.pk.terms import Route
from domain.reasons import Reason


def describe_method(settings: Settings, profile: Profile) -> tuple[Reason, ...]:
    """Areas, BLQ, time of the dose, terminal slope, flags; each clause is a row of ``messages.py``."""
    limits = {
        "r2adj": f"{settings.least_r2adj:g}",
        "span": f"{settings.least_span:g}",
        "extrapolated": f"{settings.most_extrapolated:g}",
    }
    return (
        Reason(f"pk_method_{settings.method.value}"),
        Reason(f"pk_method_blq_{settings.blq_rule.value}"),
        *_describe_dose(profile),
        *_describe_slope(profile),
        Reason("pk_method_flags", limits),
    )


def _describe_dose(profile: Profile) -> tuple[Reason, ...]:
    numbers = {"tinf": _timed(profile.tinf, profile)} if profile.route is Route.IV_INFUSION else {}
    clause = Reason(f"pk_method_dose_{profile.route.value}", numbers)
    if not profile.is_steady_state:
        return (clause,)
    steady = Reason("pk_method_dose_steady", {"tau": _timed(profile.tau, profile)})
    return (clause, steady) if profile.route is Route.IV_BOLUS else (steady,)


def _timed(time: float | None, profile: Profile) -> str:
    """A time with its unit, as far as that is known; 62 minutes are 1.03 h."""
    return "" if time is None else f"{round(time, 2):g} {profile.units.time or ''}".strip()


def _describe_slope(profile: Profile) -> tuple[Reason, ...]:
    choice = profile.slope
    reason = f" ({choice.reason})" if choice.reason else ""
    if choice.kind is not SlopeKind.BEST_FIT:
        clause = Reason("pk_method_slope_hand", {"reason": reason})
    else:
        clause = Reason(f"pk_method_slope_{profile.route.value}")
    if not choice.excluded:
        return (clause,)
    times = ", ".join(f"{time:g}" for time in choice.excluded)
    return clause, Reason("pk_method_excluded", {"times": times, "reason": reason})
