"""What stands beside a field of a visit's assessments because it is known from elsewhere."""

from domain.checks.assessments import derive_qtcf
from domain.schedule.plan import DOSING, split_key
from domain.study import Study
from ui.text import say_number, tr


def say_qtcf(qt_ms: int | None, rate_per_min: int | None) -> str:
    """The QTcF that follows from the QT interval and the heart rate; "" where it doesn't."""
    expected = derive_qtcf(qt_ms, rate_per_min)
    return tr("by Fridericia {qtcf}").format(qtcf=expected) if expected is not None else ""


def say_dose_weight(study: Study, subject_id: str, visit: str) -> str:
    """The weight that was measured for the visit's dose, which need not be typed again; "" where there is none."""
    code, cycle = split_key(visit)
    doses = study.administrations(subject_id) if code == DOSING else ()
    weight = next((one.weight_kg for one in doses if one.cycle == cycle), None)
    return tr("{weight} kg with the dose").format(weight=say_number(weight)) if weight is not None else ""
