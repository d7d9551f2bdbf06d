"""``titrant nca``: pharmacokinetic parameters of the profiles in a CSV file (PK-2)."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.pk.faults import find_faults
from domain.pk.messages import MESSAGES
from domain.pk.method import describe_method
from domain.pk.nca import estimate_profiles
from domain.pk.profile import Profile, SlopeChoice, SlopeKind
from domain.pk.results import ParameterValue, Results
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, BlqRule, Route
from domain.pk.units import Units, unit_fault
from domain.reasons import Finding, Reason
from ui.command_line import Refused
from ui.command_line.nca_table import NEEDED, OPTIONAL, Drawn, Given, read_profiles

_OPTIONS = {"slope": "points of the terminal slope", "tau": "--tau"}


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "nca",
        help="pharmacokinetic parameters of the profiles in a CSV file",
        description="Computes the parameters of concentration profiles without compartments, by WinNonlin's rules. "
        "A faulty profile is refused by name, the others are computed; the exit code is then 1.",
        epilog=f"Columns: {', '.join(NEEDED)}; optional: {', '.join(OPTIONAL)}. Times count from the dose of "
        "the cycle; predose samples are negative. conc may be BLQ or <0.05, and is empty where there is no result. An "
        "option gives what the file lacks; without a route a profile is an infusion if it has a duration, else "
        "extravascular. The keys of the JSON are CDISC PPTESTCD.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file (UTF-8)")
    parser.add_argument(
        "--method",
        choices=[method.value for method in AucMethod],
        default=AucMethod.LINEAR.value,
        help="rule for areas (linear)",
    )
    parser.add_argument(
        "--blq", choices=[rule.value for rule in BlqRule], default=BlqRule.AS_IS.value, help="rule for BLQ (as-is)"
    )
    parser.add_argument("--tau", metavar="TIME", help="dosing interval")
    parser.add_argument("--steady-state", action="store_true", help="the dose was one of many; needs --tau")
    for name, metavar, said in (
        ("--dose", "NUMBER", "dose"),
        ("--tinf", "TIME", "duration of the infusion"),
        ("--lloq", "NUMBER", "limit of quantification"),
    ):
        parser.add_argument(name, metavar=metavar, help=f"{said}, where the file has none")
    parser.add_argument("--route", choices=[route.value for route in Route], help="where the file has none")
    parser.add_argument("--time-unit", metavar="UNIT", default="", help="such as h")
    parser.add_argument("--conc-unit", metavar="UNIT", default="", help="such as ug/mL")
    parser.add_argument("--dose-unit", metavar="UNIT", default="", help="such as mg or mg/kg")
    parser.add_argument(
        "--partial", metavar="A:B", action="append", default=[], help="partial area from A to B; may be repeated"
    )
    parser.add_argument(
        "--lambda-z-points",
        metavar="[SUBJECT=]POINTS",
        action="append",
        default=[],
        help="points of the terminal slope: times 4,8,12 or a range 4:12 or sample numbers #5,#6,#7 or how many last "
        "quantifiable samples (3); for one subject or all; may be repeated",
    )
    parser.add_argument(
        "--lambda-z-exclude",
        metavar="[SUBJECT=]TIMES",
        action="append",
        default=[],
        help="times of samples that the terminal slope must not use",
    )
    parser.add_argument("--lambda-z-reason", metavar="TEXT", default="", help="why points were chosen or excluded")
    parser.add_argument("--json", action="store_true", help='print {"profiles": [{"subject": ..., "parameters": ...}]}')
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Compute and print; 1 if a profile is refused."""
    settings = Settings(
        AucMethod(chosen.method), BlqRule(chosen.blq), tuple(_read_partial(text) for text in chosen.partial)
    )
    choices = _read_choices(chosen)
    drawn, homeless = read_profiles(chosen.file, _read_given(chosen))
    known = {one.subject for one in drawn}
    for subject in choices:
        if subject and subject not in known:
            raise Refused(f'there is no subject "{subject}" in {chosen.file.name}', 2)
    judged = [_judge(one, settings, choices) for one in drawn]
    fit = [one.profile for one in judged if one.profile is not None]
    results = estimate_profiles(fit, settings)
    if chosen.json:
        print(json.dumps({"profiles": _say_json(judged, results)}, ensure_ascii=False))
    else:
        _print_text(judged, results)
    refused = [f"{_name(one)}, {sentence}" for one in judged for sentence in one.faults]
    for sentence in (*homeless, *refused):
        print(f"titrant: {chosen.file.name}, {sentence}", file=sys.stderr)
    return 1 if refused or homeless else 0


def _judge(one: Drawn, settings: Settings, choices: dict[str, SlopeChoice]) -> Drawn:
    """The profile with its points of the slope, or refused."""
    if one.profile is None:
        return one
    choice = choices.get(one.subject, choices.get("", SlopeChoice()))
    profile = dataclasses.replace(one.profile, slope=choice)
    faults = tuple(_say_fault(finding) for finding in find_faults(profile, settings.blq_rule))
    return Drawn(one.subject, one.cycle, None if faults else profile, faults)


def _say_fault(finding: Finding) -> str:
    row = f"row {finding.numbers['row']}, " if finding.numbers.get("row") else ""
    place = _OPTIONS.get(finding.field, f"column {finding.field.replace('_', '-')}")
    return f"{row}{place}: {_fill(finding.code, finding.numbers)}"


def _name(one: Drawn) -> str:
    return f"subject {one.subject}" + (f", cycle {one.cycle}" if one.cycle else "")


def _say(reason: Reason) -> str:
    return _fill(reason.code, reason.numbers)


