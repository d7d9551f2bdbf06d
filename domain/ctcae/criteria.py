"""Which limits a laboratory result is read against, or why there are none."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.limits import Direction, Limit, Row, When, limits_of
from domain.ctcae.units import find_unit, units_of
from domain.reasons import Reason
from domain.terms import Grade


@dataclass(frozen=True, slots=True)
class Criteria:
    """The limits that a result of one term in one unit is read against, highest grade first."""

    levels: tuple[tuple[Grade, tuple[Limit, ...]], ...]
    factor: Decimal
    unit: str
    beyond: Limit | None
    depends_on_flag: bool
    adds_baseline: When | None
    next_grade: Grade | None


@lru_cache(maxsize=4096)
def find_criteria(version: str, term: str, direction: Direction, unit: str) -> Criteria | Reason:
    """The limits to read a result against, or why there are none."""
    if not term.strip():
        return Reason("lab_term_missing")
    rows = limits_of(version).get(term.strip().casefold())
    if rows is None:
        return _no_limits(version, term.strip())
    if rows[0].direction is not direction:
        said = {"term": rows[0].name, "right": rows[0].direction.value, "given": direction.value}
        return Reason("lab_wrong_direction", said)
    measure, system, factor = rows[0].measure, "", Decimal(1)
    if measure:
        found = find_unit(measure, unit)
        if found is None:
            said = {"unit": unit.strip(), "units": ", ".join(units_of(measure))}
            return Reason("lab_unit_unknown" if unit.strip() else "lab_unit_missing", said)
        system, factor = found
    used = [row for row in rows if row.unit in ("", system)]
    limits = [limit for row in used for limit in row.limits]
    grades = sorted({limit.grade for limit in limits}, reverse=True)
    # What holds without an assumption comes first, so that none is made where none is needed.
    levels = tuple(
        (grade, tuple(sorted((one for one in limits if one.grade is grade), key=lambda one: bool(one.assumes))))
        for grade in grades
    )
    exists = terms_of(version)[rows[0].term].grades
    above = [grade for grade in exists if grades[0] < grade < Grade.FATAL]
    return Criteria(
        levels,
        factor,
        system if system not in ("ratio", "pH") else "",
        _beyond(used),
        any(limit.when is When.BASELINE_NORMAL for limit in limits),
        next((limit.when for limit in limits if limit.when in (When.BASELINE_KNOWN, When.BASELINE_KNOWN_LOW)), None),
        above[0] if above else None,
    )


def _beyond(rows: list[Row]) -> Limit | None:
    return next((row.beyond for row in rows if row.beyond), None)


def _no_limits(version: str, term: str) -> Reason:
    if term.casefold() in {name.casefold() for name in terms_of(version)}:
        return Reason("lab_not_by_value", {"term": term, "version": version})
    for other in VERSIONS:
        if other != version and term.casefold() in limits_of(other):
            if limits_of(other)[term.casefold()][0].term in terms_of(version):
                return Reason("lab_not_by_value", {"term": term, "version": version})
            return Reason("lab_term_other_version", {"term": term, "version": version, "other": other})
    return Reason("lab_term_unknown", {"term": term, "version": version})
