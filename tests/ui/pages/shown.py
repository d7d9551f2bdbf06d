"""A page in a window of its own, redrawn whenever its session says that something changed."""

from typing import TypeVar

from pytestqt.qtbot import QtBot

from ui.pages.page import Page

AnyPage = TypeVar("AnyPage", bound=Page)


def show_page(qtbot: QtBot, page: AnyPage, size: tuple[int, int] = (1240, 852)) -> AnyPage:
    """Show a page with its session's study, laid out."""
    page.session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    qtbot.wait(1)
    return page
