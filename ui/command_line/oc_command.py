"""``titrant oc``: exact operating characteristics, from the start or from a history."""

import argparse
import json

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.notation import Group, NotationError, parse_history
from ui.command_line import Refused
from ui.command_line.design_arguments import (
    Design,
    add_design_arguments,
    add_scenario_arguments,
    find_design,
    find_table,
    is_table,
    read_scenario,
    whole,
)


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "oc",
        help="exact operating characteristics of a design",
        description="Exact operating characteristics: where the rules lead if the given probabilities are true. "
        "Nothing is simulated.",
        epilog="Example: titrant oc bat6026 --dlt 0.01,0.02,0.05,0.1,0.2,0.35,0.5 --from '1N 2N 3NNT'. Pending "
        "subjects of the history are resolved by the same probabilities; all subjects to come are evaluable. "
        "PROTOCOL may also be a decision table, a .csv file with the columns n, dlt, action. "
        '"selection" counts a cleared top level under that level, "not_reached" says how much of it.',
    )
    add_design_arguments(parser)
    add_scenario_arguments(parser)
    parser.add_argument("--from", metavar="HISTORY", dest="history", default="", help="start from '1N 2N 3NNT'")
    parser.add_argument(
        "--planned",
        metavar="N",
        type=whole(1),
        help="also P(more than N subjects); the protocol's number if it has one",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the characteristics."""
    design = find_table(chosen) if is_table(chosen) else find_design(chosen)
    scenario = read_scenario(chosen, design)
    history = read_history(chosen.history, design, scenario)
    if design.table is not None and history:
        raise Refused("--from does not apply to a decision table; it is followed from the start", 2)
    try:
        if design.table is not None:
            answer = design.table.characteristics(scenario)
        else:
            answer = exact_characteristics(design.rules, scenario, history=history)
    except ValueError as error:
        raise Refused(str(error), 2) from error
    planned = chosen.planned
    if planned is None and design.protocol is not None and design.part is not None:
        planned = design.part.planned_subjects or design.protocol.planned_subjects
    if chosen.json:
        print(json.dumps(plain(answer, planned)))
    else:
        print(_say(design, scenario, answer, planned, chosen.history))
    return 0


def read_history(text: str, design: Design, scenario: Scenario) -> tuple[Group, ...]:
    """The history, in the levels of the protocol.

    Raises:
        Refused: it can't be read.
    """
    levels = len(design.part.levels) if design.part else len(scenario.dlt)
    try:
        return parse_history(text, levels)
    except NotationError as error:
        raise Refused(f"the history can't be read: {error}", 2) from error


def plain(answer: Characteristics, planned: int | None) -> dict[str, object]:
    """The answer as JSON takes it."""
    return {
        "selection": {str(level or "none"): p for level, p in enumerate(answer.selection)},
        "not_reached": answer.not_reached,
        "undecided": answer.undecided,
        "expected_subjects": list(answer.expected_subjects),
        "expected_dlts": list(answer.expected_dlts),
        "total_subjects": {
            "mean": answer.mean_total,
            "sd": answer.sd_total,
            "distribution": {str(number): p for number, p in answer.distribution.items()},
        },
        "total_dlts": {
            "mean": answer.mean_total_dlts,
            "sd": answer.sd_total_dlts,
            "distribution": {str(number): p for number, p in answer.dlt_distribution.items()},
        },
        "dlt_proportion": {"ratio_of_means": answer.ratio_of_means, "mean_of_ratios": answer.mean_of_ratios},
        "above_mtd": {
            "true_mtd": answer.true_mtd,
            "distribution": {str(number): p for number, p in answer.above_distribution.items()},
        },
        "more_than_planned": None if planned is None else {"planned": planned, "p": answer.more_than(planned)},
    }


def _say(design: Design, scenario: Scenario, answer: Characteristics, planned: int | None, history: str) -> str:
    lines = [design.description, f"  from {history}" if history.strip() else "  from the first subject", ""]
    lines.append(f"{'Level':<6}{'Dose':<24}{'P(DLT)':>8}{'P(mod.)':>9}{'P(MTD)':>9}{'Subjects':>10}{'DLTs':>8}")
    lines.append(f"{'none':<6}{'':<24}{'':>8}{'':>9}{answer.selection[0]:>9.4f}")
    for level, dlt in enumerate(scenario.dlt, 1):
        lines.append(
            f"{level:<6}{design.dose(level):<24}{dlt:>8.3g}{scenario.moderates[level - 1]:>9.3g}"
            f"{answer.selection[level]:>9.4f}{answer.expected_subjects[level - 1]:>10.2f}"
            f"{answer.expected_dlts[level - 1]:>8.2f}"
        )
    lines.append(f"{'total':<6}{'':<24}{'':>8}{'':>9}{'':>9}{answer.mean_total:>10.2f}{answer.mean_total_dlts:>8.2f}")
    lines += [
        "",
        (
            f"Top level cleared, so that the MTD may lie higher: {answer.not_reached:.4f}"
            f" (counted under level {len(scenario.dlt)})"
        ),
        (
            f"Subjects: SD {answer.sd_total:.2f}; half of the trials at most {answer.quantile(0.5)},"
            f" nine in ten at most {answer.quantile(0.9)}"
        ),
        (
            f"DLT proportion: mean of ratios E[T/N] {answer.mean_of_ratios:.4f},"
            f" ratio of means E[T]/E[N] {answer.ratio_of_means:.4f}"
        ),
        (
            f"More than 6 subjects above level {answer.true_mtd}, the highest with P(DLT) of at most 1/3:"
            f" {answer.more_above_mtd_than(6):.4f}"
        ),
    ]
    if planned is not None:
        lines.append(f"More than the {planned} subjects planned: {answer.more_than(planned):.4f}")
    if answer.undecided:
        lines.append(
            f"Undecided: {answer.undecided:.4f}; this history may lead to counts on which the protocol is silent,"
            " and then the committee chooses"
        )
    return "\n".join(lines)
