"""Can the cohorts of an expansion be opened? Their values against each other and against the parts (PRO-3)."""

from domain.protocol.file import PartTables
from domain.protocol.tables import Reading, Table
from domain.protocol.values import shown

_OF_EXPANSIONS = ("most_cohorts", "most_cohorts_with", "different_tumours")
_PAIRS = (("marker_from", "marker"), ("most_cohorts_with", "most_cohorts"))


def check_cohorts(parts: list[PartTables], reading: Reading) -> None:
    """Note every fault of the expansion parts and their cohorts.

    Args:
        parts: of the file.
        reading: takes the faults.
    """
    for part in parts:
        values, path = part.facts.values, part.path
        is_expansion = "kind" in values and not part.is_escalation
        if is_expansion and not part.cohorts and "cohorts" not in part.facts.meant:
            reading.fault(f"{path}.cohorts", "protocol_no_cohorts")
        for key in _OF_EXPANSIONS:
            if key in values and part.is_escalation:
                reading.fault(f"{path}.{key}", "protocol_expansion_only", key=key)
        _check_pairs(part.facts, reading)
        _check_shared(part, parts, reading)
        for cohort in part.cohorts:
            _check_pairs(cohort, reading)
            _check_cohort(cohort, reading)


def _check_shared(part: PartTables, parts: list[PartTables], reading: Reading) -> None:
    """A limit is shared with other expansion parts, before or after this one."""
    named = part.facts.values.get("most_cohorts_with", ())
    assert isinstance(named, tuple)
    others = {one.part_id for one in parts if not one.is_escalation and one is not part}
    for position, part_id in enumerate(named, 1):
        if part_id not in others:
            place = f"{part.path}.most_cohorts_with[{position}]"
            reading.fault(place, "protocol_no_other_expansion", given=shown(part_id))


def _check_pairs(table: Table, reading: Reading) -> None:
    for key, owner in _PAIRS:
        if key in table.values and owner not in table.values and owner not in table.meant:
            reading.fault(f"{table.path}.{key}", "protocol_key_alone", key=key, owner=owner)


def _check_cohort(cohort: Table, reading: Reading) -> None:
    with_pk, total = cohort.values.get("with_pk"), cohort.values.get("in_total")
    if isinstance(with_pk, int) and isinstance(total, int) and with_pk > total:
        reading.fault(f"{cohort.path}.with_pk", "protocol_pk_beyond", given=with_pk, highest=total)
    if cohort.values.get("at_least") is not None and total is not None:
        reading.fault(f"{cohort.path}.at_least", "protocol_two_sizes")
