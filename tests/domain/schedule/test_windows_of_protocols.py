"""Every window of the five protocols: its days as the protocol gives them, and the hours at which it opens and closes.

Source of the days: registrations of BAT6021 and BAT6026, follow-up period; the other three as BAT6021 by assumption.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.protocol.reader import shipped_protocols
from domain.schedule.calendar import derive_calendar
from domain.schedule.due_visit import DueVisit, VisitStatus
from tests.domain.schedule.build import ID, Story

S = VisitStatus
PROTOCOLS = shipped_protocols()
MINUTE = timedelta(minutes=1)

# Days after the first dose: consent on day -12, doses on days 0 and 21, treatment given up on day 40.
AFTER_TREATMENT = {
    "screening": (-12, 16, 16),
    "end_of_treatment": (40, 61, 68),
    "safety_21": (42, 42, 49),
    "safety_60": (74, 81, 88),
    "safety_90": (104, 111, 118),
    "survival 1": (181, 195, 209),
    "survival 2": (265, 279, 293),
}
# The registration of BAT6026 counts the end of treatment from the last dose, that of BAT6021 from the decision.
EXCEPTIONS = {"bat6026": {"end_of_treatment": (21, 42, 49)}}
UNDER_TREATMENT = {"dosing 2": (18, 21, 24), "imaging 6": (35, 42, 49), "imaging 33": (224, 231, 238)}


def after_treatment(protocol_id: str, **items: str) -> Story:
    return Story(protocol_id, **items).dosed(1).dosed(2).ended(40)


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_the_days_of_every_window(protocol_id):  # SUB-3
    story = after_treatment(protocol_id)
    calendar = story.calendar(41)
    expected = AFTER_TREATMENT | EXCEPTIONS.get(protocol_id, {})
    assert {key: story.offsets(calendar[key]) for key in expected} == expected
    story = Story(protocol_id).dosed(1)
    calendar = story.calendar(1)
    assert {key: story.offsets(calendar[key]) for key in UNDER_TREATMENT} == UNDER_TREATMENT


def expected_at(visit: DueVisit, day: date) -> VisitStatus:
    """The status of a visit that is not done, by the definition of the windows."""
    if day < visit.earliest:
        return S.SOON if visit.earliest - day <= timedelta(days=7) else S.LATER
    if day <= visit.planned:
        return S.DUE
    return S.OVERDUE if day <= visit.latest else S.OUT_OF_WINDOW


def midnights_of(visit: DueVisit) -> list[date]:
    """Days that begin with another status than the one before, or end with it."""
    return [
        visit.earliest - timedelta(days=7),
        visit.earliest,
        visit.planned + timedelta(days=1),
        visit.latest + timedelta(days=1),
    ]


# In each a clock is put back or forward, or a leap day falls, inside one of the windows.
ZONES = [
    ("Asia/Shanghai", "2026-03-02T09:00"),
    ("Europe/Berlin", "2026-03-08T23:30"),  # 29 March has 23 hours
    ("Europe/Berlin", "2026-10-04T00:30"),  # 25 October has 25 hours
    ("America/New_York", "2026-10-11T23:59"),
    ("Australia/Lord_Howe", "2026-03-16T00:01"),  # half an hour
    ("Asia/Shanghai", "2028-02-08T09:00"),  # 29 February is day 21
    ("Pacific/Kiritimati", "2026-12-20T23:59"),  # fourteen hours ahead
]


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
@pytest.mark.parametrize(("zone", "first"), ZONES)
def test_a_window_opens_and_closes_with_midnight_at_the_site(protocol_id, zone, first):  # SUB-3
    looks = 0
    for story, day in ((Story(protocol_id, zone=zone, first=first).dosed(1), 1),
                       (after_treatment(protocol_id, zone=zone, first=first), 41)):  # fmt: skip
        study = story.study(day)
        for visit in derive_calendar(study, ID, study.cut_off):
            if visit.is_projected or visit.status in (S.DONE, S.NOT_APPLICABLE):
                continue
            for turn in midnights_of(visit):
                midnight = datetime.combine(turn, time(), tzinfo=story.zone).astimezone(UTC)
                for now in (midnight - MINUTE, midnight):
                    found = {one.key: one for one in derive_calendar(study, ID, now)}
                    if (one := found.get(visit.key)) is None:
                        continue  # far ahead, seen from a year before
                    looks += 1
                    assert (one.earliest, one.latest) == (visit.earliest, visit.latest)
                    assert one.status is expected_at(visit, now.astimezone(story.zone).date()), (visit.key, now)
    assert looks > 80


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_a_visit_on_the_first_and_on_the_last_day_lies_in_its_window_and_the_days_beside_do_not(protocol_id):  # SUB-3
    for key in ("end_of_treatment", "safety_21", "safety_60", "safety_90"):
        first, _, last = (AFTER_TREATMENT | EXCEPTIONS.get(protocol_id, {}))[key]
        for day, status, off in (
            (first - 1, S.DONE_OUT, -1), (first, S.DONE, 0), (last, S.DONE, 0), (last + 1, S.DONE_OUT, 1),
        ):  # fmt: skip
            visit = after_treatment(protocol_id).visited(key, day).calendar(300)[key]
            assert (visit.status, visit.days_off) == (status, off), (key, day)


@pytest.mark.parametrize("protocol_id", PROTOCOLS)
@pytest.mark.parametrize("delay", [-3, 3, 10, 40])
def test_a_delayed_cycle_moves_the_cycles_and_the_follow_up_but_not_the_scans(protocol_id, delay):  # SUB-3
    story = Story(protocol_id).dosed(1).dosed(2, 21 + delay)
    calendar = story.calendar(22 + delay)
    assert story.offsets(calendar["dosing 3"]) == (39 + delay, 42 + delay, 45 + delay)
    assert story.offsets(calendar["imaging 6"]) == UNDER_TREATMENT["imaging 6"]
    over = story.ended(60 + delay).calendar(61 + delay)
    for key in ("safety_21", "safety_60", "safety_90", "survival 1"):
        assert story.offsets(over[key]) == tuple(day + delay for day in AFTER_TREATMENT[key])
