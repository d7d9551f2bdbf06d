"""A demonstration that has gone through all its parts: the file verifies, every page and the report show each part."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from domain.protocol.reader import load_shipped
from domain.rp2d.standing import assess_standing
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.build import NOW
from ui.actions import PARTS, SECTIONS
from ui.demo import Stage, make_demo
from ui.dialogs.demo import DemoDialog
from ui.reports.cohort import cohort_report
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme

# What is special to the parts of other protocols is told by tests/ui/test_parts_on_screen.py and tests/domain.
PROTOCOL = "bat6026"


@pytest.fixture(scope="module")
def study_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "study.titrant"
    make_demo(path, load_shipped(PROTOCOL), seed=1, now=NOW, stage=Stage.COMPLETE)
    return path


def test_the_file_verifies_and_holds_what_opens_and_ends_a_part(study_path: Path) -> None:
    with StudyFile.open(study_path, read_only=True) as file:
        assert file.verify() == []  # TRU-1
        records = file.records()
    assert records["study"][0].is_demo  # type: ignore[attr-defined]
    assert len(records["part_opening"]) == 1
    assert len(records["recommended_dose"]) == 1
    for kind in ("gate_condition", "ada_result", "query", "deviation", "response_call", "leaving"):
        assert records[kind], kind


# PRO-2, REP-1
def test_every_page_and_the_report_show_every_part(qtbot, study_path):
    apply_theme(QApplication.instance(), "light")
    session = Session(StudyFile.open(study_path), Person("Wang Fang", "coordinator"), clock=lambda: NOW)
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    for part in session.study.protocol.parts:
        session.choose_part(part.part_id)
        assert session.part.part_id == part.part_id
        for section in (*SECTIONS, PARTS):
            screen.go_to(section.id)
            QApplication.processEvents()
            assert screen.page.isVisible()
        report = cohort_report(
            session.status, session.words, printed_at=NOW, printed_by="test", titrant_version="0", study_file="study"
        )
        assert report.blocks
        for recommended in session.study.recommended_doses_of(session.part):
            assert not assess_standing(session.status, recommended).is_undermined  # ESC-12
        assert not session.status.undermined
    session.file.close()


def test_the_dialog_offers_every_protocol_and_both_stages(qtbot):
    dialog = DemoDialog()
    qtbot.addWidget(dialog)
    assert dialog.choice().protocol_id == "bat6026"
    assert dialog.choice().stage is Stage.ESCALATION
    dialog.protocol.set_value("mil93")
    dialog.stage.set_value(Stage.COMPLETE)
    dialog.seed.set_value(4)
    chosen = dialog.choice()
    assert (chosen.protocol_id, chosen.stage, chosen.seed) == ("mil93", Stage.COMPLETE, 4)
