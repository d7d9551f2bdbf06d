"""Decision tables, pathways at a level, and the tree of the next groups, on paper."""

from collections.abc import Sequence

from domain.characteristics.exact import Scenario
from domain.characteristics.tables import Situation, decision_table
from domain.escalation.recommend import history_of
from domain.escalation.recommendation import TreatedSubject
from domain.escalation.rule import Count, Step, StepKind
from domain.notation import format_history
from domain.protocol.model import Part, Rules
from domain.summaries.table import Cell, Column, Format, Table
from domain.terms import AfterExceeded
from ui.design_sheet import say_probability
from ui.reports.appendix_tables import plain_table, say_subjects
from ui.reports.blocks import Paragraph, Subheading, Together
from ui.reports.paper import Block
from ui.reports.pathway import (
    Fork,
    Grid,
    GridBlock,
    TreeBlock,
    Way,
    chance_of,
    decision_letters,
    derive_fork,
)
from ui.reports.prospect_tree import ProspectTree, fit_tree
from ui.reports.tables import TableBlock
from ui.reports.words import tr

_TRUE_RISKS = (0.05, 0.10, 0.20, 0.30, 0.40, 0.50)


def _cleared(rules: Rules, levels: int, below: int) -> tuple[Count, ...]:
    """Counts with all levels below one cleared without toxicity, as few subjects as the rule takes."""
    counts = [Count(1 if level <= rules.accelerated_levels else rules.cohort_size) for level in range(1, below)]
    return (*counts, *([Count()] * (levels - below + 1)))


def _ended(rules: Rules, levels: int, below: int) -> tuple[Count, ...]:
    """The same after a full group at each level: acceleration is over by a moderate toxicity at the first."""
    counts = [Count(rules.cohort_size, 0, rules.moderate_limit if level == 1 else 0) for level in range(1, below)]
    return (*counts, *([Count()] * (levels - below + 1)))


def _range(first: int, last: int) -> str:
    if first == last:
        return tr("level {level}").format(level=first)
    return tr("levels {first} to {last}").format(first=first, last=last)


def grid_blocks(part: Part, levels: int) -> list[Block]:
    """The decision table of each situation that a level can be in."""
    rules, single = part.rules, min(part.rules.accelerated_levels, levels)
    titles = {Situation.TOP: tr("Highest, level {level}").format(level=levels)}
    if single:
        titles[Situation.ACCELERATED] = tr("Accelerated, {levels}").format(levels=_range(1, single))
    if single + 1 <= levels - 1:
        titles[Situation.ESCALATING] = tr("3+3, {levels}").format(levels=_range(single + 1, levels - 1))
    if rules.after_exceeded is AfterExceeded.FILL and levels > 1:
        titles[Situation.BELOW_EXCEEDED] = tr("Below an exceeded level")
    grids = []
    for situation in Situation:
        cells, parts = decision_letters(decision_table(rules, situation)) if situation in titles else ({}, False)
        if cells:
            none = (tr("0 DLT"), tr("0 DLT, M")) if parts else (tr("0 DLT"),)
            labels = (*none, tr("1 DLT"), tr("2 DLT"), tr("3+ DLT"))
            grids.append(Grid(titles[situation], cells, labels))
    said = tr(
        "E: the next level opens. S +3: three more subjects at the level. DU: the level is exceeded and closed for "
        "good; where it is the lowest, no dose is tolerable. MTD, MAD: the level is declared. ?: the protocol is "
        "silent, the committee chooses. M: a moderate toxicity. Counts between two groups are there too."
    )
    return [GridBlock(tuple(grids), tr("Evaluable")), Paragraph(said, is_note=True)]


def pathway_blocks(part: Part, levels: int) -> list[Block]:
    """What follows the outcomes of a group: accelerated, 3+3, at the top, and below an exceeded level."""
    rules, single = part.rules, min(part.rules.accelerated_levels, levels)
    blocks: list[Block] = []
    if single:
        at = min(2, single)
        blocks += _pathway(
            tr("While acceleration lasts, {levels}").format(levels=_range(1, single)),
            derive_fork(rules, _cleared(rules, levels, at), at), at, levels,
        )  # fmt: skip
        note = tr("M: a moderate toxicity and no DLT; it ends acceleration for good.")
        blocks.append(Paragraph(note, is_note=True))
    at = min(max(single + 1, 2), max(levels - 1, 1))
    fork = derive_fork(rules, _ended(rules, levels, at), at)
    title = tr("3+3, from level {level}, and lower ones once acceleration has ended").format(level=single + 1)
    blocks += _pathway(title if single else tr("3+3, every level"), fork, at, levels)
    blocks += [_risks(fork, at), Paragraph(tr("Exact, for one level, without moderate toxicity."), is_note=True)]
    if at > 1:
        blocks.append(Paragraph(tr("Where level 1 is exceeded, no dose is tolerable."), is_note=True))
    top = derive_fork(rules, _ended(rules, levels, levels), levels)
    blocks += _pathway(tr("The highest level, {level}").format(level=levels), top, levels, levels)
    if rules.after_exceeded is AfterExceeded.FILL and levels > 2:
        at = levels - 1
        for held in (1, rules.cohort_size) if single else (rules.cohort_size,):
            counts = [*_ended(rules, levels, at)[: at - 1], Count(held), Count(2, 2)]
            title = tr("Below an exceeded level, where {subjects} had no DLT").format(subjects=say_subjects(held))
            blocks += _pathway(title, derive_fork(rules, tuple(counts), at), at, levels)
    return blocks


