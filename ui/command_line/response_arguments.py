"""Options that the response commands share."""

import argparse
from dataclasses import replace

from domain.response.rules import ResponseRules
from domain.response.terms import PrAfterCr
from ui.command_line import Refused

MOST_DAYS = 3_650
_USUAL = ResponseRules()


def add_rules(parser: argparse.ArgumentParser) -> None:
    """The options of best response; one that is not given leaves what the rules say."""
    parser.add_argument(
        "--confirm",
        type=int,
        metavar="DAYS",
        help=f"least days from a response to its confirmation ({_USUAL.confirm_days})",
    )
    parser.add_argument(
        "--sd-min",
        type=int,
        metavar="DAYS",
        help=f"least days from the first dose at which SD counts ({_USUAL.sd_min_days})",
    )
    parser.add_argument(
        "--max-ne", type=int, metavar="N", help=f"most NE between a response and its confirmation ({_USUAL.max_ne})"
    )
    parser.add_argument(
        "--accept-sd",
        action=argparse.BooleanOptionalAction,
        help="whether one SD may stand between a PR and its confirmation (no)",
    )
    parser.add_argument(
        "--pr-after-cr",
        choices=[str(one) for one in PrAfterCr],
        help=f"how a PR after a CR is read ({_USUAL.pr_after_cr})",
    )
    parser.add_argument("--missing-as-ne", action="store_true", help="without assessment NE instead of MISSING")


def rules_from(chosen: argparse.Namespace, rules: ResponseRules = _USUAL) -> ResponseRules:
    """The rules with what was chosen in their place.

    Raises:
        Refused: a number is out of range.
    """
    for name, value, least in (
        ("confirm", chosen.confirm, 1),
        ("sd-min", chosen.sd_min, 0),
        ("max-ne", chosen.max_ne, 0),
    ):
        if value is not None and not least <= value <= MOST_DAYS:
            raise Refused(f"--{name} is {value}; it lies between {least} and {MOST_DAYS}", 2)
    given: dict[str, object] = {
        "confirm_days": chosen.confirm,
        "sd_min_days": chosen.sd_min,
        "max_ne": chosen.max_ne,
        "accepts_sd": chosen.accept_sd,
        "pr_after_cr": PrAfterCr(chosen.pr_after_cr) if chosen.pr_after_cr else None,
        "missing_as_ne": True if chosen.missing_as_ne else None,
    }
    return replace(rules, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
