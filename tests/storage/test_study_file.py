from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.records import RECORD_KINDS
from domain.terms import Grade
from storage.changes import Changes
from storage.engine import driver
from storage.errors import DiskFull, FileReplaced, ReadOnlyFile, RecordRefused, StaleView
from storage.opening import open_study
from storage.stream import Head
from storage.study_file import StudyFile
from tests.storage import build

SAVED = {"person": build.PERSON, "now": build.later(5)}


def test_a_new_study_holds_what_it_was_made_from(path):
    with build.new_study(path) as study:
        records = study.records()
        assert records["study"] == (build.STUDY,)
        assert records["protocol_version"] == (build.PROTOCOL,)
        assert records["confirmation"] == (build.CONFIRMATION,)
        assert set(records) == set(RECORD_KINDS)
        assert (study.position, study.is_read_only, study.read_only_reason) == (3, False, None)


def test_a_saved_record_is_there_at_once_and_after_opening_again(study, path):
    records = build.one_of_each()[2:]
    study.save(build.subject(2), **SAVED)
    for record in records:
        study.save(record, **SAVED)
    before = study.records()
    study.close()
    with StudyFile.open(path) as again:
        assert again.records() == before
        assert again.record("leaving", "leaving-1") in records


def test_a_save_says_what_it_changed(study):
    changes = study.save(build.adverse_event(), **SAVED)
    assert changes == Changes(frozenset({"adverse_event"}), frozenset({"event-1"}), frozenset({"S-001"}), 5)


def test_an_act_of_several_records_is_one(study):
    changes = study.save(build.adverse_event(), deviations=[build.deviation()], **SAVED)
    assert (changes.kinds, changes.position) == (frozenset({"adverse_event", "deviation"}), 6)
    with pytest.raises(RecordRefused, match="unknown_subject"):
        study.save_all([build.subject(2), build.adverse_event(2, of_subject=9)], **SAVED)
    assert study.position == 6
    assert study.record("subject", "subject-2") is None
    assert study.verify() == []


def test_a_correction_replaces_the_record_and_keeps_the_old_value_in_the_stream(study):
    study.save(build.adverse_event(), **SAVED)
    graver = build.adverse_event(grade=Grade.SEVERE)
    changes = study.correct(graver, reason="read again", **SAVED)
    assert changes.subjects == {"S-001"}
    assert study.records()["adverse_event"] == (graver,)
    assert study.records_at(5)["adverse_event"] == (build.adverse_event(),)


def test_a_record_moved_to_another_subject_concerns_both(study):
    study.save_all([build.subject(2), build.adverse_event()], **SAVED)
    changes = study.correct(build.adverse_event(of_subject=2), reason="wrong subject", **SAVED)
    assert changes.subjects == {"S-001", "S-002"}


# TRU-5, statement 3
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_correction_needs_a_reason(study, reason):
    with pytest.raises(RecordRefused) as refused:
        study.correct(replace(build.subject(), birth_year=1962), reason=reason, **SAVED)
    assert (refused.value.field, refused.value.code) == ("reason", "reason_missing")
    assert study.position == 4


def test_a_correction_that_changes_nothing_is_refused(study):
    with pytest.raises(RecordRefused, match="nothing_changed"):
        study.correct(build.subject(), reason="why not", **SAVED)


def test_another_number_of_digits_is_a_change(study):
    changed = replace(build.subject(), weight_kg=build.Decimal("61.5"))
    study.correct(changed, reason="weighed to 0.1 kg", **SAVED)
    assert str(study.history("subject", "subject-1", "weight_kg")[-1].changes[0].after) == "61.5"


def test_a_record_that_was_written_since_it_was_seen_is_not_corrected(study):
    seen = study.last_event("subject-1")
    study.correct(replace(build.subject(), birth_year=1962), reason="a", seen=seen, **SAVED)
    with pytest.raises(StaleView) as refused:
        study.correct(replace(build.subject(), birth_year=1963), reason="b", seen=seen, **SAVED)
    assert refused.value.numbers == {"seen": 4, "current": 5}


def test_several_records_are_not_saved_where_one_of_them_was_written_since_it_was_seen(study):
    seen = {"subject-1": study.last_event("subject-1")}
    study.correct(replace(build.subject(), birth_year=1962), reason="a", **SAVED)
    position = study.position
    with pytest.raises(StaleView):
        study.save_all((), corrected=[replace(build.subject(), birth_year=1963)], reason="b", seen=seen, **SAVED)
    assert study.position == position
    seen = {"subject-1": study.last_event("subject-1")}
    study.save_all((), corrected=[replace(build.subject(), birth_year=1963)], reason="b", seen=seen, **SAVED)


