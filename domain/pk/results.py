"""What an analysis gives: columns of values, and for each value its unit, flags, or the reason why it is absent."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from domain.pk.absence import Absence, Absences
from domain.pk.batch import ROUTES, Batch, Bools, Floats
from domain.pk.curves import Curves
from domain.pk.parameters import Flag, Parameter
from domain.pk.settings import Settings
from domain.pk.slope import SlopeFit
from domain.pk.terms import Route
from domain.reasons import Reason


@dataclass(frozen=True)
class Column:
    """One parameter of all profiles: values (P,), NaN exactly where ``absence`` (P,) is not 0."""

    values: Floats
    absence: Absences


@dataclass(frozen=True)
class ParameterValue:
    """One parameter of one profile.

    Attributes:
        parameter: its row in the registry.
        code: PPTESTCD by the route.
        value: None where ``reason`` says why.
        unit: as CDISC writes it; None where the profile's units are not known.
        flags: what a reader must know.
        reason: why there is no value.
    """

    parameter: Parameter
    code: str
    value: float | None
    unit: str | None
    flags: tuple[Flag, ...]
    reason: Reason | None


@dataclass(frozen=True)
class Results:
    """The parameters of a batch.

    Attributes:
        batch: what was computed.
        settings: how.
        curves: the curves that the areas were taken of.
        fit: the terminal slopes.
        parameters: the rows, partial areas at the end.
        columns: the values by key.
        flags: (P,) by flag.
        last: (P,) time of the last point of the curve.
    """

    batch: Batch
    settings: Settings
    curves: Curves
    fit: SlopeFit
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Column]
    flags: Mapping[Flag, Bools]
    last: Floats

    def route(self, at: int) -> Route:
        """The route of a profile."""
        return ROUTES[int(self.batch.route[at])]

    def value(self, at: int, parameter: Parameter) -> ParameterValue:
        """A parameter of a profile."""
        column = self.columns[parameter.key]
        absence = Absence(int(column.absence[at]))
        unit = self.batch.units[at].label(parameter.unit)
        code = parameter.code(self.route(at))
        if absence is not Absence.NONE:
            return ParameterValue(parameter, code, None, unit, (), self._reason(at, absence))
        flags = tuple(flag for flag in Flag if flag in parameter.flags and self.flags[flag][at])
        return ParameterValue(parameter, code, float(column.values[at]), unit, flags, None)

    def values(self, at: int) -> dict[str, ParameterValue]:
        """All parameters of a profile by PPTESTCD."""
        found = (self.value(at, parameter) for parameter in self.parameters)
        return {value.code: value for value in found}

    def used_points(self, at: int) -> tuple[tuple[float, float], ...]:
        """Time and concentration of the points that the terminal slope went through."""
        used = self.fit.used[at]
        return tuple(zip(self.curves.time[at][used].tolist(), self.curves.conc[at][used].tolist(), strict=True))

    def _reason(self, at: int, absence: Absence) -> Reason:
        numbers: dict[str, object] = {}
        if absence in (Absence.SLOPE_FEW_POINTS, Absence.CHOSEN_FEW_POINTS):
            numbers = {"points": int(self.fit.candidates[at])}
        elif absence is Absence.BEYOND_LAST:
            last = float(self.last[at])
            numbers = {"last": None if math.isnan(last) else last}
        return Reason(absence.code, numbers)


def column(values: Floats, absence: Absences) -> Column:
    """A column with NaN where there is a reason."""
    return Column(np.where(absence == 0, values, np.nan), absence)
