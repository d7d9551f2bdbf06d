"""The clauses of a DLT definition in a protocol file: from tables to the vocabulary of ``domain/dlt/vocabulary.py``."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from domain.dlt.vocabulary import (
    ANY_INTERVENTION,
    APPLIES_IF,
    INTERVENTIONS,
    Clause,
    Companion,
    Exclusion,
    FoundBy,
    Multiple,
    Selection,
)
from domain.protocol.schema import Key, Kind
from domain.protocol.values import Fault, Read, listed, read_value, shown

_GRADES: dict[str, Any] = {"kind": Kind.COUNT, "lowest": 1, "highest": 5, "is_required": False}
_DAYS: dict[str, Any] = {"kind": Kind.COUNT, "lowest": 0, "is_required": False}
_SELECTION = tuple(
    Key(name, Kind.TEXTS, is_required=False) for name in ("terms", "concepts", "socs", "not_terms", "not_concepts")
)
_CLAUSE = (
    Key("title"),
    *_SELECTION,
    Key("min_grade", **_GRADES),
    Key("max_grade", **_GRADES),
    Key("days", **_DAYS),
    Key("found_by", Kind.CHOICE, is_required=False, allowed=tuple(FoundBy)),
    Key("applies_if", Kind.CHOICE, is_required=False, allowed=APPLIES_IF),
    Key("source", is_required=False),
    Key("assumed", is_required=False),
    Key("says", is_required=False),
)
_COMPANION = (
    Key("min_grade", **_GRADES),
    Key("days", **_DAYS),
    Key("interventions", Kind.TEXTS, is_required=False),
    Key("admission", Kind.FLAG, is_required=False, allowed=(True,)),
    Key("delay_days", **_DAYS),
    Key("cycle", Kind.COUNT, is_required=False, lowest=2),
    Key("within_days", **_DAYS),
)
_EXCLUSION = (*_SELECTION, Key("max_grade", **_GRADES), Key("resolves_within_days", **_DAYS))
_MULTIPLE = (
    Key("tests", Kind.TEXTS),
    *(Key(name, Kind.NUMBER, is_required=False) for name in ("above_uln", "at_least_uln", "below_uln")),
)


class _Table:
    """A table inside a clause: its values as far as they could be read, and the faults with their places."""

    def __init__(self, raw: Mapping[str, object], keys: tuple[Key, ...], further: tuple[str, ...] = ()) -> None:
        self.raw, self.values = raw, dict[str, Any]()
        self.faults: list[Fault] = []
        known = (*(key.name for key in keys), *further)
        meant = {near for name in raw if name not in known for near in self._unknown(name, known)}
        for key in keys:
            if key.name in raw:
                read = read_value(raw[key.name], key)
                self.faults += [_under(f".{key.name}", fault) for fault in read.faults]
                if not read.faults:
                    self.values[key.name] = read.value
            elif key.is_required and key.name not in meant:
                self.faults.append(Fault("protocol_missing", {"key": key.name}, f".{key.name}"))

    def _unknown(self, name: str, known: tuple[str, ...]) -> list[str]:
        near = get_close_matches(name, known, n=1)
        code = "protocol_misspelt_key" if near else "protocol_unknown_key"
        numbers = {"key": name, "nearest": near[0]} if near else {"key": name, "allowed": listed(known)}
        self.faults.append(Fault(code, numbers, f".{name}"))
        return near

    def fault(self, suffix: str, code: str, **numbers: object) -> None:
        self.faults.append(Fault(code, numbers, suffix))

    def each(self, name: str, one: Callable[[Mapping[str, object]], Read]) -> tuple[Any, ...]:
        """A list of tables, each read by itself."""
        raw = self.raw.get(name, [])
        if not isinstance(raw, list):
            self.fault(f".{name}", "protocol_type_list_of_tables", given=shown(raw))
            return ()
        found = []
        for position, item in enumerate(raw, 1):
            read = one(item) if isinstance(item, dict) else _no_table(item)
            self.faults += [_under(f".{name}[{position}]", fault) for fault in read.faults]
            found.append(read.value)
        return tuple(found)

    def selection(self) -> Selection:
        """Which terms the table means."""
        return Selection(**{key.name: self.values[key.name] for key in _SELECTION if key.name in self.values})

    def take(self, *names: str) -> dict[str, Any]:
        """The values of these keys, where the file gives them."""
        return {name: self.values[name] for name in names if name in self.values}


def _under(place: str, fault: Fault) -> Fault:
    return Fault(fault.code, fault.numbers, place + fault.suffix)


def _no_table(raw: object) -> Read:
    return Read(faults=(Fault("protocol_type_table", {"given": shown(raw)}),))


def read_clauses(raw: object) -> Read:
    """The clauses of a definition.

    Args:
        raw: a list of tables, as parsed.
    """
    holder = _Table({"clauses": raw}, (), ("clauses",))
    clauses = holder.each("clauses", _clause)
    faults = tuple(Fault(fault.code, fault.numbers, fault.suffix.removeprefix(".clauses")) for fault in holder.faults)
    if not faults and not clauses:
        faults = (Fault("protocol_dlt_no_clauses"),)
    return Read(clauses, faults)


def _clause(raw: Mapping[str, object]) -> Read:
    table = _Table(raw, _CLAUSE, ("together", "except"))
    together, exclusions = table.each("together", _companion), table.each("except", _exclusion)
    low, high = table.values.get("min_grade", 1), table.values.get("max_grade", 5)
    if low > high:
        table.fault(".max_grade", "protocol_dlt_grades_crossed", low=low, high=high)
    if "assumed" in raw and "source" in raw:
        table.fault("", "protocol_source_and_assumed")
    if table.faults:
        return Read(faults=tuple(table.faults))
    found_by = FoundBy(table.values.get("found_by", FoundBy.ANY))
    source = table.values.get("source", table.values.get("assumed", ""))
    named = table.take("title", "min_grade", "max_grade", "days", "applies_if")
    clause = Clause(
        selection=table.selection(), found_by=found_by, together=together, exclusions=exclusions, source=source, **named
    )
    return Read(clause)


def _companion(raw: Mapping[str, object]) -> Read:
    table = _Table(raw, _COMPANION, ("event", "laboratory"))
    event = _nested(table, raw["event"]) if "event" in raw else None
    laboratory = table.each("laboratory", _multiple)
    kinds: list[str] = []
    allowed_kinds = (ANY_INTERVENTION, *INTERVENTIONS)
    for position, name in enumerate(table.values.pop("interventions", ()), 1):
        if name in allowed_kinds:
            kinds.append(name)
        else:
            allowed = listed(allowed_kinds)
            table.fault(f".interventions[{position}]", "protocol_type_choice", given=shown(name), allowed=allowed)
    needs = ("event", "interventions", "admission", "delay_days", "laboratory")
    if not any(name in raw for name in needs) and not table.faults:
        table.fault("", "protocol_dlt_empty_companion", allowed=listed(needs))
    for name, owner in (
        ("min_grade", "event"),
        ("days", "event"),
        ("cycle", "delay_days"),
        ("within_days", "laboratory"),
    ):
        if name in raw and owner not in raw:
            table.fault(f".{name}", "protocol_dlt_key_without", key=name, owner=owner)
    if table.faults:
        return Read(faults=tuple(table.faults))
    return Read(Companion(event=event, interventions=tuple(kinds), laboratory=laboratory, **table.values))


def _nested(table: _Table, raw: object) -> Selection | None:
    """The terms of the other event."""
    if not isinstance(raw, dict):
        table.fault(".event", "protocol_type_table", given=shown(raw))
        return None
    inner = _Table(raw, _SELECTION)
    table.faults += [_under(".event", fault) for fault in inner.faults]
    return inner.selection()


def _exclusion(raw: Mapping[str, object]) -> Read:
    table = _Table(raw, _EXCLUSION)
    selection = table.selection()
    if not table.faults and not (selection.terms or selection.concepts or selection.socs):
        table.fault("", "protocol_dlt_excludes_all")
    if table.faults:
        return Read(faults=tuple(table.faults))
    return Read(Exclusion(selection, **table.take("max_grade", "resolves_within_days")))


def _multiple(raw: Mapping[str, object]) -> Read:
    table = _Table(raw, _MULTIPLE)
    bounds = table.take("above_uln", "at_least_uln", "below_uln")
    if not table.faults and not bounds:
        table.fault("", "protocol_dlt_no_bound")
    if not table.faults and not table.values["tests"]:
        table.fault(".tests", "protocol_empty")
    if table.faults:
        return Read(faults=tuple(table.faults))
    return Read(Multiple(table.values["tests"], **bounds))
