"""When a group will be complete, who waits for a slot, and how near the planned number is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.checks.subject import check_enrolment
from domain.escalation.cohort_forecast import forecast_cohort
from domain.escalation.planned_number import derive_planned_number
from domain.escalation.status import status_before
from domain.escalation.waiting_list import derive_waiting_list
from domain.records import Enrolment
from tests.domain.build import START, build
from tests.domain.schedule.build import ID, Story

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("protocol_id", "history", "further", "starts", "days"),
    [
        ("bat6026", "1N 2N", 3, [0, 1, 21], 42),
        ("bat6026", "1N 2N", 6, [0, 1, 21, 22, 42, 43], 64),
        ("bat6026", "", 1, [0], 21),
        ("bat6021", "1N 2N 3N", 3, [0, 7, 8], 29),
        ("imm27m", "1N", 3, [0, 1, 1], 22),
    ],
)
def test_a_group_lasts_at_least_as_long_as_its_spacing(protocol_id, history, further, starts, days):  # SUB-2
    status = build(history, protocol_id=protocol_id).status()
    found = forecast_cohort(status, status.study.cut_off, further=further)
    assert [(dose - found.doses[0]) / DAY for dose in found.doses] == starts
    assert found.lasts == days * DAY
    assert found.still_to_come == further


def test_by_default_those_are_awaited_whom_the_rules_ask_for():  # SUB-2
    status = build("1N 2N").status()
    assert forecast_cohort(status, status.study.cut_off).still_to_come == 3


def test_a_running_group_goes_on_from_the_doses_given():  # SUB-2
    status = build("1N 2N 3??").status()
    found = forecast_cohort(status, status.study.cut_off)
    first, second, third = found.doses
    assert third == first + 21 * DAY
    assert found.ends_at == third + 21 * DAY
    assert second > first


def test_no_dose_to_come_lies_in_the_past():  # SUB-2
    built = build("1N 2N 3??")
    now = built.cut_off + 5 * DAY
    found = forecast_cohort(built.status(now), now)
    assert all(dose >= now for dose in found.doses[-found.still_to_come :])
    late = built.cut_off + 40 * DAY
    assert forecast_cohort(built.status(late), late).doses[-1] == late


def test_nothing_is_forecast_where_nobody_is_asked_for():  # SUB-2
    status = build("1TTN").status()
    assert forecast_cohort(status, status.study.cut_off) is None


def test_who_is_eligible_without_a_slot_waits_the_longest_first():  # SUB-1, SUB-2
    story = Story(consent_days=12).eligible(-5)
    (one,) = derive_waiting_list(story.study(0))
    assert (one.subject_id, one.since, one.days_left) == (ID, story.day(-5), 16)
    assert derive_waiting_list(story.enrolled(-1).study(0)) == ()
    # A reservation that lapsed leaves the subject waiting again.
    assert [one.subject_id for one in derive_waiting_list(story.study(7))] == [ID]
    assert derive_waiting_list(story.dosed(1).study(7)) == ()
    assert derive_waiting_list(Story().eligible(-5, is_eligible=False).study(0)) == ()
    assert derive_waiting_list(Story().study(0)) == ()


def test_the_planned_number_warns_before_it_is_passed():  # PRO-5
    history = "1N " + "2NNN 3NNN 4NNN 5NNN"
    built = build(history, protocol_id="imm27m")
    number = derive_planned_number(built.study(), built.part)
    assert (number.planned, number.enrolled, number.left, number.is_near) == (16, 13, 3, False)
    more = build(history.replace("5NNN", "5NNNNNN"), protocol_id="imm27m")
    full = derive_planned_number(more.study(), more.part)
    assert (full.left, full.is_near) == (0, True)
    assert derive_planned_number(build("1N").study(), build("1N").part) is None
    last = more.records["enrolment"][-1]
    assert isinstance(last, Enrolment)
    one_more = replace(last, record_id="new", subject_id="01-017", enrolled_at=more.cut_off)
    subject = replace(more.records["subject"][-1], record_id="s17", subject_id="01-017")
    study = more.plus(subject).study()
    status = status_before(study, more.part, "01-017", more.cut_off)
    codes = {one.code for one in check_enrolment(study, status, one_more, now=more.cut_off)}
    assert "planned_number_passed" in codes
    assert more.cut_off > START
