"""Imports of antibody and biomarker results through the screen (PK-4)."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from domain.terms import AntibodyResult
from tests.ui.pages.pk import make_pk_session
from ui.main_window import MainWindow
from ui.models.import_rows import Fate
from ui.pages.pk_page import ANTIBODIES, BIOMARKERS, PkPage
from ui.screens.antibody_import import AntibodyImport
from ui.screens.biomarker_import import BiomarkerImport
from ui.screens.concentration_import import ConcentrationImport
from ui.settings import Settings
from ui.theme import apply_theme


@pytest.fixture
def session(qapp, tmp_path: Path):
    apply_theme(qapp, "light")
    return make_pk_session(tmp_path / "s.titrant")


def test_antibodies_of_a_workbook_are_tried_taken_and_remembered(qtbot, session, tmp_path: Path):  # PK-4
    settings = Settings(tmp_path / "settings.ini")
    screen = AntibodyImport(session, settings)
    qtbot.addWidget(screen)
    screen.show()
    book = Workbook()
    for row in (
        ("Pt", "Collected", "Outcome", "Titer"),
        ("01-009", "2026-11-19", "Positive", 160),
        ("01-009", "2026-11-18", "perhaps", None),
        ("99-001", "2026-11-18", "Negative", None),
    ):
        book.active.append(row)
    book.save(tmp_path / "ada.xlsx")
    screen.load(tmp_path / "ada.xlsx")
    assert not screen.lines, "two columns are unknown"
    screen.choice.rows["subject"].set_value("Pt")
    screen.choice.rows["date"].set_value("Collected")
    screen.choice.rows["result"].set_value("Outcome")
    assert [line.fate for line in screen.lines] == [Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    assert all(line.said for line in screen.lines if line.fate is Fate.REFUSED)
    with qtbot.waitSignal(screen.imported) as imported:
        screen.run()
    assert imported.args == [1]
    found = [one for one in session.study.antibodies_of("01-009") if one.titre == 160]
    assert [one.result for one in found] == [AntibodyResult.POSITIVE]
    assert settings.mapping("antibodies")["subject"] == "Pt"
    again = AntibodyImport(session, settings)
    qtbot.addWidget(again)
    again.load(tmp_path / "ada.xlsx")
    assert [line.fate for line in again.lines] == [Fate.SAME, Fate.REFUSED, Fate.REFUSED]


def test_a_corrected_marker_asks_for_a_reason_and_names_old_and_new(qtbot, session, tmp_path: Path):  # PK-4
    known = session.study.biomarkers_of("01-009")[0]
    day = str(known.taken_at).replace("T", " ")
    path = tmp_path / "bio.csv"
    path.write_text(f"Subject,Date,Marker,Result,Unit\n01-009,{day},IL-6,77.5,pg/mL\n", encoding="utf-8")
    screen = BiomarkerImport(session, Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(screen)
    screen.load(path)
    assert [line.fate for line in screen.lines] == [Fate.CHANGE]
    assert f"result: 77.5, recorded {known.value}" in screen.lines[0].said[0]
    assert not screen.import_button.isEnabled()
    screen.reason.set_value("Corrected by the laboratory")
    screen.run()
    assert session.study.biomarkers_of("01-009")[0].value == Decimal("77.5")


@pytest.mark.parametrize(
    ("tab", "card"), [(ANTIBODIES, AntibodyImport), (BIOMARKERS, BiomarkerImport), ("profiles", ConcentrationImport)]
)
def test_each_tab_imports_what_it_shows(qtbot, session, tab: str, card: type):  # PK-4
    page = PkPage(session)
    qtbot.addWidget(page)
    page.show_study()
    page.show()
    page.tabs.set_value(tab)
    assert page.import_button.isVisible()
    page.import_button.click()
    assert isinstance(page.whole_card, card)
    page.whole_card.closed.emit()
    assert page.whole_card is None


@pytest.mark.parametrize(
    ("action", "card"),
    [
        ("import_concentrations", ConcentrationImport),
        ("import_antibodies", AntibodyImport),
        ("import_biomarkers", BiomarkerImport),
    ],
)
def test_an_import_begins_from_anywhere(qtbot, session, tmp_path: Path, action: str, card: type):  # PK-1
    session.file.close()
    settings = Settings(tmp_path / "settings.ini")
    settings.person = ("Lin Yue", "principal investigator")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.open_path(tmp_path / "s.titrant")
    window.do(action)
    page = window.findChild(PkPage)
    assert page is not None
    assert isinstance(page.whole_card, card)
