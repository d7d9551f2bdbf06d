"""``titrant simulate``: how long the trial takes, by simulation of calendar time."""

import argparse
import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from ui.command_line import Refused
from ui.command_line.design_arguments import (
    Design,
    add_design_arguments,
    add_scenario_arguments,
    find_design,
    read_scenario,
    whole,
)

if TYPE_CHECKING:
    # At run time they come late: the other verbs need no numpy.
    from domain.characteristics.forecast import Conduct, Forecast

_ACCRUAL = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*/\s*(day|week|month|year)")
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
_MOST_TRIALS = 1_000_000
_PLAIN_WINDOW = 21


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "simulate",
        help="how long the trial takes",
        description="Simulates how long the trial takes and where the time goes: accrual, screening, spacing, windows, "
        "replacement, meetings. What is not given is taken as none. For where the trial ends, titrant oc is exact.",
        epilog="Example: titrant simulate bat6026 --dlt 0.01,0.02,0.05,0.1,0.2,0.35,0.5 --accrual 2/month --seed 1 "
        "--screening-days 14 --screen-failures 0.2 --meeting-days 7",
    )
    add_design_arguments(parser)
    add_scenario_arguments(parser)
    parser.add_argument("--accrual", metavar="N/month", required=True, help="candidates a day, week, month or year")
    parser.add_argument("--seed", metavar="N", type=whole(0), required=True, help="the same seed, the same answer")
    parser.add_argument("--trials", metavar="N", type=whole(1), default=10_000, help="how many; 10000 if not given")
    parser.add_argument("--screen-failures", metavar="P", type=float, default=0.0, help="share who fail screening")
    parser.add_argument("--screening-days", metavar="DAYS", type=float, default=0.0, help="length of screening")
    parser.add_argument("--not-evaluable", metavar="P", type=float, default=0.0, help="share who are replaced")
    parser.add_argument("--meeting-days", metavar="DAYS", type=float, default=0.0, help="from verdict to decision")
    parser.add_argument(
        "--window-days", metavar="DAYS", type=whole(1), help=f"DLT window; the protocol's, {_PLAIN_WINDOW} for 3+3"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Simulate and print."""
    from domain.characteristics.calendar import simulate_calendar

    design = find_design(chosen)
    scenario = read_scenario(chosen, design)
    if chosen.trials > _MOST_TRIALS:
        raise Refused(f"--trials: at most {_MOST_TRIALS}", 2)
    window = chosen.window_days or (design.part.window.days if design.part else _PLAIN_WINDOW)
    conduct = _read_conduct(chosen)
    forecast = simulate_calendar(design.rules, window, scenario, conduct, trials=chosen.trials, seed=chosen.seed)
    print(json.dumps(_plain(forecast, chosen)) if chosen.json else _say(design, window, conduct, forecast, chosen))
    return 0


def _read_conduct(chosen: argparse.Namespace) -> "Conduct":
    from domain.characteristics.forecast import Conduct

    match = _ACCRUAL.fullmatch(chosen.accrual.strip())
    if not match:
        raise Refused(f'--accrual: "{chosen.accrual}" can\'t be read; write 2/month or 0.5/week', 2)
    try:
        return Conduct(
            float(match[1]) * _DAYS["month"] / _DAYS[match[2]],
            screen_failures=chosen.screen_failures,
            screening_days=chosen.screening_days,
            not_evaluable=chosen.not_evaluable,
            meeting_days=chosen.meeting_days,
        )
    except ValueError as error:
        raise Refused(str(error), 2) from error


def _plain(forecast: "Forecast", chosen: argparse.Namespace) -> dict[str, object]:
    names = ("p10", "median", "p90")
    levels = chosen.dlt.count(",") + 2
    return {
        "trials": chosen.trials,
        "seed": chosen.seed,
        "months": {**dict(zip(names, forecast.months_band, strict=True)), "mean": float(forecast.months.mean())},
        "subjects": {**dict(zip(names, forecast.subjects_band, strict=True)), "mean": float(forecast.subjects.mean())},
        "screened": float(forecast.screened.mean()),
        "selection": {str(level or "none"): float((forecast.declared == level).mean()) for level in range(levels)},
        "days": asdict(forecast.spent),
    }


def _say(design: Design, window: int, conduct: "Conduct", forecast: "Forecast", chosen: argparse.Namespace) -> str:
    low, middle, high = forecast.months_band
    fewest, usual, most = forecast.subjects_band
    spent = asdict(forecast.spent)
    whole_length = sum(spent.values())
    spacing = design.rules.spacing
    limits = [
        f"{spacing.after_first_hours} h after the first subject of a level",
        f"{spacing.between_hours} h between the others",
        "any number in the window" if spacing.most_in_window is None else f"{spacing.most_in_window} in the window",
    ]
    return "\n".join(
        [
            design.description,
            f"  window of {window} days; {'; '.join(limits)}",
            (
                f"  {chosen.accrual} candidates, {conduct.screen_failures:.0%} fail a screening of"
                f" {conduct.screening_days:g} days; {conduct.not_evaluable:.0%} not evaluable and replaced;"
                f" {conduct.meeting_days:g} days to each decision"
            ),
            f"  {chosen.trials} simulated trials, seed {chosen.seed}",
            "",
            f"Months to the end     median {middle:.1f}, 80 % of trials {low:.1f} to {high:.1f}",
            f"Subjects dosed        median {usual:g}, 80 % of trials {fewest:g} to {most:g}",
            f"Candidates screened   mean {forecast.screened.mean():.1f}",
            "",
            "Where the time goes (mean of trials)",
            *(
                f"  {name:<12}{days / _DAYS['month']:>7.1f} months{days / whole_length:>6.0%}"
                for name, days in spent.items()
            ),
        ]
    )
