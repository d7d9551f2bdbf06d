"""Can a protocol be run? What no single value shows: values against each other (PRO-3).

Each check looks only at values that could be read, so that one fault never hides another.
"""

import re
from decimal import Decimal

from domain.protocol.check_cohorts import check_cohorts
from domain.protocol.check_dlt import check_dlt
from domain.protocol.check_pk import check_pk
from domain.protocol.check_response import check_response
from domain.protocol.check_stopping import check_stopping
from domain.protocol.check_visits import check_visits
from domain.protocol.file import FileTables, PartTables
from domain.protocol.tables import Reading, Table

_WEEKS = re.compile(r"Q(\d*)W", re.IGNORECASE)


def check_tables(tables: FileTables, reading: Reading) -> None:
    """Note every fault that lies between values.

    Args:
        tables: of the file.
        reading: takes the faults.
    """
    if tables.parts and not any(part.is_escalation for part in tables.parts):
        reading.fault("parts", "protocol_no_escalation")
    for part in tables.parts:
        _check_levels(part, reading)
        _check_optional(part, reading)
        _check_rules(part, reading)
        _check_cycle(part, reading)
    check_cohorts(tables.parts, reading)
    check_pk(tables.parts, reading)
    check_response(tables.response, tables.imaging, reading)
    check_visits(tables.parts, reading)
    check_stopping(tables.parts, reading)
    check_dlt(tables.parts, tables.study.values.get("ctcae"), reading)


def _check_levels(part: PartTables, reading: Reading) -> None:
    path = f"{part.path}.levels"
    if "levels" in part.facts.values:
        if not part.levels:
            reading.fault(path, "protocol_no_levels")
        elif "unit" not in part.facts.values and not _is_noted(part.facts, "unit", reading):
            reading.fault(f"{part.path}.unit", "protocol_missing", key="unit")
    elif "levels_from" not in part.facts.values and not _is_noted(part.facts, "levels", reading):
        reading.fault(path, "protocol_no_dose")
    previous: Decimal | None = None
    for position, dose in enumerate(part.levels, 1):
        if not isinstance(dose, Decimal):
            continue
        if dose <= 0:
            reading.fault(f"{path}[{position}]", "protocol_dose_not_positive", position=position, given=dose)
        elif previous is not None and dose <= previous:
            reading.fault(
                f"{path}[{position}]", "protocol_doses_not_rising", position=position, given=dose, previous=previous
            )
        previous = dose


def _check_optional(part: PartTables, reading: Reading) -> None:
    optional = part.facts.values.get("optional_levels")
    count = len(part.levels)
    if not isinstance(optional, tuple) or not count:
        return
    path = f"{part.path}.optional_levels"
    for position, number in enumerate(optional, 1):
        if number > count:
            reading.fault(f"{path}[{position}]", "protocol_optional_beyond", given=number, highest=count)
        elif above := [level for level in range(number + 1, count + 1) if level not in optional]:
            reading.fault(f"{path}[{position}]", "protocol_optional_not_top", given=number, above=above[0])
    if set(range(1, count + 1)) <= set(optional):
        reading.fault(path, "protocol_all_optional")


def _check_rules(part: PartTables, reading: Reading) -> None:
    path = f"{part.path}.rules"
    count = len(part.levels)
    single, start = _number(part.rules, "accelerated_levels"), _number(part.rules, "start_level")
    if count and single is not None and single > count:
        reading.fault(f"{path}.accelerated_levels", "protocol_single_beyond", given=single, highest=count)
    if count and start is not None:
        optional = part.facts.values.get("optional_levels", ())
        if start > count:
            reading.fault(f"{path}.start_level", "protocol_start_beyond", given=start, highest=count)
        elif isinstance(optional, tuple) and start in optional:
            reading.fault(f"{path}.start_level", "protocol_start_optional", given=start)
    size, full = _number(part.rules, "cohort_size"), _number(part.rules, "full_size")
    if size is not None and full is not None and size > full:
        reading.fault(f"{path}.cohort_size", "protocol_group_too_large", given=size, highest=full)


def _check_cycle(part: PartTables, reading: Reading) -> None:
    """A regimen that names its weeks has cycles of whole multiples of them: QW may have cycles of 28 days."""
    regimen, days = part.facts.values.get("regimen"), _number(part.facts, "cycle_days")
    match = _WEEKS.fullmatch(regimen) if isinstance(regimen, str) else None
    if match and days is not None and (weeks := int(match[1] or 1)) and days % (7 * weeks):
        reading.fault(f"{part.path}.cycle_days", "protocol_cycle_mismatch", given=days, regimen=match[0])


def _number(table: Table, name: str) -> int | None:
    value = table.values.get(name)
    return value if isinstance(value, int) else None


def _is_noted(table: Table, name: str, reading: Reading) -> bool:
    """Whether a fault of this value, inside it, or of a misspelling of it is noted already."""
    path = f"{table.path}.{name}"
    noted = (finding.field for finding in reading.findings)
    return name in table.meant or any(field == path or field.startswith(f"{path}[") for field in noted)
