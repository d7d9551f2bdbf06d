"""Calcium corrected for albumin: what CTCAE grades where it says calcium, unless it is measured as ionized.

Source: Payne RB, Little AJ, Williams RB, Milner JR, Interpretation of serum calcium in patients with abnormal serum
proteins, BMJ 1973;4:643-646, in the rounded form in common use: calcium + 0.8 x (4.0 - albumin in g/dL) in mg/dL, and
calcium + 0.02 x (40 - albumin in g/L) in mmol/L.
"""

from decimal import Decimal

from domain.ctcae.lab_value import DIGITS
from domain.ctcae.units import find_unit
from domain.laboratory.units import convert

_SLOPE = {"mg/dL": Decimal("0.08"), "mmol/L": Decimal("0.02")}
_NORMAL_ALBUMIN = Decimal(40)


def correct_calcium(calcium: Decimal, unit: str, albumin: Decimal, albumin_unit: str) -> Decimal | None:
    """Calcium corrected for albumin, in its own unit; None where a unit can't be read or nothing is left."""
    found, albumin_g_l = find_unit("calcium", unit), convert("albumin", albumin, albumin_unit, "g/L")
    if found is None or albumin_g_l is None:
        return None
    system, factor = found
    change = DIGITS.multiply(_SLOPE[system], _NORMAL_ALBUMIN - albumin_g_l)
    corrected = calcium + DIGITS.divide(change, factor)
    return corrected if corrected > 0 else None
