"""The tests of a demonstration's panel, and the normal ranges of its two laboratories.

The ranges are of the size that hospital laboratories print; the usual values are those of subjects with a tumour, some
of whom are a little anaemic. The bounds keep every value at grade 1 or better by CTCAE 5.0 and 6.0, so that chance
alone never makes a toxicity that an outcome does not have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.records import NormalRange
from domain.terms import Sex

SITE, CITY = "Site laboratory", "City laboratory"


@dataclass(frozen=True)
class PanelTest:
    """A test of the panel.

    Attributes:
        code: CDISC LBTESTCD.
        decimals: with which it is reported.
        usual: of a woman and of a man.
        spread: between subjects, as a share of the usual value.
        noise: from one sample to the next, as a share.
        bounds: lowest and highest value.
        ranges: lower and upper limit by laboratory, of a woman and of a man.
    """

    code: str
    unit: str
    decimals: int
    usual: tuple[float, float]
    spread: float
    noise: float
    bounds: tuple[float, float]
    ranges: tuple[tuple[str, str, str, str], tuple[str, str, str, str]]


def _both(code: str, unit: str, decimals: int, usual: float, spread: float, noise: float, bounds: tuple[float, float],
          site: tuple[str, str], city: tuple[str, str]) -> PanelTest:  # fmt: skip
    return PanelTest(code, unit, decimals, (usual, usual), spread, noise, bounds, ((*site, *site), (*city, *city)))


PANEL = (
    PanelTest("HGB", "g/L", 0, (122, 134), 0.06, 0.02, (104, 165),
              (("115", "150", "130", "175"), ("110", "150", "120", "160"))),
    _both("WBC", "10^9/L", 2, 5.9, 0.1, 0.06, (3.7, 9.6), ("3.5", "9.5"), ("4.0", "10.0")),
    _both("NEUT", "10^9/L", 2, 3.7, 0.14, 0.09, (2.05, 6.2), ("1.8", "6.3"), ("2.0", "7.0")),
    _both("LYM", "10^9/L", 2, 1.5, 0.15, 0.07, (0.95, 3.0), ("1.1", "3.2"), ("0.8", "4.0")),
    _both("PLAT", "10^9/L", 0, 212, 0.16, 0.07, (112, 340), ("125", "350"), ("100", "300")),
    PanelTest("ALT", "U/L", 0, (22, 26), 0.25, 0.14, (8, 47), (("7", "40", "9", "50"), ("5", "40", "5", "40"))),
    PanelTest("AST", "U/L", 0, (23, 26), 0.2, 0.12, (10, 42), (("13", "35", "15", "40"), ("8", "40", "8", "40"))),
    _both("ALP", "U/L", 0, 92, 0.18, 0.06, (48, 138), ("45", "125"), ("40", "130")),
    _both("BILI", "umol/L", 1, 10.5, 0.2, 0.12, (4.0, 21.0), ("5.0", "21.0"), ("3.4", "20.5")),
    _both("ALB", "g/L", 0, 40, 0.05, 0.025, (35, 50), ("40", "55"), ("38", "54")),
    _both("LDH", "U/L", 0, 205, 0.14, 0.07, (130, 285), ("120", "250"), ("135", "225")),
    PanelTest("CREAT", "umol/L", 0, (60, 76), 0.08, 0.04, (44, 96),
              (("41", "73", "57", "97"), ("45", "84", "59", "104"))),
    _both("UREA", "mmol/L", 1, 5.2, 0.15, 0.08, (3.0, 8.2), ("3.1", "8.0"), ("2.9", "8.2")),
    _both("SODIUM", "mmol/L", 0, 140, 0.008, 0.006, (137, 145), ("137", "147"), ("135", "145")),
    _both("K", "mmol/L", 1, 4.2, 0.05, 0.04, (3.6, 5.0), ("3.5", "5.3"), ("3.5", "5.5")),
    _both("CA", "mmol/L", 2, 2.28, 0.015, 0.012, (2.18, 2.38), ("2.11", "2.52"), ("2.10", "2.60")),
)  # fmt: skip

THYROTROPIN = _both("TSH", "mIU/L", 2, 2.1, 0.3, 0.1, (0.7, 4.4), ("0.55", "4.78"), ("0.35", "4.94"))


def normal_ranges(from_day: date) -> Iterator[NormalRange]:
    """The ranges of both laboratories; for both sexes as one where they do not differ."""
    for place, laboratory in enumerate((SITE, CITY)):
        for test in (*PANEL, THYROTROPIN):
            female, male = test.ranges[place][:2], test.ranges[place][2:]
            sexes = [(Sex.UNKNOWN, female)] if female == male else [(Sex.FEMALE, female), (Sex.MALE, male)]
            for sex, (low, high) in sexes:
                yield NormalRange(
                    record_id=f"range-{laboratory.split()[0].lower()}-{test.code}-{sex.value}",
                    laboratory=laboratory,
                    test=test.code,
                    sex=sex,
                    unit=test.unit,
                    lln=Decimal(low),
                    uln=Decimal(high),
                    valid_from=from_day,
                )
