"""Can a sampling plan be followed? Its values against each other and against the cycle (PRO-3)."""

from domain.exposure.plan import Timetable
from domain.pk.terms import Route
from domain.pk.units import unit_fault
from domain.protocol.file import PartTables
from domain.protocol.tables import Reading

_PAIRS = (("markers", "marker_samples"), ("marker_samples", "markers"), ("marker_matrix", "markers"))


def check_pk(parts: list[PartTables], reading: Reading) -> None:
    """Note every fault of the sampling plans.

    Args:
        parts: of the file; what a part takes over is checked with its own cycle.
        reading: takes the faults.
    """
    for part in parts:
        values, path = part.pk.values, part.pk.path
        if not values:
            continue
        if values.get("analytes") == ():
            reading.fault(f"{path}.analytes", "protocol_pk_no_analyte")
        unit = values.get("unit")
        if isinstance(unit, str) and unit_fault("conc", unit):
            reading.fault(f"{path}.unit", "protocol_pk_unit", given=unit)
        # The duration may stand with another route, so that the route can be chosen where it is assumed.
        if (
            values.get("route") == Route.IV_INFUSION
            and "infusion_minutes" not in values
            and "infusion_minutes" not in part.pk.meant
        ):
            reading.fault(f"{path}.infusion_minutes", "protocol_pk_no_infusion")
        # An empty list of markers asks a person to name them; times and matrix may stand ready.
        given = {key for key in values if key != "markers" or values[key]}
        for key, owner in _PAIRS:
            if key in given and owner not in values and owner not in part.pk.meant:
                reading.fault(f"{path}.{key}", "protocol_key_alone", key=key, owner=owner)
        _check_hours(part, reading)


def _check_hours(part: PartTables, reading: Reading) -> None:
    days = part.facts.values.get("cycle_days")
    if not isinstance(days, int):
        return
    for name in ("samples", "ada", "marker_samples"):
        timetables = part.pk.values.get(name, ())
        assert isinstance(timetables, tuple)
        late = [hours for one in timetables if isinstance(one, Timetable) for hours in one.hours if hours >= days * 24]
        if late:
            reading.fault(f"{part.pk.path}.{name}", "protocol_pk_beyond_cycle", given=late[0], hours=days * 24)
