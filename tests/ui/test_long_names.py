"""Very long names of study, site, subjects, people and terms push nothing out of its place."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.long_names import make_long_named
from tests.ui.places import SECTION_PLACES, SIDE_PLACES
from tests.ui.room import find_squeezed
from tests.ui.stage import Stage, open_stage
from ui.theme import apply_theme


@pytest.fixture(scope="module")
def stage(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    apply_theme(qapp, "light")
    with open_stage(make_long_named(tmp_path_factory.mktemp("long") / "study.titrant")) as stage:
        yield stage


@pytest.mark.parametrize("name", [*SECTION_PLACES, *SIDE_PLACES, "new adverse_event", "saved adverse_event"])
def test_very_long_names_push_nothing_out(stage: Stage, name: str) -> None:  # USE-1
    assert find_squeezed(stage.show(name)) == []
