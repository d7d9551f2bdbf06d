"""Loading the NCI's workbook through the screen (AE-1): official, edited, damaged, of the other version."""

from pathlib import Path

import pytest

from domain.records import GradeTexts
from tests.storage.transfer.test_ctcae_workbook import own_workbook
from tests.ui.pages.studies import make_session
from ui.dialogs.load_workbook import LoadWorkbook
from ui.theme import apply_theme
from ui.widgets.card import NoteBox


@pytest.fixture
def screen(qtbot, qapp, tmp_path: Path) -> LoadWorkbook:
    apply_theme(qapp, "light")
    screen = LoadWorkbook(make_session(tmp_path / "s.titrant", "1N"))
    qtbot.addWidget(screen)
    screen.show()
    return screen


def answer(screen: LoadWorkbook) -> str:
    boxes = [screen.answers.itemAt(at).widget() for at in range(screen.answers.count())]
    return " ".join(box.accessibleName() for box in boxes if isinstance(box, NoteBox))


def kept(screen: LoadWorkbook) -> list[GradeTexts]:
    return [one for one in screen.session.study.entered["grade_texts"] if isinstance(one, GradeTexts)]


def test_it_says_where_to_get_the_workbook(screen: LoadWorkbook):
    assert screen.link.text().startswith("https://")
    assert "cancer.gov" in screen.link.text()
    assert screen.held.text() == "Not loaded yet."


def test_other_wording_is_asked_about_and_then_kept(screen: LoadWorkbook, tmp_path: Path):
    path = own_workbook(tmp_path, "5.0")
    screen.load(path)
    assert "The wording differs from the editions that Titrant knows." in answer(screen)
    assert kept(screen) == []
    assert screen.accept_button.text() == "Load these texts all the same"
    screen.accept_button.click()
    (texts,) = kept(screen)
    assert texts.version == "5.0"
    assert "837 terms" in answer(screen)
    assert screen.held.text() == "Loaded: ctcae.xlsx."
    entry = screen.session.file.history("grade_texts", texts.record_id)[-1]
    assert texts.file_hash in entry.event.reason


def test_loading_it_again_corrects_the_one_record(screen: LoadWorkbook, tmp_path: Path):
    path = own_workbook(tmp_path, "5.0")
    screen.load(path, may_have_other_wording=True)
    screen.load(path, may_have_other_wording=True)
    assert "loaded already" in answer(screen)
    changed = own_workbook(tmp_path, "5.0", lambda rows: rows[1].__setitem__(3, "Other words"))
    screen.load(changed, may_have_other_wording=True)
    assert len(kept(screen)) == 1
    assert len(screen.session.file.history("grade_texts", kept(screen)[0].record_id)) == 2


def test_a_workbook_of_the_other_version_is_refused(screen: LoadWorkbook, tmp_path: Path):
    screen.load(own_workbook(tmp_path, "6.0"))
    assert "pins version 5.0; versions are never mixed" in answer(screen)
    assert kept(screen) == []
    assert screen.accept_button.text() == "Choose the workbook…"


def test_a_workbook_that_lacks_terms_is_refused_with_each_place(screen: LoadWorkbook, tmp_path: Path):
    def cut(rows: list) -> None:
        del rows[10:30]

    screen.load(own_workbook(tmp_path, "5.0", cut))
    assert "The workbook is not the official one." in answer(screen)
    assert "and 14 more" in answer(screen)
    assert kept(screen) == []


def test_a_damaged_file_is_refused(screen: LoadWorkbook, tmp_path: Path):
    path = own_workbook(tmp_path, "5.0")
    path.write_bytes(path.read_bytes()[:5000])
    screen.load(path)
    assert "damaged" in answer(screen)
    assert kept(screen) == []
