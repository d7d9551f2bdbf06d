"""No window cuts a text off, in its own words or in longer ones; whatever the keyboard reaches has a name and shows it.

One walk through all places looks at all of that: to get somewhere costs more than to look around.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.build import make_whole
from tests.ui.keyboard import reachable, shows_focus, unnamed
from tests.ui.places import FORM_PLACES, SECTION_PLACES, SIDE_PLACES, WHOLE_PLACES
from tests.ui.room import LongerText, find_squeezed
from tests.ui.stage import USUAL, Stage, open_stage, session_on, settle
from tests.ui.windows import DIALOGS, SCREENS, make_windows_study, open_window, walk_new_study
from ui.theme import apply_theme


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
def stage(words: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with open_stage(session_on(make_whole(tmp_path_factory.mktemp("clipped") / "study.titrant"))) as stage:
        yield stage


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The kinds of controls of which it is known whether one sees that the keyboard is there."""
    return set()


def faults(window: QWidget) -> dict[str, list[str]]:
    """What has too little room, and what of the keyboard's way has no name."""
    found = {"has too little room": find_squeezed(window), "has no name": unnamed(window)}
    return {what: where for what, where in found.items() if where}


def without_focus(window: QWidget, seen: set[str]) -> list[str]:
    """Kinds of controls, new ones only, on which nothing shows that the keyboard is there."""
    window.activateWindow()
    settle()
    unseen = []
    for widget in reachable(window):
        kind = type(widget).__name__
        if kind in seen or widget.visibleRegion().isEmpty():
            continue
        seen.add(kind)
        if not shows_focus(window, widget):
            unseen.append(kind)
    return unseen


@pytest.mark.parametrize("name", SECTION_PLACES)
def test_a_page_gives_every_text_its_room_and_every_control_a_name(
    stage: Stage, seen: set[str], name: str
) -> None:  # USE-1
    screen = stage.show(name)
    assert faults(screen) == {}
    assert without_focus(screen, seen) == []
    assert find_squeezed(stage.enlarge(USUAL)) == []


# In longer words only: what has room for those has it for shorter ones.
@pytest.mark.parametrize("words", ["longer"], indirect=True)
@pytest.mark.parametrize("name", [*SIDE_PLACES, *FORM_PLACES, *WHOLE_PLACES])
def test_a_side_a_form_or_a_grid_gives_every_text_its_room_and_every_control_a_name(
    stage: Stage, seen: set[str], name: str
) -> None:  # USE-1
    screen = stage.show(name)
    assert faults(screen) == {}
    assert without_focus(screen, seen) == []
    if name == "new adverse_event":
        assert {"PrimaryButton", "LineEdit", "ComboBox", "SegmentedControl"} <= seen


@pytest.mark.parametrize("name", [*DIALOGS, *SCREENS])
def test_a_dialog_or_a_screen_outside_gives_every_text_its_room_and_every_control_a_name(
    words: str, windows_path: Path, tmp_path: Path, name: str
) -> None:  # USE-1
    window = open_window(name, windows_path, tmp_path)
    found = faults(window)
    window.close()
    assert found == {}


def test_each_step_of_a_new_study_gives_every_text_its_room_and_every_control_a_name(
    words: str, tmp_path: Path
) -> None:  # USE-1
    steps = {name: faults(screen) for name, screen in walk_new_study(tmp_path)}
    assert list(steps) == ["protocol", "assumption", "assumptions", "site", "first user", "recovery key", "review"]
    assert {name: found for name, found in steps.items() if found} == {}
