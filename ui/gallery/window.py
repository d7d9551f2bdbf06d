"""The window of the gallery: its pages, and the theme to look at them in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.gallery.forms import forms_page
from ui.gallery.marks import marks_page
from ui.gallery.tables import tables_page
from ui.theme import apply_theme, theme
from ui.widgets.context_line import ContextLine, ContextValues
from ui.widgets.palette_popup import Command, PalettePopup
from ui.widgets.rail import Rail, RailItem
from ui.widgets.scroll import ScrollArea
from ui.widgets.shortcut_sheet import ShortcutSheet

COMMANDS = (
    Command("overview", "Overview", "Ctrl+1", "Go to"),
    Command("today", "Today", "Ctrl+2", "Go to"),
    Command("find", "Find or do", "Ctrl+K", "Work"),
    Command("add", "Add adverse event", "Ctrl+N", "Work"),
    Command("sign", "Sign decision for level 4", "", "Work"),
    Command("save", "Save", "Ctrl+S", "Work"),
)


class Gallery(QWidget):
    """The gallery window; the rail chooses the page, a button changes the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Widget gallery")
        self.resize(1440, 900)
        pages = {"marks": marks_page(), "forms": forms_page(), "tables": tables_page()}
        self.rail = Rail(
            (
                (RailItem("marks", "Marks", "overview"), RailItem("forms", "Forms", "pulse", 3)),
                (RailItem("tables", "Tables", "bars"),),
            )
        )
        self.rail.set_person("Dr Lin Yue", "Investigator")
        values = ContextValues("BAT6026", "01", "v1.0", "20 Nov 2026 14:10 +08:00", "13", "10", "14:08")
        self.context = ContextLine(values)
        self.stack = QStackedWidget()
        self._names = list(pages)
        for page in pages.values():
            area = ScrollArea(page)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.stack.addWidget(area)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.context)
        column.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.rail.section_chosen.connect(self.show_page)
        self.rail.person_requested.connect(self.toggle_theme)
        self.popup = PalettePopup(COMMANDS, self)
        self.sheet = ShortcutSheet(COMMANDS, self)
        self.context.find_requested.connect(lambda: self.popup.open_over(self))
        QShortcut(QKeySequence("Ctrl+K"), self, lambda: self.popup.open_over(self))
        QShortcut(QKeySequence("F1"), self, self.sheet.show)
        QShortcut(QKeySequence("Ctrl+D"), self, self.toggle_theme)
        self.show_page("marks")

    def show_page(self, name: str) -> None:
        """Shows "marks", "forms" or "tables"."""
        self.rail.set_current(name)
        self.stack.setCurrentIndex(self._names.index(name))

    def toggle_theme(self) -> None:
        """Changes between light and dark."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, "light" if theme.is_dark else "dark")


def show_gallery() -> Gallery:
    """Opens the gallery; the caller keeps the window."""
    window = Gallery()
    window.show()
    return window
