"""The part switcher, and every page in an expansion part (PRO-2, ESC-11)."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from domain.parts.state import derive_part_state
from domain.terms import CommitteeAction
from tests.domain.parts.story import cohort
from tests.domain.parts.test_expansion import with_stopping
from tests.ui.build import make_session
from tests.ui.parts import (
    ALL,
    COMBINATION,
    COMBINED,
    EXPANSION,
    PART_COMBINATION,
    PART_MONO,
    SIGNAL,
    WAITING,
    closed,
    on_file,
    session_at,
    session_of,
)
from ui.actions import PARTS
from ui.main_window import MainWindow
from ui.pages.decision_cards import ToxicityCard
from ui.screens.part_menu import part_commands
from ui.screens.study_screen import StudyScreen
from ui.settings import Settings
from ui.widgets.context_line import ContextLine, ContextValues


@pytest.fixture
def screen_at(qtbot: QtBot, tmp_path: Path):
    def make(stage: str, part: str = "") -> StudyScreen:
        session = session_at(tmp_path, stage)
        session.choose_part(part)
        screen = StudyScreen(session)
        qtbot.addWidget(screen)
        screen.resize(1280, 720)
        screen.show()
        qtbot.waitExposed(screen)
        return screen

    return make


def said_in(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


# The switcher


def test_the_context_line_names_the_part_and_counts_its_subjects(screen_at) -> None:  # PRO-2
    screen = screen_at(SIGNAL)
    values = screen.context.values()
    assert (values.part, values.treated) == ("Monotherapy, dose escalation", "15")
    screen.choose_part(EXPANSION)
    QTest.qWait(1)
    values = screen.context.values()
    assert (values.part, values.treated, values.evaluable) == ("Monotherapy, dose expansion", "3", "3")


def test_a_study_of_one_part_has_no_switcher_and_no_section(qtbot, tmp_path: Path) -> None:
    session = make_session(tmp_path, "1N 2N", protocol="bat6026")
    has_several = len(session.study.protocol.parts) > 1
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.show()
    assert screen.context.part_button.isVisible() is has_several
    assert (PARTS.id in screen._sections) is has_several
    assert bool(part_commands(session)) is has_several


def test_the_menu_lists_every_part_with_its_phase_and_what_it_waits_for(screen_at) -> None:  # PRO-2
    screen = screen_at(WAITING)
    screen.show_part_menu()
    menu = screen.part_menu
    assert [action.text().split("\t") for action in menu.actions()] == [
        ["Monotherapy, dose escalation", "closed"],
        ["With tislelizumab, dose escalation", "waiting for condition 2"],
        ["Monotherapy, dose expansion", "waiting for condition 1"],
        ["With tislelizumab, dose expansion", "waiting for “With tislelizumab, dose escalation” to open, condition 1"],
    ]
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False]
    menu.close()


def test_an_open_part_is_shown_on_every_page_and_one_that_waits_where_it_is_opened(screen_at) -> None:  # PRO-2
    screen = screen_at(COMBINATION)
    screen.choose_part(PART_COMBINATION)
    assert screen.session.part.part_id == PART_COMBINATION
    screen.choose_part(EXPANSION)
    assert screen.session.part.part_id == PART_COMBINATION
    assert screen.page.panel.part_id == EXPANSION


def test_the_keyboard_opens_the_list_and_the_palette_has_a_command_a_part(qtbot, tmp_path: Path) -> None:  # PRO-2
    session = session_at(tmp_path, ALL)
    session.file.close()
    settings = Settings(tmp_path / "settings.ini")
    settings.person = ("Lin Yue", "investigator")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.open_path(session.file.path)
    commands = [one.id for one in window._commands()]
    assert [one for one in commands if one.startswith("part:")] == [
        f"part:{part}" for part in (PART_MONO, PART_COMBINATION, EXPANSION, COMBINED)
    ]
    assert {"choose_part", "go_parts"} <= set(commands)
    window._run_command(f"part:{COMBINED}")
    assert window.session is not None
    # What lies ahead of the machine's clock is not open yet; the Parts page tells what it waits for.
    assert window.session.part.part_id in (PART_MONO, COMBINED)
    window.do_choose_part()
    menu = window._study_screen().part_menu  # type: ignore[union-attr]
    QTest.keyClick(menu, Qt.Key.Key_Home)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert window.session.part.part_id == PART_MONO


@pytest.mark.parametrize("width", [700, 900, 1080, 1400])
def test_the_part_gives_up_its_middle_and_nothing_else_of_the_line(qtbot, width: int) -> None:
    line = ContextLine(
        ContextValues(
            "BAT6021-DEMO", "01", "v1", "27 Jan 2027 12:00 +08:00", "3", "3", part="Monotherapy, dose expansion"
        )
    )
    qtbot.addWidget(line)
    line.resize(width, 48)
    line.show()
    button = line.part_button
    assert button.isVisible()
    assert button.toolTip() == "Part shown: Monotherapy, dose expansion"
    right = button.mapTo(line, QPoint(button.width(), 0)).x()
    assert width < 1000 or right < line.find_button.x()


# The pages in an expansion


def test_the_overview_shows_the_cohorts_with_rates_and_the_signal(screen_at) -> None:  # ESC-11
    screen = screen_at(SIGNAL, EXPANSION)
    page = screen.page
    assert page.ladder_card.isHidden()
    assert "goes to the committee (01-027)" in page.recommendation_card.headline.text()
    first, second = (line.row for line in page.cohort_board.lines)
    assert (first.head, first.who) == ("1 · 100 mg", "Colorectal")
    assert [(one.value, one.below) for one in first.figures] == [
        ("3 of 6", ""), ("0 of 6", ""), ("1/3", "0.8–90.6 %"), ("1/3", "0.8–90.6 %"), ("1/3", "0.8–90.6 %"),
    ]  # fmt: skip
    assert first.stands == second.stands == "The committee decides first (DLT of 01-027)"
    assert page.boundary_card.isHidden()


def test_a_mark_on_the_board_opens_its_subject_by_the_keyboard(screen_at, qtbot) -> None:
    screen = screen_at(SIGNAL, EXPANSION)
    mark = screen.page.cohort_board.lines[0].marks[2]
    mark.setFocus()
    QTest.keyClick(mark, Qt.Key.Key_Return)
    assert screen.subject_id == "01-027"


def test_the_alarm_of_another_part_stands_above_every_page_and_leads_there(screen_at) -> None:  # ESC-11
    screen = screen_at(SIGNAL, PART_COMBINATION)
    assert screen.alarm.isVisible()
    assert "Monotherapy, dose expansion: A DLT in the expansion goes to the committee" in said_in(screen.alarm)
    screen.alarm.action_triggered.emit()
    assert screen.session.part.part_id == EXPANSION


def test_the_committee_decides_on_a_signal_what_can_be_decided_in_an_expansion(screen_at, qtbot) -> None:  # ESC-8
    screen = screen_at(SIGNAL, EXPANSION)
    screen.go_to("decisions")
    page = screen.page
    assert page.rule.isHidden()
    assert page.level.isHidden()
    assert [row.choice.text for row in page.panel.choices.rows()] == [
        "Go on: 3 more at 100 mg", "Go on: 6 more at 30 mg", "Hold: enrol nobody for now", "Stop: no further dosing",
    ]  # fmt: skip
    page.panel.choices.rows()[0].setChecked(True)
    page.panel.signer.edit.setText("Lin Yue")
    QTest.keyClick(page.panel.signer.edit, Qt.Key.Key_Return)
    (decision,) = screen.session.study.decisions_of(screen.session.part)
    assert (decision.action, decision.dose_level, decision.subjects) == (CommitteeAction.ENROL, 1, 3)


def test_what_was_typed_for_one_part_is_not_signed_for_another(screen_at) -> None:  # ESC-8
    screen = screen_at(SIGNAL, EXPANSION)
    screen.go_to("decisions")
    screen.page.panel.reason.set_value("about the expansion")
    screen.page.panel.signer.edit.setText("Lin Yue")
    screen.choose_part(PART_COMBINATION)
    assert screen.page.panel.reason.value() == ""
    assert not screen.page.panel.signer.has_text()


def test_the_design_page_offers_the_escalation_part(screen_at) -> None:  # ESC-11
    screen = screen_at(SIGNAL, EXPANSION)
    screen.go_to("design")
    page = screen.page
    assert page.elsewhere.isVisible()
    assert page.scenario_card.isHidden()
    page.elsewhere.button.click()
    assert screen.session.part.part_id == PART_MONO
    assert page.elsewhere.isHidden()
    assert page.scenario_card.isVisible()


def test_every_section_can_be_shown_in_a_further_escalation_and_in_an_expansion(screen_at) -> None:
    screen = screen_at(ALL)
    for part in (PART_COMBINATION, EXPANSION):
        screen.choose_part(part)
        for section in screen._sections:
            screen.go_to(section)
            assert not screen.grab().isNull()


def test_the_list_of_subjects_follows_the_part_and_names_it(screen_at) -> None:  # PRO-2
    screen = screen_at(ALL)
    screen.go_to("subjects")
    table = screen.page.list
    assert table.model.rowCount() == 30
    screen.choose_part(COMBINED)
    assert table.model.rowCount() == 2
    column = table.model.column("part")
    assert table.model.index(0, column).data() == "With tislelizumab, dose expansion"
    table.clear.click()
    assert table.model.rowCount() == 30


def test_a_boundary_stands_beside_the_cohorts_where_the_protocol_has_one(qtbot, tmp_path: Path) -> None:  # ESC-11
    story = on_file("bat6026", tmp_path, with_stopping())
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NTT"), (3, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    story.treat("expansion", 1, "TTN", cohort=1)
    story.decide("expansion", CommitteeAction.ENROL)
    story.treat("expansion", 1, "T", cohort=1)
    story.decide("expansion", CommitteeAction.ENROL)
    session = session_of(closed(story), tmp_path, story.now)
    session.choose_part("expansion")
    assert derive_part_state(session.study, session.part).phase.value == "open"
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    page = screen.page
    assert page.boundary_card.isVisible()
    assert page.boundary_card.lines[:4] == [("1", "–"), ("2", "2 DLT"), ("3 to 4", "3 DLT"), ("5 to 6", "4 DLT")]
    assert page.cohort_board.lines[0].row.stands == "Stopped: 3 DLTs in 4 evaluable cross the boundary"
    assert page.cohort_board.lines[1].row.stands == "Open, 6 left"


# ESC-11: the committee on an expansion decides on all of its cohorts.
def test_a_dlt_of_any_cohort_stands_on_the_decision_page(qtbot: QtBot, tmp_path: Path) -> None:
    session = session_at(tmp_path, ALL)
    session.choose_part(EXPANSION)
    status = session.status
    card = ToxicityCard()
    qtbot.addWidget(card)
    for level in status.part.levels:
        card.show_status(status, session.words, level.number)
        named = [one.accessibleName() for one in card.findChildren(QWidget)]
        assert any(one.startswith("01-027: Pneumonitis, grade 3, level 1, day ") for one in named)
