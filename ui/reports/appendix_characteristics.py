"""What follows from the rules, on paper: exact characteristics, other designs and readings, next outcomes."""

from collections.abc import Sequence
from dataclasses import replace

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.characteristics.named import NAMED, open_rules
from domain.characteristics.outcomes import next_outcomes
from domain.escalation.recommendation import TreatedSubject
from domain.protocol.model import Part, Protocol
from ui.design_sheet import say_probability
from ui.design_views import Comparison, plot_selection, sheet_by_level, sheet_of_designs
from ui.plots.plot_block import PlotBlock
from ui.reports.appendix_tables import sheet_block, words_of
from ui.reports.blocks import Paragraph, Subheading, Together
from ui.reports.paper import Block
from ui.reports.words import tr
from ui.text import Words
from ui.words.design import say_to_come, sheet_of_outcomes, sheet_of_readings

Named = tuple[str, Scenario]
"""A scenario and what it is called."""


def characteristic_blocks(part: Part, assumed: Sequence[Named]) -> list[Block]:
    """Where the trial ends by scenario: the plots, then a table each."""
    told = [
        Comparison(part, scenario, (exact_characteristics(part.rules, scenario),), (name,))
        for name, scenario in assumed
    ]
    plots = [replace(plot_selection(one), title=f"{one.names[0]}: {tr('P(MTD = level)')}", x_title="") for one in told]
    found: list[Block] = [PlotBlock(tuple(plots[start : start + 2]), 400) for start in range(0, len(plots), 2)]
    about = tr(
        "Doses in {unit}; none: no tolerable dose. Hatched: the highest level is cleared, and the MTD may lie higher."
    )
    found.append(Paragraph(about.format(unit=part.levels[0].unit), is_note=True))
    for one in told:
        note = Paragraph(_totals(part, one.answers[0]), is_note=True)
        found.append(Together((Subheading(one.names[0]), sheet_block(sheet_by_level(one)), note)))
    text = tr(
        "Moderate toxicity without a DLT: twice P(DLT), at least 0.05 and at most 0.30; it matters at accelerated "
        "levels only. The DLT proportion is the ratio of the means, expected DLTs over expected subjects."
    )
    return [*found, Paragraph(text, is_note=True)]


def _totals(part: Part, answer: Characteristics) -> str:
    said = [
        tr("Subjects in all: mean {mean}, sd {sd}, 10 to 90 % {low} to {high}.").format(
            mean=f"{answer.mean_total:.1f}", sd=f"{answer.sd_total:.1f}",
            low=answer.quantile(0.1), high=answer.quantile(0.9),
        ),
        tr("DLTs: mean {mean}, proportion {share}.").format(
            mean=f"{answer.mean_total_dlts:.2f}", share=say_probability(answer.ratio_of_means)
        ),
    ]  # fmt: skip
    if part.planned_subjects is not None:
        chance = say_probability(answer.more_than(part.planned_subjects))
        said.append(
            tr("P(more than the {planned} planned) = {chance}.").format(planned=part.planned_subjects, chance=chance)
        )
    if answer.not_reached > 0.005:
        said.append(tr("P(highest level cleared) = {chance}.").format(chance=say_probability(answer.not_reached)))
    return " ".join(said)


def design_blocks(part: Part, scenario: Scenario) -> list[Block]:
    """This protocol beside the designs that go by the same name."""
    rules = [(tr("This protocol"), part.rules), *((words_of(one.title), one.rules(part.rules)) for one in NAMED)]
    answers = [(name, exact_characteristics(one, scenario)) for name, one in rules]
    return [sheet_block(sheet_of_designs(part, answers, len(scenario.dlt)))]


def reading_blocks(protocol: Protocol, part: Part, scenario: Scenario) -> list[Block]:
    """What the numbers would be by each other reading of an open rule."""
    rules = open_rules(protocol, part, scenario)
    answers = {reading.rules: reading.characteristics for rule in rules for reading in rule.readings}
    answers.setdefault(part.rules, exact_characteristics(part.rules, scenario))
    return [sheet_block(sheet_of_readings(rules, answers, part.rules))]


def outcome_blocks(part: Part, words: Words, subjects: Sequence[TreatedSubject], scenario: Scenario) -> list[Block]:
    """What the next outcomes on today's data lead to."""
    opened = len(scenario.dlt) > part.usable_levels()
    outcomes = next_outcomes(part, subjects, scenario, with_optional=opened)
    if outcomes is None:
        return [Paragraph(tr("No outcome is to come."))]
    return [Paragraph(say_to_come(words, outcomes)), sheet_block(sheet_of_outcomes(words, outcomes))]
