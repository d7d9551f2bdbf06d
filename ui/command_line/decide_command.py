"""``titrant decide``: what the rules recommend after a history in the trial notation."""

import argparse
import json
from zoneinfo import ZoneInfo

from domain.escalation.plain import plain_recommendation
from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import NotationError, parse_history
from domain.reasons import Reason
from ui.command_line import Refused
from ui.command_line.protocols import find_part, find_protocol
from ui.text import Words


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "decide",
        help="what the rules recommend after a history such as '1N 2N 3NNT'",
        description="What the rules of a protocol recommend after a history.",
        epilog="N no DLT, T DLT, M moderate toxicity, ? in the window, m in the window with a moderate toxicity, "
        "X not evaluable, x not evaluable with a moderate toxicity.",
    )
    parser.add_argument("protocol", metavar="PROTOCOL", help="a shipped id or a .toml file")
    parser.add_argument("history", metavar="HISTORY", nargs="?", default="", help="dose levels with outcomes")
    parser.add_argument("--part", metavar="ID", help="escalation part; the first if not given")
    parser.add_argument("--with-optional", action="store_true", help="the optional levels have been opened")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the recommendation."""
    protocol = find_protocol(chosen.protocol)
    part = find_part(protocol, chosen.part)
    try:
        groups = parse_history(chosen.history, len(part.levels))
    except NotationError as error:
        raise Refused(f"the history can't be read: {error}", 2) from error
    recommendation = recommend_next(part, treated_from(groups), with_optional=chosen.with_optional)
    words = Words(ZoneInfo("UTC"), part, protocol)

    def say(reason: Reason) -> dict[str, object]:
        return {"code": reason.code, "text": words.reason(reason), "source": words.source(reason)}

    if chosen.json:
        plain = plain_recommendation(recommendation, part, say)
        for option, meant in zip(plain["options"], recommendation.options, strict=True):  # type: ignore[call-overload]
            option["meaning"] = words.reason(meant.meaning)
        print(json.dumps(plain, ensure_ascii=False))
        return 0
    print(f"{words.action(recommendation.action)}: {words.headline(recommendation)}")
    for reason in recommendation.reasons:
        source = words.source(reason)
        print(f"  - {words.reason(reason)}" + (f"  [{source}]" if source else ""))
    for option in recommendation.options:
        print(
            f"  ? {words.reason(option.meaning)} Then: {words.action(option.action).lower()}"
            + (f", {words.level(option.dose_level)}, {option.subjects}" if option.dose_level else "")
        )
    for departure in recommendation.departures:
        print(f"  ! {words.reason(departure)}")
    return 0
