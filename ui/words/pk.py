"""Symbols, units and numbers of pharmacokinetic parameters as they are written on screen."""

from domain.pk.results import ParameterValue
from domain.summaries.pk_numbers import write_number, write_percent
from ui.models.lab_trend_of import say_unit

# What stands after the underscore is lowered.
_NAMES = {
    "cmax": "C_max", "tmax": "T_max", "auclast": "AUC_last", "aucinf_obs": "AUC_inf", "aucpext_obs": "Extrap.",
    "half_life": "t½", "cl_obs": "CL", "vz_obs": "V_z", "ctrough": "C_trough", "cavg": "C_av", "auctau": "AUC_tau",
    "fluct": "Fluct.", "acc_auc": "R_AUC", "cl_tau": "CL_ss",
}  # fmt: skip


def name_of(key: str) -> str:
    """The symbol of a parameter with what is to be lowered after an underscore."""
    return _NAMES.get(key, key)


def plain_name(key: str) -> str:
    """The symbol of a parameter: "AUCinf"."""
    return name_of(key).replace("_", "")


def say_pk_unit(unit: str | None) -> str:
    """A unit as it is written on screen: "h*ug/mL" is "µg·h/mL"."""
    text = unit or ""
    if text.startswith("h*"):
        above, slash, below = text[2:].partition("/")
        text = f"{above}·h{slash}{below}"
    return say_unit(text)


def write_parameter(value: ParameterValue | None) -> str:
    """A parameter to three significant figures; percentages to one decimal; times of a sample in whole hours."""
    if value is None or value.value is None:
        return ""
    if value.parameter.key == "tmax" and value.value >= 1:
        return f"{value.value:.0f}"
    if value.parameter.unit.name == "PERCENT":
        return write_percent(value.value)
    return write_number(value.value) or ""
