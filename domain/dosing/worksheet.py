"""The preparation worksheet: from level and weight to milligrams and millilitres, with every step said (SUB-11)."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from domain.dosing.plan import DosingPlan, WeightFrom
from domain.protocol.model import DoseLevel
from domain.reasons import Reason
from domain.records import Preparation
from domain.study import Study

_ML = Decimal("0.01")


@dataclass(frozen=True)
class Weight:
    """A body weight that a dose is reckoned from.

    Attributes:
        kg: None where none is known.
        reason: which one it is, and why.
    """

    kg: Decimal | None
    reason: Reason


@dataclass(frozen=True)
class Worksheet:
    """How much of the drug to prepare.

    Attributes:
        level: dose level.
        weight: used; None for a flat dose.
        exact_mg: level x weight; None where the weight is missing.
        dose_mg: after cap and rounding.
        volume_ml: to draw up; None without a concentration.
        steps: how it came about, in order.
    """

    level: DoseLevel
    weight: Weight | None
    exact_mg: Decimal | None
    dose_mg: Decimal | None
    volume_ml: Decimal | None
    steps: tuple[Reason, ...]


def derive_worksheet(
    level: DoseLevel, plan: DosingPlan, weight: Weight | None, *, concentration_mg_per_ml: Decimal | None = None
) -> Worksheet:
    """The worksheet of one dose.

    The cap is applied before rounding, and rounding never passes it.

    Args:
        level: of the dose.
        plan: of the part.
        weight: as ``choose_weight`` gives it; not needed for a flat dose.
        concentration_mg_per_ml: of the vial; by default the plan's.

    Raises:
        ValueError: the concentration is not positive.
    """
    concentration = plan.concentration_mg_per_ml if concentration_mg_per_ml is None else concentration_mg_per_ml
    if concentration is not None and concentration <= 0:
        raise ValueError("a concentration is above 0")
    used = weight if level.is_per_weight else None
    kg = used.kg if used else None
    exact = level.planned_mg(kg)
    if exact is None:
        why = (used.reason,) if used else ()
        return Worksheet(level, used, None, None, None, (*why, Reason("worksheet_no_weight")))
    steps = [used.reason] if used else []
    numbers: dict[str, object] = {"dose": level.dose, "unit": level.unit, "weight": kg, "exact": exact}
    steps.append(Reason("worksheet_per_kg" if used else "worksheet_flat", numbers))
    dose = exact
    if plan.cap_mg is not None and dose > plan.cap_mg:
        dose = plan.cap_mg
        steps.append(Reason("worksheet_capped", {"cap": plan.cap_mg}, "dosing.cap_mg"))
    rounded = _rounded(dose, plan)
    if rounded != dose:
        dose = rounded
        steps.append(Reason("worksheet_rounded", {"dose": dose, "to": plan.round_mg}, "dosing.round_mg"))
    volume = None
    if concentration is not None:
        volume = (dose / concentration).quantize(_ML, ROUND_HALF_UP)
        steps.append(Reason("worksheet_volume", {"volume": volume, "concentration": concentration}))
    return Worksheet(level, used, exact, dose, volume, tuple(steps))


def _rounded(dose: Decimal, plan: DosingPlan) -> Decimal:
    """To the nearest multiple, half up; never to nothing, and never above the cap."""
    if plan.round_mg <= 0:
        return dose
    parts = (dose / plan.round_mg).quantize(Decimal(1), ROUND_HALF_UP)
    rounded = max(parts, Decimal(1)) * plan.round_mg
    if plan.cap_mg is not None and rounded > plan.cap_mg:
        rounded -= plan.round_mg
    return rounded if rounded > 0 else dose


def choose_weight(study: Study, subject_id: str, plan: DosingPlan, *, today_kg: Decimal | None = None) -> Weight:
    """The weight that the plan takes for the subject's next dose.

    Args:
        study: at its cut-off.
        subject_id: whose.
        plan: of the part.
        today_kg: measured for this dose.
    """
    first, latest = _known(study, subject_id)
    latest = today_kg if today_kg is not None else latest
    first = latest if first is None else first
    source = "dosing.weight"
    if first is None or latest is None:
        return Weight(None, Reason("weight_unknown", {}, source))
    if plan.weight is WeightFrom.LATEST:
        return Weight(latest, Reason("weight_latest", {"weight": latest}, source))
    if plan.weight is WeightFrom.FIRST:
        return Weight(first, Reason("weight_first", {"weight": first}, source))
    change = abs(latest - first) / first * 100
    numbers = {"weight": first, "latest": latest, "percent": plan.weight_change_percent}
    if change >= plan.weight_change_percent:
        return Weight(latest, Reason("weight_changed_enough", {**numbers, "weight": latest, "first": first}, source))
    return Weight(first, Reason("weight_not_changed", numbers, source))


def next_cycle(study: Study, subject_id: str) -> int:
    """The cycle whose dose is prepared next: after every cycle that was dosed or prepared."""
    cycles = [one.cycle for one in study.administrations(subject_id)]
    cycles += [one.cycle for one in study.preparations_of(subject_id)]
    return max(cycles, default=0) + 1


def worksheet_of(study: Study, prepared: Preparation) -> Worksheet | None:
    """The worksheet of a prepared dose, reckoned again from what was known then; None for a level that is not there."""
    part = study.part_of(prepared.subject_id)
    if part is None or not 1 <= prepared.dose_level <= len(part.levels):
        return None
    plan = part.dosing or DosingPlan()
    then = study.at(prepared.prepared_at - timedelta(microseconds=1))
    chosen = choose_weight(then, prepared.subject_id, plan, today_kg=prepared.measured_kg)
    weight = used_weight(prepared.weight_kg, chosen)
    strength = prepared.concentration_mg_per_ml
    return derive_worksheet(part.level(prepared.dose_level), plan, weight, concentration_mg_per_ml=strength)


def used_weight(kg: Decimal | None, chosen: Weight) -> Weight:
    """The weight that a person wrote down as used, with the plan's reason where it is the plan's own.

    Args:
        kg: as written; None takes the plan's.
        chosen: as ``choose_weight`` gives it.
    """
    if kg is None or kg == chosen.kg:
        return chosen
    return Weight(kg, Reason("weight_written", {"weight": kg}, "dosing.weight"))


def _known(study: Study, subject_id: str) -> tuple[Decimal | None, Decimal | None]:
    """The weight before the first dose, and the latest."""
    zone = study.zone
    found = [(one.measured_at.earliest(zone), one.weight_kg) for one in study.weights_of(subject_id)]
    found += [
        (dose.started_at, dose.weight_kg) for dose in study.administrations(subject_id) if dose.weight_kg is not None
    ]
    found.sort(key=lambda one: one[0])
    screening = next((one.weight_kg for one in study.subjects if one.subject_id == subject_id), None)
    dose = study.first_dose(subject_id)
    before = [kg for at, kg in found if dose is None or at <= dose.started_at]
    first = before[-1] if before else screening
    return first, found[-1][1] if found else screening
