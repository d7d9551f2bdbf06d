"""No page cuts a text off, in its own words or in longer ones, at the smallest window that is promised."""

import pytest
from PySide6.QtWidgets import QApplication

from domain.protocol.reader import load_shipped
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.build import NOW
from tests.ui.room import LongerText, find_squeezed
from ui.actions import SECTIONS
from ui.demo import make_demo
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme


@pytest.fixture(scope="module")
def study_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("clipped") / "study.titrant"
    make_demo(path, load_shipped("bat6026"), seed=1, now=NOW, is_complete=True)
    return path


@pytest.fixture(params=["as written", "longer"])
def words(request, qapp):
    apply_theme(qapp, "light")
    translator = LongerText() if request.param == "longer" else None
    if translator is not None:
        QApplication.installTranslator(translator)
    yield request.param
    if translator is not None:
        QApplication.removeTranslator(translator)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
@pytest.mark.parametrize("section", [section.id for section in SECTIONS])
def test_a_page_gives_every_text_its_room(qtbot, study_path, words, section, size):  # USE-1
    session = Session(StudyFile.open(study_path), Person("Wang Fang", "coordinator"), clock=lambda: NOW)
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.go_to(section)
    for _ in range(3):  # a text that wraps knows its height only once it has its width
        QApplication.processEvents()
    squeezed = find_squeezed(screen)
    session.file.close()
    assert squeezed == []
