"""Pages that several files of tests open."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.pages.studies import make_session
from ui.pages.dlt_page import DltPage
from ui.pages.page import Page
from ui.session import Session
from ui.theme import LIGHT, apply_theme, body_font, theme


@pytest.fixture(autouse=True)
def light_pages(qapp: QApplication) -> None:
    """Every page is drawn in the light theme unless its test says otherwise; it is applied only where it is not."""
    if theme.tokens is not LIGHT or qapp.font() != body_font():
        apply_theme(qapp, "light")


@pytest.fixture
def open_on(qtbot: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page of a kind on a history, or on a session; it follows what changes."""
    opened: list[Session] = []

    def make(kind: type[Page], history: str, protocol_id: str = "bat6026", *, session: Session | None = None) -> Page:
        if session is None:
            session = make_session(tmp_path / f"{len(opened)}.titrant", history, protocol_id=protocol_id)
        opened.append(session)
        page = kind(session)
        qtbot.addWidget(page)
        session.changed.connect(lambda _changes: page.show_study())
        page.resize(1240, 852)
        page.show_study()
        return page

    yield make
    for session in opened:
        session.file.close()


@pytest.fixture
def open_dlt(open_on: Callable[..., Any]) -> Callable[..., DltPage]:
    """Opens the page of DLTs on a history of BAT6021."""
    return lambda history="", protocol_id="bat6021", **how: open_on(DltPage, history, protocol_id, **how)
