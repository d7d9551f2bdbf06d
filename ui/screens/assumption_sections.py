"""Which assumptions are confirmed one by one, and which together once they were seen (PRO-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui.text import marked


@dataclass(frozen=True)
class Section:
    """Assumptions about one thing.

    Attributes:
        title: what they are about.
        heads: first steps of their paths, without the part.
        is_single: decides who is dosed with how much: each is confirmed by itself.
    """

    title: str
    heads: tuple[str, ...]
    is_single: bool = False


_OTHER = Section(marked("Other"), ())
SECTIONS = (
    Section(marked("Study"), ("study", "endpoints")),
    Section(
        marked("Dose escalation and DLT"),
        ("levels", "levels_from", "unit", "optional_levels", "window", "rules", "dlt", "gate"),
        is_single=True,
    ),
    Section(marked("Dosing"), ("dosing", "max_cycles", "cycle_days", "regimen", "drugs")),
    Section(marked("Eligibility criteria"), ("criteria",)),
    Section(marked("Visits and assessments"), ("visits", "assessments")),
    Section(marked("Pharmacokinetics"), ("pk",)),
    Section(marked("Tumour response"), ("response",)),
    Section(marked("Expansion"), ("cohorts", "planned_subjects")),
    _OTHER,
)


def section_of(path: str) -> Section:
    """The section of an assumption."""
    tail = path.split(".", 2)[2] if path.startswith("parts.") else path
    head = tail.split(".")[0].split("[")[0]
    return next((one for one in SECTIONS if head in one.heads), _OTHER)


def by_section(paths: Sequence[str]) -> list[tuple[Section, list[str]]]:
    """The sections that have assumptions, each with its paths in the order of the file."""
    found = [(one, [path for path in paths if section_of(path) is one]) for one in SECTIONS]
    return [(section, listed) for section, listed in found if listed]