def prospect_blocks(part: Part, subjects: Sequence[TreatedSubject], scenario: Scenario) -> list[Block]:
    """The tree of the next groups, from the start or from today, on one page."""
    history = history_of(subjects)
    tree, depth = fit_tree(part.rules, history, scenario)
    start = tr("From today's state, {history}.").format(history=format_history(history)) if history else ""
    start = start or tr("From the first subject.")
    if not tree.twigs:
        return [Paragraph(f"{start} {tr('No outcome is to come')}: {', '.join(tree.said)}.")]
    risks = tr("P(DLT) by level, lowest first: {risks}.").format(risks=_say_risks(scenario.dlt))
    if any(scenario.moderate) and part.rules.accelerated_levels:
        moderate = tr("P(moderate toxicity without a DLT): {risks}.")
        risks = f"{risks} {moderate.format(risks=_say_risks(scenario.moderate))}"
    how_far = (
        tr("It shows the next outcomes only, so that it fits one page.")
        if depth == 1
        else tr("It goes {depth} outcomes deep, so that it fits one page.").format(depth=depth)
    )
    legend = tr(
        "On a branch: DLTs of the group just dosed (M: a moderate toxicity that counts), in bold their probability. "
        "In a box and at the right: the probability of coming there. In bold at the right: the trial ends there."
    )
    notes = (Paragraph(f"{start} {how_far}"), Paragraph(risks, is_note=True, space_before=2.0))
    return [Together((*notes, ProspectTree(tree), Paragraph(legend, is_note=True)))]


def _say_risks(risks: Sequence[float]) -> str:
    return ", ".join(f"{risk:.2f}" if round(risk, 2) == risk else f"{risk:g}" for risk in risks)


def _pathway(title: str, fork: Fork | Step, level: int, levels: int) -> list[Block]:
    if isinstance(fork, Step):
        return []

    def say_way(way: Way) -> str:
        numbers = {"least": way.least, "evaluable": way.evaluable}
        if way.most == way.least:
            said = tr("{least} of {evaluable}").format(**numbers)
        elif way.least:
            said = tr("{least}+ of {evaluable}").format(**numbers)
        else:
            said = (
                tr("0 or 1 of {evaluable}").format(**numbers)
                if way.most == 1
                else tr("0 to {most} of {evaluable}").format(most=way.most, **numbers)
            )
        return tr("{said}, M").format(said=said) if way.moderate else said

    def say_group(subjects: int, is_first: bool) -> str:
        if is_first and fork.ways[0].evaluable == subjects:
            return say_subjects(subjects)
        return tr("{count} more").format(count=subjects)

    def say_step(step: Step) -> str:
        return _say_step(step, level, levels)

    return [Subheading(title), TreeBlock(fork, say_way, say_group, say_step)]


def _say_step(step: Step, level: int, levels: int) -> str:
    match step.kind:
        case StepKind.DOSE if step.level > level:
            return tr("cleared: the next level opens")
        case StepKind.DOSE:
            return tr("exceeded: down one level, {count} more").format(count=step.subjects)
        case StepKind.MTD if step.level == level:
            return tr("this level is the MTD")
        case StepKind.MTD:
            return tr("exceeded: the level below is the MTD")
        case StepKind.MAD:
            return tr("cleared: highest dose given (MAD)")
        case StepKind.STOP:
            return tr("exceeded: no tolerable dose")
        case _:
            return tr("the committee chooses")


def _risks(fork: Fork | Step, level: int) -> TableBlock:
    """Chances that a level is cleared or exceeded, by its true risk."""
    columns = (Column("what", tr("True P(DLT) of the level"), weight=2), *(
        Column(f"p{risk}", f"{risk:.2f}", Format.NUMBER) for risk in _TRUE_RISKS
    ))  # fmt: skip
    cleared = [
        chance_of(fork, risk, lambda step: step.level > level or step.kind is StepKind.MAD) for risk in _TRUE_RISKS
    ]
    rows = (
        (tr("P(the level is cleared)"), cleared),
        (tr("P(the level is exceeded)"), [1 - chance for chance in cleared]),
    )
    cells = tuple((Cell(label), *(Cell(say_probability(chance)) for chance in chances)) for label, chances in rows)
    return plain_table(Table("risks", "", columns, cells))
