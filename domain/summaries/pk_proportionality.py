"""Whether exposure grows in proportion to dose: the power model of each analyte, cycle and parameter (PK-3)."""

from collections.abc import Iterable, Sequence

from domain.exposure.of_study import USUAL, Exposure, exposures
from domain.pk.parameters import PARAMETERS
from domain.pk.proportionality import PowerModel, estimate_power_model
from domain.pk.settings import Settings
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.pk_numbers import write_number, write_percent
from domain.summaries.table import Column, Format, Table, cells

MODELLED = ("cmax", "auclast", "aucinf_obs", "auctau")
_BY_KEY = {parameter.key: parameter for parameter in PARAMETERS}
_COLUMNS = (
    Column("analyte", "Analyte"),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("parameter", "Parameter"),
    Column("n", "n", Format.NUMBER, 0.4),
    Column("ratio", "Dose ratio", Format.NUMBER, 0.7),
    Column("slope", "Slope", Format.NUMBER, 0.7),
    Column("low", "90 % interval, lower", Format.NUMBER, 0.9),
    Column("high", "90 % interval, upper", Format.NUMBER, 0.9),
    Column("bound_low", "Bound, lower", Format.NUMBER, 0.8),
    Column("bound_high", "Bound, upper", Format.NUMBER, 0.8),
    Column("conclusion", "Conclusion", weight=1.6),
)


def power_model_of(study: Study, part: Part, listed: Iterable[Exposure], key: str) -> PowerModel | Reason:
    """The power model of one parameter of some profiles of one analyte and cycle.

    The dose is that of the level, in its unit, times the share of the planned dose that was given.
    """
    pairs = [
        (dose, value)
        for one in listed
        if (value := one.number(key)) is not None and (dose := dose_of(study, part, one))
    ]
    return estimate_power_model([dose for dose, _ in pairs], [value for _, value in pairs])


def dose_of(study: Study, part: Part, one: Exposure) -> float | None:
    """The dose of a profile in the unit of the levels; None where the level is not known."""
    enrolment = study.enrolment(one.subject_id)
    if enrolment is None or not 1 <= enrolment.dose_level <= len(part.levels):
        return None
    return float(part.level(enrolment.dose_level).dose * one.made.dose.administration.share_given)


def tabulate_proportionality(study: Study, part: Part, *, settings: Settings = USUAL) -> Table:
    """Slope of ln(exposure) on ln(dose) with its interval and Smith's bounds, or why there is none."""
    groups: dict[tuple[str, int], list[Exposure]] = {}
    for one in exposures(study, part, settings=settings):
        groups.setdefault((one.analyte, one.cycle), []).append(one)
    rows = []
    for (analyte, cycle), listed in sorted(groups.items()):
        for key in MODELLED:
            model = power_model_of(study, part, listed, key)
            if not isinstance(model, Reason) or any(one.number(key) is not None for one in listed):
                code = _BY_KEY[key].code(listed[0].made.profile.route)
                rows.append(cells((analyte, cycle, code, *_cells(model))))
    return Table(
        "pk_proportionality",
        "Dose proportionality",
        _COLUMNS,
        tuple(rows),
        note=Reason("note_pk_proportionality"),
    )


def _cells(model: PowerModel | Reason) -> Sequence[object]:
    if isinstance(model, Reason):
        return (*(None,) * 7, model)
    return (
        model.values,
        write_percent(model.dose_ratio),
        *(write_number(one) for one in (model.slope, model.low, model.high, *model.bounds)),
        model.conclusion,
    )
