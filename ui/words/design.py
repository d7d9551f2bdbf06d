"""What the Design page says: its sentence, the open readings and the next outcomes, as tables and words."""

from collections.abc import Sequence

from domain.characteristics.exact import Characteristics, Scenario
from domain.characteristics.named import OpenRule, most_likely_level, named_design_of
from domain.characteristics.outcomes import Branch, Outcomes
from domain.escalation.recommendation import Recommendation
from domain.protocol.labels import choice_label_of, label_of
from domain.protocol.model import Part, Rules
from domain.summaries.decisions import describe_recommendation
from domain.terms import AfterExceeded, LevelState, TopLevel
from ui.design_sheet import Entry, Kind, Sheet, say_probability
from ui.text import Words, capital, tr

_INDENT = "\u2003"


def say_most_likely(words: Words, answer: Characteristics) -> str:
    """The level that is most often named, with its probability: "level 5 (1 mg/kg), 0.41"."""
    level = most_likely_level(answer)
    chance = say_probability(answer.selection[level])
    if not level:
        return tr("no tolerable dose, {chance}").format(chance=chance)
    return f"{words.level(level)}, {chance}"


def say_answer(words: Words, answers: Sequence[Characteristics], *, from_here: bool) -> str:
    """The one sentence of the page."""
    answer = answers[0]
    level = most_likely_level(answer)
    said = say_most_likely(words, answer)
    if not level:
        first = tr("Most likely {said}.").format(said=said)
    elif from_here:
        first = tr("Most likely MTD from here: {said}.").format(said=said)
    else:
        first = tr("Most likely MTD: {said}.").format(said=said)
    return f"{first} {_say_difference(answers, from_here=from_here)}".strip()


def _say_difference(answers: Sequence[Characteristics], *, from_here: bool) -> str:
    if from_here or len(answers) < 2:
        return tr("{total} subjects expected in all.").format(total=f"{answers[0].mean_total:.1f}")
    less = answers[1].mean_total - answers[0].mean_total
    if abs(less) < 0.05:
        return tr("A and B need as many subjects.")
    text = tr("A needs {count} subjects fewer than B.") if less > 0 else tr("A needs {count} subjects more than B.")
    return text.format(count=f"{abs(less):.1f}")


def say_design(rules: Rules) -> str:
    """What the words of a protocol mean as a design: acceleration, search-down, top level."""
    if rules.accelerated_levels == 1:
        start = tr("one accelerated level, then 3+3")
    elif rules.accelerated_levels:
        start = tr("{count} accelerated levels, then 3+3").format(count=rules.accelerated_levels)
    else:
        start = tr("3+3 from the first level")
    down = (
        tr("search-down that fills the level below to {full}").format(full=rules.full_size)
        if rules.after_exceeded is AfterExceeded.FILL
        else tr("no search-down")
    )
    top = (
        tr("a cleared highest level filled to {full}").format(full=rules.full_size)
        if rules.top is TopLevel.CONFIRM
        else tr("a cleared highest level stops as MAD")
    )
    design = named_design_of(rules)
    named = tr('"{name}"').format(name=tr(design.title)) if design else tr("none of the named designs")
    said = tr("The words mean {start}, {down}, {top}; the 3+3 part is {named}.")
    return said.format(start=start, down=down, top=top, named=named)


def sheet_of_readings(rules: Sequence[OpenRule], answers: dict[Rules, Characteristics], taken: Rules) -> Sheet:
    """What is open in a protocol's words, and what each reading costs against the one taken."""
    base = answers[taken]
    level = most_likely_level(base)
    head = tr("P(MTD = {level})").format(level=level) if level else tr("P(none)")
    change = tr("change")
    heads = (tr("Open in the words, and how it can be read"), head, change, tr("Subjects"), change, tr("DLTs"), change)
    rows = []
    for rule in rules:
        if rule.readings:
            rows.append((Entry(tr(label_of(rule.path)), is_quiet=True), *[Entry(" ")] * 6))
        for reading in rule.readings:
            answer, strong = answers[reading.rules], reading.is_taken
            numbers = (
                *_cost(answer.selection[level], base.selection[level], Kind.PROBABILITY, is_taken=strong),
                *_cost(answer.mean_total, base.mean_total, Kind.MEAN, is_taken=strong),
                *_cost(answer.mean_total_dlts, base.mean_total_dlts, Kind.MEAN, is_taken=strong),
            )
            said = tr(choice_label_of(rule.path, reading.value))
            said = tr("{said} (as read here)").format(said=said) if strong else said
            rows.append((Entry(f"{_INDENT}{said}", is_strong=strong), *numbers))
    without = [rule for rule in rules if not rule.readings]
    if without:
        rows.append((Entry(tr("Open too, without bearing on these numbers"), is_quiet=True), *[Entry(" ")] * 6))
    rows += [(Entry(f"{_INDENT}{tr(label_of(rule.path))}"), *[Entry(" ")] * 6) for rule in without]
    return Sheet("readings", tr("Open readings"), heads, (False, *[True] * 6), tuple(rows))


