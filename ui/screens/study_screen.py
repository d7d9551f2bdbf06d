"""An open study: rail, context line, and one page at a time."""

from importlib import import_module

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.queries import open_queries
from domain.records import Query
from domain.schedule.today import derive_today
from domain.terms import Right
from ui.actions import ACCOUNTS, PARTS, QUERIES, SECTIONS
from ui.pages.alarm import alarms_of
from ui.pages.page import Page
from ui.screens.limits import say_limits
from ui.screens.part_menu import PartMenu
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN
from ui.widgets.banner import Banner
from ui.widgets.context_line import ContextLine, ContextValues
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.notice import NoticeStrip
from ui.widgets.rail import Rail, RailItem
from ui.words.sign_in import say_role

_PAGES = {
    "overview": ("ui.pages.overview_page", "OverviewPage"),
    "today": ("ui.pages.today_page", "TodayPage"),
    "subjects": ("ui.pages.subjects_page", "SubjectsPage"),
    "adverse_events": ("ui.pages.adverse_events_page", "AdverseEventsPage"),
    "laboratory": ("ui.pages.laboratory_page", "LaboratoryPage"),
    "dlt": ("ui.pages.dlt_page", "DltPage"),
    "pk": ("ui.pages.pk_page", "PkPage"),
    "response": ("ui.pages.response_page", "ResponsePage"),
    "decisions": ("ui.pages.decisions_page", "DecisionsPage"),
    "rp2d": ("ui.pages.rp2d_page", "Rp2dPage"),
    "design": ("ui.pages.design_page", "DesignPage"),
    "reports": ("ui.pages.reports_page", "ReportsPage"),
    "audit": ("ui.pages.audit_page", "AuditPage"),
}
# In the rail of some studies or persons only.
_PAGES_OF_SOME = {
    PARTS.id: ("ui.pages.parts_page", "PartsPage"),
    QUERIES.id: ("ui.pages.queries_page", "QueriesPage"),
    ACCOUNTS.id: ("ui.pages.accounts_page", "AccountsPage"),
}
# What is gone to by name and is a side of a section.
_SIDES = {"deviations": "subjects", "analysis_sets": "subjects"}


