"""What the Design page shows, calculated: exact answers to a scenario, remembered while it stands (ESC-2 to 10)."""

import time

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.characteristics.named import NAMED, OpenRule, open_rules
from domain.characteristics.outcomes import Outcomes, next_outcomes
from domain.characteristics.table_design import TableDesign
from domain.escalation.recommend import history_of
from domain.evaluability import treated_subjects
from domain.notation import Group
from domain.protocol.model import Part, Rules
from ui.design_views import Comparison
from ui.session import Session
from ui.text import tr

# A table that reaches more states could not follow a drag.
MOST_STATES = 20_000
_MOST_KEPT = 64


class DesignAnswers:
    """Answers about the session's part.

    Attributes:
        spent: how long the latest exact calculation took, in milliseconds.
        table: an imported decision table.
    """

    def __init__(self, session: Session) -> None:
        """Know nothing yet."""
        self._session = session
        self._kept: dict[tuple[object, ...], Characteristics] = {}
        self._open: tuple[object, tuple[OpenRule, ...]] | None = None
        self.spent = 0.0
        self.table: TableDesign | None = None

    @property
    def part(self) -> Part:
        """The part that is asked about."""
        return self._session.part

    def forget(self) -> None:
        """Calculate anew, as after an entry."""
        self._kept.clear()

    def history(self) -> tuple[Group, ...]:
        """Today's subjects."""
        return history_of(treated_subjects(self._session.status.assessments))

    def from_here(self, scenario: Scenario) -> Comparison:
        """The protocol from today's state on, beside the same from the start."""
        answers = tuple(self._answer(self.part.rules, scenario, one) for one in (self.history(), ()))
        return Comparison(self.part, scenario, answers, (tr("from here"), tr("from the start")))

    def beside_named(self, scenario: Scenario, name: str) -> Comparison:
        """The protocol beside a named design.

        Args:
            scenario: that is assumed.
            name: of the design's variant.
        """
        named = next(one for one in NAMED if one.variant.name == name)
        answers = (self._answer(self.part.rules, scenario), self._answer(named.rules(self.part.rules), scenario))
        return Comparison(self.part, scenario, answers, (tr("this protocol"), tr(named.title)))

    def beside_table(self, scenario: Scenario, table: TableDesign) -> Comparison:
        """The protocol beside an imported decision table."""
        answers = (
            self._answer(self.part.rules, scenario),
            table.characteristics(scenario, most_states=MOST_STATES),
        )
        return Comparison(self.part, scenario, answers, (tr("this protocol"), table.name))

    def of_designs(self, scenario: Scenario) -> list[tuple[str, Characteristics]]:
        """The protocol and every named design, each by its title."""
        rules = self.part.rules
        designs = [(tr("This protocol"), rules), *((tr(one.title), one.rules(rules)) for one in NAMED)]
        return [(title, self._answer(one, scenario)) for title, one in designs]

    def of_readings(
        self, scenario: Scenario, history: tuple[Group, ...]
    ) -> tuple[tuple[OpenRule, ...], dict[Rules, Characteristics]]:
        """The rules that can be read in more than one way, and what each reading leads to."""
        opened = self._open_rules(scenario)
        read = {self.part.rules, *(reading.rules for rule in opened for reading in rule.readings)}
        return opened, {one: self._answer(one, scenario, history, whole=False) for one in read}

    def of_outcomes(self, scenario: Scenario, *, from_here: bool) -> Outcomes | None:
        """What the outcomes to come lead to; None where none is to come."""
        subjects = treated_subjects(self._session.status.assessments) if from_here else ()
        opened = len(scenario.dlt) > self.part.usable_levels()
        return next_outcomes(self.part, subjects, scenario, with_optional=opened)

    def _open_rules(self, scenario: Scenario) -> tuple[OpenRule, ...]:
        """Which rules are open does not hang on the probabilities: asked once for so many levels."""
        key = (self.part, len(scenario.dlt))
        if self._open is None or self._open[0] != key:
            self._open = (key, open_rules(self._session.study.protocol, self.part, scenario))
        return self._open[1]

    def _answer(
        self, rules: Rules, scenario: Scenario, history: tuple[Group, ...] = (), *, whole: bool = True
    ) -> Characteristics:
        key = (rules, scenario, history, whole)
        if key not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            began = time.perf_counter()
            self._kept[key] = exact_characteristics(rules, scenario, history=history, with_distributions=whole)
            self.spent = (time.perf_counter() - began) * 1000
        return self._kept[key]
