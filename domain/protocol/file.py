"""A protocol file taken apart into its tables; values that could not be read are missing, their faults are noted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.protocol import schema
from domain.protocol.tables import Reading, Table
from domain.protocol.values import shown
from domain.terms import PartKind

_ID = re.compile(r"[a-z][a-z0-9-]*")
_TABLES = ("id", "window", "rules", "dlt", "gate", "cohorts")


@dataclass
class PartTables:
    """The tables of one part."""

    part_id: str
    path: str
    facts: Table
    window: Table
    rules: Table
    spacing: Table
    dlt: Table
    gate: Table
    cohorts: list[Table] = field(default_factory=list)

    @property
    def is_escalation(self) -> bool:
        """Whether the part escalates."""
        return self.facts.values.get("kind") == PartKind.ESCALATION.lower()

    @property
    def levels(self) -> tuple[object, ...]:
        """The doses, as far as they could be read."""
        levels = self.facts.values.get("levels", ())
        return levels if isinstance(levels, tuple) else ()


@dataclass
class FileTables:
    """The tables of a protocol file."""

    study: Table
    endpoints: Table
    parts: list[PartTables]


def read_tables(content: Mapping[str, object], reading: Reading) -> FileTables:
    """Every table of the file.

    Args:
        content: as parsed from TOML or JSON.
        reading: takes the faults and the provenance.
    """
    named = {name: value for name, value in content.items() if name != "protocol_id"}
    meant = reading.note_unknown(named, "", ("study", "endpoints", "parts"))
    study = reading.table(content.get("study"), "study", schema.STUDY, has_to_be_there="study" not in meant)
    endpoints = reading.table(
        content.get("endpoints"), "endpoints", schema.ENDPOINTS, has_to_be_there="endpoints" not in meant
    )
    parts: list[PartTables] = []
    raw_parts = content.get("parts")
    if raw_parts is None:
        if "parts" not in meant:
            reading.fault("parts", "protocol_missing_table", key="parts")
    elif not isinstance(raw_parts, list):
        reading.fault("parts", "protocol_type_tables", given=shown(raw_parts), key="parts")
    else:
        for position, raw in enumerate(raw_parts, 1):
            if isinstance(raw, dict):
                parts.append(_read_part(raw, position, parts, reading))
            else:
                reading.fault(f"parts[{position}]", "protocol_type_table", given=shown(raw))
    return FileTables(study, endpoints, parts)


def _read_part(raw: Mapping[str, object], position: int, before: list[PartTables], reading: Reading) -> PartTables:
    part_id = _read_id(raw, position, before, reading)
    path = f"parts.{part_id}" if part_id else f"parts[{position}]"
    parent = _parent(raw, path, before, reading)
    from_id = parent.part_id if parent else ""
    facts = reading.table(
        raw,
        path,
        schema.PART,
        further=_TABLES,
        parent=parent.facts if parent else None,
        parent_id=from_id,
    )
    is_escalation = facts.values.get("kind") != PartKind.EXPANSION.lower()
    window = reading.table(
        raw.get("window"),
        f"{path}.window",
        schema.WINDOW,
        source=facts.source,
        parent=parent.window if parent else None,
        parent_id=from_id,
        has_to_be_there="window" not in facts.meant,
    )
    raw_rules = raw.get("rules")
    rules = reading.table(
        raw_rules,
        f"{path}.rules",
        schema.RULES,
        further=("spacing",),
        source=facts.source,
        parent=parent.rules if parent else None,
        parent_id=from_id,
        has_to_be_there=is_escalation and "rules" not in facts.meant,
    )
    spacing = reading.table(
        raw_rules.get("spacing") if isinstance(raw_rules, dict) else None,
        f"{path}.rules.spacing",
        schema.SPACING,
        source=rules.source,
        parent=parent.spacing if parent else None,
        parent_id=from_id,
        has_to_be_there=is_escalation and isinstance(raw_rules, dict) and "spacing" not in rules.meant,
    )
    dlt = reading.table(
        raw.get("dlt"),
        f"{path}.dlt",
        schema.DLT,
        source=facts.source,
        parent=parent.dlt if parent else None,
        parent_id=from_id,
        has_to_be_there="dlt" in raw,
    )
    gate = reading.table(
        raw.get("gate"), f"{path}.gate", schema.GATE, source=facts.source, has_to_be_there="gate" in raw
    )
    part = PartTables(part_id, path, facts, window, rules, spacing, dlt, gate)
    part.cohorts = _read_cohorts(raw.get("cohorts", []), part, reading)
    return part


def _read_id(raw: Mapping[str, object], position: int, before: list[PartTables], reading: Reading) -> str:
    """The id of a part; "" where it has none that can be used."""
    path = f"parts[{position}].id"
    given = raw.get("id")
    if given is None:
        reading.fault(path, "protocol_missing", key="id")
    elif not isinstance(given, str) or not _ID.fullmatch(given):
        reading.fault(path, "protocol_id_shape", given=given if isinstance(given, str) else shown(given))
    elif any(part.part_id == given for part in before):
        reading.fault(path, "protocol_part_twice", key=given)
    else:
        return given
    return ""


def _parent(raw: Mapping[str, object], path: str, before: list[PartTables], reading: Reading) -> PartTables | None:
    """The part that ``levels_from`` names: an escalation part further up."""
    given = raw.get("levels_from")
    if isinstance(given, dict):
        given = given.get("value")
    if not isinstance(given, str):
        return None
    for part in before:
        if part.part_id == given and part.is_escalation:
            return part
    reading.fault(f"{path}.levels_from", "protocol_levels_from_unknown", given=given)
    return None


def _read_cohorts(raw: object, part: PartTables, reading: Reading) -> list[Table]:
    path = f"{part.path}.cohorts"
    if not isinstance(raw, list):
        reading.fault(path, "protocol_type_tables", given=shown(raw), key="parts.cohorts")
        return []
    return [
        reading.table(cohort, f"{path}[{position}]", schema.COHORT, source=part.facts.source)
        for position, cohort in enumerate(raw, 1)
    ]
