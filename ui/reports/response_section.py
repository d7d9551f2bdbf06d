"""Tumour response and survival in the cohort report: rates, figures, endpoints, disagreements (REP-1, EFF-3)."""

from dataclasses import replace

from domain.escalation.status import PartStatus
from domain.response.calls import list_disagreements
from domain.response.of_study import derive_responses, plan_of
from domain.response.terms import ResponseBy
from domain.summaries.response_best import tabulate_best_responses
from domain.summaries.response_calls import tabulate_disagreements
from domain.summaries.response_endpoints import tabulate_endpoints
from domain.summaries.response_imaging import tabulate_imaging
from domain.summaries.response_rates import tabulate_best_by_level, tabulate_response_rates
from domain.summaries.response_survival import (
    derive_curve,
    tabulate_at_risk,
    tabulate_survival,
    tabulate_survival_by_level,
)
from ui.plots.chart_block import ChartBlock
from ui.plots.spider_plot import spider_of
from ui.plots.survival_plot import survival_of, survival_title
from ui.plots.swimmer_plot import swimmer_of
from ui.plots.waterfall_plot import waterfall_of
from ui.reports.blocks import Paragraph, Subheading
from ui.reports.section import Section, say_title, table_section
from ui.reports.words import tr
from ui.text import Words

_CURVE_HEIGHT = 460.0


def response_sections(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The sections of a part; none while no tumour was ever assessed, so that such a report stays as it was.

    Args:
        status: where the part stands.
        words: of the same part and site.
    """
    study, part = status.study, status.part
    if not any(study.tumour_visits_of(one.subject_id) for one in study.subjects):
        return ()
    # The first dose stands in the list of subjects; here the reasons need its room.
    listed = tabulate_best_responses(study, part)
    best = table_section(listed.with_columns({one.key for one in listed.columns} - {"first_dose"}), words)
    waterfall = waterfall_of(study, part)
    figures = [ChartBlock(waterfall)] if waterfall.bars else []
    spider = spider_of(study, part)
    figures += [ChartBlock(spider)] if spider.lines else []
    swimmer = swimmer_of(study, part)
    figures += [ChartBlock(swimmer)] if swimmer.lanes else []
    agreed = tr("Every call agrees with the computed response.")
    return (
        table_section(tabulate_response_rates(study, part), words),
        Section(best.title, best.caption, (*best.content, *figures)),
        table_section(tabulate_best_by_level(study, part), words),
        *(_survival(status, words, one.name) for one in plan_of(study.protocol).endpoints.endpoints),
        table_section(tabulate_endpoints(study, part), words, is_tight=True),
        *_as_called(status, words),
        table_section(tabulate_disagreements(study, part), words, agreed),
        table_section(tabulate_imaging(study, part), words, is_tight=True),
    )


def _survival(status: PartStatus, words: Words, name: str) -> Section:
    curve = derive_curve(status.study, name, status.part)
    table, chart = tabulate_survival(curve, name), survival_of(curve, name)
    caption = say_title(table.caption, words)
    title = survival_title(name)
    if not chart.curve.steps:
        return Section(title, caption)
    note = Paragraph(say_title(table.note, words), is_note=True)
    by_level = table_section(tabulate_survival_by_level(status.study, name, status.part), words)
    at_risk = table_section(tabulate_at_risk(status.study, name, status.part), words)
    # The interval and its scale are said of the table of levels; the other caption is the endpoint's name again.
    heads = (Subheading(by_level.title, by_level.caption), Subheading(at_risk.title))
    tables = (heads[0], *by_level.content, heads[1], *at_risk.content)
    return Section(title, caption, (ChartBlock(chart, _CURVE_HEIGHT), note, *tables))


def _as_called(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The rates as they would be by the investigator's calls; only where one of these differs."""
    study, part = status.study, status.part
    if not any(list_disagreements(study, one.subject_id) for one in derive_responses(study, part)):
        return ()
    section = table_section(tabulate_response_rates(study, part, ResponseBy.INVESTIGATOR), words)
    note = Paragraph(tr("A visit that nobody has called is read as computed."), is_note=True)
    return (replace(section, title=tr("Response rates by the investigator's calls"), content=(*section.content, note)),)
