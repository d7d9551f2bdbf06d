"""When a record counts as it was entered, and when as it was known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.entries import SubjectRecords, Timing, as_known, dated, settled_from
from domain.partial_date import PartialDate
from domain.records import (
    Administration,
    AdverseEvent,
    Enrolment,
    GradeChange,
    Intervention,
    Lesion,
    Record,
    Shipment,
)
from domain.terms import Grade
from tests.storage.build import one_of_each

ZONE = ZoneInfo("Asia/Shanghai")


def _records() -> list[Record]:
    known = {type(record): record for record in one_of_each()}
    event, day = known[AdverseEvent], PartialDate.parse
    change = GradeChange(since=day("2026-04-20"), grade=Grade.SEVERE)
    return [
        replace(event, end=day("2026-05-04"), grade_changes=()),
        replace(event, end=None, admitted_on=day("2026-05-01"), discharged_on=day("2026-05-09"), grade_changes=()),
        replace(event, end=day("2026-05"), grade_changes=(change,)),
        replace(known[Intervention], end=day("2026-05-06")),
        replace(known[Lesion], merged_into="T9", merged_on=date(2026, 6, 1)),
        replace(known[Administration], ended_at=datetime(2026, 4, 1, 9, tzinfo=UTC)),
        replace(known[Shipment], received_at=datetime(2026, 4, 2, 9, tzinfo=UTC)),
    ]


@pytest.mark.parametrize("record", _records(), ids=lambda record: record.kind)
def test_a_record_is_settled_from_the_last_moment_it_speaks_of_and_not_a_minute_earlier(record):  # REP-4
    settled = settled_from(record, ZONE)
    assert settled is not None
    assert as_known(record, settled, ZONE) == record
    assert as_known(record, settled + timedelta(days=400), ZONE) == record
    assert as_known(record, settled - timedelta(minutes=1), ZONE) != record


def test_a_record_that_speaks_of_one_moment_only_is_settled_from_the_start():
    enrolment = next(record for record in one_of_each() if isinstance(record, Enrolment))
    assert settled_from(enrolment, ZONE) is None
    assert as_known(enrolment, datetime(2000, 1, 1, tzinfo=UTC), ZONE) == enrolment


def test_records_come_as_they_were_entered_or_by_the_moment_that_each_is_dated():
    known = next(record for record in one_of_each() if isinstance(record, AdverseEvent))
    days = ["2026-05-04", "2026-04", "2026-05-04", "2026-04-30"]
    listed = [replace(known, record_id=str(at), onset=PartialDate.parse(day)) for at, day in enumerate(days)]
    group = SubjectRecords(listed, Timing(ZONE))
    late, early = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    for cut_off, entered, in_time in ((late, "0123", "1302"), (early, "13", "13"), (late, "0123", "1302")):
        assert "".join(one.record_id for one in group.up_to(cut_off)[AdverseEvent.kind]) == entered
        assert "".join(one.record_id for one in group.in_time(cut_off)[AdverseEvent.kind]) == in_time


def test_what_was_known_at_many_moments_is_not_kept_for_ever():
    known = next(record for record in one_of_each() if isinstance(record, AdverseEvent))
    group = SubjectRecords([known], Timing(ZONE))
    first = datetime(2020, 1, 1, tzinfo=UTC)
    assert group.up_to(first) == group.up_to(first)
    assert all(group.up_to(first + timedelta(days=day)) == {} for day in range(200))
    assert set(group.up_to(first + timedelta(days=4000))) == {AdverseEvent.kind}
    assert len(group._as_entered) <= 64


def test_the_records_of_a_subject_are_whole_from_the_last_moment_that_any_of_them_speaks_of():  # REP-4
    records = [one for one in _records() if not isinstance(one, Shipment)]
    moments = [one for record in records for one in (dated(record, ZONE), settled_from(record, ZONE)) if one]
    held = SubjectRecords(records, Timing(ZONE))
    for moment in sorted({one + timedelta(minutes=by) for one in moments for by in (-1, 0)}, reverse=True):
        known = [one for listed in held.up_to(moment).values() for one in listed]
        begun = [one for one in records if (dated(one, ZONE) or moment) <= moment]
        assert sorted(known, key=repr) == sorted((as_known(one, moment, ZONE) for one in begun), key=repr)
        assert (sorted(known, key=repr) == sorted(records, key=repr)) is (moment >= max(moments))
