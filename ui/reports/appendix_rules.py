"""The dose levels and the rules of a protocol on paper, each with its source."""

from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Part, Protocol
from domain.protocol.schema import RULES, SPACING, WINDOW
from domain.summaries.table import Cell, Column, Format, Table
from ui.reports.appendix_tables import plain_table, say_subjects, words_of
from ui.reports.blocks import Paragraph
from ui.reports.paper import Block
from ui.reports.words import tr
from ui.text import say_number

# Between numbers and the words at their right.
_WIDE = "\u2003\u2003"


def optional_note(part: Part) -> list[Block]:
    """Which levels are optional; nothing where none is."""
    names = [str(one.number) for one in part.levels if one.is_optional]
    if not names:
        return []
    text = tr("Level {levels} is optional: it opens only by a decision and is left out of everything computed below.")
    return [Paragraph(text.format(levels=", ".join(names)), is_note=True)]


def levels_table(protocol: Protocol, part: Part) -> Table:
    """The levels with their doses, how each begins, and where that stands."""
    columns = (
        Column("level", tr("Level"), Format.NUMBER),
        Column("dose", tr("Dose, {unit}").format(unit=part.levels[0].unit), Format.NUMBER),
        Column("mode", f"{_WIDE}{tr('First group')}", weight=3),
        Column("source", tr("Source"), weight=3),
    )
    source = protocol.source_of(part, "levels").source
    rows = []
    for level in part.levels:
        is_single = level.number <= part.rules.accelerated_levels
        first = tr("1 subject, while acceleration lasts") if is_single else say_subjects(part.rules.cohort_size)
        mode = tr("{first}; optional").format(first=first) if level.is_optional else first
        rows.append((Cell(str(level.number)), Cell(say_number(level.dose)), Cell(f"{_WIDE}{mode}"), Cell(source)))
    return Table("levels", "", columns, tuple(rows))


def rule_blocks(protocol: Protocol, part: Part) -> list[Block]:
    """Each rule, its value and its source; assumed values are bold."""
    columns = (
        Column("rule", tr("Rule"), weight=2),
        Column("value", tr("In this protocol")),
        Column("source", tr("Source"), weight=2),
    )
    tables = (
        ("window", WINDOW, part.window),
        ("rules", RULES, part.rules),
        ("rules.spacing", SPACING, part.rules.spacing),
    )
    paths = [(f"{path}.{key.name}", getattr(values, key.name)) for path, keys, values in tables for key in keys]
    rows, assumed = [], 0
    for path, value in paths:
        full = f"parts.{part.part_id}.{path}"
        origin = protocol.source_of(part, path)
        source = origin.source
        if origin.is_assumed:
            assumed += 1
            source = tr("assumption: {source}").format(source=source)
            if origin.says:
                source = tr("{source} (registration: {says})").format(source=source, says=origin.says)
        rows.append(
            (
                Cell(words_of(label_of(full))),
                Cell(words_of(choice_label_of(full, value)), emphasis=origin.is_assumed),
                Cell(source),
            )
        )
    note = tr("{assumed} of {all} values are assumptions, in bold: confirm or change them in the protocol.")
    return [
        plain_table(Table("rules", "", columns, tuple(rows))),
        Paragraph(note.format(assumed=assumed, all=len(rows)), is_note=True),
    ]