def _cost(value: float, base: float, kind: Kind, *, is_taken: bool) -> tuple[Entry, Entry]:
    """A figure of a reading, and by how much it differs from the reading taken."""
    shift = Entry(" ") if is_taken else Entry(value - base, Kind.SHIFT, is_quiet=True)
    return Entry(value, kind, is_strong=is_taken), shift


# --- next outcomes ------------------------------------------------------------------------------


def say_branch(branch: Branch) -> str:
    """The outcome of a branch: "no DLT", "1 DLT, a moderate toxicity"."""
    if branch.dlts == 0:
        text = {"": tr("no DLT"), "none": tr("no DLT, no moderate toxicity"), "some": tr("no DLT, moderate toxicity")}
        return text[branch.moderates]
    dlts = tr("1 DLT") if branch.dlts == 1 else tr("{count} DLTs").format(count=branch.dlts)
    more = {"": "", "none": tr(", no moderate toxicity"), "some": tr(", moderate toxicity")}
    return dlts + more[branch.moderates]


def chip_of_branch(level: int, then: Recommendation) -> str:
    """The look of what follows."""
    if then.tally(level).state is LevelState.EXCEEDED:
        return "exceeded"
    return then.action.value.replace("-", "_")


def say_then(words: Words, level: int, then: Recommendation) -> str:
    """What follows, as a phrase: "Level 4 closes; go down to level 3, 3 subjects"."""
    bare = Words(words.zone)
    said = bare.reason(describe_recommendation(then))
    if then.tally(level).state is LevelState.EXCEEDED:
        return tr("Level {level} closes; {said}").format(level=level, said=said[:1].lower() + said[1:])
    return said


def say_to_come(words: Words, outcomes: Outcomes) -> str:
    """Whose outcomes are to come: "Level 4 (0.3 mg/kg): 3 outcomes to come"."""
    level = capital(words.level(outcomes.dose_level))
    if outcomes.to_come == 1:
        return tr("{level}: 1 outcome to come").format(level=level)
    return tr("{level}: {count} outcomes to come").format(level=level, count=outcomes.to_come)


def sheet_of_outcomes(words: Words, outcomes: Outcomes) -> Sheet:
    """The tree as a table."""
    heads = (tr("Next outcome"), tr("Probability"), tr("Then"), tr("Most likely in the end"), tr("Subjects in all"))
    rows = tuple(
        (
            Entry(say_branch(branch), is_strong=True),
            Entry(branch.chance, Kind.PROBABILITY),
            Entry(say_then(words, outcomes.dose_level, branch.then)),
            Entry(say_most_likely(words, branch.after)),
            Entry(branch.after.mean_total, Kind.MEAN),
        )
        for branch in outcomes.branches
    )
    return Sheet("outcomes", tr("Next outcomes"), heads, (False, True, False, False, True), rows)


def say_unordered(scenario: Scenario) -> str:
    """Where the assumed risk falls with the dose; "" where it never does."""
    if not scenario.falls_after:
        return ""
    level = scenario.falls_after[0]
    return tr("P(DLT) falls from level {lower} to level {upper}: check that this is meant.").format(
        lower=level, upper=level + 1
    )


def say_basis(part: Part, scenario: Scenario, milliseconds: float, *, from_here: bool) -> str:
    """What the numbers rest on."""
    parts = [tr("Exact, no simulation ({ms} ms).").format(ms=f"{milliseconds:.1f}")]
    parts.append(tr("Independent subjects, all evaluable."))
    if from_here:
        parts.append(tr("Verdicts still awaited follow the scenario."))
    elif part.has_optional and len(scenario.dlt) < len(part.levels):
        parts.append(tr("Without the optional level {level}.").format(level=len(part.levels)))
    return " ".join(parts)
