"""AE-1. The NCI's workbook as a record, and every other file refused."""

import hashlib
import re
from contextlib import closing, suppress
from pathlib import Path

import openpyxl
import pytest

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.messages import MESSAGES
from domain.ctcae.texts import texts_of
from domain.terms import Grade
from storage.transfer.ctcae_workbook import read_ctcae_workbook
from storage.transfer.table_errors import (
    CtcaeWorkbookDiffers,
    NotCtcaeWorkbook,
    OtherCtcaeVersion,
    TableFileError,
    WorkbookDamaged,
)
from tests.storage import build
from tests.storage.transfer.workbooks import change_parts, save_workbook

SHARED = Path(__file__).resolve().parents[4] / "shared" / "ctcae"
OFFICIAL = {"5.0": "CTCAE_v5.0_2017-11-27.xlsx", "6.0": "CTCAE_v6.0_Final_Jan2026.xlsx"}
HEADER = ["Code", "MedDRA SOC", "CTCAE Term", *(f"Grade {n}" for n in range(1, 6)), "Definition", "Navigational Note"]


def official(version):
    path = SHARED / OFFICIAL[version]
    if not path.is_file():
        pytest.skip("the NCI's workbooks ../shared/ctcae are not beside this checkout")
    return path


def rows_of(version):
    """The list of a version with words of our own."""
    rows = [HEADER]
    for term in terms_of(version).values():
        texts = [f"{term.name} {int(grade)}" if grade in term.grades else "-" for grade in Grade]
        rows.append([1, term.soc, term.name, *texts, "A disorder.", "-"])
    return rows


def own_workbook(folder, version, change=lambda rows: None):
    rows = rows_of(version)
    change(rows)
    notes, other = ("Notes", [(), ("read me", "read me")]), ("Tracked Changes", [HEADER, *rows[1:40]])
    return save_workbook(folder / "ctcae.xlsx", notes, other, (f"CTCAE v{version} Clean Copy", rows))


def load(path, version, **how):
    return read_ctcae_workbook(path, version, record_id="texts", **how)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_official_workbook_is_taken_word_for_word(version):
    path = official(version)
    record = load(path, version)
    assert (record.record_id, record.version, record.file_name) == ("texts", version, path.name)
    assert record.file_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    texts = texts_of(record)
    assert {name: tuple(each.grades) for name, each in texts.terms.items()} == {
        name: term.grades for name, term in terms_of(version).items()
    }
    assert texts.grade_text("Anemia", Grade.FATAL) == "Death"


@pytest.mark.parametrize("version", VERSIONS)
def test_our_list_of_terms_classes_and_grades_is_that_of_the_official_workbook(version):
    """Read by openpyxl and not by our reader, and without what reads the texts."""
    with closing(openpyxl.load_workbook(official(version), read_only=True, data_only=True)) as book:
        sheet = next(sheet for sheet in book.worksheets if "Clean Copy" in sheet.title)
        rows = list(sheet.iter_rows(min_row=2, max_col=8, values_only=True))
    assert [(soc, name, grades_in(cells)) for _, soc, name, *cells in rows] == [
        (term.soc, term.name, term.grades) for term in terms_of(version).values()
    ]


def grades_in(cells):
    return tuple(grade for grade, cell in zip(Grade, cells, strict=True) if (cell or "-").strip() != "-")


def test_the_official_workbook_with_one_limit_edited_is_refused_by_row_and_term(tmp_path):
    book = openpyxl.load_workbook(official("5.0"))
    sheet = book.worksheets[0]
    cell = next(row[5] for row in sheet.iter_rows() if row[2].value == "Platelet count decreased")
    cell.value = cell.value.replace("50,000", "60,000")
    book.save(tmp_path / OFFICIAL["5.0"])
    with pytest.raises(CtcaeWorkbookDiffers) as refused:
        load(tmp_path / OFFICIAL["5.0"], "5.0")
    (reason,) = refused.value.reasons
    assert reason.numbers == {"row": cell.row, "term": "Platelet count decreased", "version": "5.0"}
    assert refused.value.numbers["is_wording_only"] is True


