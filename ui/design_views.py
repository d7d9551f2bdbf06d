"""The Design page's answers as plots and as their table twins, both from the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.characteristics.exact import Characteristics, Scenario
from domain.protocol.model import Part
from ui.design_sheet import Entry, Kind, Sheet
from ui.plots.plot import Fence, Plot, Rule, Series, nice_top
from ui.text import say_number, tr

_LABEL_EVERY = 2
_TARGET = 1 / 6


@dataclass(frozen=True)
class Comparison:
    """Two answers beside each other.

    Attributes:
        names: what the two are, for the legend.
    """

    part: Part
    scenario: Scenario
    answers: tuple[Characteristics, ...]
    names: tuple[str, ...]

    @property
    def levels(self) -> int:
        """How many levels are used."""
        return len(self.scenario.dlt)

    @property
    def doses(self) -> tuple[str, ...]:
        """The doses, lowest first, without their unit."""
        return tuple(say_number(level.dose) for level in self.part.levels[: self.levels])

    @property
    def unit(self) -> str:
        """The unit of the doses."""
        return self.part.levels[0].unit


LETTERS = ("A", "B")


def _names(comparison: Comparison) -> tuple[str, ...]:
    if len(comparison.answers) == 1:
        return ("",)
    return tuple(f"{letter}  {name}" for letter, name in zip(LETTERS, comparison.names, strict=False))


def plot_curves(part: Part, scenario: Scenario, moderates: Sequence[float]) -> Plot:
    """The assumed toxicity, for a file or for paper."""
    doses = tuple(say_number(level.dose) for level in part.levels[: len(scenario.dlt)])
    lines = [Series(tr("DLT"), scenario.dlt)]
    if moderates:
        missing = (None,) * (len(doses) - len(moderates))
        lines.append(Series(tr("moderate toxicity, no DLT"), (*moderates, *missing), "outlined"))
    return Plot(
        tr("Assumed toxicity"),
        doses,
        tr("Dose, {unit}").format(unit=part.levels[0].unit),
        tr("Probability"),
        lines=tuple(lines),
        rules=(Rule(_TARGET, tr("1 in 6")),),
        top=nice_top(max((*scenario.dlt, *moderates)), least=0.4),
    )


def plot_selection(comparison: Comparison) -> Plot:
    """How often each level is the MTD; none at the left, the cleared part of the top level hatched."""
    looks = ("solid", "outlined")
    nothing = (0.0,) * comparison.levels
    bars = tuple(
        Series(name, answer.selection, look, (*nothing, answer.not_reached), tr("highest level cleared"))  # type: ignore[arg-type]
        for name, answer, look in zip(_names(comparison), comparison.answers, looks, strict=False)
    )
    highest = max(max(answer.selection) for answer in comparison.answers)
    about = tr("Dose named MTD, {unit} · none: no tolerable dose").format(unit=comparison.unit)
    if any(answer.not_reached > 0 for answer in comparison.answers):
        about += tr(" · hatched: highest level cleared, MTD may lie higher")
    return Plot(
        tr("P(MTD = level)"),
        (tr("none"), *comparison.doses),
        about,
        tr("P(MTD)"),
        bars=(bars[0], *(Series(bar.name, bar.values, bar.look) for bar in bars[1:])),
        top=nice_top(highest, least=0.4),
    )


def plot_expected(comparison: Comparison, *, dlts: bool) -> Plot:
    """Expected subjects or DLTs at each level."""
    values = [answer.expected_dlts if dlts else answer.expected_subjects for answer in comparison.answers]
    looks = ("solid", "outlined")
    bars = tuple(
        Series(name, one, look)  # type: ignore[arg-type]
        for name, one, look in zip(_names(comparison), values, looks, strict=False)
    )
    top = nice_top(max(max(one) for one in values), least=0.5 if dlts else 2.0)
    return Plot(
        tr("Expected DLTs per level") if dlts else tr("Expected subjects per level"),
        comparison.doses,
        tr("Dose, {unit}").format(unit=comparison.unit),
        tr("DLTs") if dlts else tr("Subjects"),
        bars=bars,
        top=top,
        decimals=0 if top >= 4 else 1,
    )


def plot_total(comparison: Comparison) -> Plot:
    """The distribution of the total number of subjects, with the planned number fenced."""
    answer, other = comparison.answers[0], comparison.answers[-1]
    shown = [one.distribution for one in (answer, other)]
    least = min(number for one in shown for number, chance in one.items() if chance > 0.0005)
    most = max(number for one in shown for number, chance in one.items() if chance > 0.0005)
    planned = comparison.part.planned_subjects
    if planned is not None:
        most = max(most, planned + 1)
    numbers = range(least, most + 1)
    looks = ("solid", "outlined")
    bars = tuple(
        Series(name, tuple(one.distribution.get(number, 0.0) for number in numbers), look)  # type: ignore[arg-type]
        for name, one, look in zip(_names(comparison), comparison.answers, looks, strict=False)
    )
    fences: tuple[Fence, ...] = ()
    if planned is not None and least <= planned:
        fences = (Fence(planned - least, tr("more than the {planned} planned").format(planned=planned)),)
    highest = max(max(one.values) for one in bars)  # type: ignore[type-var]
    top = nice_top(highest or 0.0, least=0.1)
    return Plot(
        tr("Total number of subjects"),
        tuple(map(str, numbers)),
        tr("Subjects treated in the whole escalation"),
        tr("Probability"),
        bars=bars,
        fences=fences,
        top=top,
        decimals=2 if top < 0.4 else 1,
        label_every=_LABEL_EVERY if len(numbers) > 20 else 1,
    )


# --- their table twins --------------------------------------------------------------------------


def say_mode(part: Part, level: int, levels: int) -> str:
    """How a level is dosed: "accelerated", "3+3, optional", "3+3; highest"."""
    is_single = level <= part.rules.accelerated_levels
    said = tr("accelerated") if is_single else tr("3+3")
    if part.level(level).is_optional:
        said = tr("{mode}, optional").format(mode=said)
    return tr("{mode}; highest").format(mode=said) if level == levels else said


def sheet_by_level(comparison: Comparison) -> Sheet:
    """Selection, subjects and DLTs by level, the highest on top."""
    letters = LETTERS[: len(comparison.answers)]
    columns = (tr("P(MTD), {letter}"), tr("Subjects, {letter}"), tr("DLTs, {letter}"))
    if len(letters) == 1:
        columns = (tr("P(MTD)"), tr("Subjects"), tr("DLTs"))
    heads = (
        tr("Level"),
        tr("Dose, {unit}").format(unit=comparison.unit),
        tr("P(DLT)"),
        *(head.format(letter=letter) for head in columns for letter in letters),
        tr("Rule"),
    )
    rows = [_level_row(comparison, level) for level in range(comparison.levels, 0, -1)]
    rows.append(_level_row(comparison, 0))
    totals = [
        *(Entry(sum(answer.selection), Kind.PROBABILITY, is_strong=True) for answer in comparison.answers),
        *(Entry(answer.mean_total, Kind.MEAN, is_strong=True) for answer in comparison.answers),
        *(Entry(sum(answer.expected_dlts), Kind.MEAN, is_strong=True) for answer in comparison.answers),
    ]
    rows.append((Entry(tr("Total"), is_strong=True), Entry(" "), Entry(" "), *totals, Entry(" ")))
    return Sheet(
        "levels", tr("By level"), heads, (False, True, True, *([True] * (3 * len(letters))), False), tuple(rows)
    )


def _level_row(comparison: Comparison, level: int) -> tuple[Entry, ...]:
    numbers: list[Entry] = []
    for place, answer in enumerate(comparison.answers):
        numbers.append(Entry(answer.selection[level], Kind.PROBABILITY, is_strong=place == 0, is_quiet=place > 0))
    for field in ("expected_subjects", "expected_dlts"):
        for place, answer in enumerate(comparison.answers):
            value = getattr(answer, field)[level - 1] if level else None
            numbers.append(Entry(value, Kind.MEAN, is_quiet=place > 0) if level else Entry(" "))
    if not level:
        return Entry(tr("none")), Entry(" "), Entry(" "), *numbers, Entry(" ")
    dlt = Entry(comparison.scenario.dlt[level - 1], Kind.PROBABILITY, is_quiet=True)
    mode = Entry(say_mode(comparison.part, level, comparison.levels), is_quiet=True)
    return Entry(str(level), is_strong=True), Entry(comparison.doses[level - 1]), dlt, *numbers, mode


def sheet_of_totals(comparison: Comparison) -> Sheet:
    """The total numbers, with the name of each estimator."""
    answers = comparison.answers
    planned = comparison.part.planned_subjects
    rows = [
        _row(tr("Subjects: mean"), [a.mean_total for a in answers], Kind.MEAN),
        _row(tr("Subjects: standard deviation"), [a.sd_total for a in answers], Kind.MEAN),
        _row(tr("Subjects: 10th percentile"), [a.quantile(0.1) for a in answers], Kind.COUNT),
        _row(tr("Subjects: 90th percentile"), [a.quantile(0.9) for a in answers], Kind.COUNT),
    ]
    if planned is not None:
        label = tr("P(more than the {planned} planned)").format(planned=planned)
        rows.append(_row(label, [a.more_than(planned) for a in answers], Kind.PROBABILITY, is_strong=True))
    rows += [
        _row(tr("DLTs: mean"), [a.mean_total_dlts for a in answers], Kind.MEAN),
        _row(tr("DLT proportion: ratio of the means"), [a.ratio_of_means for a in answers], Kind.PROBABILITY),
        _row(tr("DLT proportion: mean of the ratios"), [a.mean_of_ratios for a in answers], Kind.PROBABILITY),
        _row(tr("P(no tolerable dose)"), [a.selection[0] for a in answers], Kind.PROBABILITY),
        _row(tr("P(highest level cleared, MTD may lie higher)"), [a.not_reached for a in answers], Kind.PROBABILITY),
    ]
    if any(answer.undecided > 0 for answer in answers):
        rows.append(_row(tr("P(protocol silent)"), [a.undecided for a in answers], Kind.PROBABILITY))
    heads = tuple(_names(comparison)) if len(answers) > 1 else (tr("Value"),)
    return Sheet(
        "totals", tr("Totals"), (tr("Whole escalation"), *heads), (False, *([True] * len(answers))), tuple(rows)
    )


def _row(label: str, values: Sequence[float], kind: Kind, *, is_strong: bool = False) -> tuple[Entry, ...]:
    numbers = (
        Entry(float(value), kind, is_strong=is_strong or place == 0, is_quiet=place > 0)
        for place, value in enumerate(values)
    )
    return Entry(label, is_strong=is_strong), *numbers


def sheet_of_designs(part: Part, answers: Sequence[tuple[str, Characteristics]], levels: int) -> Sheet:
    """Designs beside each other, one a column: selection by level, then subjects and DLTs."""
    unit = part.levels[0].unit
    rows = []
    for level in range(levels, 0, -1):
        said = tr("level {level}, {dose} {unit}").format(
            level=level, dose=say_number(part.level(level).dose), unit=unit
        )
        if level == levels:
            said = tr("{said}, or cleared").format(said=said)
        rows.append(_row(said, [answer.selection[level] for _, answer in answers], Kind.PROBABILITY))
    rows.append(_row(tr("No tolerable dose"), [answer.selection[0] for _, answer in answers], Kind.PROBABILITY))
    rows.append(_row(tr("Subjects, mean"), [a.mean_total for _, a in answers], Kind.MEAN, is_strong=True))
    rows.append(_row(tr("DLTs, mean"), [sum(a.expected_dlts) for _, a in answers], Kind.MEAN, is_strong=True))
    if part.planned_subjects is not None and all(answer.distribution for _, answer in answers):
        label = tr("P(more than the {planned} planned)").format(planned=part.planned_subjects)
        chances = [answer.more_than(part.planned_subjects) for _, answer in answers]
        rows.append(_row(label, chances, Kind.PROBABILITY, is_strong=True))
    heads = (tr("From the start: MTD ="), *(name for name, _ in answers))
    return Sheet("designs", tr("Named designs"), heads, (False, *([True] * len(answers))), tuple(rows))
