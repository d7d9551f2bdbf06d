import csv
import os
from dataclasses import replace
from pathlib import Path

import pytest

from domain.records import RECORD_KINDS
from storage.errors import DiskFull, FileExists, MissingFile
from storage.study_file import StudyFile
from storage.transfer.csv_export import ESCAPED, export_csv
from tests.storage import build


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def records(closed):
    with StudyFile.open(closed, read_only=True) as study:
        return study.records()


def test_each_kind_has_a_file_with_its_fields_as_header_and_a_row_a_record(records, tmp_path):
    written = export_csv(records, tmp_path / "export")
    assert {path.name for path in written} == {f"{kind}.csv" for kind in RECORD_KINDS} | {"columns.csv"}
    assert set(written) == set((tmp_path / "export").iterdir())
    for kind, held in records.items():
        assert len(rows_of(tmp_path / "export" / f"{kind}.csv")) == len(held)
    (event,) = rows_of(tmp_path / "export" / "adverse_event.csv")
    assert event == {
        "record_id": "event-1",
        "subject_id": "S-001",
        "term": "Platelet count decreased",
        "grade": "3",
        "verbatim": "",
        "onset": "2026-02",
        "grade_changes": "[]",
        "end": "",
        "relationship": "POSSIBLY RELATED",
        "action_taken": "DOSE NOT CHANGED",
        "other_drugs": "[]",
        "seriousness": "[]",
        "aware_at": "",
        "admitted_on": "",
        "discharged_on": "",
        "outcome": "UNKNOWN",
        "is_expected": "NOT ASSESSED",
        "is_immune_related": "NOT ASSESSED",
        "is_laboratory_only": "NOT ASSESSED",
        "narrative": "",
        "result_id": "",
    }


def test_values_keep_their_digits_their_offset_and_their_language(records, tmp_path):
    export_csv(records, tmp_path / "export")
    first, _ = rows_of(tmp_path / "export" / "subject.csv")
    assert (first["weight_kg"], first["tumour_type"], first["consent_date"]) == ("61.50", "胃癌", "2026-02-01")
    (dose,) = rows_of(tmp_path / "export" / "administration.csv")
    assert dose["started_at"] == "2026-03-02T01:30:00+00:00"
    (decision,) = rows_of(tmp_path / "export" / "decision.csv")
    assert decision["attendees"].startswith('[{"name":"Chen Yu","role":"chair","vote":"agrees"}')


def test_columns_says_what_each_column_means(records, tmp_path):
    export_csv(records, tmp_path / "export")
    columns = {(row["file"], row["column"]): row for row in rows_of(tmp_path / "export" / "columns.csv")}
    weight = columns["subject.csv", "weight_kg"]
    assert (weight["label"], weight["unit"]) == ("Weight", "kg")
    grade = columns["adverse_event.csv", "grade"]
    assert (grade["cdisc_domain"], grade["cdisc_variable"], grade["terms"]) == ("AE", "AETOXGR", "1; 2; 3; 4; 5")
    assert columns["adverse_event.csv", "is_expected"]["terms"] == "NOT ASSESSED; N; Y"
    assert columns["study.csv", "is_demo"]["terms"] == "Y; N"


def test_the_files_are_rfc_4180_with_the_mark_that_excel_needs(tmp_path):
    subject = replace(build.subject(), tumour_type='a "b", c\nd')
    export_csv({"subject": [subject]}, tmp_path / "export")
    content = (tmp_path / "export" / "subject.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfrecord_id,subject_id,")
    assert b'"a ""b"", c\nd"' in content
    assert content.endswith(b"\r\n")
    assert rows_of(tmp_path / "export" / "subject.csv")[0]["tumour_type"] == subject.tumour_type


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 day", "-", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''-2", "'quoted'", "a=1", "", "1"]
)
def test_a_text_is_no_formula_and_can_be_read_back(tmp_path, text):
    export_csv({"deviation": [replace(build.deviation(), description=text)]}, tmp_path / "export")
    (row,) = rows_of(tmp_path / "export" / "deviation.csv")
    read = row["description"]
    assert read[:1] not in tuple("=+-@\t\r＝＋－＠")
    assert (read[1:] if ESCAPED.match(read) else read) == text


def test_a_negative_number_stays_a_number(tmp_path):
    export_csv({"subject": [replace(build.subject(), weight_kg=build.Decimal("-1.5"))]}, tmp_path / "export")
    assert rows_of(tmp_path / "export" / "subject.csv")[0]["weight_kg"] == "-1.5"


# REP-4
def test_an_export_says_up_to_when_it_knows(tmp_path):
    export_csv({}, tmp_path / "export", about={"stream position": "14", "data cut-off": "2026-03-02"})
    assert [row["value"] for row in rows_of(tmp_path / "export" / "about.csv")] == ["14", "2026-03-02"]


def test_an_export_replaces_an_earlier_one_only_when_told(records, tmp_path):
    folder = tmp_path / "export"
    export_csv(records, folder, about={"n": "1"})
    with pytest.raises(FileExists):
        export_csv({"subject": []}, folder)
    assert len(rows_of(folder / "subject.csv")) == 2
    export_csv({**records, "subject": ()}, folder, overwrite=True)
    assert rows_of(folder / "subject.csv") == []
    assert not (folder / "about.csv").exists()


def test_a_folder_that_holds_anything_else_is_never_replaced(records, tmp_path):
    folder = tmp_path / "export"
    export_csv(records, folder)
    (folder / "my notes.txt").write_text("dear to me")
    with pytest.raises(FileExists):
        export_csv(records, folder, overwrite=True)
    with pytest.raises(FileExists):
        export_csv(records, folder / "my notes.txt", overwrite=True)
    assert (folder / "my notes.txt").exists()


def test_a_missing_parent_is_said_to_be_missing(tmp_path):
    with pytest.raises(MissingFile):
        export_csv({}, tmp_path / "no such" / "export")


def test_an_export_that_fails_leaves_the_earlier_one_and_nothing_else(records, tmp_path, monkeypatch):
    folder = tmp_path / "exports" / "export"
    folder.parent.mkdir()
    export_csv(records, folder)
    rename = os.rename

    def fails_once(source: Path, target: Path) -> Path:
        if ".part" in source.name:
            raise OSError(28, "No space left on device")
        rename(source, target)
        return target

    monkeypatch.setattr(Path, "rename", fails_once)
    with pytest.raises(DiskFull):
        export_csv({**records, "subject": ()}, folder, overwrite=True)
    assert len(rows_of(folder / "subject.csv")) == 2
    assert list(folder.parent.iterdir()) == [folder]
