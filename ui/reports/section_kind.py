"""What a cohort report can hold: the kinds of sections, each made from a part's status."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.escalation.status import PartStatus
from ui.reports.section import Section
from ui.text import Words


@dataclass(frozen=True)
class SectionKind:
    """One kind of section, as the Reports page offers it.

    Attributes:
        key: short name, kept in the settings where somebody leaves the section out.
        title: plain English; translated where it is shown.
        build: the sections of a part, in order; an area may bring several, or none.
    """

    key: str
    title: str
    build: Callable[[PartStatus, Words], tuple[Section, ...]]
