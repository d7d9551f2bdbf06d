"""Pharmacokinetic parameters: summarised by level and cycle, listed by subject, and all of one profile (PK-3)."""

from collections.abc import Sequence
from functools import lru_cache

from domain.exposure.antibody_effect import antibodies_by_end
from domain.exposure.of_study import USUAL, Exposure, exposures
from domain.listed import listed
from domain.pk.parameters import PARAMETERS, Parameter
from domain.pk.settings import Settings
from domain.pk.summary import summarise
from domain.pk.units import UnitKind, Units
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.pk_numbers import STATISTICS, write_summary, write_value
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells

MAIN = (
    "cmax", "tmax", "auclast", "aucinf_obs", "aucpext_obs", "auctau", "half_life", "cl_obs", "cl_tau", "vz_obs",
    "vss_obs", "cmin", "ctrough", "cavg", "fluct", "swing", "acc_auc", "acc_cmax",
)  # fmt: skip
"""The parameters of the summary."""
LISTED = ("cmax", "tmax", "auclast", "aucinf_obs", "aucpext_obs", "auctau", "half_life", "cl_obs", "vz_obs", "ctrough")
"""The parameters of the listing; all others are in ``tabulate_profile``."""
_BY_KEY = {parameter.key: parameter for parameter in PARAMETERS}
_SUMMARY = (
    Column("analyte", "Analyte"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("parameter", "Parameter"),
    Column("unit", "Unit", weight=0.9),
    *STATISTICS,
)
_PROFILE = (
    Column("parameter", "Parameter"),
    Column("name", "Name", weight=2.0),
    Column("value", "Value", Format.NUMBER),
    Column("unit", "Unit"),
    Column("flags", "Flags", weight=1.6),
    Column("reason", "Reason", weight=2.4),
)


def tabulate_pk_parameters(study: Study, part: Part, *, settings: Settings = USUAL) -> Table:
    """Summary of the main parameters by analyte, level, cycle and parameter.

    Profiles that a person left out are not in it; a parameter that no profile of a group has is left away. Flagged
    values are in it.
    """
    groups: dict[tuple[str, int, int], list[Exposure]] = {}
    left_out = 0
    for one in exposures(study, part, settings=settings):
        level = level_of(study, one.subject_id)
        if one.made.is_left_out:
            left_out += 1
        elif level is not None and one.results is not None:
            groups.setdefault((one.analyte, level, one.cycle), []).append(one)
    rows = []
    for (analyte, level, cycle), mine in sorted(groups.items()):
        for key in MAIN:
            values = [one.numbers[key][one.place] for one in mine]
            if all(value is None for value in values):
                continue
            code, unit = _code_and_unit(mine[0], _BY_KEY[key])
            rows.append(_summary_row(analyte, level, cycle, code, unit, tuple(values)))
    return Table(
        "pk_parameters",
        "Pharmacokinetic parameters by level and cycle",
        _SUMMARY,
        tuple(rows),
        caption=Reason("caption_pk_left_out", {"number": left_out}) if left_out else None,
        note=Reason("note_pk_statistics"),
    )


def tabulate_pk_listing(study: Study, part: Part, *, settings: Settings = USUAL) -> Table:
    """The main parameters of every profile, with its flags, what refused it, and whether antibodies were there."""
    found = exposures(study, part, settings=settings)
    columns = (
        Column("subject", "Subject", weight=0.9),
        Column("level", "Level", Format.NUMBER, 0.5),
        Column("analyte", "Analyte"),
        Column("cycle", "Cycle", Format.NUMBER, 0.5),
        Column("dose", "Dose, mg", Format.NUMBER, 0.7),
        *(_listed_column(found, key) for key in LISTED),
        Column("antibodies", "ADA", weight=0.6),
        Column("remarks", "Remarks", weight=2.4),
    )
    rows = []
    for one in found:
        row = (
            one.subject_id,
            level_of(study, one.subject_id),
            one.analyte,
            one.cycle,
            one.made.dose.administration.given_mg,
            *(write_value(one.value(key)) for key in LISTED),
            antibodies_by_end(study, one),
            listed(_remarks(one)),
        )
        rows.append(cells(row, emphasis=one.made.is_left_out or bool(one.made.faults)))
    return Table(
        "pk_listing",
        "Pharmacokinetic parameters by subject",
        columns,
        tuple(rows),
        note=Reason("note_pk_listing"),
    )


def tabulate_profile(exposure: Exposure) -> Table:
    """Every parameter of one profile with its flags, or the reason why it has no value."""
    rows = []
    for value in exposure.values():
        flags = listed(value.flags)
        name = value.parameter.name(exposure.made.profile.route)
        rows.append(cells((value.code, name, write_value(value), value.unit, flags, value.reason)))
    return Table("pk_profile", "Parameters of the profile", _PROFILE, tuple(rows))


def _code_and_unit(one: Exposure, parameter: Parameter) -> tuple[str, str | None]:
    profile = one.made.profile
    return parameter.code(profile.route), _unit(profile.units, parameter.unit)


@lru_cache(maxsize=256)
def _unit(units: Units, kind: UnitKind) -> str | None:
    return units.label(kind)


@lru_cache(maxsize=16384)
def _summary_row(
    analyte: str, level: int, cycle: int, code: str, unit: str | None, values: tuple[float | None, ...]
) -> tuple[Cell, ...]:
    """A row of the summary; after an edit all but a few have the values that they had before."""
    return cells((analyte, level, cycle, code, unit, *write_summary(summarise(values))))


def _listed_column(listed: Sequence[Exposure], key: str) -> Column:
    """A column with the parameter's code and its unit; the code as after an infusion where there is no profile."""
    value = next((found for one in listed if (found := one.value(key)) is not None), None)
    code = value.code if value else _BY_KEY[key].codes[-1]
    title = f"{code}, {value.unit}" if value and value.unit else code
    return Column(key, title, Format.NUMBER, 0.8)


def _remarks(one: Exposure) -> list[object]:
    """Faults first, then what a person decided, then the flags, then why there is no terminal slope."""
    said: list[object] = list(one.made.faults)
    decision = one.made.decision
    if decision is not None:
        code = "pk_slope_withdrawn" if decision.is_withdrawn else "pk_slope_by_hand"
        said.append(Reason("pk_left_out" if decision.is_left_out else code, {"reason": decision.reason}))
    said += one.flags
    slope = one.value("lambda_z")
    if slope is not None and slope.reason is not None:
        said.append(slope.reason)
    return said
