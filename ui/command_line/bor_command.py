"""``titrant bor``: best overall response of a sequence of visit responses, unconfirmed and confirmed."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from domain.response.best_response import best_response
from domain.response.confirmation import Timepoint
from domain.response.rules import ResponseRules
from domain.response.terms import Response
from ui.command_line import Refused
from ui.command_line.response_arguments import MOST_DAYS, add_rules, rules_from
from ui.command_line.response_words import say

_KNOWN = (Response.CR, Response.PR, Response.SD, Response.NON_CR_NON_PD, Response.PD, Response.NE, Response.ND)
_HEADER = "sequence"


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "bor",
        help="best overall response of a sequence of responses",
        description="Best overall response by RECIST 1.1, without and with confirmation. Visit k lies k times --every "
        "days after the first dose.",
        epilog=f"Responses: {', '.join(_KNOWN)}; NA is a visit without response. A file has one sequence a line.",
    )
    parser.add_argument("sequence", metavar="SEQUENCE", help='as "PR SD PR PD", or a file')
    parser.add_argument("--every", type=int, metavar="DAYS", required=True, help="days from visit to visit")
    add_rules(parser)
    parser.add_argument("--json", action="store_true", help='print {"results": [{"bor": ..., ...}, ...]}')
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the best response of each sequence; 1 if one can't be read."""
    if not 1 <= chosen.every <= MOST_DAYS:
        raise Refused(f"--every is {chosen.every}; it lies between 1 and {MOST_DAYS}", 2)
    rules = rules_from(chosen)
    results: list[dict[str, object]] = []
    unreadable: list[str] = []
    sequences = list(_sequences(chosen.sequence))
    if not sequences:
        raise Refused(f"{chosen.sequence}: has no sequence; write one a line, as PR SD PR PD")
    for where, text in sequences:
        try:
            results.append(_derive(text, chosen.every, rules))
        except ValueError as error:
            unreadable.append(f"{where}{error}")
            results.append(_refused(text, f"{where}{error}"))
    if chosen.json:
        print(json.dumps({"method": _method(rules), "results": results}, ensure_ascii=False))
    else:
        print(_method(rules))
        for result in results:
            if result["bor"] is not None:
                print(f"{result['sequence'] or '(no visit)'}: {result['bor']}, confirmed {result['confirmed_bor']}")
                print("".join(f"    {sentence}\n" for sentence in _strings(result["reasons"])), end="")
    for sentence in unreadable:
        print(f"titrant: {sentence}", file=sys.stderr)
    return 1 if unreadable else 0


def _method(rules: ResponseRules) -> str:
    return "; ".join(say(reason) for reason in rules.method()) + "."


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _sequences(argument: str) -> Iterator[tuple[str, str]]:
    """Each sequence with the words that say where it stands.

    Raises:
        Refused: the file can't be read.
    """
    path = Path(argument)
    try:
        is_file = bool(argument.strip()) and path.is_file()
    except OSError:
        is_file = False
    if not is_file:
        looks_like_file = path.suffix.casefold() in (".txt", ".csv", ".tsv") or "\\" in argument
        if looks_like_file:
            raise Refused(f"{argument}: cannot be read (no such file)")
        yield "", argument
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: cannot be read as UTF-8 text") from error
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip().strip('"').strip()
        if said and not said.startswith("#") and not (number == 1 and said.casefold() == _HEADER):
            yield f"{path.name}, line {number}: ", said


def _derive(text: str, every: int, rules: ResponseRules) -> dict[str, object]:
    responses = _parse(text)
    timepoints = [Timepoint(every * place, response) for place, response in enumerate(responses, 1)]
    best = best_response(timepoints, rules)

    def visit(place: int | None) -> int | None:
        return None if place is None else place + 1

    return {
        "sequence": text.strip(),
        "bor": best.best.value,
        "bor_visit": visit(best.best_at),
        "confirmed_bor": best.confirmed.value,
        "confirmed_bor_visit": visit(best.confirmed_at),
        "confirmed_response": best.is_confirmed_response,
        "confirmed_response_visit": visit(best.response_at),
        "progression_visit": visit(best.progression_at),
        "clinical_benefit": best.has_benefit,
        "reasons": [say(reason) for reason in best.reasons],
        "codes": [reason.code for reason in best.reasons],
    }


def _refused(text: str, sentence: str) -> dict[str, object]:
    return {
        "sequence": text.strip(),
        "bor": None,
        "bor_visit": None,
        "confirmed_bor": None,
        "confirmed_bor_visit": None,
        "confirmed_response": None,
        "confirmed_response_visit": None,
        "progression_visit": None,
        "clinical_benefit": None,
        "reasons": [sentence],
        "codes": ["sequence_unreadable"],
    }


def _parse(text: str) -> list[Response | None]:
    """The responses of a sequence.

    Raises:
        ValueError: with the sentence that names the word.
    """
    responses: list[Response | None] = []
    for place, word in enumerate(text.replace(",", " ").replace(";", " ").split(), 1):
        said = word.upper()
        if said == "NA":
            responses.append(None)
        elif said in {known.value for known in _KNOWN}:
            responses.append(Response(said))
        else:
            raise ValueError(f'visit {place}: "{word}" is not a response; write {", ".join(_KNOWN)}')
    return responses
