"""The calendar that a site takes into its own calendar program, read back by the library that reads such files."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from domain.schedule.calendar import derive_calendar
from storage.transfer.ics import write_ics
from tests.domain.schedule.build import ID, Story

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)


def test_visits_are_whole_day_events_without_personal_data():  # SUB-3, SUB-10
    study = Story().dosed(1).study(8)
    text = write_ics(derive_calendar(study, ID, study.cut_off), study_id="BAT6021", now=NOW)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "Gastric" not in text
    events = {str(event["uid"]): event for event in Calendar.from_ical(text).walk("VEVENT")}
    second = events["BAT6021-01-001-dosing-2@titrant"]
    assert (second.decoded("dtstart"), second.decoded("dtend")) == (date(2026, 3, 23), date(2026, 3, 24))
    assert second.decoded("dtstamp") == NOW
    assert (str(second["summary"]), str(second["status"])) == ("BAT6021 01-001: dosing 2", "CONFIRMED")
    assert str(events["BAT6021-01-001-dosing-3@titrant"]["status"]) == "TENTATIVE"
    assert "BAT6021-01-001-dosing-1@titrant" not in events
    assert len(events) > 5


def test_long_and_odd_texts_come_back_as_they_were_said():  # SUB-3
    study = Story().dosed(1).study(8)
    visits = derive_calendar(study, ID, study.cut_off)[:3]
    odd = "访视；a,b;c\\d\n" + "长" * 60
    text = write_ics(visits, study_id="S", now=NOW, title_of=lambda _: odd)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert {str(event["summary"]) for event in Calendar.from_ical(text).walk("VEVENT")} == {odd}
