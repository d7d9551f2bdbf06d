"""Everything that can be done from anywhere, as rows: menus, shortcuts, the command palette and the sheet read this."""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class ActionRow:
    """One action.

    Attributes:
        id: name of the method of the main window that does it, without ``do_``; "go_…" goes to a section.
        title: what the menu, the palette and the sheet call it.
        shortcut: Qt key sequence, or "".
        menu: the menu it stands in.
        needs_study: whether it is off while no study is open.
        writes: whether it is off while the study is open for reading only.
    """

    id: str
    title: str
    shortcut: str = ""
    menu: str = "study"
    needs_study: bool = True
    writes: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the rail."""

    id: str
    title: str
    icon: str
    group: int


SECTIONS = (
    Section("overview", QT_TRANSLATE_NOOP("titrant", "Overview"), "overview", 0),
    Section("subjects", QT_TRANSLATE_NOOP("titrant", "Subjects"), "person", 0),
    Section("adverse_events", QT_TRANSLATE_NOOP("titrant", "Adverse events"), "pulse", 0),
    Section("decisions", QT_TRANSLATE_NOOP("titrant", "Decisions"), "check", 1),
    Section("reports", QT_TRANSLATE_NOOP("titrant", "Reports"), "document", 2),
    Section("audit", QT_TRANSLATE_NOOP("titrant", "Audit"), "audit", 2),
)

MENUS = {
    "file": QT_TRANSLATE_NOOP("titrant", "&File"),
    "study": QT_TRANSLATE_NOOP("titrant", "&Study"),
    "view": QT_TRANSLATE_NOOP("titrant", "&View"),
    "help": QT_TRANSLATE_NOOP("titrant", "&Help"),
}

ACTIONS = (
    ActionRow("new_study", QT_TRANSLATE_NOOP("titrant", "New study…"), "Ctrl+Shift+N", "file", needs_study=False),
    ActionRow("open_study", QT_TRANSLATE_NOOP("titrant", "Open study…"), "Ctrl+O", "file", needs_study=False),
    ActionRow("open_demo", QT_TRANSLATE_NOOP("titrant", "Open a demonstration study"), "", "file", needs_study=False),
    ActionRow("close_study", QT_TRANSLATE_NOOP("titrant", "Close study"), "Ctrl+W", "file"),
    ActionRow("quit", QT_TRANSLATE_NOOP("titrant", "Quit"), "Ctrl+Q", "file", needs_study=False),
    ActionRow("add_record", QT_TRANSLATE_NOOP("titrant", "Add to this list"), "Ctrl+N", writes=True),
    ActionRow("add_subject", QT_TRANSLATE_NOOP("titrant", "Add a subject"), "", writes=True),
    ActionRow("search", QT_TRANSLATE_NOOP("titrant", "Search this list"), "Ctrl+F"),
    ActionRow("choose_cut_off", QT_TRANSLATE_NOOP("titrant", "Choose the data cut-off…"), "Ctrl+Shift+D"),
    ActionRow("choose_person", QT_TRANSLATE_NOOP("titrant", "Who is working…"), ""),
    ActionRow("export_csv", QT_TRANSLATE_NOOP("titrant", "Export records as CSV…"), "Ctrl+E"),
    ActionRow("refresh", QT_TRANSLATE_NOOP("titrant", "Bring to the present moment"), "F5", "view"),
    *(
        ActionRow(f"go_{section.id}", section.title, f"Ctrl+{number}", "view")
        for number, section in enumerate(SECTIONS, 1)
    ),
    ActionRow("light_theme", QT_TRANSLATE_NOOP("titrant", "Light colours"), "", "view", needs_study=False),
    ActionRow("dark_theme", QT_TRANSLATE_NOOP("titrant", "Dark colours"), "", "view", needs_study=False),
    ActionRow(
        "system_theme", QT_TRANSLATE_NOOP("titrant", "Colours as the system has them"), "", "view", needs_study=False
    ),
    ActionRow("find_or_do", QT_TRANSLATE_NOOP("titrant", "Find or do"), "Ctrl+K", "help", needs_study=False),
    ActionRow("shortcuts", QT_TRANSLATE_NOOP("titrant", "Shortcuts"), "F1", "help", needs_study=False),
    ActionRow("about", QT_TRANSLATE_NOOP("titrant", "About Titrant"), "", "help", needs_study=False),
)
