"""A laboratory result with what its grade may rest on."""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from domain.ctcae.limits import Direction

DIGITS = Context(prec=15)


class BaselineFlag(StrEnum):
    """The baseline against the range of its own laboratory (CDISC codelist NRIND, C78736)."""

    NORMAL = "NORMAL"
    LOW = "LOW"
    HIGH = "HIGH"


@dataclass(frozen=True, slots=True)
class LabValue:
    """A laboratory result with what its grade may rest on.

    Attributes:
        term: a term of the version, or with its second test: "Hypercalcemia (ionized)", "Hyperglycemia (fasting)".
        unit: of the value, the range and the baseline.
        is_baseline: the value is the baseline itself, which is graded by the range alone.
    """

    term: str
    direction: Direction
    value: Decimal | None
    unit: str = ""
    lln: Decimal | None = None
    uln: Decimal | None = None
    baseline: Decimal | None = None
    baseline_flag: BaselineFlag | None = None
    is_baseline: bool = False


def convert_lab(lab: LabValue, factor: Decimal) -> tuple[LabValue, dict[str, str]]:
    """The result in the unit of the limits, to 15 significant digits.

    Returns:
        It, and for each part of the range or baseline that can't be, and was dropped, the code that says so.
    """
    faults: dict[str, str] = {}

    def convert(name: str, number: Decimal | None) -> Decimal | None:
        if number is None:
            return None
        if not number.is_finite() or (number < 0 if name == "lln" else number <= 0 and name != "value"):
            faults[name] = "lab_lln_not_possible" if name == "lln" else f"lab_{name}_not_positive"
            return None
        return DIGITS.multiply(number, factor)

    converted = LabValue(
        lab.term,
        lab.direction,
        convert("value", lab.value),
        lab.unit,
        convert("lln", lab.lln),
        convert("uln", lab.uln),
        convert("baseline", lab.baseline),
        lab.baseline_flag,
        lab.is_baseline,
    )
    return converted, faults
