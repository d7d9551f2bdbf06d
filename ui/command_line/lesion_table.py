"""A lesion file, and the file of dates beside it, as subjects; each fault and doubt names its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from domain.reasons import Finding
from domain.response.checks import check_dates, check_lesions
from domain.response.lesions import Lesion, LesionFinding, VisitFindings
from domain.response.subject import SubjectFindings
from domain.response.terms import LesionKind, LesionStatus
from ui.command_line.csv_rows import read_csv
from ui.command_line.lesion_cells import BASELINE, COLUMNS, OPTIONAL, Fault, LesionRow, read_date, read_row
from ui.command_line.response_words import say

DATES = ("first_dose", "death", "new_therapy", "last_alive")
_DATE_NAMES = {
    "start": "first_dose",
    "start_date": "first_dose",
    "first_dose_date": "first_dose",
    "treatment_start": "first_dose",
    "date_of_first_dose": "first_dose",
    "death_date": "death",
    "date_of_death": "death",
    "died": "death",
    "new_therapy_date": "new_therapy",
    "new_anticancer_therapy": "new_therapy",
    "new_anti_cancer_therapy": "new_therapy",
    "last_alive_date": "last_alive",
    "last_known_alive": "last_alive",
    "alive": "last_alive",
}


@dataclass
class ReadSubject:
    """A subject as read.

    Attributes:
        subject_id: who.
        findings: what can be derived from, None if the subject is refused.
        withholds_endpoints: whether its dates contradict each other, so that no endpoint is true.
        faults: what was refused, each naming its row.
        doubts: what was kept although doubtful, each naming its row.
    """

    subject_id: str
    findings: SubjectFindings | None = None
    withholds_endpoints: bool = False
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass
class LesionTable:
    """Both files as read: subjects in the order of the file, and faults that belong to no subject."""

    subjects: list[ReadSubject]
    faults: list[str]


@dataclass(frozen=True)
class SubjectDates:
    """A row of the file of dates."""

    number: int
    dates: Mapping[str, date]


def read_table(path: Path, start: Path | None) -> LesionTable:
    """All subjects of both files.

    Raises:
        Refused: a file can't be read, or its columns are wrong.
    """
    table = LesionTable([], [])
    rows: dict[str, list[LesionRow]] = {}
    for row in read_csv(path, COLUMNS, OPTIONAL):
        try:
            value = read_row(row)
        except Fault as fault:
            table.faults.append(f"{path.name}, row {row.number}, {fault}; the row is left out")
        else:
            rows.setdefault(value.subject, []).append(value)
    dates: dict[str, SubjectDates] = {}
    date_faults: dict[str, list[str]] = {}
    if start is not None:
        dates, date_faults = _read_dates(start, table)
    for subject_id in [*rows, *(one for one in dates if one not in rows)]:
        subject = ReadSubject(subject_id, faults=date_faults.get(subject_id, []))
        subject.withholds_endpoints = bool(subject.faults)
        _Reading(subject, path, start, rows.get(subject_id, []), dates.get(subject_id)).read()
        table.subjects.append(subject)
    return table


def _read_dates(path: Path, table: LesionTable) -> tuple[dict[str, SubjectDates], dict[str, list[str]]]:
    found: dict[str, SubjectDates] = {}
    faults: dict[str, list[str]] = {}
    for row in read_csv(path, ("subject",), DATES, _DATE_NAMES):
        name = row.cell("subject")
        if row.fault or not name:
            table.faults.append(f"{path.name}, row {row.number}: {row.fault or 'column subject is empty'}")
            continue
        if name in found:
            faults.setdefault(name, []).append(
                f"{path.name}, row {row.number}: subject {name} stands in row {found[name].number} too; the first is "
                "taken, endpoints are withheld"
            )
            continue
        dates = {}
        for column in DATES:
            if row.cell(column):
                try:
                    dates[column] = read_date(column, row.cell(column))
                except Fault as fault:
                    faults.setdefault(name, []).append(
                        f"{path.name}, row {row.number}, {fault}; endpoints are withheld"
                    )
        found[name] = SubjectDates(row.number, dates)
    return found, faults


class _Reading:
    """Reads one subject: rows to findings, with its faults and doubts."""

    def __init__(
        self, subject: ReadSubject, path: Path, start: Path | None, rows: list[LesionRow], dates: SubjectDates | None
    ) -> None:
        self.subject, self.path, self.start = subject, path, start
        self.rows, self.dates = rows, dates

    def read(self) -> None:
        """Fill the subject."""
        kept = self._sorted_out()
        baseline_rows = [row for row in kept if row.visit == BASELINE and row.on is not None]
        first_dose = self._date("first_dose")
        if self.rows and not baseline_rows:
            self._refuse(self.rows[0], f"subject {self.subject.subject_id} has no baseline visit and is not derived")
            return
        if not self.rows and first_dose is None:
            self.subject.faults.append(
                f"{self._start_row()}: subject {self.subject.subject_id} has neither lesions nor a first dose"
            )
            return
        if not self.rows:
            self.subject.doubts.append(
                f"{self._start_row()}: subject {self.subject.subject_id} has no row in {self.path.name}: no assessment"
            )
        elif self.start is not None and self.dates is None:
            self._doubt(self.rows[0], f"subject {self.subject.subject_id} has no row in {self.start.name}")
        lesions, kept = self._lesions(kept)
        visits = self._visits(kept)
        baseline = next((one for one in visits if one.visit == BASELINE), None)
        if baseline is None:
            baseline = VisitFindings(BASELINE, first_dose or date.min, ())
        later = [one for one in visits if one.visit != BASELINE]
        self._check(lesions, baseline, later)
        later = [one for one in later if one.on >= baseline.on]
        new_therapy = self._date("new_therapy")
        if new_therapy is not None and first_dose is not None and new_therapy < first_dose:
            new_therapy = None
        self.subject.findings = SubjectFindings(
            self.subject.subject_id,
            tuple(lesions),
            baseline,
            tuple(later),
            first_dose,
            self._date("death"),
            new_therapy,
            self._date("last_alive"),
        )

    def _date(self, column: str) -> date | None:
        return self.dates.dates.get(column) if self.dates else None

    def _start_row(self) -> str:
        name = self.start.name if self.start else ""
        return f"{name}, row {self.dates.number}" if self.dates else name

    def _refuse(self, row: LesionRow, sentence: str) -> None:
        self.subject.faults.append(f"{self.path.name}, row {row.number}: {sentence}")

    def _doubt(self, row: LesionRow, sentence: str) -> None:
        self.subject.doubts.append(f"{self.path.name}, row {row.number}: {sentence}")

    def _sorted_out(self) -> list[LesionRow]:
        """The rows without repetition; faults of cells are told."""
        kept: dict[tuple[str, str], LesionRow] = {}
        for row in self.rows:
            if row.fault:
                where = f"{self.path.name}, row {row.number}"
                self.subject.faults.append(f"{where}, {row.fault}; lesion {row.lesion} counts as not evaluable there")
            elif row.doubt:
                self._doubt(row, row.doubt)
            key = (row.visit, row.lesion)
            earlier = kept.get(key)
            if earlier is None:
                kept[key] = row
                continue
            where = "at baseline" if row.visit == BASELINE else f"at visit {row.visit}"
            twice = f"lesion {row.lesion} stands {where} twice, first in row {earlier.number}"
            if (earlier.status, earlier.tenths, earlier.on) == (row.status, row.tenths, row.on):
                self._refuse(row, f"{twice}, with the same finding; it is taken once")
            else:
                self._refuse(row, f"{twice}, with another finding; it counts as not evaluable there")
                kept[key] = _without_finding(earlier)
        return list(kept.values())

    def _lesions(self, rows: list[LesionRow]) -> tuple[list[Lesion], list[LesionRow]]:
        """The lesions, and the rows that fit them."""
        lesions: dict[str, Lesion] = {}
        kept = []
        for row in sorted(rows, key=lambda one: one.visit != BASELINE):
            known = lesions.get(row.lesion)
            if known is None:
                if not self._may_begin(row):
                    continue
                lesions[row.lesion] = Lesion(row.lesion, row.kind, row.is_nodal, row.organ)
            elif known.kind is not row.kind:
                self._refuse(
                    row, f"lesion {row.lesion} is {row.kind} here and {known.kind} before; the row is left out"
                )
                continue
            elif known.is_nodal is not row.is_nodal and not row.fault:
                said = "is" if known.is_nodal else "is not"
                self._doubt(row, f"column nodal differs from the first row of lesion {row.lesion}: it {said} a node")
            kept.append(row)
        methods = [row for row in rows if row.method]
        changed = [row for row in methods if row.method != methods[0].method]
        if changed:
            self._doubt(
                changed[0],
                f"the method changes from {methods[0].method} to {changed[0].method}; lengths may not be comparable",
            )
        return list(lesions.values()), kept

    def _may_begin(self, row: LesionRow) -> bool:
        """Whether a lesion may first be seen in this row."""
        if row.visit == BASELINE:
            if row.kind is LesionKind.NEW:
                self._refuse(row, f"lesion {row.lesion} is new, but stands at baseline; the row is left out")
                return False
            return True
        if row.kind is LesionKind.TARGET:
            self._refuse(
                row, f"target lesion {row.lesion} has no row at baseline, so the baseline sum is not known; add it"
            )
        elif row.kind is LesionKind.NON_TARGET:
            self._refuse(
                row,
                f"non-target lesion {row.lesion} has no row at baseline and is left out; add it there, or enter it as "
                "a new lesion",
            )
            return False
        return True

    def _visits(self, rows: Sequence[LesionRow]) -> list[VisitFindings]:
        by_visit: dict[str, list[LesionRow]] = {}
        for row in rows:
            if row.on is not None or row.visit == BASELINE:
                by_visit.setdefault(row.visit, []).append(row)
        visits = []
        for visit, among in by_visit.items():
            dates = sorted({row.on for row in among if row.on is not None})
            if len(dates) > 1:
                other = next(row for row in among if row.on != among[0].on)
                said = visit if visit == BASELINE else f"visit {visit}"
                self._doubt(other, f"{said} has several dates; the first, {dates[0].isoformat()}, is taken")
            findings = tuple(LesionFinding(row.lesion, row.status, row.tenths) for row in among)
            visits.append(VisitFindings(visit, dates[0], findings))
        later = sorted((one for one in visits if one.visit != BASELINE), key=lambda one: Decimal(one.visit))
        for earlier, after in pairwise(later):
            if after.on <= earlier.on:
                said = "on the day of" if after.on == earlier.on else "before"
                sentence = f"visit {after.visit} lies {said} visit {earlier.visit}; visits are taken in order of dates"
                self._doubt(by_visit[after.visit][0], sentence)
        return [*(one for one in visits if one.visit == BASELINE), *later]

    def _check(self, lesions: list[Lesion], baseline: VisitFindings, later: list[VisitFindings]) -> None:
        told: set[str] = set()
        for concern in check_lesions(lesions, baseline, later):
            row = self._row_of(concern.visit, concern.lesion_id)
            # A refused row has said so already, and so has a target lesion without a row at baseline.
            if row is not None and not row.fault:
                self._doubt(row, say(concern.finding))
        dates = [self._date(column) for column in DATES]
        for concern in check_dates(baseline.on, later if self.rows else [], *dates):
            code = concern.finding.code
            if code == "death_before_visit" and code in told:
                continue
            told.add(code)
            self._tell(concern.finding, self._row_of(concern.visit, ""))

    def _tell(self, finding: Finding, row: LesionRow | None) -> None:
        is_of_start = finding.field in DATES or row is None
        where = self._start_row() if is_of_start else f"{self.path.name}, row {row.number if row else ''}"
        if is_of_start and row is not None:
            where += f" and {self.path.name}, row {row.number}"
        sentence = f"{where}: {say(finding)}"
        if not finding.is_hard:
            self.subject.doubts.append(sentence)
            return
        self.subject.faults.append(sentence)
        if finding.field in ("death", "last_alive") or finding.code == "therapy_after_death":
            self.subject.withholds_endpoints = True

    def _row_of(self, visit: str, lesion_id: str) -> LesionRow | None:
        return next(
            (row for row in self.rows if row.visit == visit and (not lesion_id or row.lesion == lesion_id)), None
        )


def _without_finding(row: LesionRow) -> LesionRow:
    return replace(row, status=LesionStatus.NOT_EVALUABLE, tenths=None, fault="twice")
