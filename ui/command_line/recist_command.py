"""``titrant recist``: responses, best response and endpoints of every subject in a lesion file."""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from domain.response.of_study import plan_of
from domain.response.plan import USUAL_PLAN, ResponsePlan
from domain.response.rates import derive_rates
from domain.response.subject import SubjectAnswer, derive_subject
from ui.command_line import Refused
from ui.command_line.lesion_cells import COLUMNS, Fault, read_date
from ui.command_line.lesion_table import DATES, LesionTable, ReadSubject, read_table
from ui.command_line.protocols import find_protocol
from ui.command_line.recist_answer import plain_rates, plain_subject, plain_survival
from ui.command_line.recist_lines import rate_lines, subject_lines
from ui.command_line.response_arguments import add_rules, rules_from
from ui.command_line.response_words import say


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "recist",
        help="tumour response by RECIST 1.1 from lesions as measured",
        description="Derives sums, responses and best response of each subject, ORR, DCR and CBR with exact intervals, "
        "and DoR, PFS and OS, each with its reasons. What can't be read is named with its row; the others are derived.",
        epilog=f"Columns: {', '.join(COLUMNS)}; optionally organ and method. The file of --start has subject and any "
        f"of {', '.join(DATES)}. docs/response.md tells more.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file (UTF-8)")
    parser.add_argument("--start", type=Path, metavar="FILE", help="a CSV file with the dates of each subject")
    parser.add_argument(
        "--protocol",
        metavar="ID",
        help="rules and endpoints of this shipped protocol, or of a .toml file; options beside it override it",
    )
    add_rules(parser)
    parser.add_argument(
        "--pr-each-visit",
        action=argparse.BooleanOptionalAction,
        help="whether PR is judged at each visit alone, instead of sticking until PD once it is confirmed (no)",
    )
    parser.add_argument("--max-gap", type=int, metavar="DAYS", help="censor an event so long after the last assessment")
    parser.add_argument("--unconfirmed-dor", action="store_true", help="DoR also for unconfirmed responses")
    parser.add_argument("--cut-off", metavar="DATE", help="data cut-off, as 2026-11-15")
    parser.add_argument("--json", action="store_true", help='print {"subjects": [...], "rates": ..., "survival": ...}')
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print what follows; 1 if a row or a subject was refused."""
    plan = _plan(chosen)
    rules, endpoints = plan.rules, plan.endpoints
    try:
        cut_off = read_date("--cut-off", chosen.cut_off) if chosen.cut_off else None
    except Fault as fault:
        raise Refused(str(fault), 2) from fault
    table = read_table(chosen.file, chosen.start)
    answers: list[tuple[ReadSubject, SubjectAnswer | None]] = []
    for subject in table.subjects:
        answer = None
        if subject.findings is not None:
            asked = () if subject.withholds_endpoints else endpoints.endpoints
            answer = derive_subject(subject.findings, rules, asked, cut_off)
        answers.append((subject, answer))
    derived = [answer for _, answer in answers if answer is not None]
    rates = derive_rates([answer.for_rates for answer in derived], rules, endpoints.rates)
    method = _method(plan)
    if chosen.json:
        said = {
            "method": method,
            "protocol": endpoints.protocol_id or None,
            "subjects": [plain_subject(subject, answer) for subject, answer in answers],
            "rates": plain_rates(rates),
            "not_counted": _not_counted(answers),
            "survival": plain_survival(derived, endpoints),
            "warnings": _doubts(table),
            "errors": _faults(table),
        }
        print(json.dumps(said, ensure_ascii=False))
    else:
        print("\n".join(method))
        for subject, answer in answers:
            if answer is not None:
                print("\n".join(subject_lines(subject, answer)))
        print("\n".join(rate_lines(rates, derived, endpoints)))
        if _not_counted(answers):
            print(f"Not counted, because refused: {', '.join(_not_counted(answers))}")
    for sentence in _doubts(table):
        print(f"titrant: warning: {sentence}", file=sys.stderr)
    for sentence in _faults(table):
        print(f"titrant: {sentence}", file=sys.stderr)
    if not table.subjects and not table.faults:
        raise Refused(f"{chosen.file}: has no row below the first")
    return 1 if _faults(table) else 0


def _plan(chosen: argparse.Namespace) -> ResponsePlan:
    """Rules and endpoints of the protocol, or the usual ones, with what was chosen in their place."""
    plan = plan_of(find_protocol(chosen.protocol)) if chosen.protocol else USUAL_PLAN
    rules = rules_from(chosen, plan.rules)
    if chosen.pr_each_visit is not None:
        rules = replace(rules, pr_sticks=not chosen.pr_each_visit)
    if chosen.max_gap is not None and chosen.max_gap < 1:
        raise Refused(f"--max-gap is {chosen.max_gap}; it is at least 1 day", 2)
    endpoints = list(plan.endpoints.endpoints)
    if chosen.max_gap is not None:
        endpoints = [replace(one, max_gap_days=chosen.max_gap) if one.name != "OS" else one for one in endpoints]
    if chosen.unconfirmed_dor:
        endpoints = [replace(one, needs_confirmation=False) for one in endpoints]
    return ResponsePlan(rules, replace(plan.endpoints, endpoints=tuple(endpoints)))


def _method(plan: ResponsePlan) -> list[str]:
    """The options in one sentence, then a sentence for each endpoint."""
    count = len(plan.method()) - sum(len(one.method()) for one in plan.endpoints.endpoints)
    said = [say(reason) for reason in plan.method()]
    return ["; ".join(said[:count]) + ".", *(f"{one}." for one in said[count:])]


def _not_counted(answers: list[tuple[ReadSubject, SubjectAnswer | None]]) -> list[str]:
    return [subject.subject_id for subject, answer in answers if answer is None]


def _doubts(table: LesionTable) -> list[str]:
    return [sentence for subject in table.subjects for sentence in subject.doubts]


def _faults(table: LesionTable) -> list[str]:
    return [*table.faults, *(sentence for subject in table.subjects for sentence in subject.faults)]
