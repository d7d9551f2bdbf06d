"""Tables for screen and paper alike: pure functions from a study, or a part's status, to a ``Table``."""

from domain.summaries.adverse_events import (
    tabulate_adverse_events,
    tabulate_grades_by_level,
    tabulate_worst_grades,
)
from domain.summaries.counts import tabulate_counts
from domain.summaries.decisions import describe_act, tabulate_decisions
from domain.summaries.deviations import tabulate_deviation_counts, tabulate_deviations
from domain.summaries.doses import tabulate_doses
from domain.summaries.event_overview import tabulate_event_overview
from domain.summaries.follow_up import tabulate_follow_up
from domain.summaries.interventions import tabulate_interventions
from domain.summaries.lab_results import tabulate_lab_results
from domain.summaries.lab_shift import tabulate_lab_shift
from domain.summaries.ladder import LadderMark, Rung, derive_ladder
from domain.summaries.open_items import tabulate_open_items
from domain.summaries.serious_events import describe_clock, tabulate_clocks, tabulate_serious_events
from domain.summaries.study_day import derive_study_day
from domain.summaries.subjects import tabulate_subjects
from domain.summaries.table import Cell, Column, Format, Table
from domain.summaries.toxicities import tabulate_toxicities

__all__ = [
    "Cell",
    "Column",
    "Format",
    "LadderMark",
    "Rung",
    "Table",
    "derive_ladder",
    "derive_study_day",
    "describe_act",
    "describe_clock",
    "tabulate_adverse_events",
    "tabulate_clocks",
    "tabulate_counts",
    "tabulate_decisions",
    "tabulate_deviation_counts",
    "tabulate_deviations",
    "tabulate_doses",
    "tabulate_event_overview",
    "tabulate_follow_up",
    "tabulate_grades_by_level",
    "tabulate_interventions",
    "tabulate_lab_results",
    "tabulate_lab_shift",
    "tabulate_open_items",
    "tabulate_serious_events",
    "tabulate_subjects",
    "tabulate_toxicities",
    "tabulate_worst_grades",
]
