"""A protocol file taken apart into its tables; values that could not be read are missing, their faults are noted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.protocol import schema
from domain.protocol.tables import Reading, Table
from domain.protocol.values import shown
from domain.terms import PartKind

_ID = re.compile(r"[a-z][a-z0-9-]*")
_VISIT = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_CRITERION = re.compile(r"[IE][1-9]\d?")
_TABLES = ("id", "window", "rules", "dlt", "pk", "visits", "assessments", "dosing", "gate", "stopping", "cohorts")


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
    pk: Table
    visits: Table
    assessments: Table
    dosing: Table
    gate: Table
    stopping: Table
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
    response: Table
    imaging: Table
    criteria: Table
    parts: list[PartTables]


def read_tables(content: Mapping[str, object], reading: Reading) -> FileTables:
    """Every table of the file.

    Args:
        content: as parsed from TOML or JSON.
        reading: takes the faults and the provenance.
    """
    named = {name: value for name, value in content.items() if name != "protocol_id"}
    meant = reading.note_unknown(named, "", ("study", "endpoints", "response", "criteria", "parts"))
    study = reading.table(content.get("study"), "study", schema.STUDY, has_to_be_there="study" not in meant)
    endpoints = reading.table(
        content.get("endpoints"), "endpoints", schema.ENDPOINTS, has_to_be_there="endpoints" not in meant
    )
    raw_response = content.get("response")
    response = reading.table(
        raw_response, "response", schema.RESPONSE, further=("imaging",), has_to_be_there="response" in content
    )
    raw_imaging = raw_response.get("imaging") if isinstance(raw_response, dict) else None
    imaging = reading.table(
        raw_imaging,
        "response.imaging",
        schema.IMAGING,
        source=response.source,
        has_to_be_there=raw_imaging is not None,
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
    raw_criteria = content.get("criteria")
    criteria = reading.table(
        raw_criteria, "criteria", _criteria_of(raw_criteria), has_to_be_there="criteria" in content
    )
    return FileTables(study, endpoints, response, imaging, criteria, parts)


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
    pk = reading.table(
        raw.get("pk"),
        f"{path}.pk",
        schema.PK,
        source=facts.source,
        parent=parent.pk if parent else None,
        parent_id=from_id,
        has_to_be_there="pk" in raw,
    )
    raw_visits = raw.get("visits")
    visits = reading.table(
        raw_visits,
        f"{path}.visits",
        (*schema.VISITS, *_visits_of(raw_visits, parent)),
        source=facts.source,
        parent=parent.visits if parent else None,
        parent_id=from_id,
        has_to_be_there="visits" in raw,
    )
    assessments = reading.table(
        raw.get("assessments"),
        f"{path}.assessments",
        schema.ASSESSMENTS,
        source=facts.source,
        parent=parent.assessments if parent else None,
        parent_id=from_id,
        has_to_be_there="assessments" in raw,
    )
    dosing = reading.table(
        raw.get("dosing"),
        f"{path}.dosing",
        schema.DOSING,
        source=facts.source,
        parent=parent.dosing if parent else None,
        parent_id=from_id,
        has_to_be_there="dosing" in raw,
    )
    gate = reading.table(
        raw.get("gate"), f"{path}.gate", schema.GATE, source=facts.source, has_to_be_there="gate" in raw
    )
    stopping = reading.table(
        raw.get("stopping"),
        f"{path}.stopping",
        schema.STOPPING,
        source=facts.source,
        has_to_be_there="stopping" in raw,
    )
    part = PartTables(
        part_id, path, facts, window, rules, spacing, dlt, pk, visits, assessments, dosing, gate, stopping
    )
    part.cohorts = _read_cohorts(raw.get("cohorts", []), part, reading)
    return part


def _visits_of(raw: object, parent: PartTables | None) -> tuple[schema.Key, ...]:
    """A key for each visit that the part names or takes over, by name, since a study file keeps them without order."""
    fixed = {key.name for key in schema.VISITS} | {"source"}
    names = [name for name in raw if name not in fixed and _VISIT.fullmatch(name)] if isinstance(raw, dict) else []
    names += [name for name in parent.visits.values if name not in fixed and name not in names] if parent else []
    return tuple(schema.Key(name, schema.Kind.VISIT, is_required=False, is_inherited=True) for name in sorted(names))


def _criteria_of(raw: object) -> tuple[schema.Key, ...]:
    """A key for each criterion: I1, I2 and so on, then E1, E2."""
    names = [name for name in raw if _CRITERION.fullmatch(name)] if isinstance(raw, dict) else []
    return tuple(schema.Key(name) for name in sorted(names, key=lambda name: (name[0] != "I", int(name[1:]))))


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
