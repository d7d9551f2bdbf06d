"""The Parts page: each part with its gate, and the signature that opens it (PRO-2)."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from storage.study_file import StudyFile
from tests.ui.parts import ALL, EXPANSION, PART_COMBINATION, READY, WAITING, session_at
from ui.pages.parts_page import PartsPage
from ui.session import Session


@pytest.fixture
def page_at(qtbot: QtBot, tmp_path: Path):
    def make(stage: str) -> PartsPage:
        page = PartsPage(session_at(tmp_path, stage))
        page.session.changed.connect(lambda _changes: page.show_study())
        qtbot.addWidget(page)
        page.resize(1080, 660)
        page.show_study()
        page.show()
        page.activateWindow()
        qtbot.waitActive(page)
        return page

    return make


def read_only(session: Session) -> Session:
    session.file.close()
    return Session(StudyFile.open(session.file.path, read_only=True), session.person, clock=session.clock)


def sign(qtbot: QtBot, page: PartsPage) -> None:
    """Reason and name by the keyboard; Enter signs."""
    page.panel.reason.setFocus()
    qtbot.keyClicks(page.panel.reason.edit, "On the monotherapy data")
    page.panel.signer.setFocus()
    qtbot.keyClicks(page.panel.signer.edit, page.session.person.name)
    qtbot.keyClick(page.panel.signer.edit, Qt.Key.Key_Return)


def said_in(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_each_part_is_a_card_with_its_phase_and_what_it_waits_for(page_at) -> None:  # PRO-2
    page = page_at(WAITING)
    assert [card.tag.tag.text for card in page.cards] == ["closed", "waiting", "waiting", "waiting"]
    card = page.card(PART_COMBINATION)
    assert [button.text() for button in card.condition_buttons] == ["Look or correct", "Enter the date…"]
    # The first part that is ready, or else waits, stands at the right.
    assert page.panel.part_id == PART_COMBINATION


def test_a_part_is_not_signed_out_of_order_and_the_sentence_says_what_is_missing(page_at, qtbot) -> None:  # PRO-2
    page = page_at(WAITING)
    page.panel.doses.boxes[Decimal(100)].setChecked(True)
    sign(qtbot, page)
    assert not page.panel.sign_button.isEnabled()
    sentence = "Condition 2 is not dated: Monotherapy escalation data submitted to the ethics committee"
    assert sentence in said_in(page.panel)
    assert not page.session.study.openings


def test_a_condition_is_dated_with_its_evidence_by_the_keyboard(page_at, qtbot) -> None:  # PRO-2
    page = page_at(WAITING)
    button = page.card(PART_COMBINATION).condition_buttons[1]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    form = page.form_panel.form
    assert form is not None
    assert page.side.currentWidget() is page.form_panel
    today = page.session.clock().astimezone(page.session.study.zone).date()
    form.form.row("met_on").control.setText(today.isoformat())
    evidence = form.form.row("evidence").control.edit
    evidence.setFocus()
    qtbot.keyClicks(evidence, "Receipt 2026-55")
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dated = page.session.study.gate_conditions_of(PART_COMBINATION)
    assert [(one.number, one.met_on, one.evidence) for one in dated][1] == (2, today, "Receipt 2026-55")
    assert page.card(PART_COMBINATION).tag.tag.text == "ready to open"
    assert page.side.currentWidget() is page.panel


def test_a_condition_in_the_future_is_refused_with_a_sentence(page_at) -> None:  # PRO-2
    page = page_at(WAITING)
    page.card(PART_COMBINATION).condition_buttons[1].click()
    row = page.form_panel.form.form.row("met_on")
    row.control.setText("2031-01-01")
    page.form_panel.form.form.show_all_findings()
    assert row.findings
    assert row.findings[0][0] == "hard"


def test_only_what_the_source_part_cleared_can_be_chosen_and_the_rest_says_why(page_at) -> None:  # ESC-11
    page = page_at(READY)
    assert sorted(page.panel.doses.boxes) == [1, 3, 10, 30, 100]
    said = said_in(page.panel.doses)
    assert "300 mg is exceeded in Monotherapy, dose escalation: 2 DLTs in 3 evaluable." in said
    assert "900 mg is above the MTD of Monotherapy, dose escalation, 100 mg." in said


def test_a_ready_part_is_opened_with_doses_reason_attendees_and_signature(page_at, qtbot) -> None:  # PRO-2
    page = page_at(READY)
    for dose in (100, 30):
        box = page.panel.doses.boxes[Decimal(dose)]
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not page.panel.sign_button.isEnabled()
    sign(qtbot, page)
    (opening,) = page.session.study.openings
    assert (opening.part_id, opening.doses) == (PART_COMBINATION, (Decimal(30), Decimal(100)))
    assert (opening.reason, opening.signed_by) == ("On the monotherapy data", "Lin Yue")
    assert [one.name for one in opening.attendees] == ["Lin Yue", "Chen Hao"]
    assert page.card(PART_COMBINATION).tag.tag.text == "open"
    assert [one.dose for one in page.session.study.protocol.part(PART_COMBINATION).levels] == [30, 100]
    assert not page.has_unsaved()


def test_a_dose_is_added_later_and_those_opened_before_stay(page_at, qtbot) -> None:  # PRO-2
    page = page_at(READY)
    page.panel.doses.boxes[Decimal(30)].setChecked(True)
    sign(qtbot, page)
    page.card(PART_COMBINATION).open_button.click()
    assert not page.panel.doses.boxes[Decimal(30)].isEnabled()
    sign(qtbot, page)
    assert len(page.session.study.openings) == 1
    assert "Nothing is added" in said_in(page.panel)
    page.panel.doses.boxes[Decimal(100)].setChecked(True)
    qtbot.keyClick(page.panel.signer.edit, Qt.Key.Key_Return)
    assert [one.doses for one in page.session.study.openings] == [(30,), (30, 100)]


def test_cohorts_are_opened_with_their_dose_and_what_the_protocol_leaves_open(page_at, qtbot) -> None:  # PRO-2
    page = page_at(ALL)
    page.card(EXPANSION).open_button.click()
    # Both cohorts of the protocol are open, and neither may repeat.
    assert page.panel.cohorts.choices == []
    assert "Cohort 2: 30 mg, NSCLC. Opened before; it stays." in said_in(page.panel.cohorts)


def test_a_cohort_asks_for_its_dose_and_its_tumour_type(page_at, qtbot) -> None:  # PRO-2
    page = page_at(READY)
    page.show_part(EXPANSION)
    assert page.panel.part_id == EXPANSION
    first, second = page.panel.cohorts.choices
    assert (first.box.isChecked(), second.box.isChecked()) == (True, False)
    sign(qtbot, page)
    assert "Choose the dose of each cohort" in said_in(page.panel)
    first.dose.set_value(Decimal(100))
    assert ("hard", 'Cohort 1 ("First chosen dose, PK in all"): give the tumour type.') in (
        page.panel.cohorts_row.findings
    )
    first.tumour.setText("Colorectal")
    (chosen,) = page.panel.cohorts.value()
    assert (chosen.planned, chosen.dose, chosen.tumour, chosen.size) == (1, Decimal(100), "Colorectal", None)


def test_what_was_typed_for_one_part_is_never_signed_for_another(page_at, qtbot) -> None:  # ESC-8
    page = page_at(READY)
    page.panel.reason.set_value("for the combination")
    page.show_part(EXPANSION)
    assert page.panel.part_id == PART_COMBINATION
    page.panel.start_over()
    page.show_part(EXPANSION)
    assert page.panel.part_id == EXPANSION
    assert page.panel.reason.value() == ""


def test_a_study_open_for_reading_opens_no_part_and_says_so(qtbot, tmp_path: Path) -> None:
    page = PartsPage(read_only(session_at(tmp_path, READY)))
    qtbot.addWidget(page)
    page.show_study()
    assert page.side.currentWidget() is page.nothing
    assert "open for reading only" in page.empty.text_label.text()
    assert [one.text() for one in page.card(PART_COMBINATION).condition_buttons] == ["Look or correct"] * 2
