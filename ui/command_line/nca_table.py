"""Profiles from a CSV file: one sample a row, told apart by subject and cycle."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.pk.profile import Profile, Sample
from domain.pk.terms import Route
from domain.pk.units import Units
from ui.command_line import Refused

NEEDED = ("subject", "time", "conc")
OPTIONAL = ("cycle", "dose", "tinf", "route", "lloq", "time-unit", "conc-unit", "dose-unit")
_CONSTANT = ("dose", "tinf", "route", "time-unit", "conc-unit", "dose-unit")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+")
_MISSING = ("", "NA", "NR", "NS", ".")
_BELOW = ("BLQ", "BQL", "BLOQ", "BLLOQ", "<LLOQ", "<BLQ", "<LOQ")


@dataclass(frozen=True)
class Given:
    """What the options give where the file is silent."""

    dose: float | None = None
    tinf: float | None = None
    route: Route | None = None
    lloq: float | None = None
    tau: float | None = None
    is_steady_state: bool = False
    units: Units = field(default_factory=Units)


@dataclass(frozen=True)
class Drawn:
    """The profile of a subject in a cycle, or the sentences that refuse it."""

    subject: str
    cycle: str
    profile: Profile | None
    faults: tuple[str, ...] = ()


class _Fault(Exception):  # noqa: N818 - what a cell has wrong, caught in this file
    """What is wrong with a cell."""


def read_profiles(path: Path, given: Given) -> tuple[list[Drawn], list[str]]:
    """The profiles of a file in the order of their first rows, and sentences about rows that belong to none.

    Raises:
        Refused: the file can't be read, or its columns are wrong.
    """
    header, separator, listed = _read_rows(path)
    places = {name: header.index(name) for name in (*NEEDED, *OPTIONAL) if name in header}
    # A comma is the decimal sign only where it can't separate columns and no number of the file has a point.
    numbers = [places[name] for name in ("time", "conc", "dose", "tinf", "lloq") if name in places]
    has_commas = separator != "," and not any(
        "." in cells[place] for _, cells in listed for place in numbers if place < len(cells)
    )
    groups: dict[tuple[str, str], _Group] = {}
    homeless: list[str] = []
    for number, cells in listed:
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        if not row["subject"]:
            homeless.append(f"row {number}, column subject: is empty")
            continue
        group = groups.setdefault((row["subject"], row.get("cycle", "")), _Group())
        if len(cells) != len(header):
            hint = "; write decimals with a point" if separator == "," and len(cells) > len(header) else ""
            group.faults.append(
                f"row {number}: has {len(cells)} cells, where the first row names {len(header)} columns{hint}"
            )
            continue
        group.add(number, row, has_commas=has_commas)
    firsts = _first_cycles(list(groups))
    return [group.draw(*key, firsts[key[0]], given) for key, group in groups.items()], homeless


def _first_cycles(keys: list[tuple[str, str]]) -> dict[str, str]:
    """The first cycle of each subject: the least number in its name, or the first in the file if one has none."""
    cycles: dict[str, list[str]] = {}
    for subject, cycle in keys:
        cycles.setdefault(subject, []).append(cycle)
    firsts = {}
    for subject, names in cycles.items():
        numbers = [re.search(r"\d+(\.\d+)?", name) for name in names]
        found = [float(number.group()) for number in numbers if number]
        firsts[subject] = names[found.index(min(found))] if len(found) == len(names) else names[0]
    return firsts


class _Group:
    """The rows of one profile."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.constant: dict[str, tuple[int, str]] = {}
        self.faults: list[str] = []
        self.has_commas = False

    def add(self, number: int, row: dict[str, str], *, has_commas: bool) -> None:
        """Take a row in; what is wrong with it refuses the profile."""
        self.has_commas = has_commas
        for name in _CONSTANT:
            text = row.get(name, "")
            if text in _MISSING:
                continue
            first, known = self.constant.setdefault(name, (number, text))
            if text != known and not _same_number(text, known):
                what = "the unit" if name.endswith("unit") else "it"
                self.faults.append(
                    f'row {number}, column {name}: {what} is "{text}", but "{known}" in row {first}; '
                    "it must be the same for all samples of a profile"
                )
        try:
            self.samples.append(self._sample(number, row))
        except _Fault as fault:
            self.faults.append(f"row {number}, {fault}")

    def _sample(self, number: int, row: dict[str, str]) -> Sample:
        time = None if row["time"] in _MISSING else _read_number("time", row["time"], has_commas=self.has_commas)
        lloq_text = row.get("lloq", "")
        lloq = None if lloq_text in _MISSING else _read_number("lloq", lloq_text, has_commas=self.has_commas)
        text = row["conc"]
        plain = text.replace(" ", "").upper()
        if plain in _MISSING:
            return Sample(time, None, lloq=lloq, row=number)
        if plain in _BELOW:
            return Sample(time, None, is_blq=True, lloq=lloq, row=number)
        if plain.startswith("<"):
            limit = _read_number("conc", plain[1:], has_commas=self.has_commas)
            return Sample(time, None, is_blq=True, lloq=limit if lloq is None else lloq, row=number)
        return Sample(time, _read_number("conc", text, has_commas=self.has_commas), lloq=lloq, row=number)

    def draw(self, subject: str, cycle: str, first: str, given: Given) -> Drawn:
        """The profile, completed by the options."""
        try:
            dose, tinf = (self._number(name) for name in ("dose", "tinf"))
            route = self._route(given, tinf)
        except _Fault as fault:
            self.faults.append(str(fault))
        if self.faults:
            return Drawn(subject, cycle, None, tuple(self.faults))
        is_infusion = route is Route.IV_INFUSION
        samples = tuple(
            Sample(one.time, one.conc, one.is_blq, given.lloq, one.row) if one.lloq is None else one
            for one in self.samples
        )
        units = Units(
            *(
                self.constant.get(f"{name}-unit", (0, getattr(given.units, name)))[1]
                for name in ("time", "conc", "dose")
            )
        )
        profile = Profile(
            subject,
            samples,
            route,
            given.dose if dose is None else dose,
            # The option is for the infusions of the file; a duration in a row of another route is a fault.
            given.tinf if tinf is None and is_infusion else tinf,
            given.tau,
            given.is_steady_state,
            cycle,
            None if cycle == first else first,
            units,
        )
        return Drawn(subject, cycle, profile)

    def _number(self, name: str) -> float | None:
        row, text = self.constant.get(name, (0, ""))
        if not text:
            return None
        try:
            return _read_number(name, text, has_commas=self.has_commas)
        except _Fault as fault:
            raise _Fault(f"row {row}, {fault}") from fault

    def _route(self, given: Given, tinf: float | None) -> Route:
        row, text = self.constant.get("route", (0, ""))
        if not text:
            assumed = Route.IV_INFUSION if tinf or given.tinf else Route.EXTRAVASCULAR
            return given.route or assumed
        try:
            return Route(text.lower())
        except ValueError as error:
            listed = ", ".join(Route)
            raise _Fault(f'row {row}, column route: "{text}" is none of {listed}') from error


