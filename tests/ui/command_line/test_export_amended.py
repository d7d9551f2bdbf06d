"""Exports of a study with an amended ladder name each level by its number at the cut-off (PRO-4, REP-3)."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from domain.summaries.subjects import tabulate_subjects
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.amended import make_amended
from tests.ui.build import NOW
from ui.command_line import main
from ui.session import Session
from ui.table_csv import table_as_csv


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with an amended ladder, closed."""
    return make_amended(tmp_path_factory.mktemp("amended"))


def column(folder: Path, kind: str, name: str) -> list[str]:
    with (folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("days", "enrolled", "decided"),
    [(1, {"1", "2", "3", "4"}, "5"), (3, {"1", "2", "3", "5"}, "6")],
    ids=["the day before the amendment", "after it"],
)
def test_the_records_have_the_numbers_of_the_cut_off(amended, tmp_path, days, enrolled, decided):  # PRO-4, REP-3, REP-4
    out, day = tmp_path / "csv", (NOW + timedelta(days=days)).date().isoformat()
    assert main(["export", str(amended), "--csv", str(out), "--cutoff", day]) == 0
    assert set(column(out, "enrolment", "dose_level")) == enrolled
    assert set(column(out, "preparation", "dose_level")) <= enrolled
    assert column(out, "decision", "dose_level")[-1] == decided


@pytest.mark.parametrize(("days", "top"), [(1, "4"), (3, "5")])
def test_a_table_that_is_saved_has_the_numbers_of_the_cut_off(qapp, amended, days, top):  # PRO-4, REP-3
    with StudyFile.open(amended, read_only=True) as file:
        session = Session(file, Person("Wang Fang", "coordinator"), clock=lambda: NOW + timedelta(days=days))
        table = tabulate_subjects(session.status)
        rows = list(csv.DictReader(table_as_csv(table, session.words).decode("utf-8-sig").splitlines()))
        levels = [row["Level"] for row in rows]
    assert max(levels) == top
    assert levels.count(top) == 3
