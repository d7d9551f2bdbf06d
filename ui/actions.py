"""Everything that can be done from anywhere, as rows: menus, shortcuts, the command palette and the sheet read this."""

from dataclasses import dataclass

from domain.terms import Right
from ui.text import marked


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
        user: True where it is for people who signed in, False where it is for nobody who did, None for everybody.
        right: what the person's role needs for it.
    """

    id: str
    title: str
    shortcut: str = ""
    menu: str = "study"
    needs_study: bool = True
    writes: bool = False
    user: bool | None = None
    right: Right | None = None


@dataclass(frozen=True)
class Section:
    """A section of the rail."""

    id: str
    title: str
    icon: str
    group: int


SECTIONS = (
    Section("overview", marked("Overview"), "overview", 0),
    Section("today", marked("Today"), "calendar", 0),
    Section("subjects", marked("Subjects"), "person", 0),
    Section("adverse_events", marked("Adverse events"), "pulse", 0),
    Section("laboratory", marked("Laboratory"), "flask", 0),
    Section("dlt", marked("DLT"), "triangle", 0),
    Section("pk", marked("PK"), "chart", 0),
    Section("response", marked("Response"), "bars", 0),
    Section("decisions", marked("Decisions"), "check", 1),
    Section("rp2d", marked("Recommended dose"), "target", 1),
    Section("design", marked("Design"), "design", 1),
    Section("reports", marked("Reports"), "document", 2),
    Section("audit", marked("Audit"), "audit", 2),
)

# In the rail of a study with several parts only.
PARTS = Section("parts", marked("Parts"), "parts", 1)

# In the rail of a study that has accounts only.
QUERIES = Section("queries", marked("Queries"), "question", 1)

# In the rail of those who keep the accounts only.
ACCOUNTS = Section("accounts", marked("Accounts"), "people", 2)

MENUS = {
    "file": marked("&File"),
    "study": marked("&Study"),
    "safety": marked("S&afety"),
    "view": marked("&View"),
    "help": marked("&Help"),
}


def _go_keys(number: int) -> str:
    """Ctrl with the digit of a section; the tenth has 0, those after it none."""
    return f"Ctrl+{number % 10}" if number <= 10 else ""


ACTIONS = (
    ActionRow("new_study", marked("New study…"), "Ctrl+Shift+N", "file", needs_study=False),
    ActionRow("open_study", marked("Open study…"), "Ctrl+O", "file", needs_study=False),
    ActionRow("open_demo", marked("Open a demonstration study"), "", "file", needs_study=False),
    ActionRow("close_study", marked("Close study"), "Ctrl+W", "file"),
    ActionRow("restore", marked("Restore a backup…"), "", "safety", needs_study=False, right=Right.RESTORE),
    ActionRow("back_up", marked("Back up now"), "Ctrl+B", "safety", right=Right.BACK_UP),
    ActionRow("verify_study", marked("Verify study…"), "", "safety"),
    ActionRow("lock", marked("Lock"), "Ctrl+L", "safety", user=True),
    ActionRow("sign_out", marked("Sign out"), "Ctrl+Shift+L", "safety", user=True),
    ActionRow("change_password", marked("Change password…"), "", "safety", user=True),
    ActionRow("choose_lock_time", marked("Lock when idle…"), "", "safety", user=True),
    ActionRow("go_accounts", ACCOUNTS.title, "Ctrl+Shift+A", "safety", user=True, right=Right.MANAGE_ACCOUNTS),
    ActionRow("quit", marked("Quit"), "Ctrl+Q", "file", needs_study=False),
    ActionRow("add_record", marked("Add to this list"), "Ctrl+N", writes=True),
    ActionRow("add_subject", marked("Add a subject"), "", writes=True),
    ActionRow("search", marked("Search this list"), "Ctrl+F"),
    ActionRow("load_workbook", marked("Load CTCAE grade texts…"), "", writes=True),
    ActionRow("import_concentrations", marked("Import concentrations…"), "", writes=True),
    ActionRow("import_antibodies", marked("Import antibody results…"), "", writes=True),
    ActionRow("import_biomarkers", marked("Import biomarker results…"), "", writes=True),
    ActionRow("choose_cut_off", marked("Choose the data cut-off…"), "Ctrl+Shift+D"),
    ActionRow("choose_person", marked("Who is working…"), "", user=False),
    ActionRow("export_csv", marked("Export records as CSV…"), "Ctrl+E", right=Right.EXPORT),
    ActionRow("lock_data", marked("Lock or unlock data…"), "", writes=True, right=Right.LOCK),
    ActionRow("amend", marked("Amend the protocol…"), "", writes=True, right=Right.AMEND),
    ActionRow("inspection_copy", marked("Make an inspection copy…"), "", right=Right.EXPORT),
    ActionRow("choose_part", marked("Choose the part that is shown…"), "Ctrl+P", "view"),
    ActionRow("go_parts", PARTS.title, "Ctrl+Shift+P", "view"),
    ActionRow("go_queries", QUERIES.title, "Ctrl+Shift+Q", "view", user=True),
    ActionRow("go_deviations", marked("Deviations"), "Ctrl+Shift+V", "view"),
    ActionRow("go_analysis_sets", marked("Analysis sets"), "", "view"),
    ActionRow("refresh", marked("Bring to the present moment"), "F5", "view"),
    *(
        ActionRow(f"go_{section.id}", section.title, _go_keys(number), "view")
        for number, section in enumerate(SECTIONS, 1)
    ),
    ActionRow("light_theme", marked("Light colours"), "", "view", needs_study=False),
    ActionRow("dark_theme", marked("Dark colours"), "", "view", needs_study=False),
    ActionRow("system_theme", marked("Colours as the system has them"), "", "view", needs_study=False),
    ActionRow("find_or_do", marked("Find or do"), "Ctrl+K", "help", needs_study=False),
    ActionRow("shortcuts", marked("Shortcuts"), "F1", "help", needs_study=False),
    ActionRow("about", marked("About Titrant"), "", "help", needs_study=False),
)