def _same_number(text: str, other: str) -> bool:
    return bool(_NUMBER.fullmatch(text) and _NUMBER.fullmatch(other)) and float(text) == float(other)


def _read_number(name: str, text: str, *, has_commas: bool) -> float:
    if _NUMBER.fullmatch(text):
        return float(text)
    if _COMMA_NUMBER.fullmatch(text):
        if has_commas:
            return float(text.replace(",", "."))
        raise _Fault(f'column {name}: "{text}" has a comma, which may be a decimal sign or not; write it with a point')
    raise _Fault(f'column {name}: "{text}" is not a number')


def _read_rows(path: Path) -> tuple[list[str], str, list[tuple[int, list[str]]]]:
    """The names of the columns, what separates them, and every row with its number, the header being row 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is not UTF-8 text; save it as CSV UTF-8") from error
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    try:
        rows = list(_numbered(text, separator))
    except csv.Error as error:
        raise Refused(f"{path}: is not a CSV file ({error})") from error
    names = [name.strip().casefold().replace("_", "-") for name in rows[0][1]] if rows else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        listed = ", ".join(rows[0][1]) if rows else "nothing"
        raise Refused(
            f"{path}: row 1 lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; it names {listed}"
        )
    twice = [name for name in (*NEEDED, *OPTIONAL) if names.count(name) > 1]
    if twice:
        raise Refused(f"{path}: row 1 names the column {twice[0]} twice")
    if not rows[1:]:
        raise Refused(f"{path}: has no samples below its first row")
    return names, separator, rows[1:]


def _numbered(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1
