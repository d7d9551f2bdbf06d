"""A subject's whole life through the real screen, with the keyboard alone: from consent to death (issue of SUB-1..11).

Time passes by the session's clock; everything else is a key.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from domain.records import Administration
from domain.schedule.due_visit import VisitStatus
from domain.schedule.subject_schedule import derive_subject_schedule
from domain.terms import EndReason, LeaveReason, VitalStatus
from tests.ui.forms.conftest import Clock, Typist
from tests.ui.pages.studies import PERSON, make_file
from ui.pages.subject_schedule import SubjectSchedule
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.theme import apply_theme

SITE = ZoneInfo("Asia/Shanghai")
ID = "01-001"
_MOST_TABS = 90


class Site(Typist):
    """Somebody at the site: goes to things by Tab, chooses by arrows and Enter, and types."""

    def __init__(self, screen: StudyScreen, clock: Clock) -> None:
        super().__init__(screen)
        self.screen, self.session, self._clock = screen, screen.session, clock

    def wait_until(self, day: str) -> None:
        """Let time pass to an hour of a day at the site, as the window's own timer would."""
        self._clock.now = datetime.fromisoformat(day).replace(tzinfo=SITE).astimezone(UTC)
        self.session.refresh()

    def goes_to(self, name: str) -> None:
        """Press Tab until the keyboard is on something of that name."""
        for _ in range(_MOST_TABS):
            widget = QApplication.focusWidget()
            said = (widget.accessibleName(), str(widget.property("text") or "")) if widget is not None else ()
            # A choice says what is chosen after its name.
            if any(one == name or one.startswith(f"{name}:") for one in said):
                return
            self.tab()
        pytest.fail(f"{name} can't be reached with the keyboard")

    def walks(self, key: Qt.Key, name: str) -> None:
        """Press an arrow key until the keyboard is on something of that name."""
        for _ in range(_MOST_TABS):
            if name in str(QApplication.focusWidget().accessibleName()):
                return
            self.press(key)
        pytest.fail(f"{name} can't be reached with the arrow keys")

    def chooses(self, name: str) -> None:
        """Go to a button and press Enter."""
        self.goes_to(name)
        self.press(Qt.Key.Key_Return)

    def opens_visit(self, name: str) -> None:
        """Go to the table of visits, to a row by the arrow keys, and press Enter."""
        self.goes_to("Visits")
        table = QApplication.focusWidget()
        assert isinstance(table, QTableView)
        self.press(Qt.Key.Key_Home, ctrl=True)
        for _ in range(table.model().rowCount()):
            if table.model().index(table.currentIndex().row(), 0).data() == name:
                break
            self.press(Qt.Key.Key_Down)
        assert table.model().index(table.currentIndex().row(), 0).data() == name
        self.press(Qt.Key.Key_Return)

    def saves_with(self, reason: str) -> None:
        """Save; where the form asks why, the keyboard is on that field already: say it, and save."""
        self.saves()
        if self.form is not None:
            self.types(reason)
            self.saves()
        assert self.form is None

    @property
    def form(self) -> QWidget | None:
        """The form that is open on the subject's page."""
        return self.screen.page.view.panel.form  # type: ignore[attr-defined,no-any-return]

    def schedule(self) -> dict[str, tuple[str, str, str]]:
        """What the table shows: visit, planned day, status, note."""
        tab = self.screen.page.view.tab  # type: ignore[attr-defined]
        assert isinstance(tab, SubjectSchedule)
        columns = [tab.model.column(key) for key in ("planned", "status", "reason")]
        return {
            str(tab.model.index(row, 0).data()): tuple(str(tab.model.index(row, at).data() or "") for at in columns)  # type: ignore[misc]
            for row in range(tab.model.rowCount())
        }


@pytest.fixture
def site(qtbot, qapp: QApplication, tmp_path: Path) -> Iterator[Site]:
    apply_theme(qapp, "light")
    clock = Clock(datetime(2026, 11, 20, 6, 10, tzinfo=UTC))
    with make_file(tmp_path / "s.titrant", "") as file:
        screen = StudyScreen(Session(file, PERSON, clock=clock))
        qtbot.addWidget(screen)
        screen.resize(1280, 720)
        screen.show()
        with qtbot.waitActive(screen):
            screen.activateWindow()
        yield Site(screen, clock)


