"""What a clause of a DLT definition can say. The keys of the protocol file bear the same names: docs/dlt-rules.md."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from domain.ctcae.catalogue import terms_of
from domain.dlt.concepts import concepts_of, socs_of
from domain.terms import InterventionKind

WORST = 5


class FoundBy(StrEnum):
    """How a finding was made: by a laboratory test alone, or at the bedside."""

    ANY = "any"
    LABORATORY = "laboratory"
    CLINIC = "clinic"


class CountsBy(StrEnum):
    """What has to lie inside the window: the event's onset or its reaching the grade, or only the latter."""

    EVENT = "event"
    GRADE = "grade"


ANY_INTERVENTION = "any"
"""Stands in rules for every kind of intervention."""
INTERVENTIONS = tuple(kind for kind in InterventionKind if kind is not InterventionKind.NEW_THERAPY)
"""The kinds that treat an event: a rule can name them."""

DELAY_ALONE = "delay_alone"
APPLIES_IF = (DELAY_ALONE,)
"""Flags of the definition that a clause can depend on."""


@dataclass(frozen=True)
class Selection:
    """Which terms are meant: all of ``terms``, ``concepts`` and ``socs``, or every term where none is named.

    Attributes:
        not_terms: but not these.
        not_concepts: nor those of these concepts.
    """

    terms: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    socs: tuple[str, ...] = ()
    not_terms: tuple[str, ...] = ()
    not_concepts: tuple[str, ...] = ()

    def names(self, version: str) -> frozenset[str]:
        """The terms in a CTCAE version."""
        return _names(self, version)


@lru_cache(maxsize=512)
def _names(selection: Selection, version: str) -> frozenset[str]:
    concepts, socs = concepts_of(version), socs_of(version)
    found = set(selection.terms)
    for concept in selection.concepts:
        found |= concepts[concept]
    for soc in selection.socs:
        found |= socs[soc]
    if not (selection.terms or selection.concepts or selection.socs):
        found = set(terms_of(version))
    for concept in selection.not_concepts:
        found -= concepts[concept]
    return frozenset(found.difference(selection.not_terms))


@dataclass(frozen=True)
class Multiple:
    """A bound on a laboratory result as a multiple of the upper limit of normal.

    Attributes:
        tests: names of tests as in the results; any of them.
        above_uln: more than so many times ULN.
        at_least_uln: so many times ULN or more.
        below_uln: less than so many times ULN.
    """

    tests: tuple[str, ...]
    above_uln: Decimal | None = None
    at_least_uln: Decimal | None = None
    below_uln: Decimal | None = None

    def holds(self, multiple: Decimal) -> bool:
        """Whether a result of so many times ULN satisfies the bound."""
        return (
            (self.above_uln is None or multiple > self.above_uln)
            and (self.at_least_uln is None or multiple >= self.at_least_uln)
            and (self.below_uln is None or multiple < self.below_uln)
        )


@dataclass(frozen=True)
class Companion:
    """What has to come together with the event; everything that one companion names has to hold.

    Attributes:
        event: another event of these terms, at some time while the first is at its grade; None where none is needed.
        min_grade: of that event.
        days: that it lasts at least at this grade.
        interventions: one of these kinds, or ``ANY_INTERVENTION``.
        admission: the event leads to admission to hospital.
        delay_days: the event delays cycle ``cycle`` by more than so many days.
        laboratory: bounds that hold together, within ``within_days``.
    """

    event: Selection | None = None
    min_grade: int = 1
    days: int = 0
    interventions: tuple[str, ...] = ()
    admission: bool = False
    delay_days: int | None = None
    cycle: int = 2
    laboratory: tuple[Multiple, ...] = ()
    within_days: int = 0


@dataclass(frozen=True)
class Exclusion:
    """Events that a clause leaves out although its grade is met.

    Attributes:
        max_grade: only up to this grade.
        resolves_within_days: only if the event is below the clause's grade again after so many days or fewer; None
            where it is left out however long it lasts.
    """

    selection: Selection
    max_grade: int = WORST
    resolves_within_days: int | None = None


@dataclass(frozen=True)
class Clause:
    """One clause: an event of these terms, at this grade, for so long, with one of these companions.

    Attributes:
        title: as the protocol says it, in short.
        max_grade: an event that goes beyond it is another clause's matter.
        days: least duration at ``min_grade`` or worse.
        together: at least one of these; () where the event alone is enough.
        exclusions: events that don't count.
        applies_if: flag of the definition that has to be set, or "".
        source: where the protocol says so.
    """

    title: str
    selection: Selection = Selection()
    min_grade: int = 1
    max_grade: int = WORST
    days: int = 0
    found_by: FoundBy = FoundBy.ANY
    together: tuple[Companion, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    applies_if: str = ""
    source: str = field(default="", compare=False)


@dataclass(frozen=True)
class DltDefinition:
    """A protocol's DLT definition: an event is dose-limiting if it meets any clause.

    Attributes:
        delay_alone: whether a related toxicity of any kind that delays the next cycle is a DLT by itself.
    """

    clauses: tuple[Clause, ...] = ()
    counts_by: CountsBy = CountsBy.EVENT
    delay_alone: bool = False

    @property
    def applicable(self) -> tuple[tuple[int, Clause], ...]:
        """The clauses that apply, each with its number in the file, from 1."""
        return tuple(
            (number, clause)
            for number, clause in enumerate(self.clauses, 1)
            if clause.applies_if != DELAY_ALONE or self.delay_alone
        )


def summary_of(clauses: tuple[Clause, ...]) -> str:
    """A definition in one line, as an assumption shows it."""
    return "; ".join(clause.title for clause in clauses)
