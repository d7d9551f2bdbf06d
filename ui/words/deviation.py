"""Deviations in words: a visit is called by its name, not by its key in the plan."""

from dataclasses import replace

from domain.protocol.model import Protocol
from domain.reasons import Reason
from domain.summaries.table import Cell, Table
from ui.words.visit import VisitWords


def name_visit(said: object, protocol: Protocol | None) -> object:
    """A description with the visit's name in the place of its key; anything else as it is."""
    if protocol is None or not isinstance(said, Reason) or not isinstance(said.numbers.get("visit"), str):
        return said
    name = VisitWords(protocol).name(str(said.numbers["visit"]))
    return Reason(said.code, {**said.numbers, "visit": name}, said.source)


def with_visit_names(table: Table, protocol: Protocol | None) -> Table:
    """A table of deviations whose descriptions call the visits by name."""

    def named(cell: Cell) -> Cell:
        value = name_visit(cell.value, protocol)
        return cell if value is cell.value else replace(cell, value=value)

    return replace(table, rows=tuple(tuple(named(cell) for cell in row) for row in table.rows))
