"""``titrant km``: the Kaplan-Meier estimate of a CSV file."""

import argparse
import json
import math
import sys
from dataclasses import asdict
from pathlib import Path

from domain.response.compare import Sample, compare_curves, estimate_hazard_ratio
from domain.response.kaplan_meier import Band, Quantile, Step, SurvivalCurve, kaplan_meier
from ui.command_line import Refused
from ui.command_line.csv_rows import CsvRow, read_csv

_QUANTILES = (0.25, 0.5, 0.75)
_EVENTS = dict.fromkeys(("1", "1.0", "TRUE", "YES", "Y"), True) | dict.fromkeys(("0", "0.0", "FALSE", "NO", "N"), False)


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "km",
        help="Kaplan-Meier estimate of a CSV file",
        description="Kaplan-Meier estimate with Greenwood's standard errors, confidence band, median and quartiles "
        "with their limits, and numbers at risk. Limits that can't be estimated are empty.",
        epilog="Columns: time, event (1 event, 0 censored), and optionally group: then a curve for each, the log-rank "
        "test and, for two, the hazard ratio (Cox, ties by Efron).",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file (UTF-8)")
    parser.add_argument(
        "--conf",
        choices=[str(band) for band in Band],
        default=str(Band.LOG_LOG),
        help="scale of the band (%(default)s)",
    )
    parser.add_argument("--level", type=float, default=0.95, metavar="P", help="confidence level (%(default)s)")
    parser.add_argument("--at", default="", metavar="TIMES", help="also the estimate at these times, as 12,24,36")
    parser.add_argument("--json", action="store_true", help='print {"curves": [{"steps": [...], "median": ...}]}')
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the estimate; 1 if a row can't be read."""
    if not 0 < chosen.level < 1:
        raise Refused(f"--level is {chosen.level}; it lies between 0 and 1, as 0.95", 2)
    try:
        at = [float(text) for text in chosen.at.split(",") if text.strip()]
    except ValueError:
        at = [math.nan]
    if not all(0 <= time < math.inf for time in at):
        raise Refused(f'--at is "{chosen.at}"; write times from 0 on, as 12,24,36', 2)
    groups: dict[str, tuple[list[float], list[bool]]] = {}
    unreadable = []
    for row in read_csv(chosen.file, ("time", "event"), ("group",)):
        try:
            time, is_event = _read(row)
        except ValueError as error:
            unreadable.append(f"{chosen.file.name}, row {row.number}: {error}; the row is left out")
            continue
        times, events = groups.setdefault(row.cells.get("group", ""), ([], []))
        times.append(time)
        events.append(is_event)
    for sentence in unreadable:
        print(f"titrant: {sentence}", file=sys.stderr)
    if not groups:
        raise Refused(f"{chosen.file}: has no row that can be used")
    curves = {
        group: kaplan_meier(times, events, Band(chosen.conf), chosen.level) for group, (times, events) in groups.items()
    }
    comparison = _compare([Sample(*one) for one in groups.values()], chosen.level) if len(groups) > 1 else None
    if chosen.json:
        plain = [_plain(group, curve, at) for group, curve in curves.items()]
        said = {"conf": chosen.conf, "level": chosen.level, "curves": plain, "comparison": comparison}
        print(json.dumps({**said, "errors": unreadable}, ensure_ascii=False))
    else:
        for group, curve in curves.items():
            print("\n".join(_lines(group, curve, at)))
        if comparison:
            print("\n".join(_comparison_lines(comparison)))
    return 1 if unreadable else 0


def _read(row: CsvRow) -> tuple[float, bool]:
    """Time and event of a row.

    Raises:
        ValueError: with the sentence.
    """
    if row.fault:
        raise ValueError(row.fault)
    text = row.cell("time")
    try:
        time = float(text)
    except ValueError:
        time = math.nan
    if "_" in text or not math.isfinite(time):
        raise ValueError(f'column time: "{text}" is not a number')
    if time < 0:
        raise ValueError(f"column time: {text} is negative")
    if row.cell("event").upper() not in _EVENTS:
        raise ValueError(f'column event: "{row.cell("event")}" is neither 1 (event) nor 0 (censored)')
    return time, _EVENTS[row.cell("event").upper()]


def _compare(groups: list[Sample], level: float) -> dict[str, object]:
    test = compare_curves(groups)
    ratio = estimate_hazard_ratio(groups[0], groups[1], level) if len(groups) == 2 else None
    return {
        "log_rank": asdict(test),
        "hazard_ratio": ratio and {**asdict(ratio), "ratio": ratio.ratio},
    }


def _plain(group: str, curve: SurvivalCurve, at: list[float]) -> dict[str, object]:
    return {
        "group": group or None,
        "n": curve.n,
        "events": curve.events,
        "censored": curve.n - curve.events,
        "median": asdict(curve.median),
        "quantiles": [asdict(curve.quantile(p)) for p in _QUANTILES],
        "steps": [asdict(step) for step in curve.steps],
        "at": [asdict(curve.at(time)) for time in at],
    }


def _lines(group: str, curve: SurvivalCurve, at: list[float]) -> list[str]:
    lines = [f"{group or 'all'}: n = {curve.n}, events {curve.events}, censored {curve.n - curve.events}"]
    lines.append(f"Kaplan-Meier, Greenwood, {100 * curve.level:g} % interval on the {curve.band} scale")
    lines += [_quantile_line(curve.quantile(p)) for p in _QUANTILES]
    lines.append(
        f"{'time':>10} {'at risk':>8} {'events':>7} {'censored':>9} {'S':>8} {'SE':>8} {'lower':>8} {'upper':>8}"
    )
    lines += [_step_line(step) for step in curve.steps]
    if at:
        lines.append("at the times asked for (events and censorings up to then):")
        lines += [_step_line(curve.at(time)) for time in at]
    return [*lines, ""]


def _quantile_line(one: Quantile) -> str:
    name = "median" if one.p == 0.5 else f"{100 * one.p:g} %"
    return f"  {name:<7} {_reached(one.time)} ({_reached(one.lower)} to {_reached(one.upper)})"


def _reached(time: float | None) -> str:
    return "not reached" if time is None else f"{time:g}"


def _step_line(step: Step) -> str:
    numbers = (step.survival, step.std_error, step.lower, step.upper)
    cells = " ".join(f"{'' if number is None else f'{number:.4f}':>8}" for number in numbers)
    return f"{step.time:>10g} {step.n_risk:>8} {step.n_event:>7} {step.n_censor:>9} {cells}"


def _comparison_lines(comparison: dict[str, object]) -> list[str]:
    test, ratio = comparison["log_rank"], comparison["hazard_ratio"]
    assert isinstance(test, dict)
    p = "not to be had" if test["p"] is None else f"{test['p']:.4f}"
    lines = [f"log-rank: chi-square {test['chi_square']:.4f}, df {test['df']}, p {p}"]
    if isinstance(ratio, dict):
        lines.append(
            f"hazard ratio, second to first group: {ratio['ratio']:.4f} ({ratio['lower']:.4f} to {ratio['upper']:.4f})"
        )
    return lines
