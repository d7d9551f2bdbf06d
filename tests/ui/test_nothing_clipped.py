"""No window cuts a text off, in its own words or in longer ones, at the smallest size that is promised."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from domain.protocol.reader import load_shipped
from tests.ui.build import NOW
from tests.ui.places import FORM_PLACES, SIDE_PLACES, WHOLE_PLACES
from tests.ui.room import LongerText, find_squeezed
from tests.ui.stage import USUAL, Stage, open_stage, session_on
from tests.ui.windows import DIALOGS, SCREENS, make_windows_study, open_window
from ui.actions import SECTIONS
from ui.demo import make_demo
from ui.theme import apply_theme


@pytest.fixture(scope="module")
def study_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clipped") / "study.titrant"
    make_demo(path, load_shipped("bat6026"), seed=1, now=NOW, is_complete=True)
    return path


@pytest.fixture(scope="module")
def windows_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_windows_study(tmp_path_factory.mktemp("windows"))


@pytest.fixture(scope="module", params=["as written", "longer"])
def words(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    apply_theme(qapp, "light")
    translator = LongerText() if request.param == "longer" else None
    if translator is not None:
        QApplication.installTranslator(translator)
    yield request.param
    if translator is not None:
        QApplication.removeTranslator(translator)


@pytest.fixture(scope="module")
def stage(words: str, study_path: Path) -> Iterator[Stage]:
    with open_stage(session_on(study_path)) as stage:
        yield stage


@pytest.mark.parametrize("name", [section.id for section in SECTIONS])
def test_a_page_gives_every_text_its_room(stage: Stage, name: str) -> None:  # USE-1
    assert find_squeezed(stage.show(name)) == []
    assert find_squeezed(stage.show(name, USUAL)) == []


@pytest.mark.parametrize("name", [*SIDE_PLACES, *FORM_PLACES, *WHOLE_PLACES])
def test_a_side_a_form_or_a_grid_gives_every_text_its_room(stage: Stage, name: str) -> None:  # USE-1
    assert find_squeezed(stage.show(name)) == []


@pytest.mark.parametrize("name", [*DIALOGS, *SCREENS])
def test_a_dialog_or_a_screen_outside_gives_every_text_its_room(
    words: str, windows_path: Path, tmp_path: Path, name: str
) -> None:  # USE-1
    window = open_window(name, windows_path, tmp_path)
    squeezed = find_squeezed(window)
    window.close()
    assert squeezed == []