class StudyScreen(QWidget):
    """Shows the session's study. Pages are made when first gone to, and redrawn on every change while shown."""

    person_wanted = Signal()
    lock_wanted = Signal()
    cut_off_wanted = Signal()
    find_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build the frame and open the overview."""
        super().__init__(parent)
        self.session = session
        self._sections: tuple[str, ...] = ()
        self.rail = Rail()
        self._show_sections()
        self.rail.section_chosen.connect(self.go_to)
        self.rail.person_requested.connect(self.person_wanted)
        self.rail.lock_requested.connect(self.lock_wanted)
        self.context = ContextLine()
        self.context.find_requested.connect(self.find_wanted)
        self.context.cut_off_clicked.connect(self.cut_off_wanted)
        self.context.part_clicked.connect(self.show_part_menu)
        self.part_menu = PartMenu(self.context.part_button)
        self.part_menu.chosen.connect(self.choose_part)
        self._notice = NoticeStrip()
        self.alarm = Banner("hard", "", action=tr("Go to decisions"))
        self._alarm_part = ""
        self.alarm.action_triggered.connect(self._follow_alarm)
        self._alarm_box = QWidget()
        alarm_row = QVBoxLayout(self._alarm_box)
        alarm_row.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 0)
        alarm_row.addWidget(self.alarm)
        self.limits = ElidedLabel(size="caption", token="text3")
        limits_row = QHBoxLayout()
        limits_row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 8)
        limits_row.addWidget(self.limits)
        self._pages: dict[str, Page] = {}
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.context)
        right.addWidget(self._notice)
        right.addWidget(self._alarm_box)
        right.addWidget(self._stack, 1)
        right.addLayout(limits_row)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        session.changed.connect(self._on_changed)
        self.show_person()
        self._show_notice()
        self._show_alarm()
        self.go_to("overview")
        QTimer.singleShot(0, self, self._show_due)  # after the first paint

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def take_focus(self) -> None:
        """Put the keyboard where a study begins: at the section that is shown."""
        self.rail.take_focus()

    def go_to(self, section: str) -> None:
        """Show a section, or a side of one; nothing where this study has none of that name."""
        if section in _SIDES:
            self.go_to(_SIDES[section])
            self.page.show_side(section)  # type: ignore[attr-defined]
            return
        if section not in self._sections:
            return
        if section not in self._pages:
            module, name = {**_PAGES, **_PAGES_OF_SOME}[section]
            page: Page = getattr(import_module(module), name)(self.session)
            page.subject_chosen.connect(self.open_subject)
            page.event_wanted.connect(self.open_event)
            page.section_wanted.connect(self.go_to)
            page.edited.connect(self._show_context)
            page.query_wanted.connect(self.open_query)
            self._pages[section] = page
            self._stack.addWidget(page)
        page = self._pages[section]
        page.show_study()
        self._stack.setCurrentWidget(page)
        self.rail.set_current(section)
        self._show_context()

    @property
    def has_parts(self) -> bool:
        """Whether the study has more than one part."""
        return len(self.session.study.protocol.parts) > 1

    def choose_part(self, part_id: str) -> None:
        """Show a part on every page; one that is not open yet is shown where it is opened."""
        study = self.session.study
        part = next((one for one in study.protocol.parts if one.part_id == part_id), None)
        if part is None:
            return
        if part.levels and study.is_open(part_id):
            self.session.choose_part(part_id)
            return
        self.go_to(PARTS.id)
        self.page.show_part(part_id)  # type: ignore[attr-defined]

    def show_part_menu(self) -> None:
        """The list of the study's parts, below their button."""
        if self.has_parts:
            self.part_menu.open_for(self.session)

    def open_event(self, record_id: str) -> None:
        """Show one adverse event among all."""
        self.go_to("adverse_events")
        page = self._pages["adverse_events"]
        page.clear_filters()  # type: ignore[attr-defined]
        page.select(record_id)  # type: ignore[attr-defined]

    def open_subject(self, subject_id: str) -> None:
        """Show one subject."""
        self.go_to("subjects")
        page = self._pages["subjects"]
        page.open_subject(subject_id)  # type: ignore[attr-defined]

    def open_query(self, query: Query) -> None:
        """Show the field that a query is about; where it has no form of its own, its section."""
        if query.about_kind == "lab_result":
            self.go_to("laboratory")
        elif query.subject_id:
            self.open_subject(query.subject_id)
            page = self._pages["subjects"]
            page.open_field(query.about_id, query.field, query.record_id)  # type: ignore[attr-defined]

    @property
    def subject_id(self) -> str:
        """The subject whose own page is in front, or ""."""
        page = self._pages.get("subjects")
        if page is None or page is not self.page or not page.is_subject_shown:  # type: ignore[attr-defined]
            return ""
        return str(page.view.subject_id)  # type: ignore[attr-defined]

    def has_unsaved(self) -> bool:
        """Whether a form on any page holds what is not saved."""
        return any(page.has_unsaved() for page in self._pages.values())

    def show_person(self) -> None:
        """Who is working."""
        person = self.session.person
        self.rail.set_person(person.name, say_role(person.role))
        self.rail.show_lock(bool(self.session.user_id))

    def _show_sections(self) -> None:
        """The rail: queries are there once somebody can ask, accounts for those who keep them."""
        session = self.session
        has_accounts = bool(session.file.records().get("account"))
        keeps_accounts = session.is_encrypted and session.may(Right.MANAGE_ACCOUNTS)
        parts = (PARTS,) if self.has_parts else ()
        shown = (*parts, *SECTIONS, *((QUERIES,) if has_accounts else ()), *((ACCOUNTS,) if keeps_accounts else ()))
        shown = tuple(sorted(shown, key=lambda section: section.group))
        if self._sections != tuple(section.id for section in shown):
            groups: dict[int, list[RailItem]] = {}
            for section in shown:
                groups.setdefault(section.group, []).append(RailItem(section.id, tr(section.title), section.icon))
            self.rail.set_groups(list(groups.values()))
            self._sections = tuple(section.id for section in shown)
        if has_accounts:
            self.rail.set_count(QUERIES.id, len(open_queries(session.file.records())))

    def _on_changed(self, _changes: object) -> None:
        self._show_sections()
        self.show_person()
        self.page.show_study()
        self._show_alarm()
        self._show_notice()
        QTimer.singleShot(0, self, self._show_context)  # after the form that saved has closed
        QTimer.singleShot(0, self, self._show_due)

    def _show_due(self) -> None:
        """How much waits today, in the rail; the page itself knows while it is shown."""
        page, study = self._pages.get("today"), self.session.study
        is_shown = page is not None and page is self.page
        count = page.count if is_shown else derive_today(study, study.cut_off).count  # type: ignore[union-attr]
        self.rail.set_count("today", count)

    def _show_context(self) -> None:
        session, study = self.session, self.session.study
        words, tallies = session.words, session.status.recommendation.tallies
        self.limits.setText(say_limits(session.status, words))
        saved = session.saved_at
        self.context.set_values(
            ContextValues(
                study=study.record.study_id,
                site=study.record.site_id,
                protocol=f"v{study.protocol.version}",
                cut_off=words.moment_with_offset(study.cut_off),
                part=session.part.title if self.has_parts else "",
                treated=str(sum(tally.treated for tally in tallies)),
                evaluable=str(sum(tally.evaluable for tally in tallies)),
                saved=words.moment(saved)[-5:] if saved else "",
                is_dirty=self.has_unsaved(),
            )
        )

    def _show_alarm(self) -> None:
        """What is suspended, exceeded or undermined stands above every page (sentence 2 of the requirements)."""
        alarm = alarms_of(self.session)
        self._alarm_box.setVisible(alarm is not None)
        if alarm is not None:
            self._alarm_part = alarm.part_id
            self.alarm.show_message(alarm.severity, alarm.title, alarm.text, tr("Go to decisions"))

    def _follow_alarm(self) -> None:
        """Go where the part that the alarm is about is decided."""
        self.session.choose_part(self._alarm_part)
        self.go_to("decisions")

    def _show_notice(self) -> None:
        """What is special about this session: read-only, another cut-off, a demonstration."""
        session = self.session
        if session.is_read_only:
            text = tr("For reading only. {reason} What is shown is complete; nothing can be entered here.").format(
                reason=say_read_only(session.file.read_only_reason)
            )
        elif session.is_looking_back:
            text = tr("Shown as it stood at {moment}; later events are hidden. Ctrl+Shift+D brings back the present.")
            text = text.format(moment=session.words.moment_with_offset(session.study.cut_off))
        elif session.study.record.is_demo:
            text = tr("Demonstration: every subject here is synthetic; nothing concerns a person.")
        else:
            text = ""
        self._notice.show_text(text)


def say_read_only(reason: str | None) -> str:
    """Why a study can't be written, as a sentence."""
    sentences = {
        "another window": tr("Another window or program has it open for writing."),
        "file system": tr("The file or its folder may not be written to."),
        "asked for": tr("It was opened for reading."),
    }
    return sentences.get(reason or "", reason or "")
