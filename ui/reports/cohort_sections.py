"""The sections of a cohort report that the domain's tables fill; each from a part's status."""

from dataclasses import replace
from datetime import datetime

from domain.escalation.status import PartStatus
from domain.summaries.adverse_events import tabulate_grades_by_level, tabulate_worst_grades
from domain.summaries.counts import tabulate_counts
from domain.summaries.decisions import tabulate_decisions
from domain.summaries.deviations import tabulate_deviation_counts, tabulate_deviations
from domain.summaries.event_overview import tabulate_event_overview
from domain.summaries.follow_up import tabulate_follow_up
from domain.summaries.interventions import tabulate_interventions
from domain.summaries.lab_shift import tabulate_lab_shift
from domain.summaries.ladder import derive_ladder
from domain.summaries.open_items import tabulate_open_items
from domain.summaries.serious_events import tabulate_clocks, tabulate_serious_events
from domain.summaries.subjects import tabulate_subjects
from domain.summaries.table import Table
from domain.summaries.toxicities import tabulate_toxicities
from domain.terms import PartKind
from ui.reports.blocks import Figures, Paragraph
from ui.reports.ladder import LadderBlock
from ui.reports.section import Section, say_title, table_section
from ui.reports.words import tr
from ui.text import Words
from ui.words.deviation import with_visit_names

Sections = tuple[Section, ...]


def status_sections(status: PartStatus, words: Words) -> Sections:
    """Counts of subjects."""
    table = tabulate_counts(status)
    pairs = zip(table.rows[0], table.columns, strict=True)
    figures = tuple((words.say(cell.value), say_title(column.title, words)) for cell, column in pairs)
    return (Section(tr("Study status"), "", (Figures(figures),)),)


def ladder_sections(status: PartStatus, words: Words) -> Sections:
    """The dose ladder of an escalation."""
    if status.part.kind is PartKind.EXPANSION:
        return ()

    def say(value: object) -> str:
        return words.day(value) if isinstance(value, datetime) else words.say(value)

    block = LadderBlock(derive_ladder(status), say, words.state)
    return (Section(tr("Dose ladder"), tr("evaluable / treated, and subjects with DLT"), (block,)),)


def subject_sections(status: PartStatus, words: Words) -> Sections:
    """Subjects with their DLT verdict."""
    return (table_section(tabulate_subjects(status), words, tr("None: no subject is enrolled in this part.")),)


def toxicity_sections(status: PartStatus, words: Words) -> Sections:
    """DLTs and people's verdicts, overruled and reopened ones too."""
    return (table_section(tabulate_toxicities(status), words, tr("None up to the cut-off.")),)


def overview_sections(status: PartStatus, words: Words) -> Sections:
    """How many subjects had which kind of event."""
    return (_of_dosed(status, tabulate_event_overview(status), words),)


def term_sections(status: PartStatus, words: Words) -> Sections:
    """By class, term and maximum grade; then by level with the severe ones."""
    return (
        _of_dosed(status, tabulate_worst_grades(status), words),
        _of_dosed(status, tabulate_grades_by_level(status), words),
    )


def related_sections(status: PartStatus, words: Words) -> Sections:
    """The same for related events."""
    return (_of_dosed(status, tabulate_worst_grades(status, is_related=True), words),)


def _of_dosed(status: PartStatus, table: Table, words: Words) -> Section:
    if not status.assessments:
        return Section(tr(table.title), "", (Paragraph(tr("None: no subject has been dosed.")),))
    return table_section(table, words, tr("None up to the cut-off."), is_tight=True)


def serious_sections(status: PartStatus, words: Words) -> Sections:
    """Serious events, and the clocks that run for them."""
    serious = table_section(tabulate_serious_events(status.study, status.part), words, tr("None up to the cut-off."))
    clocks = tabulate_clocks(status.study, status.part)
    return (serious, table_section(clocks, words)) if clocks.rows else (serious,)


def treatment_sections(status: PartStatus, words: Words) -> Sections:
    """Concomitant medication and procedures that treat an adverse event."""
    table = treating_only(tabulate_interventions(status.study, status.part))
    return (table_section(table, words, tr("None up to the cut-off.")),)


def treating_only(table: Table) -> Table:
    """The interventions that treat an event, or of which nobody has said whether they do."""
    kept = [at for at, treats in enumerate(table.column("treats")) if treats is not None]
    ids = tuple(table.row_ids[at] for at in kept) if table.row_ids else ()
    title = "Treatment of adverse events"
    return replace(table, title=title, caption="", rows=tuple(table.rows[at] for at in kept), row_ids=ids)


def follow_up_sections(status: PartStatus, words: Words) -> Sections:
    """Events that are followed after the end of treatment."""
    return (table_section(tabulate_follow_up(status.study, status.part), words, tr("None up to the cut-off.")),)


def laboratory_sections(status: PartStatus, words: Words) -> Sections:
    """Laboratory grades, baseline to worst."""
    table = tabulate_lab_shift(status.study, status.part)
    return (table_section(table, words, tr("None: no graded result up to the cut-off."), is_tight=True),)


def deviation_sections(status: PartStatus, words: Words) -> Sections:
    """Recorded and derived deviations, counted and one by one; where the doses given depart from the rule."""
    counts = tabulate_deviation_counts(status.study, status.part)
    table = with_visit_names(tabulate_deviations(status.study, status.part), status.study.protocol)
    section = table_section(table, words, tr("None up to the cut-off."))
    departures = status.recommendation.departures
    if departures:
        said = " ".join(words.reason(reason) for reason in departures)
        text = tr("The doses given depart from the rule: {departures}").format(departures=said)
        section = replace(section, content=(*section.content, Paragraph(text)))
    return (table_section(counts, words), section) if counts.rows else (section,)


def decision_sections(status: PartStatus, words: Words) -> Sections:
    """What the committee decided."""
    return (table_section(tabulate_decisions(status), words, tr("None up to the cut-off.")),)


def open_sections(status: PartStatus, words: Words) -> Sections:
    """What is still to come."""
    empty = tr("Nothing: every verdict is in and every event is assessed.")
    return (table_section(tabulate_open_items(status), words, empty),)
