"""The sampling plan of a part in the protocol appendix: what is taken when, and where each value comes from (PK-1)."""

from domain.exposure.plan import SamplingPlan, Timetable
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Part, Protocol
from domain.summaries.table import Cell, Column, Table
from domain.terms import Matrix, SamplePurpose
from ui.reports.blocks import Paragraph, Subheading
from ui.reports.paper import Block
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import say_number, term
from ui.text import tr as translate

_FACTS = (
    "unit", "route", "infusion_minutes", "window_percent", "window_minutes", "predose_minutes", "steady_cycle",
)  # fmt: skip


def sampling_blocks(protocol: Protocol, part: Part) -> list[Block]:
    """The plan as two tables and a sentence about its assumptions; nothing for a part that has none."""
    plan = part.pk
    if plan is None:
        return []
    assumed = [path for path in _paths(plan) if protocol.source_of(part, f"pk.{path}").is_assumed]
    note = tr("{assumed} of {all} values are assumptions, in bold: confirm or change them in the protocol.")
    return [
        _block(_samples(protocol, part, plan)),
        Subheading(tr("How they are taken and analysed")),
        _block(_facts(protocol, part, plan)),
        Paragraph(note.format(assumed=len(assumed), all=len(_paths(plan))), is_note=True),
    ]


def _block(table: Table) -> TableBlock:
    return TableBlock(table, lambda value, _form: str(value), is_tight=True)


def _paths(plan: SamplingPlan) -> list[str]:
    return [*_FACTS, *(path for path, *_ in _kinds(plan))]


def _kinds(plan: SamplingPlan) -> list[tuple[str, SamplePurpose, str, Matrix, tuple[Timetable, ...]]]:
    """What is sampled: its key, what for, what is measured, in what, when."""
    listed = [
        ("samples", SamplePurpose.PK, ", ".join(plan.analytes), plan.matrix, plan.samples),
        ("ada", SamplePurpose.ADA, plan.analytes[0], Matrix.SERUM, plan.ada),
        ("marker_samples", SamplePurpose.BIOMARKER, ", ".join(plan.markers), plan.marker_matrix, plan.marker_samples),
    ]
    return [one for one in listed if one[-1]]


def _samples(protocol: Protocol, part: Part, plan: SamplingPlan) -> Table:
    columns = (
        Column("for", tr("For")),
        Column("measured", tr("Measured")),
        Column("matrix", tr("In"), weight=0.6),
        Column("cycles", tr("Cycles"), weight=1.1),
        Column("hours", tr("Hours after the start of the dose; 0 is before it"), weight=2),
        Column("source", tr("Source"), weight=2.2),
    )
    rows = []
    for path, purpose, measured, matrix, timetables in _kinds(plan):
        source, is_assumed = _source(protocol, part, path)
        for at, timetable in enumerate(timetables):
            is_first = at == 0
            rows.append(
                (
                    Cell(term(purpose) if is_first else ""),
                    Cell(measured if is_first else ""),
                    Cell(term(matrix) if is_first else ""),
                    Cell(_cycles(timetable.cycles), emphasis=is_assumed),
                    Cell(", ".join(say_number(hours) for hours in timetable.hours), emphasis=is_assumed),
                    Cell(source if is_first else ""),
                )
            )
    return Table("samples", "", columns, tuple(rows))


def _cycles(cycles: tuple[int, ...]) -> str:
    """Cycles with those that follow each other drawn together: "1, 4 to 6"."""
    runs: list[list[int]] = []
    for cycle in cycles:
        if runs and cycle == runs[-1][-1] + 1:
            runs[-1].append(cycle)
        else:
            runs.append([cycle])
    said = tr("{first} to {last}")
    return ", ".join(
        said.format(first=run[0], last=run[-1]) if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def _facts(protocol: Protocol, part: Part, plan: SamplingPlan) -> Table:
    columns = (
        Column("what", tr("Sampling"), weight=2),
        Column("value", tr("In this protocol")),
        Column("source", tr("Source"), weight=2),
    )
    rows = []
    for path in _FACTS:
        full = f"parts.{part.part_id}.pk.{path}"
        value = getattr(plan, path)
        source, is_assumed = _source(protocol, part, path)
        said = "–" if value is None else translate(choice_label_of(full, value))
        rows.append((Cell(translate(label_of(full))), Cell(said, emphasis=is_assumed), Cell(source)))
    return Table("sampling", "", columns, tuple(rows))


def _source(protocol: Protocol, part: Part, path: str) -> tuple[str, bool]:
    """Where a value comes from, and whether it is an assumption."""
    origin = protocol.source_of(part, f"pk.{path}")
    if not origin.is_assumed:
        return origin.source, False
    source = tr("assumption: {source}").format(source=origin.source)
    if origin.says:
        source = tr("{source} (registration: {says})").format(source=source, says=origin.says)
    return source, True