def _fill(code: str, numbers: Mapping[str, object]) -> str:
    said = {name: f"{value:g}" if isinstance(value, float) else value for name, value in numbers.items()}
    return MESSAGES[code].format(**said)


def _say_method(results: Results, profile: Profile) -> str:
    return " ".join(_say(clause) for clause in describe_method(results.settings, profile))


def _say_json(judged: Sequence[Drawn], results: Results) -> list[dict[str, object]]:
    profiles: list[dict[str, object]] = []
    at = 0
    for one in judged:
        said: dict[str, object] = {"subject": one.subject}
        if one.cycle:
            said["cycle"] = one.cycle
        if one.profile is None:
            said |= {"refused": "; ".join(one.faults), "parameters": {}}
        else:
            said |= {"route": one.profile.route.value, "method": _say_method(results, one.profile)}
            said["parameters"] = {code: _say_value(value) for code, value in results.values(at).items()}
            at += 1
        profiles.append(said)
    return profiles


def _say_value(value: ParameterValue) -> dict[str, object]:
    if value.reason is not None or value.value is None:
        return {"value": None, "reason": "" if value.reason is None else _say(value.reason)}
    number = int(value.value) if value.parameter.is_count else value.value
    return {"value": number, "unit": value.unit, "flags": [flag.value for flag in value.flags]}


def _print_text(judged: Sequence[Drawn], results: Results) -> None:
    at = 0
    for one in judged:
        if one.profile is None:
            continue
        print(f"{_name(one)}, {one.profile.route.value}\n  {_say_method(results, one.profile)}")
        for code, value in results.values(at).items():
            if value.value is None:
                print(f"  {code:<12} –  {'' if value.reason is None else _say(value.reason)}")
            else:
                flags = f"  [{', '.join(flag.value for flag in value.flags)}]" if value.flags else ""
                print(f"  {code:<12} {value.value:.6g} {value.unit or ''}".rstrip() + flags)
        at += 1


def _read_given(chosen: argparse.Namespace) -> Given:
    units = Units(chosen.time_unit.strip(), chosen.conc_unit.strip(), chosen.dose_unit.strip())
    for field in ("time", "conc", "dose"):
        if unit_fault(field, getattr(units, field)):
            raise Refused(f"--{field}-unit: " + MESSAGES[f"pk_unit_{field}"].format(unit=getattr(units, field)), 2)
    tau = _read_option("--tau", chosen.tau)
    if chosen.steady_state and tau is None:
        raise Refused("--steady-state needs the dosing interval; write --tau 24", 2)
    dose, tinf, lloq = (_read_option(f"--{name}", getattr(chosen, name)) for name in ("dose", "tinf", "lloq"))
    return Given(dose, tinf, Route(chosen.route) if chosen.route else None, lloq, tau, chosen.steady_state, units)


def _read_option(name: str, text: str | None) -> float | None:
    if text is None:
        return None
    number = _to_number(name, text)
    if number < 0 or (number == 0 and name in ("--tau", "--lloq")):
        raise Refused(f"{name} {text}: must be above 0", 2)
    return number


def _to_number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise Refused(f'{name}: "{text}" is not a number', 2) from error
    if not abs(number) < float("inf"):
        raise Refused(f'{name}: "{text}" is not a finite number', 2)
    return number


def _read_partial(text: str) -> tuple[float, float]:
    start, colon, end = text.partition(":")
    if not colon:
        raise Refused(f'--partial: "{text}" is not A:B, such as 0:24', 2)
    times = _to_number("--partial", start), _to_number("--partial", end)
    if not 0 <= times[0] < times[1]:
        raise Refused(f'--partial: "{text}" does not go from 0 or later to a later time', 2)
    return times


@dataclass
class _Picked:
    kind: SlopeKind = SlopeKind.BEST_FIT
    points: tuple[float, ...] = ()
    excluded: tuple[float, ...] = ()


def _read_choices(chosen: argparse.Namespace) -> dict[str, SlopeChoice]:
    """The choice by subject, "" for all others; a subject's own choice replaces the one for all."""
    picked: dict[str, _Picked] = {}
    for text in chosen.lambda_z_points:
        subject, points = _split_subject(text)
        one = picked.setdefault(subject, _Picked())
        one.kind, one.points = _read_points(points)
    for text in chosen.lambda_z_exclude:
        subject, points = _split_subject(text)
        one = picked.setdefault(subject, _Picked())
        one.excluded = tuple(_to_number("--lambda-z-exclude", part) for part in points.split(","))
    return {
        subject: SlopeChoice(one.kind, one.points, one.excluded, chosen.lambda_z_reason)
        for subject, one in picked.items()
    }


def _split_subject(text: str) -> tuple[str, str]:
    subject, equals, points = text.rpartition("=")
    return (subject.strip(), points) if equals else ("", text)


def _read_points(text: str) -> tuple[SlopeKind, tuple[float, ...]]:
    name = "--lambda-z-points"
    if ":" in text:
        start, _, end = text.partition(":")
        times = _to_number(name, start), _to_number(name, end)
        if times[0] >= times[1]:
            raise Refused(f'{name}: "{text}" does not go from a time to a later one', 2)
        return SlopeKind.RANGE, times
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts and all(part.startswith("#") for part in parts):
        numbers = tuple(_to_number(name, part[1:]) for part in parts)
        return SlopeKind.NUMBERS, numbers
    points = tuple(_to_number(name, part) for part in parts)
    if len(points) == 1 and points[0].is_integer() and points[0] >= 3:
        return SlopeKind.LAST, points
    if len(points) < 3:
        raise Refused(f'{name}: "{text}" names fewer than 3 points', 2)
    return SlopeKind.TIMES, points