@pytest.mark.parametrize(
    ("records", "field", "code"),
    [
        ([build.subject()], "record_id", "record_id_taken"),
        ([replace(build.subject(), record_id="other")], "subject_id", "not_unique"),
        ([replace(build.adverse_event(), record_id="subject-1")], "record_id", "record_id_taken"),
        ([build.adverse_event(of_subject=2)], "subject_id", "unknown_subject"),
        ([build.deviation(subject_id="S-009")], "subject_id", "unknown_subject"),
        ([build.one_of_each()[3], replace(build.one_of_each()[3], record_id="b")], "subject_id", "not_unique"),
        ([build.dose(1), replace(build.dose(1), record_id="b")], "cycle", "not_unique"),
        ([replace(build.STUDY, record_id="b")], "", "not_unique"),
        ([replace(build.PROTOCOL, record_id="b")], "version", "not_unique"),
        ([replace(build.adverse_event(), grade=3)], "grade", "not_a_term"),
    ],
)
def test_a_record_that_clashes_is_refused_with_its_field(study, records, field, code):
    with pytest.raises(RecordRefused) as refused:
        study.save_all(records, **SAVED)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert (study.position, study.verify()) == (4, [])


def test_an_unknown_record_cannot_be_corrected(study):
    with pytest.raises(RecordRefused, match="unknown_record"):
        study.correct(build.adverse_event(), reason="read again", **SAVED)


def test_a_screening_number_that_other_records_name_stays(study):
    renumbered = replace(build.subject(), subject_id="S-101")
    study.correct(renumbered, reason="typed wrong", **SAVED)
    study.save(replace(build.adverse_event(), subject_id="S-101"), **SAVED)
    with pytest.raises(RecordRefused) as refused:
        study.correct(build.subject(), reason="was right", **SAVED)
    assert (refused.value.field, refused.value.code) == ("subject_id", "in_use")
    assert refused.value.numbers == {"used_by": "adverse_event"}


def test_a_time_zone_that_nobody_knows_is_refused(path):
    with pytest.raises(RecordRefused) as refused:
        StudyFile.create(path, replace(build.STUDY, site_zone="Mars/Base"), build.PROTOCOL, **SAVED)
    assert (refused.value.field, refused.value.code) == ("site_zone", "unknown_zone")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("now", [datetime(2026, 3, 1), datetime.fromisoformat("2026-03-01T08:00:00+08:00")])  # noqa: DTZ001
def test_now_is_aware_utc(study, now):
    with pytest.raises(ValueError, match="UTC"):
        study.save(build.subject(2), person=build.PERSON, now=now)


# ESC-8
def test_a_decision_is_signed_on_the_data_it_was_made_from_and_never_corrected(study):
    signed = build.decision(study.head)
    study.save(build.adverse_event(), **SAVED)
    with pytest.raises(StaleView) as refused:
        study.sign_decision(signed, **SAVED)
    assert refused.value.numbers == {"seen": 4, "current": 5}
    with pytest.raises(StaleView):
        study.save(build.decision(Head(5, "another chain")), **SAVED)
    signed = build.decision(study.head)
    study.sign_decision(signed, deviations=[build.deviation()], **SAVED)
    assert study.records()["decision"] == (signed,)
    with pytest.raises(RecordRefused, match="signed"):
        study.correct(replace(signed, subjects=4), reason="meant four", **SAVED)


# PRO-4
def test_an_amendment_needs_a_reason_and_comes_after_what_was_decided(study):
    study.sign_decision(build.decision(study.head), **SAVED)
    amended = build.replace_protocol(version="2", effective_on=build.date(2026, 3, 2))
    for changes, code in (
        ({"reason": ""}, "amendment_needs_reason"),
        ({"effective_on": build.date(2026, 3, 1)}, "amendment_before_decision"),
    ):
        with pytest.raises(RecordRefused, match=code):
            study.save(replace(amended, **changes), **SAVED)
    study.save(amended, **SAVED)
    assert study.events(limit=1)[0].event.protocol_version == "1.0"
    study.save(build.subject(2), **SAVED)
    assert study.events(limit=1)[0].event.protocol_version == "2"


# REP-4
def test_records_at_a_position_are_those_entered_up_to_it(closed):
    with StudyFile.open(closed) as study:
        assert all(held == () for held in study.records_at(0).values())
        assert len(study.records_at(4)["subject"]) == 1
        assert study.records_at(13)["adverse_event"][0].grade == Grade.MODERATE
        assert study.records_at(study.position) == study.records()
        for position in (-1, study.position + 1):
            with pytest.raises(ValueError, match="positions 0 to 14"):
                study.records_at(position)


