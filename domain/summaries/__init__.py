"""Tables for screen and paper alike: pure functions from a study, or a part's status, to a ``Table``."""

from domain.summaries.adverse_events import tabulate_adverse_events, tabulate_worst_grades
from domain.summaries.counts import tabulate_counts
from domain.summaries.decisions import describe_act, tabulate_decisions
from domain.summaries.deviations import tabulate_deviations
from domain.summaries.doses import tabulate_doses
from domain.summaries.ladder import LadderMark, Rung, derive_ladder
from domain.summaries.open_items import tabulate_open_items
from domain.summaries.serious_events import tabulate_serious_events
from domain.summaries.study_day import derive_study_day, is_treatment_emergent
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
    "is_treatment_emergent",
    "tabulate_adverse_events",
    "tabulate_counts",
    "tabulate_decisions",
    "tabulate_deviations",
    "tabulate_doses",
    "tabulate_open_items",
    "tabulate_serious_events",
    "tabulate_subjects",
    "tabulate_toxicities",
    "tabulate_worst_grades",
]
