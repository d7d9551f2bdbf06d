"""Whatever the keyboard reaches has a name, and shows that the keyboard is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from domain.protocol.reader import load_shipped
from tests.ui.build import NOW
from tests.ui.keyboard import reachable, shows_focus, unnamed
from tests.ui.places import PLACES, SECTION_PLACES, SIDE_PLACES, WHOLE_PLACES
from tests.ui.stage import Stage, open_stage, session_on, settle
from tests.ui.windows import DIALOGS, SCREENS, make_windows_study, open_window
from ui.demo import make_demo
from ui.theme import apply_theme


@pytest.fixture(scope="module")
def stage(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    apply_theme(qapp, "light")
    path = tmp_path_factory.mktemp("keyboard") / "study.titrant"
    make_demo(path, load_shipped("bat6026"), seed=1, now=NOW, is_complete=True)
    with open_stage(session_on(path)) as stage:
        yield stage


@pytest.fixture(scope="module")
def windows_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_windows_study(tmp_path_factory.mktemp("windows"))


@pytest.mark.parametrize("name", PLACES)
def test_everything_that_the_keyboard_reaches_has_a_name(stage: Stage, name: str) -> None:  # USE-1
    assert unnamed(stage.show(name)) == []


@pytest.mark.parametrize("name", [*DIALOGS, *SCREENS])
def test_everything_that_the_keyboard_reaches_outside_a_study_has_a_name(
    qapp: QApplication, windows_path: Path, tmp_path: Path, name: str
) -> None:  # USE-1
    window = open_window(name, windows_path, tmp_path)
    nameless = unnamed(window)
    window.close()
    assert nameless == []


def test_one_sees_where_the_keyboard_is(stage: Stage) -> None:  # USE-1
    """Each kind of control once, at the first place that has one."""
    seen: set[str] = set()
    unseen = []
    for name in (*SECTION_PLACES, *SIDE_PLACES, "new adverse_event", "new administration", *WHOLE_PLACES):
        screen = stage.show(name)
        screen.activateWindow()
        settle()
        for widget in reachable(screen):
            kind = type(widget).__name__
            if kind in seen or widget.visibleRegion().isEmpty():
                continue
            seen.add(kind)
            if not shows_focus(screen, widget):
                unseen.append(f"{kind} on {name}")
    assert unseen == []
    assert {"PrimaryButton", "LineEdit", "ComboBox", "SegmentedControl", "TableView", "CheckBox"} <= seen
