"""A file that leaves the study is whole and on record, or neither."""

from pathlib import Path

import pytest

from tests.ui.build import make_session
from ui.exports import save_export


@pytest.fixture
def session(qapp, tmp_path: Path):
    made = make_session(tmp_path, "1N 2M")
    yield made
    made.file.close()


def test_a_written_file_stands_in_the_audit_trail(session, tmp_path: Path):  # REP-3, TRU-1
    path = tmp_path / "table.csv"
    path.write_text("what was there before", encoding="utf-8")
    assert save_export(session, path, b"a,b\r\n") == ""
    assert path.read_bytes() == b"a,b\r\n"
    last = session.file.events(limit=1)[0]
    assert last.event.record_id == "export_csv"
    said = {change.field: change.after for change in last.changes}
    assert (said["format"], said["position"]) == ("csv", last.event.sequence - 1)


def test_a_file_that_can_not_be_written_leaves_nothing_on_record(session, tmp_path: Path):
    before = session.file.position
    said = save_export(session, tmp_path / "none" / "table.csv", b"a")
    assert "Choose another place." in said
    assert str(tmp_path / "none") in said
    assert session.file.position == before
