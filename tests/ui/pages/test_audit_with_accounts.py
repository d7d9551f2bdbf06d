"""The audit page by date and code, signatures in it, and redaction by two people (TRU-1, TRU-2, TRU-5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from domain.records import Redaction
from domain.terms import RedactionState, SignatureMeaning
from storage.payload_path import REASON
from tests.ui.people import COORDINATOR, INVESTIGATOR, MONITOR, change_person, make_people_study, open_as
from ui.dialogs.redaction import RedactionDecisionDialog, RedactionRequestDialog, requested, say_wiped, texts_of
from ui.pages.audit_model import RECORD, SIGNED
from ui.pages.audit_page import AuditPage
from ui.session import Session
from ui.theme import apply_theme

NAME = "Mr Zhang, 138 0000 0000"


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N"), COORDINATOR)
    subject: Any = session.file.records()["subject"][0]
    assert session.save(replace(subject, tumour_type=NAME), reason=f"as {NAME} said")
    assert session.save(replace(subject, tumour_type="gastric cancer"), reason="typed into the wrong field")
    session.note("print", {"document": "cohort report"})
    yield session
    session.file.close()


@pytest.fixture
def page(qtbot: Any, session: Session) -> AuditPage:
    page = AuditPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1040, 640)
    page.show_study()
    return page


def said(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


# TRU-1
def test_events_are_filtered_by_day_at_the_site(page: AuditPage, session: Session) -> None:
    today = session.clock().astimezone(session.study.zone).date()
    every = page.model.total
    page.first_day.set_value(today)
    page.last_day.set_value(today)
    assert page.model.total == every
    page.first_day.set_value(today + timedelta(days=1))
    assert page.model.total == 0
    assert page.empty.isHidden() is False
    page.clear_filters()
    page.last_day.set_value(today - timedelta(days=1))
    assert page.model.total == 0
    page.last_day.setText("soon")
    assert page.last_day.problem()


# TRU-1
def test_a_system_event_is_found_by_its_code(page: AuditPage) -> None:
    page.kind.set_value("system/print")
    assert page.model.total == 1
    assert page.model.index(0, RECORD).data() == "System: print"
    page.subject.set_value("01-001")
    assert page.model.total == 0
    page.clear_filters()
    page.kind.set_value("system/log_out")
    assert page.model.total == 0


# TRU-2
def test_a_signature_says_in_the_list_whether_it_stands(page: AuditPage, session: Session) -> None:
    assert page.table.isColumnHidden(SIGNED)
    change_person(session, INVESTIGATOR)
    subject: Any = session.file.records()["subject"][0]
    session.do(
        lambda: session.file.sign(
            "subject", subject.record_id, SignatureMeaning.REVIEW, person=session.person, now=session.clock()
        )
    )
    assert not page.table.isColumnHidden(SIGNED)
    assert page.model.index(0, SIGNED).data() == "valid"
    change_person(session, COORDINATOR)
    assert session.save(replace(subject, birth_year=1950), reason="misread")
    page.kind.set_value("signature")
    assert page.model.index(0, SIGNED).data() == "BROKEN"


# TRU-5
def test_a_text_is_redacted_by_two_people_and_the_file_holds_it_no_more(page: AuditPage, session: Session) -> None:
    entry = next(one for one in session.file.events() if NAME in str(one.changes) and NAME in one.event.reason)
    assert ("tumour_type", NAME) in texts_of(entry)
    assert (REASON, f"as {NAME} said") in texts_of(entry)
    page.show_event(entry.event.sequence)
    assert "Redact “Tumour type”…" in [link.text() for link in page.side.findChildren(type(page.clear_button))]
    for field in ("tumour_type", REASON):
        request = RedactionRequestDialog(session, entry, field)
        assert "still hold it" in said(request)
        assert not request.accept_button.isEnabled()
        assert NAME not in said(request)
        request.reason.set_value("a name typed into the wrong field")
        request.accept()
    assert len(requested(session)) == 2
    assert page.requests.count() == 2
    change_person(session, INVESTIGATOR)
    page.show_study()
    for one in requested(session):
        decision = RedactionDecisionDialog(session, one)
        decision.accept()
        assert decision.result_text == say_wiped(is_wiped=True)
    assert not requested(session)
    assert session.file.verify() == []
    assert all(NAME not in str(one.changes) and NAME not in one.event.reason for one in session.file.events(limit=-1))
    page.show_result(say_wiped(is_wiped=True))
    assert "Earlier backups still hold the text" in said(page)


# TRU-5
def test_nobody_carries_out_what_they_asked_for_themselves(page: AuditPage, session: Session) -> None:
    entry = next(one for one in session.file.events() if NAME in one.event.reason)
    request = RedactionRequestDialog(session, entry, "tumour_type")
    request.reason.set_value("a name")
    request.accept()
    assert "Carry out or refuse…" not in [link.text() for link in page.findChildren(type(page.clear_button))]
    refused: list[object] = []
    session.refused.connect(refused.append)
    decision = RedactionDecisionDialog(session, requested(session)[0])
    decision.accept()
    assert decision.result_text == ""
    assert len(refused) == 1


# TRU-5
def test_a_redaction_is_refused_with_a_reason(page: AuditPage, session: Session) -> None:
    entry = next(one for one in session.file.events() if NAME in one.event.reason)
    request = RedactionRequestDialog(session, entry, "tumour_type")
    request.reason.set_value("a name")
    request.accept()
    change_person(session, INVESTIGATOR)
    decision = RedactionDecisionDialog(session, requested(session)[0])
    decision.refusal.set_value("it is the name of a tumour")
    assert decision.accept_button.text() == "Refuse"
    decision.accept()
    (held,) = session.file.records()[Redaction.kind]
    assert isinstance(held, Redaction)
    assert held.state is RedactionState.REFUSED


def test_a_monitor_is_offered_no_redaction(page: AuditPage, session: Session) -> None:
    change_person(session, MONITOR)
    page.table.select_row(1)
    page.table.select_row(2)
    texts = [link.text() for link in page.side.findChildren(type(page.clear_button))]
    assert not [text for text in texts if text.startswith("Redact")]