def test_the_official_workbook_damaged_anywhere_is_refused_or_whole(tmp_path):
    data = official("5.0").read_bytes()
    whole = load(official("5.0"), "5.0").content
    for where in range(200, len(data), len(data) // 12):
        spoilt = tmp_path / "spoilt.xlsx"
        spoilt.write_bytes(data[:where] + bytes([data[where] ^ 0x55]) + data[where + 1 :])
        with suppress(TableFileError):
            assert load(spoilt, "5.0").content == whole


@pytest.mark.parametrize(("held", "pinned"), [("5.0", "6.0"), ("6.0", "5.0")])
def test_the_workbook_of_the_other_version_is_refused_whatever_it_is_called(tmp_path, held, pinned):
    path = own_workbook(tmp_path, held).rename(tmp_path / OFFICIAL[pinned])
    with pytest.raises(OtherCtcaeVersion, match=re.escape(f"holds CTCAE {held}, but this study's protocol pins")):
        load(path, pinned)


@pytest.mark.parametrize("version", VERSIONS)
def test_another_wording_is_refused_unless_a_person_takes_it(tmp_path, version):
    path = own_workbook(tmp_path, version)
    with pytest.raises(CtcaeWorkbookDiffers, match=f"Clean Copy\\) differs from the CTCAE {version}") as refused:
        load(path, version)
    assert refused.value.numbers["count"] == len(terms_of(version))
    record = load(path, version, may_have_other_wording=True)
    assert texts_of(record).grade_text("Anemia", Grade.MILD) == "Anemia 1"


def test_another_structure_is_refused_with_every_place_even_if_another_wording_may_be(tmp_path):
    def change(rows):
        assert rows[1][2] == "Anemia"
        rows[1][4] = "-"
        rows[2][2] = "Boredom"

    path = own_workbook(tmp_path, "5.0", change)
    with pytest.raises(CtcaeWorkbookDiffers) as refused:
        load(path, "5.0", may_have_other_wording=True)
    assert refused.value.numbers["is_wording_only"] is False
    assert [MESSAGES[reason.code].format(**reason.numbers) for reason in refused.value.reasons] == [
        "Row 2, column Grade 2: “Anemia” lacks the text of this grade of CTCAE 5.0.",
        "Row 3: CTCAE 5.0 has no term “Boredom”.",
        "The term “Blood and lymphatic system disorders - Other, specify” of CTCAE 5.0 is missing.",
    ]


def test_merged_cells_and_formulas_without_result_are_refused_by_row(tmp_path):
    def change(rows):
        rows[3][4] = "=1+1"

    path = own_workbook(tmp_path, "5.0", change)
    with pytest.raises(CtcaeWorkbookDiffers) as refused:
        load(path, "5.0", may_have_other_wording=True)
    assert MESSAGES[refused.value.reasons[0].code].format(**refused.value.reasons[0].numbers).startswith("Row 4 can't")


def test_the_record_is_saved_whole_and_its_texts_come_back(tmp_path, study):
    record = load(own_workbook(tmp_path, "6.0"), "6.0", may_have_other_wording=True)
    study.save(record, person=build.PERSON, now=build.later(2))
    (kept,) = study.records()["grade_texts"]
    assert kept == record
    assert texts_of(kept) == texts_of(record)


def test_a_list_on_a_sheet_of_any_name_is_found(tmp_path):
    path = save_workbook(tmp_path / "a.xlsx", ("Sheet1", [("x",)]), ("Sheet2", []), ("Sheet3", rows_of("6.0")))
    assert load(path, "6.0", may_have_other_wording=True).version == "6.0"


def test_any_other_table_is_no_ctcae_workbook(tmp_path):
    laboratory = save_workbook(tmp_path / "a.xlsx")
    empty = save_workbook(tmp_path / "b.xlsx", ("CTCAE v5.0 Clean Copy", [HEADER]))
    text = tmp_path / "c.csv"
    text.write_text("subject,value\nS-1,2\n")
    for path in (laboratory, empty, text):
        with pytest.raises(NotCtcaeWorkbook, match="is not a CTCAE workbook"):
            load(path, "5.0")


def test_a_damaged_workbook_is_refused(tmp_path):
    path = change_parts(own_workbook(tmp_path, "5.0"), sheet3=lambda xml: xml[:5000])
    with pytest.raises(WorkbookDamaged):
        load(path, "5.0")
