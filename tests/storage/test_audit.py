from datetime import timedelta

import pytest

from storage.audit import AuditEntry, EventFilter, FieldChange
from storage.engine import driver, open_connection
from storage.errors import Damaged
from storage.opening import open_study
from storage.person import Person
from storage.stream import COLUMNS, Operation, genesis_hash, hash_of_event, hash_of_payload
from storage.study_file import StudyFile
from tests.storage import build

MONITOR = Person("Zhao Min", "monitor")


# TRU-1, TRU-4
def test_every_event_says_who_when_where_what_why_and_under_which_protocol_version(study):
    study.save(build.adverse_event(), person=build.PERSON, now=build.later(4))
    graver = build.adverse_event(grade=build.Grade.SEVERE)
    study.correct(graver, person=MONITOR, now=build.later(5), reason=" source document read again ")
    entry = study.events(limit=1)[0]
    event = entry.event
    assert (event.person, event.role) == ("Zhao Min", "monitor")
    assert (event.recorded_at, event.zone, event.utc_offset) == (build.later(5), "Asia/Shanghai", "+08:00")
    assert (event.site_id, event.installation) == ("01", study.installation)
    assert (event.kind, event.record_id, event.operation) == ("adverse_event", "event-1", Operation.CORRECT)
    assert event.reason == "source document read again"
    assert (event.protocol_version, event.payload_version) == ("1.0", 1)
    assert entry.changes == (FieldChange("grade", build.Grade.MODERATE, build.Grade.SEVERE),)


def test_each_event_is_chained_to_the_one_before_and_the_first_to_the_file(study):
    events = [entry.event for entry in study.events(newest_first=False)]
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    assert events[0].previous_hash == genesis_hash(study.file_id)
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert (study.head.position, study.head.hash) == (4, events[-1].hash)


def test_the_hashes_can_be_checked_by_anyone_who_reads_the_two_tables(closed):
    db = open_connection(closed, mode="ro")
    for row in db.query("SELECT * FROM event JOIN payload USING (sequence)"):
        assert hash_of_payload(row["salt"], row["content"]) == row["payload_hash"]
        assert hash_of_event({name: row[name] for name in COLUMNS}) == row["hash"]
    db.close()


# TRU-1
@pytest.mark.parametrize("table", ["event", "payload", "study_file"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(closed, table, verb):
    opened = open_study(closed, read_only=False)
    column = {"event": "person", "payload": "content", "study_file": "file_id"}[table]
    with pytest.raises(driver().IntegrityError, match="never changed"):
        opened.db.execute(verb.format(table, column, column))
    opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE sequence = 3",
        "INSERT OR REPLACE INTO payload SELECT * FROM payload WHERE sequence = 3",
        "INSERT INTO payload SELECT sequence + 100, salt, content FROM payload WHERE sequence = 3",
        "INSERT INTO event SELECT -5, " + ", ".join(COLUMNS[1:]) + " FROM event WHERE sequence = 3",
    ],
)
def test_the_stream_takes_nothing_but_the_next_event(closed, statement):
    opened = open_study(closed, read_only=False)
    opened.db.execute("PRAGMA recursive_triggers=OFF")
    with pytest.raises(driver().IntegrityError):
        opened.db.execute(statement)
    opened.close()


def test_a_clock_that_was_set_back_is_flagged_on_the_event(study):
    study.save(build.subject(2), person=build.PERSON, now=build.later(0) - timedelta(days=1))
    study.save(build.subject(3), person=build.PERSON, now=build.later(0))
    flags = [entry.event.clock_went_back for entry in study.events(newest_first=False)]
    assert flags == [False, False, False, False, True, False]


def test_an_event_names_the_protocol_version_that_is_effective_on_the_sites_day(study):
    amended = build.replace_protocol(version="2.0", effective_on=build.date(2026, 3, 3))
    study.save(amended, person=build.PERSON, now=build.later(1))
    # 16:00 UTC is midnight in Shanghai.
    for number, hours in ((2, 14), (3, 15)):
        study.save(build.subject(number), person=build.PERSON, now=build.NOW + timedelta(hours=hours))
    versions = [entry.event.protocol_version for entry in study.events(newest_first=False)]
    assert versions == ["1.0"] * 6 + ["2.0"]


# TRU-1: first and later values
def test_history_gives_first_and_later_values_of_a_record_and_of_a_field(closed):
    with StudyFile.open(closed) as study:
        history = study.history("adverse_event", "event-1")
        assert [entry.event.operation for entry in history] == [Operation.CREATE, Operation.CORRECT]
        assert [_of(entry, "grade") for entry in history] == [(None, 2), (2, 3)]
        assert study.history("adverse_event", "event-1", "grade") == history
        assert study.history("adverse_event", "event-1", "term") == history[:1]
        assert study.history("adverse_event", "no such record") == ()


def _of(entry: AuditEntry, field: str):
    return next((change.before, change.after) for change in entry.changes if change.field == field)


def test_events_come_in_pages_and_pass_filters(closed):
    with StudyFile.open(closed) as study:
        last = study.position
        assert [each.event.sequence for each in study.events(limit=2, offset=1)] == [last - 1, last - 2]
        assert study.count_events() == last == len(study.events(limit=-1))
        for wanted, count in (
            (EventFilter(kind="subject"), 2),
            (EventFilter(kind="subject", person="nobody"), 0),
            (EventFilter(operation=Operation.CORRECT), 1),
            (EventFilter(record_ids=study.record_ids_of("S-001")), 7),
            (EventFilter(record_ids=frozenset()), 0),
            (EventFilter(since=3, until=5), 2),
        ):
            assert study.count_events(wanted) == len(study.events(wanted)) == count, wanted


def test_what_is_about_no_record_is_put_on_record_too(study):
    changes = study.save_system_event("export_csv", {"files": 12}, person=MONITOR, now=build.later(9))
    assert (changes.kinds, changes.position) == (frozenset(), 5)
    entry = study.events(limit=1)[0]
    assert (entry.event.kind, entry.event.record_id) == ("system", "export_csv")
    assert entry.changes == (FieldChange("files", None, 12),)
    assert study.verify() == []


def test_a_person_without_a_name_is_nobody():
    with pytest.raises(ValueError, match="name"):
        Person("  ", "monitor")


def test_an_edited_event_is_shown_as_unreadable_and_the_others_are_shown_as_ever(closed):
    build.attack(closed, "UPDATE payload SET content = 'rubbish' WHERE sequence = 9")
    with StudyFile.open(closed) as study:
        entries = study.events()
    assert [entry.event.sequence for entry in entries if not entry.is_readable] == [9]
    build.attack(closed, "UPDATE event SET operation = 'forget' WHERE sequence = 8")
    with StudyFile.open(closed) as study, pytest.raises(Damaged, match="forget"):
        study.events()
