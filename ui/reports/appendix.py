"""The protocol appendix: the rules in words with their sources, the decision tables, the pathway, and what follows."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from domain.canonical import canonical
from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.characteristics.named import NAMED, open_rules
from domain.characteristics.outcomes import next_outcomes
from domain.characteristics.ready import READY, scenario_of
from domain.characteristics.tables import Situation, decision_table
from domain.escalation.recommend import history_of
from domain.escalation.recommendation import TreatedSubject
from domain.escalation.rule import Count, Step, StepKind
from domain.notation import format_history
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Part, Protocol, Rules
from domain.protocol.schema import RULES, SPACING, WINDOW
from domain.summaries.table import Cell, Column, Format, Table
from domain.terms import AfterExceeded
from ui.design_sheet import Sheet, say_probability
from ui.design_views import Comparison, plot_selection, sheet_by_level, sheet_of_designs
from ui.plots.plot_block import PlotBlock
from ui.reports.blocks import Heading, Paragraph
from ui.reports.endpoints_section import endpoint_blocks
from ui.reports.paper import Block, Frame, Report
from ui.reports.pathway import (
    Fork,
    Grid,
    GridBlock,
    Subheading,
    Together,
    TreeBlock,
    Way,
    chance_of,
    decision_letters,
    derive_fork,
)
from ui.reports.prospect_tree import ProspectTree, fit_tree
from ui.reports.sampling_section import sampling_blocks
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import Words, say_number
from ui.words.design import say_design, say_to_come, sheet_of_outcomes, sheet_of_readings

_TRUE_RISKS = (0.05, 0.10, 0.20, 0.30, 0.40, 0.50)
Named = tuple[str, Scenario]
# Between numbers and the words at their right.
_WIDE = "\u2003\u2003"


def protocol_appendix(
    protocol: Protocol,
    part: Part,
    words: Words,
    *,
    printed_at: datetime,
    printed_by: str,
    titrant_version: str = "",
    scenarios: Sequence[Named] = (),
    subjects: Sequence[TreatedSubject] = (),
) -> Report:
    """The appendix for a part.

    Args:
        protocol: with its provenance.
        part: an escalation part with levels.
        words: of the same part and protocol.
        printed_at: aware UTC.
        printed_by: who prints.
        titrant_version: of the program.
        scenarios: named scenarios that come before the ready ones.
        subjects: today's; the pathway starts from them, and the next outcomes are told.

    Raises:
        ValueError: a subject's level lies beyond the first of ``scenarios``.
    """
    levels = max(part.usable_levels(), *(one.dose_level for one in subjects), 0)
    ready = [(words_of(one.title), scenario_of(one, levels)) for one in READY]
    own = [(name, scenario) for name, scenario in scenarios if len(scenario.dlt) <= len(part.levels)]
    assumed = [*own, *ready]
    sections: list[tuple[str, str, list[Block]]] = [
        (tr("The design in words"), "", [Paragraph(say_design(part.rules)), *_optional(part)]),
        (tr("Dose levels"), "", [_table(_levels(protocol, part))]),
        (tr("The rules and where they come from"), tr("registration, or an assumption"), _rules(protocol, part)),
        (tr("Decision tables"), tr("evaluable subjects across, DLTs down"), _grids(part, levels)),
        (tr("Dose-transition pathway"), tr("DLTs of evaluable at the level"), _pathways(part, levels)),
        (tr("Pathway with probabilities"), assumed[0][0], _prospects(part, subjects, assumed[0][1])),
        (tr("Exact characteristics"), tr("independent subjects, all evaluable"), _characteristics(part, assumed)),
        (tr("Against the designs that are all called 3+3"), assumed[0][0], _designs(part, assumed[0][1])),
        (tr("What each open reading costs"), assumed[0][0], _readings(protocol, part, assumed[0][1])),
    ]
    if subjects:
        title = tr("Next outcomes on today's data")
        sections.append((title, assumed[0][0], _outcomes(part, words, subjects, assumed[0][1])))
    if part.pk is not None:
        title = tr("Samples for concentrations, antibodies and biomarkers")
        sections.append((title, tr("registration, or an assumption"), sampling_blocks(protocol, part)))
    sections.append((tr("Registered endpoints"), tr("with their time frames"), endpoint_blocks(protocol, words)))
    blocks: list[Block] = []
    for number, (title, caption, content) in enumerate(sections, 1):
        blocks += [Heading(f"{number}  {title}", caption), *content]
    return Report(_frame(protocol, part, words, printed_at, printed_by, titrant_version), tuple(blocks))


def rules_hash(part: Part) -> str:
    """SHA-256 over the rules and the levels of a part: two appendices with the same hash tell of the same design."""
    told = {"rules": asdict(part.rules), "levels": [[str(one.dose), one.unit, one.is_optional] for one in part.levels]}
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def words_of(title: str) -> str:
    """A title that is data of the app, translated."""
    from ui.text import tr as translate

    return translate(title)


def _frame(
    protocol: Protocol, part: Part, words: Words, printed_at: datetime, printed_by: str, titrant_version: str
) -> Frame:
    version = tr("Protocol v{version}").format(version=protocol.version.removeprefix("v"))
    digest = rules_hash(part)
    first = [
        part.title,
        tr("CTCAE v{version}").format(version=protocol.ctcae),
        tr("Rules {digest}").format(digest=" ".join(digest[start : start + 4] for start in range(0, 16, 4))),
    ]
    printed = tr("Printed {at} by {name}").format(at=words.moment_with_offset(printed_at), name=printed_by)
    return Frame(
        study=protocol.study_id,
        title=tr("Protocol appendix: dose escalation"),
        cut_off=version,
        foot_first=" · ".join(first),
        foot_second=" · ".join((printed, f"Titrant {titrant_version}".strip())),
        foot_right=tr("Computed exactly, no simulation"),
    )


def _optional(part: Part) -> list[Block]:
    names = [str(one.number) for one in part.levels if one.is_optional]
    if not names:
        return []
    text = tr("Level {levels} is optional: it opens only by a decision and is left out of everything computed below.")
    return [Paragraph(text.format(levels=", ".join(names)), is_note=True)]


def _table(table: Table, *, is_tight: bool = True) -> TableBlock:
    return TableBlock(table, lambda value, _form: str(value), is_tight=is_tight)


def _sheet(sheet: Sheet) -> TableBlock:
    return _table(sheet.as_table())


def _levels(protocol: Protocol, part: Part) -> Table:
    columns = (
        Column("level", tr("Level"), Format.NUMBER),
        Column("dose", tr("Dose, {unit}").format(unit=part.levels[0].unit), Format.NUMBER),
        Column("mode", f"{_WIDE}{tr('First group')}", weight=3),
        Column("source", tr("Source"), weight=3),
    )
    source = protocol.source_of(part, "levels").source
    rows = []
    for level in part.levels:
        is_single = level.number <= part.rules.accelerated_levels
        first = tr("1 subject, while acceleration lasts") if is_single else _subjects(part.rules.cohort_size)
        mode = tr("{first}; optional").format(first=first) if level.is_optional else first
        rows.append((Cell(str(level.number)), Cell(say_number(level.dose)), Cell(f"{_WIDE}{mode}"), Cell(source)))
    return Table("levels", "", columns, tuple(rows))


def _subjects(count: int) -> str:
    return tr("1 subject") if count == 1 else tr("{count} subjects").format(count=count)


def _rules(protocol: Protocol, part: Part) -> list[Block]:
    columns = (
        Column("rule", tr("Rule"), weight=2),
        Column("value", tr("In this protocol")),
        Column("source", tr("Source"), weight=2),
    )
    tables = (
        ("window", WINDOW, part.window),
        ("rules", RULES, part.rules),
        ("rules.spacing", SPACING, part.rules.spacing),
    )
    paths = [(f"{path}.{key.name}", getattr(values, key.name)) for path, keys, values in tables for key in keys]
    rows, assumed = [], 0
    for path, value in paths:
        full = f"parts.{part.part_id}.{path}"
        origin = protocol.source_of(part, path)
        source = origin.source
        if origin.is_assumed:
            assumed += 1
            source = tr("assumption: {source}").format(source=source)
            if origin.says:
                source = tr("{source} (registration: {says})").format(source=source, says=origin.says)
        rows.append(
            (
                Cell(words_of(label_of(full))),
                Cell(words_of(choice_label_of(full, value)), emphasis=origin.is_assumed),
                Cell(source),
            )
        )
    note = tr("{assumed} of {all} values are assumptions, in bold: confirm or change them in the protocol.")
    return [
        _table(Table("rules", "", columns, tuple(rows))),
        Paragraph(note.format(assumed=assumed, all=len(rows)), is_note=True),
    ]


# --- tables and pathways ------------------------------------------------------------------------


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


def _grids(part: Part, levels: int) -> list[Block]:
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


def _pathways(part: Part, levels: int) -> list[Block]:
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
            title = tr("Below an exceeded level, where {subjects} had no DLT").format(subjects=_subjects(held))
            blocks += _pathway(title, derive_fork(rules, tuple(counts), at), at, levels)
    return blocks


def _prospects(part: Part, subjects: Sequence[TreatedSubject], scenario: Scenario) -> list[Block]:
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
            return _subjects(subjects)
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
    return _table(Table("risks", "", columns, cells))


# --- what follows -------------------------------------------------------------------------------


def _characteristics(part: Part, assumed: Sequence[Named]) -> list[Block]:
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
        found.append(Together((Subheading(one.names[0]), _sheet(sheet_by_level(one)), note)))
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


def _designs(part: Part, scenario: Scenario) -> list[Block]:
    rules = [(tr("This protocol"), part.rules), *((words_of(one.title), one.rules(part.rules)) for one in NAMED)]
    answers = [(name, exact_characteristics(one, scenario)) for name, one in rules]
    return [_sheet(sheet_of_designs(part, answers, len(scenario.dlt)))]


def _readings(protocol: Protocol, part: Part, scenario: Scenario) -> list[Block]:
    rules = open_rules(protocol, part, scenario)
    answers = {reading.rules: reading.characteristics for rule in rules for reading in rule.readings}
    answers.setdefault(part.rules, exact_characteristics(part.rules, scenario))
    return [_sheet(sheet_of_readings(rules, answers, part.rules))]


def _outcomes(part: Part, words: Words, subjects: Sequence[TreatedSubject], scenario: Scenario) -> list[Block]:
    opened = len(scenario.dlt) > part.usable_levels()
    outcomes = next_outcomes(part, subjects, scenario, with_optional=opened)
    if outcomes is None:
        return [Paragraph(tr("No outcome is to come."))]
    return [Paragraph(say_to_come(words, outcomes)), _sheet(sheet_of_outcomes(words, outcomes))]