def test_a_subject_from_consent_to_death_by_keyboard_alone(site: Site) -> None:  # SUB-1, SUB-2, SUB-3, SUB-8, USE-1
    study = lambda: site.session.study  # noqa: E731

    # Consent.
    site.goes_to("Overview")
    site.walks(Qt.Key.Key_Down, "Subjects")
    site.press(Qt.Key.Key_Return)
    assert site.screen.rail.current() == "subjects"
    site.chooses("Add subject")
    site.fills("20 Nov 2026", "f", "1968", "62.4", "Colorectal")
    site.saves()
    assert study().subject(ID).birth_year == 1968

    # Eligibility, enrolment, first dose: after each form the keyboard is on what comes next.
    site.goes_to("Subjects")
    site.press(Qt.Key.Key_Return)
    site.chooses("Record eligibility")
    site.fills("e")
    site.saves_with("Criteria answered on the paper log")
    site.chooses("Enrol subject")
    site.saves()
    site.chooses("Record first dose")
    site.saves()
    first = study().first_dose(ID)
    assert first is not None

    # An adverse event, five days later.
    site.wait_until("2026-11-25T10:00")
    site.chooses("Add adverse event")
    site.fills("rash mac", "2", "22 Nov 2026", "", "pos", None, "recovering")
    site.saves()
    assert [one.term for one in study().events_of(ID)] == ["Rash maculo-papular"]

    # The schedule: cycle 2 is awaited, and given ten days late.
    site.goes_to("Sides of the subject")
    site.press(Qt.Key.Key_End)
    for _ in range(10):
        if isinstance(site.screen.page.view.tab, SubjectSchedule):  # type: ignore[attr-defined]
            break
        site.press(Qt.Key.Key_Left)
    assert site.schedule()["Cycle 2 day 1, dose"] == ("11 Dec 2026", "later", "")
    site.wait_until("2026-12-21T09:00")
    assert site.schedule()["Cycle 2 day 1, dose"][1] == "out of window"
    site.opens_visit("Cycle 2 day 1, dose")
    site.saves()
    assert [dose.cycle for dose in study().administrations(ID)] == [1, 2]
    assert site.schedule()["Cycle 2 day 1, dose"][1:] == ("done, out of window", "7 days after the window.")
    assert site.schedule()["Cycle 3 day 1, dose"] == ("11 Jan 2027", "later", "10 days later by cycle 2.")

    # Treatment is given up; the visits after it are counted from the last dose.
    site.wait_until("2027-01-04T09:00")
    site.chooses("End treatment")
    site.fills("4 Jan 2027", "progressive", None, "new lesion")
    site.saves()
    ended = study().end_of_treatment(ID)
    assert ended is not None
    assert ended.reason is EndReason.PROGRESSION
    assert site.schedule()["Cycle 3 day 1, dose"][1] == "not applicable"
    assert site.schedule()["Safety visit, day 21"][0] == "11 Jan 2027"
    site.wait_until("2027-01-12T09:00")
    for name in ("Safety visit, day 21", "End of treatment"):
        site.opens_visit(name)
        site.fills("12 Jan 2027")
        site.saves()
        assert site.schedule()[name][1] == "done"

    # One visit is not made, and says why.
    site.wait_until("2027-03-02T09:00")
    assert site.schedule()["Safety visit, day 60"][1] == "out of window"
    site.opens_visit("Safety visit, day 60")
    site.fills(None, "Admitted elsewhere")
    site.saves()
    assert site.schedule()["Safety visit, day 60"][1:] == ("not done", "Not done: Admitted elsewhere")

    # An attempt without an answer, then a call that is answered.
    site.wait_until("2027-06-13T15:00")
    site.chooses("Add contact")
    site.fills("13 Jun 2027", None, "u")
    site.saves()
    assert site.schedule()["Survival call 1"][1] == "due"
    site.wait_until("2027-06-14T15:00")
    site.opens_visit("Survival call 1")
    site.fills("14 Jun 2027", None, "a")
    site.saves()
    assert [one.vital_status for one in study().survival_contacts_of(ID)] == [VitalStatus.UNKNOWN, VitalStatus.ALIVE]
    assert site.schedule()["Survival call 1"][1] == "done"

    # Death is learnt from a relative and ends everything that was to come.
    site.wait_until("2027-07-25T15:00")
    site.chooses("Add contact")
    site.fills("25 Jul 2027", "rel", "d", "", "20 Jul 2027", "Progression")
    site.saves()
    assert site.schedule()["Survival call 2"][1:] == ("not applicable", "The subject died (20 Jul 2027).")
    site.chooses("Leave study")
    site.fills("20 Jul 2027 12:00", "death")
    site.saves()
    leaving = study().leaving(ID)
    assert leaving is not None
    assert (leaving.reason, leaving.decided_by) == (LeaveReason.DEATH, "")

    # A call to somebody who has died can't be saved: it says so, and the form is given up by Escape.
    site.wait_until("2027-08-01T15:00")
    site.chooses("Add contact")
    site.fills("1 Aug 2027", None, "a")
    site.saves()
    assert len(study().survival_contacts_of(ID)) == 3
    assert site.form is not None
    site.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert site.form is None

    # What remains: nothing open, nothing to come.
    over = (VisitStatus.DONE, VisitStatus.DONE_OUT, VisitStatus.MISSED, VisitStatus.NOT_APPLICABLE)
    left = [one for one in derive_subject_schedule(study(), ID, study().cut_off) if one.status not in over]
    assert [one.key for one in left] == ["safety_90"]  # never made, nor said why
    assert {one.code for one in study().deviations} <= {"criteria_not_met"}
    assert len(study().entered[Administration.kind]) == 2