def test_the_records_handed_out_cannot_change_the_study(study):
    study.records().clear()
    assert study.records()["subject"] == (build.subject(),)


# TRU-3
def test_a_write_that_fails_leaves_neither_record_nor_event(closed):
    opened = open_study(closed, read_only=False)
    study = StudyFile(opened, installation=None, new_id=build.random_ids())
    before = (study.records(), study.head)
    opened.db.execute(
        "CREATE TEMP TRIGGER fail BEFORE INSERT ON main.leaving BEGIN SELECT RAISE(ABORT, 'as if by a bug'); END"
    )
    leaving = replace(build.one_of_each()[6], record_id="leaving-2", subject_id="S-001")
    with pytest.raises(driver().IntegrityError, match="as if by a bug"):
        study.save_all([build.subject(3), leaving], **SAVED)
    assert (study.records(), study.head) == before
    opened.db.execute("DROP TRIGGER fail")
    assert study.verify() == []
    study.save_all([build.subject(3), leaving], **SAVED)
    assert study.verify() == []
    study.close()


# TRU-3
def test_a_full_disk_refuses_the_save_and_keeps_what_was_there(closed):
    opened = open_study(closed, read_only=False)
    study = StudyFile(opened, installation=None, new_id=build.random_ids())
    opened.db.execute("PRAGMA max_page_count=1")
    before = (study.records(), study.head)
    long_story = replace(build.deviation(3), description="胃" * 50_000)
    with pytest.raises(DiskFull, match="Free some space"):
        study.save(long_story, **SAVED)
    assert ((study.records(), study.head), study.verify()) == (before, [])
    opened.db.execute("PRAGMA max_page_count=100000")
    study.save(long_story, **SAVED)
    study.close()


def test_a_study_open_for_reading_only_refuses_every_verb(closed):
    with StudyFile.open(closed, read_only=True) as study:
        for act in (
            lambda: study.save(build.subject(3), **SAVED),
            lambda: study.correct(replace(build.subject(), birth_year=1962), reason="a", **SAVED),
            lambda: study.save_system_event("print", {}, **SAVED),
        ):
            with pytest.raises(ReadOnlyFile, match="not saved"):
                act()


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows doesn't let an open file be moved")
def test_a_file_that_was_moved_away_under_the_window_takes_no_saves(study, path):
    path.rename(path.with_suffix(".moved"))
    with pytest.raises(FileReplaced):
        study.save(build.subject(2), **SAVED)
    path.write_bytes(path.with_suffix(".moved").read_bytes())
    with pytest.raises(FileReplaced):
        study.save(build.subject(2), **SAVED)


def test_a_window_that_reads_takes_in_what_the_writing_one_saved(study, path):
    with StudyFile.open(path) as reader:
        assert reader.records() == study.records()
        study.save(build.adverse_event(), **SAVED)
        study.save_system_event("print", {}, **SAVED)
        study.save(build.deviation(), **SAVED)
        assert reader.records()["adverse_event"] == ()
        assert reader.refresh() == Changes(
            frozenset({"adverse_event", "deviation"}), frozenset({"event-1", "deviation-1"}), frozenset({"S-001"}), 7
        )
        assert reader.records() == study.records()
        assert reader.refresh() is None


def test_ids_come_from_where_they_are_injected(path):
    with StudyFile.create(path, build.STUDY, build.PROTOCOL, new_id=build.random_ids(), **SAVED) as study:
        assert study.installation == f"{1:032x}"
        assert study.file_id != study.installation
        assert int(study.new_id(), 16) > 2
    with StudyFile.open(path, installation="this laptop") as study:
        study.save(build.subject(), **SAVED)
        assert study.events(limit=1)[0].event.installation == "this laptop"


CHANGES = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(list(Grade))), max_size=12)


@settings(max_examples=20)
@given(CHANGES)
def test_whatever_is_saved_and_corrected_tables_stream_and_memory_agree(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("any") / "study.titrant"
    seen = []
    with build.new_study(path) as study:
        study.save(build.subject(), **SAVED)
        for minute, (number, grade) in enumerate(changes):
            now = build.later(10) + timedelta(minutes=minute)
            event = build.adverse_event(number, grade=grade)
            held = study.record("adverse_event", event.record_id)
            if held is None:
                study.save(event, person=build.PERSON, now=now)
            elif held != event:
                study.correct(event, person=build.PERSON, now=now, reason="again")
            seen.append((study.position, study.records()))
        for position, records in seen:
            assert study.records_at(position) == records
        assert study.verify() == []
        records = study.records()
    with StudyFile.open(path) as again:
        assert again.records() == records
