"""From tables without a fault to the protocol."""

from collections.abc import Mapping
from typing import Any

from domain.dlt.vocabulary import CountsBy, DltDefinition
from domain.dosing.plan import DosingPlan, WeightFrom
from domain.exposure.plan import SamplingPlan
from domain.parts.terms import BackfillPolicy, TreatmentLine
from domain.pk.terms import Route
from domain.protocol.build_response import build_response
from domain.protocol.criteria import Criterion, in_order
from domain.protocol.file import FileTables, PartTables
from domain.protocol.model import (
    DltWindow,
    DoseLevel,
    ExpansionCohort,
    Gate,
    Part,
    Protocol,
    Provenance,
    Rules,
    Spacing,
    Stopping,
)
from domain.protocol.schema import ALL
from domain.protocol.tables import Table
from domain.schedule.plan import Assessment, VisitPlan, VisitRule, visits_in_order
from domain.terms import AfterExceeded, FillMode, Matrix, PartKind, Relationship, TopLevel, WindowEnd


def build_protocol(
    tables: FileTables,
    provenance: Mapping[str, Provenance],
    content: Mapping[str, object],
    protocol_id: str,
) -> Protocol:
    """The protocol.

    Args:
        tables: read and checked.
        provenance: by path.
        content: that the tables were read from.
        protocol_id: short id of the file.
    """
    study: dict[str, Any] = dict(tables.study.values)
    endpoints: dict[str, Any] = tables.endpoints.values
    return Protocol(
        protocol_id=protocol_id,
        study_id=study.pop("id"),
        parts=tuple(_part(part) for part in tables.parts),
        endpoints=endpoints["primary"] + endpoints.get("secondary", ()),
        response=build_response(tables.response, tables.imaging, provenance, protocol_id),
        criteria=in_order(Criterion(code, str(text)) for code, text in tables.criteria.values.items()),
        provenance=provenance,
        content=content,
        **study,
    )


def _part(part: PartTables) -> Part:
    facts: dict[str, Any] = dict(part.facts.values)
    doses, unit = facts.pop("levels", ()), facts.pop("unit", "")
    optional = facts.pop("optional_levels", ())
    return Part(
        part_id=part.part_id,
        kind=PartKind(facts.pop("kind").upper()),
        window=_window(part.window),
        levels=tuple(DoseLevel(number, dose, unit, number in optional) for number, dose in enumerate(doses, 1)),
        rules=_rules(part),
        dlt=_dlt(part.dlt),
        pk=_pk(part.pk),
        visits=_visits(part.visits, part.assessments),
        dosing=_dosing(part.dosing),
        gate=_gate(part.gate),
        stopping=_stopping(part.stopping),
        cohorts=tuple(_cohort(cohort) for cohort in part.cohorts),
        **facts,
    )


def _window(table: Table) -> DltWindow:
    values: dict[str, Any] = dict(table.values)
    return DltWindow(
        end=WindowEnd(values.pop("end")),
        relationship=Relationship(values.pop("relationship").upper()),
        **values,
    )


def _rules(part: PartTables) -> Rules:
    values: dict[str, Any] = dict(part.rules.values)
    spacing: dict[str, Any] = part.spacing.values
    terms = {"after_exceeded": AfterExceeded, "fill": FillMode, "top": TopLevel, "backfill": BackfillPolicy}
    for name, term in terms.items():
        if name in values:
            values[name] = term(values[name])
    return Rules(spacing=Spacing(**spacing), **values)


def _dlt(table: Table) -> DltDefinition | None:
    values: dict[str, Any] = dict(table.values)
    if "counts_by" in values:
        values["counts_by"] = CountsBy(values["counts_by"])
    return DltDefinition(**values) if values else None


def _pk(table: Table) -> SamplingPlan | None:
    values: dict[str, Any] = dict(table.values)
    for name in ("matrix", "marker_matrix"):
        if name in values:
            values[name] = Matrix(values[name].upper())
    if "route" in values:
        values["route"] = Route(values["route"])
    if not values.get("markers"):
        # Times and matrix may stand ready for markers that nobody has named yet; until then nothing is due.
        for name in ("markers", "marker_matrix", "marker_samples"):
            values.pop(name, None)
    return SamplingPlan(**values) if values else None


def _visits(table: Table, assessments: Table) -> VisitPlan | None:
    values: dict[str, Any] = dict(table.values)
    if not values:
        return None
    done: dict[str, Any] = dict(assessments.values)
    hours = done.pop("before_dose_hours", None)
    return VisitPlan(
        visits_in_order(rule for rule in values.values() if isinstance(rule, VisitRule)),
        {one: done[one.value] for one in Assessment if one.value in done},
        hours,
        values.get("study_end_days"),
        values.get("lost_after_attempts"),
    )


def _dosing(table: Table) -> DosingPlan | None:
    values: dict[str, Any] = dict(table.values)
    if not values:
        return None
    return DosingPlan(weight=WeightFrom(values.pop("weight")), **values)


def _gate(table: Table) -> Gate:
    values: dict[str, Any] = table.values
    return Gate(**values)


def _stopping(table: Table) -> Stopping | None:
    values: dict[str, Any] = table.values
    return Stopping(**values) if values else None


def _cohort(table: Table) -> ExpansionCohort:
    values: dict[str, Any] = dict(table.values)
    if values.get("with_pk") == ALL:
        values["with_pk"], values["pk_in_all"] = None, True
    if "line" in values:
        values["line"] = TreatmentLine(values["line"])
    return ExpansionCohort(**values)
