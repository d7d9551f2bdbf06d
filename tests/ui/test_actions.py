"""The action table: menus, shortcuts, palette and sheet all read it."""

from collections import Counter

from ui.actions import ACTIONS, MENUS, SECTIONS
from ui.main_window import MainWindow
from ui.screens.study_screen import _PAGES
from ui.study_actions import StudyActions


def test_no_two_actions_share_a_shortcut() -> None:
    taken = Counter(row.shortcut for row in ACTIONS if row.shortcut)
    assert [keys for keys, times in taken.items() if times > 1] == []


def test_every_action_is_done_by_somebody() -> None:
    for row in ACTIONS:
        if not row.id.startswith("go_"):
            doers = [doer for doer in (MainWindow, StudyActions) if callable(getattr(doer, f"do_{row.id}", None))]
            assert len(doers) == 1, row.id
        assert row.menu in MENUS


def test_the_rail_shows_only_what_works() -> None:
    assert {section.id for section in SECTIONS} == set(_PAGES)
