"""Amending the protocol on the screen: drafted, shown in its effect, signed (PRO-4)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from domain.protocol.reader import content_to_json, load_shipped
from domain.records import ProtocolVersion, Signature
from domain.terms import SignatureMeaning
from tests.ui.people import DATA_MANAGER, INVESTIGATOR, PASSWORD, change_person, make_people_study, open_as
from ui.dialogs.amend import AmendDialog
from ui.dialogs.sign_amendment import SignAmendmentDialog, unsigned_amendment
from ui.session import Session
from ui.theme import apply_theme


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2N 3NNT"), INVESTIGATOR)
    yield session
    session.file.close()


@pytest.fixture
def dialog(qtbot: Any, session: Session) -> AmendDialog:
    dialog = AmendDialog(session)
    qtbot.addWidget(dialog)
    return dialog


def said(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def fill(dialog: AmendDialog, version: str = "2", reason: str = "the committee asked for it") -> None:
    dialog.version.set_value(version)
    dialog.reason.set_value(reason)


def versions(session: Session) -> list[ProtocolVersion]:
    return [one for one in session.file.records()[ProtocolVersion.kind] if isinstance(one, ProtocolVersion)]


# PRO-4
def test_a_changed_value_is_shown_in_its_effect_and_signed_with_the_password(
    dialog: AmendDialog, session: Session
) -> None:
    fill(dialog)
    dialog.changes.value.what.set_value("parts.mono.window.days")
    dialog.changes.value.value.set_value("28")
    dialog.changes.value.change_button.click()
    assert "21 → 28" in said(dialog.preview)
    assert not dialog.save_button.isEnabled()
    dialog.signer.password.setText(PASSWORD)
    dialog.save_button.click()
    assert [one.version for one in versions(session)] == ["1", "2"]
    assert json.loads(versions(session)[1].content)["parts"][0]["window"]["days"] == 28
    (signature,) = session.file.records()[Signature.kind]
    assert isinstance(signature, Signature)
    assert (signature.about_kind, signature.meaning) == ("protocol_version", SignatureMeaning.APPROVAL)
    assert session.study.protocol.first_part.window.days == 28


# PRO-4
def test_what_an_amendment_would_have_changed_of_outcomes_is_named(dialog: AmendDialog, session: Session) -> None:
    content = json.loads(content_to_json(session.study.protocol))
    content["parts"][0]["dlt"]["clauses"]["value"] = [{"title": "Grade 5", "min_grade": 5}]
    dialog.changes.take(content)
    text = said(dialog.preview)
    assert "Subjects whose outcome would be another, 1" in text
    assert "DLT → " in text


# PRO-4
def test_an_optional_level_is_opened_and_a_level_put_in_above_those_in_use(
    dialog: AmendDialog, session: Session
) -> None:
    fill(dialog)
    assert dialog.changes.level.open_button.text() == "Open optional level 8 (10 mg/kg)"
    dialog.changes.level.open_button.click()
    dialog.changes.level.below.set_value(4)
    dialog.changes.level.dose.set_value("0.6")
    dialog.changes.level.insert_button.click()
    assert dialog.changes.level.open_button.isHidden()
    dialog.signer.password.setText(PASSWORD)
    dialog.save_button.click()
    levels = session.study.protocol.first_part.levels
    assert [str(level.dose) for level in levels][4] == "0.6"
    assert not any(level.is_optional for level in levels)


# PRO-4, ESC-7
def test_a_level_inserted_below_those_in_use_moves_their_numbers_from_the_next_day_on(
    dialog: AmendDialog, session: Session
) -> None:
    fill(dialog)
    dialog.changes.level.below.set_value(2)
    dialog.changes.level.dose.set_value("0.05")
    dialog.changes.level.insert_button.click()
    assert "0.03, 0.1, 0.3" in said(dialog.preview)
    doses = {one: session.study.enrolment(one) for one in session.study.entries.by_subject}
    at_three = [one for one, place in doses.items() if place is not None and place.dose_level == 3]
    dialog.effective_on.set_value(date(2026, 3, 3))
    assert "Let it take effect on" in " ".join(text for _, text in dialog.effective_row.findings)
    dialog.effective_on.set_value(session.clock().astimezone(session.study.zone).date())
    assert not dialog.effective_row.findings
    dialog.signer.password.setText(PASSWORD)
    dialog.save_button.click()
    study = session.study
    for subject_id in at_three:
        place = study.enrolment(subject_id)
        assert place is not None
        assert (place.dose_level, str(study.protocol.first_part.level(4).dose)) == (4, "0.1")
        assert study.as_entered(place).dose_level == 3


# ESC-7
@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("0.05", ""),
        ("abc", "Not a number."),
        ("nan", "Not a number."),
        ("0.1", "does not lie between"),
        ("3", "does not lie between"),
        ("", ""),
    ],
)
def test_the_dose_of_an_inserted_level_is_judged_as_it_is_typed(dialog: AmendDialog, typed: str, finding: str) -> None:
    dialog.changes.level.below.set_value(2)
    dialog.changes.level.dose.set_value(typed)
    found = " ".join(text for _, text in dialog.changes.level.dose_row.findings)
    assert finding in found if finding else not found
    if finding:
        dialog.changes.level.insert_button.click()
        assert not dialog.changes.is_changed


# ESC-7
def test_the_gap_below_an_exceeded_level_is_offered_first(qtbot: Any, qapp: QApplication, tmp_path: Path) -> None:
    apply_theme(qapp, "light")
    session = open_as(make_people_study(tmp_path / "e.titrant", "1N 2N 3NTT"), INVESTIGATOR)
    dialog = AmendDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.changes.level.below.value() == 2
    dialog.changes.level.dose.set_value("0.05")
    dialog.changes.level.insert_button.click()
    assert "level 3 (0.05 mg/kg)" in said(dialog.preview).lower()
    session.file.close()


# PRO-4
def test_a_file_that_loses_a_level_in_use_is_refused_with_a_sentence(dialog: AmendDialog, session: Session) -> None:
    fill(dialog)
    content = json.loads(content_to_json(session.study.protocol))
    content["parts"][0]["levels"][2] = "0.12"
    dialog.changes.take(content)
    assert "Level 3 (0.1 mg/kg) is in use" in said(dialog.preview)
    dialog.signer.password.setText(PASSWORD)
    assert not dialog.save_button.isEnabled()


# PRO-4
def test_a_protocol_file_is_taken_or_every_fault_is_named(
    dialog: AmendDialog, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "changed.toml"
    path.write_text("[study]\nid = 3\n", encoding="utf-8")
    dialog.changes.read_file(path)
    assert "can't be run" in said(dialog.preview)
    assert not dialog.changes.is_changed
    dialog.changes.read_file(tmp_path / "nowhere.toml")
    assert "nowhere.toml can't be read." in said(dialog.preview)
    other = load_shipped("bat6026")
    assert other.version
    source = Path(__import__("domain.protocols", fromlist=[""]).__path__[0]) / "bat6026.toml"
    changed = source.read_text(encoding="utf-8").replace("accelerated_levels = 2", "accelerated_levels = 1")
    path.write_text(changed, encoding="utf-8")
    dialog.changes.read_file(path)
    assert dialog.changes.is_changed
    assert "2 → 1" in said(dialog.preview)


# PRO-4
def test_what_stands_in_the_way_is_said_at_its_field(dialog: AmendDialog, session: Session) -> None:
    dialog.changes.level.open_button.click()
    assert dialog.version_row.findings
    assert dialog.reason_row.findings
    fill(dialog, version="1")
    assert "there already" in dialog.version_row.findings[0][1]
    fill(dialog)
    assert not dialog.version_row.findings
    assert not dialog.reason_row.findings
    dialog.effective_on.set_value(date(2019, 1, 1))
    assert dialog.effective_row.findings
    dialog.effective_on.setText("soon")
    assert dialog.effective_row.findings
    tomorrow = session.clock().astimezone(session.study.zone).date() + timedelta(days=1)
    dialog.effective_on.set_value(tomorrow)
    assert not dialog.effective_row.findings


# PRO-4
def test_a_data_manager_saves_an_amendment_without_signing_it(qtbot: Any, session: Session) -> None:
    change_person(session, DATA_MANAGER)
    dialog = AmendDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.signer.isHidden()
    assert dialog.save_button.text() == "Save amendment"
    fill(dialog)
    dialog.changes.level.open_button.click()
    dialog.save_button.click()
    assert len(versions(session)) == 2
    assert not session.file.records()[Signature.kind]
    # She can't sign it; the investigator is shown it, and does.
    assert unsigned_amendment(session) is None
    change_person(session, INVESTIGATOR)
    waiting = unsigned_amendment(session)
    assert waiting is not None
    signing = SignAmendmentDialog(session, waiting)
    qtbot.addWidget(signing)
    text = said(signing)
    assert "Zhou Min" in text
    assert "the committee asked for it" in text
    assert "8 → " in text
    assert not signing.sign_button.isEnabled()
    signing.signer.password.setText("wrong")
    signing.sign_button.click()
    assert not session.file.records()[Signature.kind]
    signing.signer.password.setText(PASSWORD)
    signing.sign_button.click()
    (signature,) = session.file.records()[Signature.kind]
    assert isinstance(signature, Signature)
    assert (signature.about_id, signature.meaning) == (waiting.record_id, SignatureMeaning.APPROVAL)
    assert unsigned_amendment(session) is None


# PRO-4
def test_an_amendment_may_be_left_unsigned_to_draft_another(qtbot: Any, session: Session) -> None:
    change_person(session, DATA_MANAGER)
    dialog = AmendDialog(session)
    qtbot.addWidget(dialog)
    fill(dialog)
    dialog.changes.level.open_button.click()
    dialog.save_button.click()
    change_person(session, INVESTIGATOR)
    waiting = unsigned_amendment(session)
    assert waiting is not None
    signing = SignAmendmentDialog(session, waiting)
    qtbot.addWidget(signing)
    signing.another_button.click()
    assert signing.wants_another
    assert not session.file.records()[Signature.kind]


# PRO-4
def test_records_keep_the_version_that_they_were_entered_under(dialog: AmendDialog, session: Session) -> None:
    fill(dialog)
    dialog.changes.level.open_button.click()
    dialog.signer.password.setText(PASSWORD)
    dialog.save_button.click()
    events = session.file.events(limit=-1, newest_first=False)
    assert {entry.event.protocol_version for entry in events[:5]} == {"1"}
