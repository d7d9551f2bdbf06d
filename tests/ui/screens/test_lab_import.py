"""The import of a laboratory file through the screen (AE-3): what is bad is said by row and column."""

import csv
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from storage.backup.manifest import default_folder
from tests.storage.transfer.workbooks import save_workbook
from tests.ui.pages.laboratory import make_lab_session
from ui.models.import_rows import Fate
from ui.screens.lab_import import LabImport
from ui.session import Session
from ui.settings import Settings
from ui.theme import apply_theme
from ui.widgets.card import NoteBox

HEADER = "Subject,Test,Sample date,Result,Unit,Lower limit,Upper limit"


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    apply_theme(qapp, "light")
    return make_lab_session(tmp_path / "s.titrant")


@pytest.fixture
def screen(qtbot, session: Session, tmp_path: Path) -> LabImport:
    screen = LabImport(session, Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(screen)
    screen.resize(1192, 780)
    screen.show()
    return screen


def load(screen: LabImport, *rows: str, header: str = HEADER) -> Path:
    path = screen.session.file.path.with_name("lab.csv")
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    screen.load(path)
    return path


def fates(screen: LabImport) -> dict[int, Fate]:
    return {line.number: line.fate for line in screen.lines}


def said(screen: LabImport, row: int) -> str:
    return " ".join(next(line.said for line in screen.lines if line.number == row))


def problem(screen: LabImport) -> str:
    boxes = [screen.problems.itemAt(at).widget() for at in range(screen.problems.count())]
    return " ".join(box.accessibleName() for box in boxes if isinstance(box, NoteBox))


def test_the_dry_run_shows_every_row_and_writes_nothing(screen: LabImport):
    known = next(one for one in screen.session.study.results_of("01-012") if one.record_id == "01-012-PLAT-7")
    at = str(known.taken_at).replace("T", " ")
    before = screen.session.file.position
    load(
        screen,
        "01-012,Platelets,2026-11-20 08:00,21,10^9/L,125,350",
        f"01-012,PLT,{at},20,10^9/L,,",
        f"01-012,PLT,{at[:-5]}08:51,19,10^9/L,,",
        f"01-012,HGB,{known.taken_at.year}-11-23 08:00,138,g/L,,",
        "01-012,HGB,2026-11-20 08:00,12.1,furlong,,",
    )
    assert fates(screen) == {2: Fate.NEW, 3: Fate.CHANGE, 4: Fate.NEW, 5: Fate.REFUSED, 6: Fate.REFUSED}
    assert said(screen, 3).startswith("result: 20, recorded 19")
    assert '"furlong" is not a unit of Hemoglobin' in said(screen, 6)
    assert 'Row 6, column "Unit"' in said(screen, 6)
    assert [one.text for one in screen.show_only.segments()] == ["All 5", "New 2", "Changed 1", "Same 0", "Refused 2"]
    assert screen.session.file.position == before


def test_what_is_accepted_goes_in_as_one_act_that_names_the_file(qtbot, screen: LabImport):
    known = next(one for one in screen.session.study.results_of("01-012") if one.record_id == "01-012-PLAT-7")
    at = str(known.taken_at).replace("T", " ")
    path = load(
        screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L,125,350", f"01-012,PLT,{at},20,10^9/L,,", "x,PLT,,1,10^9/L,,"
    )
    assert not screen.import_button.isEnabled(), "a changed result needs a reason"
    screen.reason.set_value("The laboratory's corrected file")
    with qtbot.waitSignal(screen.imported) as imported:
        screen.import_button.click()
    assert imported.args == [2]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    newest = screen.session.file.events(limit=2)
    assert all(digest in one.event.reason for one in newest)
    assert all("lab.csv" in one.event.reason for one in newest)
    assert newest[0].event.recorded_at == newest[1].event.recorded_at
    values = {one.record_id: one.value for one in screen.session.study.results_of("01-012")}
    assert values["01-012-PLAT-7"] == Decimal(20)
    assert Decimal(21) in values.values()


def test_a_backup_is_made_before(screen: LabImport):
    load(screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L,,")
    folder = default_folder(screen.session.file.path)
    assert not folder.exists() or not list(folder.iterdir())
    screen.run()
    assert list(folder.iterdir())


def test_the_same_file_again_changes_nothing(qtbot, screen: LabImport):
    path = load(screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L,125,350")
    screen.run()
    screen.load(path)
    assert fates(screen) == {2: Fate.SAME}
    assert not screen.import_button.isEnabled()


def test_the_columns_are_remembered_and_can_be_named(qtbot, screen: LabImport, tmp_path: Path):
    header = "who,what,when,how much,in"
    load(screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L", header=header)
    assert "No column holds the subject" in problem(screen)
    assert not screen.import_button.isEnabled()
    for field, name in zip(("subject", "test", "date", "value", "unit"), header.split(","), strict=True):
        screen.choice.rows[field].set_value(name)
    assert problem(screen) == ""
    assert fates(screen) == {2: Fate.NEW}
    screen.run()
    other = LabImport(screen.session, Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(other)
    load(other, "01-012,HGB,2026-11-20 08:00,131,g/L", header=header)
    assert fates(other) == {2: Fate.NEW}


def test_one_column_is_not_named_for_two_things(screen: LabImport):
    load(screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L,,")
    screen.choice.rows["comment"].set_value("Unit")
    assert 'The column "Unit" is named for two things.' in problem(screen)
    assert not screen.import_button.isEnabled()


def test_dates_in_three_styles_are_read_or_refused_by_row(screen: LabImport):  # issue 4, point 8
    load(
        screen,
        "01-012,HGB,2026-11-20,131,g/L,,",
        "01-012,PLT,20 Nov 2026,21,10^9/L,,",
        "01-012,ALT,20/11/2026,31,U/L,,",
        "01-012,K,yesterday,4.4,mmol/L,,",
    )
    assert fates(screen) == {2: Fate.NEW, 3: Fate.NEW, 4: Fate.NEW, 5: Fate.REFUSED}
    assert 'Row 5, column "Sample date": yesterday is not a date.' in said(screen, 5)
    assert len({row.record.taken_at for row in screen.report.accepted}) == 1  # type: ignore[union-attr]


def test_a_date_that_can_be_two_days_is_refused(screen: LabImport):
    load(screen, "01-012,ALT,05/11/2026,31,U/L,,")
    assert fates(screen) == {2: Fate.REFUSED}
    assert "05/11/2026 can be" in said(screen, 2)


def test_mixed_decimal_marks_are_read_where_they_are_certain(screen: LabImport):  # issue 4, point 8
    load(
        screen,
        "01-012;K;2026-11-20 08:00;4,4;mmol/L;3.5;5.1",
        "01-012;PLT;2026-11-20 08:00;1,234;10^9/L;;",
        "01-012;CREAT;2026-11-20 08:00;66.5;umol/L;;",
        header=HEADER.replace(",", ";"),
    )
    assert fates(screen) == {2: Fate.NEW, 3: Fate.REFUSED, 4: Fate.NEW}
    assert "1,234 can be read in two ways." in said(screen, 3)
    values = {row.record.test: row.record.value for row in screen.report.accepted}  # type: ignore[union-attr]
    assert values == {"K": Decimal("4.4"), "CREAT": Decimal("66.5")}


def test_two_results_at_one_time_are_both_refused(screen: LabImport):  # issue 4, point 8
    load(screen, "01-012,K,2026-11-20 08:00,4.4,mmol/L,,", "01-012,K,2026-11-20 08:00,5.4,mmol/L,,")
    assert set(fates(screen).values()) == {Fate.REFUSED}
    assert "Rows 2, 3 give different results of K" in said(screen, 2)


def test_a_range_upside_down_is_refused_and_the_rest_goes_in(screen: LabImport):
    load(screen, "01-012,K,2026-11-20 08:00,4.4,mmol/L,5.1,3.5", "01-012,PLT,2026-11-20 08:00,21,10^9/L,,")
    assert fates(screen) == {2: Fate.REFUSED, 3: Fate.NEW}
    assert "The lower limit 5.1 is above the upper limit 3.5." in said(screen, 2)
    screen.run()
    assert any(one.value == 21 for one in screen.session.study.results_of("01-012"))


def test_a_doubtful_row_needs_a_justification_which_becomes_a_deviation(screen: LabImport):
    load(screen, "01-012,HGB,2026-11-20 08:00,999,g/L,,")
    assert not screen.import_button.isEnabled()
    assert screen.doubts.isVisible()
    screen.doubts.set_value("The analyser was repaired afterwards")
    screen.run()
    (deviation,) = [one for one in screen.session.study.deviations if one.code == "import_in_cell"]
    assert deviation.reason == "The analyser was repaired afterwards"
    assert 'Row 2, column "Result"' in deviation.description


def test_refused_rows_are_exported_with_their_reasons(screen: LabImport, tmp_path: Path):
    load(screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L,,", "99-001,K,2026-11-20,4.4,mmol/L,,", "01-012,K,2026-11-20")
    screen.export_refused(tmp_path / "refused.csv")
    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header[:2] == ["Subject", "Test"]
    assert [row[-2] for row in rows] == ["3", "4"]
    assert rows[0][:4] == ["99-001", "K", "2026-11-20", "4.4"]
    assert "99-001 is not a subject of the study." in rows[0][-1]


def test_a_place_that_can_t_be_written_is_said(screen: LabImport, tmp_path: Path):
    load(screen, "99-001,K,2026-11-20,4.4,mmol/L,,")
    screen.export_refused(tmp_path / "no such folder" / "refused.csv")
    assert "The refused rows were not exported." in problem(screen)


def test_a_workbook_asks_which_sheet(screen: LabImport, tmp_path: Path):
    rows = [tuple(HEADER.split(",")), ("01-012", "PLT", "2026-11-20 08:00", 21, "10^9/L", 125, 350)]
    screen.load(save_workbook(tmp_path / "lab.xlsx", ("Notes", [("read", "me"), ("a", "b")]), ("Results", rows)))
    assert screen.sheet.isVisible()
    assert "don't tell what the rows hold" in problem(screen)
    screen.sheet.set_value("Results")
    assert problem(screen) == ""
    assert fates(screen) == {2: Fate.NEW}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The table is empty."), (b"PK\x03\x04 broken", "The workbook is damaged."), (b"\x00\x01\x02" * 50, "")],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    screen: LabImport, tmp_path: Path, content: bytes, words: str
):
    path = tmp_path / "lab.csv"
    path.write_bytes(content)
    screen.load(path)
    assert problem(screen)
    assert words in problem(screen)
    assert screen.lines == []
    assert not screen.import_button.isEnabled()


def test_where_no_backup_can_be_made_nothing_is_imported(screen: LabImport):
    load(screen, "01-012,PLT,2026-11-20 08:00,21,10^9/L,,")
    before = screen.session.file.position
    default_folder(screen.session.file.path).write_text("a file where the folder of the backups would be")
    screen.run()
    assert screen.session.file.position == before
    assert problem(screen)
