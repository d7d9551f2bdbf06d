"""The inspection copy: complete, counted again, whole or not at all, and put on record (TRU-5, TRU-1)."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from domain.records import RECORD_KINDS
from domain.terms import SignatureMeaning
from storage.canonical import canonical_json
from storage.errors import FileExists, MissingFile
from storage.study_file import StudyFile
from tests.ui.build import NOW, make_session
from tests.ui.encrypted import KEY, PASSWORD, system_events
from tests.ui.people import COORDINATOR, INVESTIGATOR, MONITOR, change_person, make_people_study, open_as
from ui.command_line import main
from ui.inspection.counts import count_copy
from ui.inspection.make import COUNTS_FILE, HASHES_FILE, InspectionCopy, make_inspection_copy, name_of_copy
from ui.session import Session


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    session = open_as(make_people_study(tmp_path / "s.titrant", "1N 2MNN"), MONITOR)
    subject = session.file.records()["subject"][0]
    session.do(
        lambda: session.file.open_query(
            "subject", subject.record_id, "sex", "Please check.", person=session.person, now=session.clock()
        )
    )
    change_person(session, INVESTIGATOR)
    session.do(
        lambda: session.file.sign(
            "subject", subject.record_id, SignatureMeaning.REVIEW, person=session.person, now=session.clock()
        )
    )
    yield session
    session.file.close()


def make(session: Session, folder: Path) -> InspectionCopy:
    return make_inspection_copy(session.file, folder, person=session.person, now=session.clock())


# TRU-5
def test_every_kind_is_there_for_people_and_machines_and_every_count_agrees(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy")
    assert made.agrees
    assert {row.kind for row in made.counts} == {*RECORD_KINDS, "events"}
    for kind in RECORD_KINDS:
        assert (made.folder / "json" / "records" / f"{kind}.json").is_file()
        assert (made.folder / "csv" / f"{kind}.csv").is_file()
    documents = {path.stem: path.read_bytes()[:5] for path in (made.folder / "pdf").iterdir()}
    wanted = {"records", "audit-trail", "signatures", "queries", "deviations", "cohort-report", "counts"}
    assert documents == dict.fromkeys(wanted, b"%PDF-")
    counts = json.loads((made.folder / COUNTS_FILE).read_text(encoding="utf-8"))
    said = {row["kind"]: row for row in counts["counts"]}
    assert said["query"]["file"] == said["query"]["csv"] == said["query"]["pdf"] == 1
    assert said["events"]["json"] == session.file.position
    assert counts["verification"] == []


# TRU-5
def test_the_hashes_are_those_of_every_other_file(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy")
    lines = (made.folder / HASHES_FILE).read_text(encoding="utf-8").splitlines()
    named = dict(reversed(line.split("  ", 1)) for line in lines)
    assert {path.relative_to(made.folder).as_posix() for path in made.files} == {*named, HASHES_FILE}
    for name, digest in named.items():
        assert hashlib.sha256((made.folder / name).read_bytes()).hexdigest() == digest


# TRU-1
def test_the_chain_can_be_computed_again_from_the_copied_stream_alone(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy")
    about = json.loads((made.folder / "json" / "about.json").read_text(encoding="utf-8"))
    genesis = canonical_json({"file_id": about["file_id"], "format": "titrant-study"})
    before = hashlib.sha256(genesis.encode()).hexdigest()
    for line in (made.folder / "json" / "stream.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        payload = hashlib.sha256((event["salt"] + event["content"]).encode()).hexdigest()
        columns = canonical_json({name: event[name] for name in about["hashed_columns"]})
        assert event["payload_hash"] == payload
        assert event["previous_hash"] == before
        before = hashlib.sha256(columns.encode()).hexdigest()
        assert event["hash"] == before
    assert before == about["head"] == session.file.head.hash


# TRU-5
def test_a_record_that_got_lost_on_the_way_is_seen_in_the_counts(session: Session, tmp_path: Path) -> None:
    made = make(session, tmp_path / "copy")
    path = made.folder / "json" / "records" / "query.json"
    path.write_text("[]", encoding="utf-8")
    rows = count_copy(
        session.file.records(),
        session.file.position,
        json_folder=path.parent,
        stream=made.folder / "json" / "stream.jsonl",
        csv_folder=made.folder / "csv",
        printed={row.kind: row.pdf for row in made.counts},
    )
    assert [row.kind for row in rows if not row.agrees] == ["query"]


def test_nothing_is_left_where_a_copy_can_not_be_made(session: Session, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(FileExists):
        make(session, tmp_path / "there")
    with pytest.raises(MissingFile):
        make(session, tmp_path / "nowhere" / "copy")
    made = make(session, tmp_path / name_of_copy(session.study))
    assert made.folder.name.startswith("BAT6026-inspection-")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


# TRU-5
def test_the_command_makes_a_copy_and_puts_it_on_record(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = make_session(tmp_path, "1N")
    path = session.file.path
    session.file.close()
    assert main(["inspect", str(path), "--to", str(tmp_path / "copy")]) == 0
    assert "every count agrees" in capsys.readouterr().out
    with StudyFile.open(path) as file:
        assert system_events(file) == ["export_inspection_copy"]
        assert file.events(limit=1)[0].event.recorded_at >= NOW or file.position


# TRU-2
@pytest.mark.parametrize(
    ("user", "result"), [(MONITOR, 0), (COORDINATOR, 0), (None, 1)], ids=["monitor", "coordinator", "nobody"]
)
def test_the_command_asks_who_takes_a_copy_of_an_encrypted_study(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: Any, result: int
) -> None:
    path = session.file.path
    session.file.close()
    monkeypatch.setenv("TITRANT_PASSWORD", PASSWORD)
    who = ["--user", user.user_id] if user is not None else []
    assert main(["inspect", str(path), "--to", str(tmp_path / "copy"), *who]) == result
    assert (tmp_path / "copy").exists() is (result == 0)
    with StudyFile.open(path, key=KEY) as file:
        assert ("export_inspection_copy" in system_events(file)) is (result == 0)
