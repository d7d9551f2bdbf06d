"""Parts of the study on paper: where each stands, the gate and the openings of this one, its cohorts (PRO-2)."""

from domain.escalation.status import PartStatus
from domain.summaries.parts import (
    tabulate_boundary,
    tabulate_cohorts,
    tabulate_gate,
    tabulate_openings,
    tabulate_parts,
)
from domain.terms import PartKind
from ui.reports.section import Section, table_section
from ui.reports.words import tr
from ui.text import Words


def part_sections(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """Every part and why it stands so; of this one its gate and openings. None in a study of one part."""
    study, part = status.study, status.part
    if len(study.protocol.parts) < 2:
        return ()
    found = [table_section(tabulate_parts(study), words)]
    gate = tabulate_gate(study, part)
    if gate.rows:
        found.append(table_section(gate, words))
    if part.needs_opening or study.openings_of(part.part_id):
        found.append(table_section(tabulate_openings(study, part), words, tr("None up to the cut-off.")))
    return tuple(found)


def cohort_sections(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The cohorts of an expansion with their observed rates, and the boundary that stops one; none elsewhere."""
    if status.part.kind is not PartKind.EXPANSION:
        return ()
    cohorts = table_section(tabulate_cohorts(status), words, tr("None: the part is not open."), is_tight=True)
    boundary = tabulate_boundary(status.part)
    if not boundary.rows:
        return (cohorts,)
    return (cohorts, table_section(boundary, words))
