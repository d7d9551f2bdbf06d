"""Pharmacokinetics, antibodies and biomarkers in the cohort report; nothing where nothing was measured (PK-3)."""

from dataclasses import replace

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import AdaResult, BiomarkerResult, Concentration, PkSample
from domain.summaries.table import Cell, Table
from ui.plots.chart_block import ChartBlock
from ui.reports.blocks import Paragraph
from ui.reports.section import Section, table_section
from ui.reports.words import tr
from ui.text import Words

_KINDS = (PkSample, Concentration, AdaResult, BiomarkerResult)


def pk_sections(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The sections of a part: the profiles drawn, then a section for each table that has rows.

    Args:
        status: where the part stands.
        words: of the same part and site.
    """
    if not any(status.study.entered.get(kind.kind) for kind in _KINDS):
        return ()
    tables = tuple(table_section(table, words, is_tight=True) for table in _tables(status, words))
    return (*_profiles(status, words), *tables)


def _tables(status: PartStatus, words: Words) -> tuple[Table, ...]:
    # These load numpy, which a study without samples does without.
    from domain.summaries.biomarkers import tabulate_biomarker_changes
    from domain.summaries.pk_antibodies import antibody_drugs, tabulate_antibodies
    from domain.summaries.pk_concentrations import tabulate_troughs
    from domain.summaries.pk_parameters import tabulate_pk_parameters
    from domain.summaries.pk_proportionality import tabulate_proportionality
    from domain.summaries.pk_samples import tabulate_sample_counts

    study, part = status.study, status.part
    tables = (
        by_profile_group(tabulate_pk_parameters(study, part), words),
        tabulate_proportionality(study, part),
        tabulate_troughs(study, part),
        *(tabulate_antibodies(study, part, drug) for drug in antibody_drugs(study, part)),
        tabulate_biomarker_changes(study, part),
        tabulate_sample_counts(study, part),
    )
    return tuple(table for table in tables if table.rows)


def by_profile_group(table: Table, words: Words) -> Table:
    """The summary of the parameters for paper: analyte, level and cycle are said once, above their rows.

    With a column each, thirteen columns would break their words and numbers.
    """
    heads = ("analyte", "level", "cycle")
    rows: list[tuple[Cell, ...]] = []
    group: tuple[object, ...] = ()
    analytes = set(table.column("analyte"))
    for row in table.rows:
        analyte, level, cycle = (one.value for one in row[: len(heads)])
        if group != (analyte, level, cycle):
            group = (analyte, level, cycle)
            said = tr("{level}, cycle {cycle}").format(
                level=words.reason(Reason("pk_level", {"level": level})), cycle=cycle
            )
            title = f"{analyte}: {said}" if len(analytes) > 1 else said
            empty = (Cell(""),) * (len(row) - len(heads) - 1)
            rows.append((Cell(title, emphasis=True), *empty))
        first, *others = row[len(heads) :]
        rows.append((replace(first, indent=1), *others))
    return replace(table, columns=table.columns[len(heads) :], rows=tuple(rows), row_ids=())


def _profiles(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The individual profiles of the first cycle by level and how they are analysed; nothing where there are none."""
    if not status.study.entered.get(Concentration.kind):
        return ()
    from domain.exposure.of_study import USUAL
    from domain.pk.method import describe_method
    from ui.models.pk_view import view_of
    from ui.plots.profile_plot import INDIVIDUAL, profile_chart

    view = view_of(status.study, status.part)
    if not view.listed:
        return ()
    marked = view.under_antibodies
    chart = profile_chart(view.listed, view.levels, view.titles, is_log=True, look=INDIVIDUAL, marked=marked)
    title = tr("Concentration profiles, cycle {cycle}").format(cycle=view.cycle)
    said = [words.reason(one) for one in describe_method(USUAL, view.listed[0].made.profile)]
    said += [tr("Dashed, with a plus: antibodies had been found by the end of the profile.")] if marked else []
    return (Section(title, "", (ChartBlock(chart), Paragraph(" ".join(said), is_note=True))),)
