"""Signing decisions and verdicts with the password, further signatures, and what is printed of them (TRU-2)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from domain.records import Decision, Signature
from domain.terms import CommitteeAction
from storage.keys.key_store import KeyStore
from tests.ui.people import INVESTIGATOR, MEDICAL_MONITOR, PASSWORD, change_person, make_people_study, open_as
from ui.pages.decisions_page import DecisionsPage
from ui.pages.reports_page import report_kinds
from ui.reports.signatures import tabulate_signatures
from ui.session import Session
from ui.signing import all_states


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2N 3NNN"), INVESTIGATOR)
    yield session
    session.file.close()


@pytest.fixture
def page(qtbot: Any, session: Session) -> DecisionsPage:
    page = DecisionsPage(session)
    session.changed.connect(lambda _changes: page.show_study())
    qtbot.addWidget(page)
    page.resize(1240, 852)
    page.show_study()
    page.show()
    return page


def said(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def sign_hold(page: DecisionsPage, password: str) -> None:
    rows = page.panel.choices.rows()
    chosen = next(row.choice.value for row in rows if row.choice.value.action is CommitteeAction.HOLD)
    page.panel.choices.set_value(chosen)
    page.panel.reason.set_value("We wait for the sponsor.")
    page.panel.signer.password.setText(password)
    page.panel.sign_button.click()


# TRU-2
def test_a_decision_is_signed_with_the_password_and_a_wrong_one_signs_nothing(
    page: DecisionsPage, session: Session
) -> None:
    assert page.panel.signer.asks_password
    assert page.panel.signer.row.isHidden()
    sign_hold(page, "wrong password")
    assert not session.file.records()[Decision.kind]
    assert page.panel.signer.password_row.findings
    assert not page.panel.signer.password.text()
    assert page.panel.reason.value() == "We wait for the sponsor."
    sign_hold(page, PASSWORD)
    assert len(session.file.records()[Decision.kind]) == 1
    (signature,) = session.file.records()[Signature.kind]
    assert isinstance(signature, Signature)
    assert signature.signed_by == "Chen Hao"
    assert "Chen Hao, investigator" in said(page.signed_panel)
    assert "Valid" in said(page.signed_panel)


# TRU-2
def test_after_too_many_wrong_passwords_the_signature_field_says_until_when(
    page: DecisionsPage, session: Session
) -> None:
    for _ in range(5):
        sign_hold(page, "wrong password")
    text = page.panel.signer.password_row.findings[0][1]
    assert "locked out" in text
    assert KeyStore(session.file.path).read().failures
    sign_hold(page, PASSWORD)
    assert not session.file.records()[Decision.kind]


# TRU-2
def test_a_further_member_of_the_committee_signs_the_same_decision(page: DecisionsPage, session: Session) -> None:
    sign_hold(page, PASSWORD)
    change_person(session, MEDICAL_MONITOR)
    page.show_today()
    page.show_decision(session.file.records()[Decision.kind][0].record_id)
    assert not page.signed_panel.sign_button.isHidden()
    page.signed_panel.sign_button.click()
    card: Any = page.side.currentWidget()
    card.signer.password.setText(PASSWORD)
    card.sign_button.click()
    assert page.side.currentWidget() is page.signed_panel
    assert "Chen Hao, investigator" in said(page.signed_panel)
    assert "Sun Wei, medical monitor" in said(page.signed_panel)
    assert page.signed_panel.sign_button.isHidden()


# TRU-2
def test_the_cohort_report_prints_each_signature_with_its_standing(page: DecisionsPage, session: Session) -> None:
    sign_hold(page, PASSWORD)
    table = tabulate_signatures(all_states(session.file), session.file.records(), session.words)
    assert table.column("who") == ("Chen Hao, investigator",)
    assert table.column("meaning") == ("Approval: I approve this",)
    assert str(table.column("standing")[0]).startswith("Valid")
    report = report_kinds()[0].build(session, datetime.now(UTC))
    assert any(getattr(getattr(block, "table", None), "key", "") == "signatures" for block in report.blocks)
