"""Units of a profile and those of its parameters, with the factor that makes dose/concentration a volume in litres.

About twenty units with exact factors; a unit that is not among them stays a label. A unit of the wrong kind ("mg" as
a concentration) is found by ``unit_fault``.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache

_PREFIXES = {"k": 3, "": 0, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_MASS = {f"{prefix}g": power for prefix, power in _PREFIXES.items() if prefix not in ("d", "c")} | {"mcg": -6}
_AMOUNT = {f"{prefix}mol": power for prefix, power in _PREFIXES.items() if prefix not in ("d", "c", "k")}
_VOLUME = {f"{prefix}L": power for prefix, power in _PREFIXES.items() if prefix not in ("k", "c", "p", "f")}
_MOLAR = {f"{prefix}M": power for prefix, power in _PREFIXES.items() if prefix not in ("d", "c", "k")}
_TIMES = ("s", "sec", "min", "h", "hr", "hour", "hours", "d", "day", "days", "week", "weeks")
_PER_BODY = ("kg", "m2", "m^2", "m²")


class UnitKind(Enum):
    """What a parameter is measured in."""

    CONCENTRATION = "concentration"
    TIME = "time"
    PER_TIME = "per time"
    AUC = "concentration x time"
    AUMC = "concentration x time squared"
    VOLUME = "volume"
    CLEARANCE = "volume per time"
    CONCENTRATION_PER_DOSE = "concentration per dose"
    AUC_PER_DOSE = "concentration x time per dose"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True)
class Units:
    """The units of a profile; "" where none is given.

    Attributes:
        time: of times, infusion duration and dosing interval.
        conc: of concentrations and LLOQ.
        dose: of the dose.
    """

    time: str = ""
    conc: str = ""
    dose: str = ""

    def label(self, kind: UnitKind) -> str | None:
        """The unit of a parameter as CDISC writes it ("h*ug/mL", "/h"), "" for a pure number, None if not known."""
        if kind in (UnitKind.PERCENT, UnitKind.NUMBER):
            return "%" if kind is UnitKind.PERCENT else ""
        needed, text = _LABELS[kind]
        if not all(getattr(self, name) for name in needed):
            return None
        said = {name: getattr(self, name) for name in needed}
        if kind in (UnitKind.VOLUME, UnitKind.CLEARANCE):
            said["volume"], said["per"] = self._volume()
        return text.format(**said)

    @property
    def volume_factor(self) -> float | None:
        """What dose/concentration is multiplied by to be in litres: 1 without units, None where they don't fit."""
        dose, conc = _quantity(_body(self.dose)[0]), _concentration(self.conc)
        if dose is None or conc is None:
            return 1.0
        if dose[0] != conc[0]:
            return None
        power = dose[1] - conc[1]
        return float(10**power) if power >= 0 else 1.0 / 10**-power

    def _volume(self) -> tuple[str, str]:
        dose, per = _body(self.dose)
        if _quantity(dose) is None or _concentration(self.conc) is None:
            return f"{dose}/({self.conc})", per
        return "L", per


_LABELS: dict[UnitKind, tuple[tuple[str, ...], str]] = {
    UnitKind.CONCENTRATION: (("conc",), "{conc}"),
    UnitKind.TIME: (("time",), "{time}"),
    UnitKind.PER_TIME: (("time",), "/{time}"),
    UnitKind.AUC: (("time", "conc"), "{time}*{conc}"),
    UnitKind.AUMC: (("time", "conc"), "{time}2*{conc}"),
    UnitKind.VOLUME: (("conc", "dose"), "{volume}{per}"),
    UnitKind.CLEARANCE: (("time", "conc", "dose"), "{volume}/{time}{per}"),
    UnitKind.CONCENTRATION_PER_DOSE: (("conc", "dose"), "{conc}/{dose}"),
    UnitKind.AUC_PER_DOSE: (("time", "conc", "dose"), "{time}*{conc}/{dose}"),
}


@cache
def unit_fault(field: str, unit: str) -> bool:
    """Whether a unit is certainly of another kind than its field ("time", "conc", "dose") needs."""
    is_time = unit in _TIMES
    is_conc = _concentration(unit) is not None
    is_dose = _quantity(_body(unit)[0]) is not None
    is_volume = _normal(unit) in _VOLUME
    wanted = {"time": is_time, "conc": is_conc, "dose": is_dose}[field]
    return not wanted and (is_time or is_conc or is_dose or is_volume)


@cache
def concentration_factor(unit: str, wanted: str) -> Decimal | None:
    """What a concentration in one unit is multiplied by to be in another, exact; None where they don't fit."""
    if _normal(unit) == _normal(wanted):
        return Decimal(1)
    one, other = _concentration(unit), _concentration(wanted)
    if one is None or other is None or one[0] != other[0]:
        return None
    return Decimal(1).scaleb(one[1] - other[1])


def _normal(unit: str) -> str:
    plain = unit.strip().replace("µ", "u").replace("μ", "u")
    return plain[:-1] + "L" if plain in ("l", "dl", "ml", "ul", "nl") else plain


def _quantity(unit: str) -> tuple[str, int] | None:
    """Kind of substance and power of ten of a mass or an amount."""
    plain = _normal(unit)
    if plain in _MASS:
        return "mass", _MASS[plain]
    return ("amount", _AMOUNT[plain]) if plain in _AMOUNT else None


def _concentration(unit: str) -> tuple[str, int] | None:
    """Kind of substance and power of ten per litre."""
    plain = _normal(unit)
    if plain in _MOLAR:
        return "amount", _MOLAR[plain]
    above, slash, below = plain.partition("/")
    substance = _quantity(above)
    volume = _VOLUME.get(_normal(below)) if slash else None
    return None if substance is None or volume is None else (substance[0], substance[1] - volume)


def _body(dose: str) -> tuple[str, str]:
    """A dose by body weight or surface without and with what it is by: "mg/kg" is ("mg", "/kg")."""
    above, slash, below = dose.partition("/")
    return (above, f"/{below}") if slash and below.strip() in _PER_BODY else (dose, "")
