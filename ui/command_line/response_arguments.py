"""Options that the response commands share."""

import argparse

from domain.response.rules import ResponseRules
from domain.response.terms import PrAfterCr
from ui.command_line import Refused

MOST_DAYS = 3_650


def add_rules(parser: argparse.ArgumentParser) -> None:
    """The options of best response."""
    usual = ResponseRules()
    parser.add_argument(
        "--confirm",
        type=int,
        metavar="DAYS",
        default=usual.confirm_days,
        help="least days from a response to its confirmation (%(default)s)",
    )
    parser.add_argument(
        "--sd-min",
        type=int,
        metavar="DAYS",
        default=usual.sd_min_days,
        help="least days from the first dose at which SD counts (%(default)s)",
    )
    parser.add_argument(
        "--max-ne",
        type=int,
        metavar="N",
        default=usual.max_ne,
        help="most NE between a response and its confirmation (%(default)s)",
    )
    parser.add_argument("--accept-sd", action="store_true", help="one SD may stand between a PR and its confirmation")
    parser.add_argument(
        "--pr-after-cr",
        choices=[str(one) for one in PrAfterCr],
        default=str(PrAfterCr.AS_RECORDED),
        help="how a PR after a CR is read (%(default)s)",
    )
    parser.add_argument("--missing-as-ne", action="store_true", help="without assessment NE instead of MISSING")


def rules_from(chosen: argparse.Namespace, *, pr_sticks: bool = True, benefit_days: int = 84) -> ResponseRules:
    """The rules that were chosen.

    Raises:
        Refused: a number is out of range.
    """
    for name, value, least in (
        ("confirm", chosen.confirm, 1),
        ("sd-min", chosen.sd_min, 0),
        ("max-ne", chosen.max_ne, 0),
    ):
        if not least <= value <= MOST_DAYS:
            raise Refused(f"--{name} is {value}; it lies between {least} and {MOST_DAYS}", 2)
    return ResponseRules(
        chosen.confirm,
        chosen.sd_min,
        chosen.max_ne,
        accepts_sd=chosen.accept_sd,
        pr_sticks=pr_sticks,
        pr_after_cr=PrAfterCr(chosen.pr_after_cr),
        missing_as_ne=chosen.missing_as_ne,
        benefit_days=benefit_days,
    )
