"""What the laboratory section says where it has nothing to show, and what to do first: the ranges, then the results."""

from dataclasses import dataclass
from enum import StrEnum

from ui.text import tr


class LabTab(StrEnum):
    """The lists of the section."""

    RESULTS = "results"
    PROPOSALS = "proposals"
    SHIFT = "shift"
    RANGES = "ranges"


class LabStep(StrEnum):
    """What the button of an empty list does."""

    NONE = ""
    ADD_RANGE = "add range"
    ADD_RESULTS = "add results"
    CLEAR_FILTERS = "clear filters"
    GO_TO_SUBJECTS = "go to subjects"

    @property
    def writes(self) -> bool:
        """Whether it enters something."""
        return self in (LabStep.ADD_RANGE, LabStep.ADD_RESULTS)


@dataclass(frozen=True)
class LabEmpty:
    """What is missing, why, and the step that helps; ``button`` names that step."""

    title: str
    text: str
    step: LabStep = LabStep.NONE
    button: str = ""


def say_lab_empty(tab: LabTab, *, has_subjects: bool, has_ranges: bool, has_results: bool) -> LabEmpty:
    """What an empty list says."""
    if tab is LabTab.RANGES:
        why = tr(
            "Enter the ranges of your laboratory before its results: most grades are multiples of the normal limits."
        )
        return LabEmpty(tr("No normal ranges yet"), why, LabStep.ADD_RANGE, tr("Add range"))
    if has_results and tab is LabTab.RESULTS:
        why = tr("The filters leave nothing.")
        return LabEmpty(tr("No result matches"), why, LabStep.CLEAR_FILTERS, tr("Clear filters"))
    title = tr("No laboratory results yet")
    if not has_subjects:
        why = tr("Add a subject first, under Subjects.")
        return LabEmpty(title, why, LabStep.GO_TO_SUBJECTS, tr("Go to subjects"))
    if not has_ranges and not has_results:
        why = tr("First enter the normal ranges of your laboratory, then the results of a sample.")
        return LabEmpty(title, why, LabStep.ADD_RANGE, tr("Enter normal ranges"))
    if tab is LabTab.SHIFT and has_results:
        return LabEmpty(tr("Nothing to compare yet"), tr("The table counts values taken after a first dose."))
    why = tr("Enter the results of a sample with Ctrl+N, or import the laboratory's file.")
    return LabEmpty(title, why, LabStep.ADD_RESULTS, tr("Enter results"))
