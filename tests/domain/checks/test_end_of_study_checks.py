"""The ends of treatment, participation and life against each other: what can't be is refused, what can be asks why."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.checks.dose_after_end import check_dose_after_end
from domain.checks.end_of_treatment import check_end_of_treatment
from domain.checks.subject import check_leaving
from domain.checks.survival_contact import check_survival_contact
from domain.checks.visit import check_visit
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import Administration, EndOfTreatment, Leaving, SurvivalContact, Visit, VitalSigns
from domain.terms import ContactMode, EndReason, LeaveReason, VitalStatus
from tests.domain.schedule.build import ID, Story

L, V = LeaveReason, VitalStatus
Said = set[tuple[str, str, bool]]


def said(findings: list[Finding]) -> Said:
    return {(one.field, one.code, one.is_hard) for one in findings}


def treated() -> Story:
    """Dosed on days 0 and 21, treatment given up on day 40."""
    return Story().dosed(1).dosed(2).ended(40)


def died(story: Story, day: int = 100) -> Story:
    """Learnt two days later."""
    return story.contacted(day + 2, V.DEAD, died_on=PartialDate.of(story.day(day)))


def tried(story: Story, *days: int) -> Story:
    for day in days:
        story.contacted(day, V.UNKNOWN)
    return story


def leaving(story: Story, day: int = 200, reason: LeaveReason = L.CONSENT_WITHDRAWN, **items: object) -> Said:
    decided = {} if reason in (L.DEATH, L.LOST) else {"decided_by": "Lin Yue"}
    record = Leaving(
        **{"record_id": "new", "subject_id": ID, "left_at": story.at(day), "reason": reason, **decided, **items}
    )
    study = story.study(300)
    return said(check_leaving(study, record, now=study.cut_off))


def signs(story: Story, day: int, hour: int = 9) -> VitalSigns:
    return VitalSigns(record_id="vs", subject_id=ID, measured_at=PartialDate.of(story.at(day, hour)), systolic_mmhg=120)


@pytest.mark.parametrize(
    ("story", "day", "reason", "expected"),
    [
        (treated(), 200, L.CONSENT_WITHDRAWN, set()),
        (treated(), 200, L.DEATH, set()),
        (treated().left(100), 200, L.COMPLETED, {("left_at", "left_already", True)}),
        # Lost only after three attempts since the last sign of life.
        (treated(), 200, L.LOST, {("reason", "lost_without_attempts", False)}),
        (tried(treated(), 170, 180), 200, L.LOST, {("reason", "lost_without_attempts", False)}),
        (tried(treated(), 170, 180, 190), 200, L.LOST, set()),
        (tried(treated(), 170, 180, 200), 200, L.LOST, set()),
        (tried(treated(), 170, 180, 201), 200, L.LOST, {("reason", "lost_without_attempts", False)}),
        (
            tried(treated(), 150, 160, 190).contacted(170),
            200,
            L.LOST,
            {("reason", "lost_without_attempts", False)},
        ),
        # Death known before.
        (died(treated()), 100, L.DEATH, set()),
        (died(treated()), 101, L.DEATH, {("left_at", "died_on_other_day", False)}),
        (died(treated()), 100, L.CONSENT_WITHDRAWN, set()),
        (died(treated()), 101, L.CONSENT_WITHDRAWN, {("left_at", "after_death", True)}),
        (
            died(treated()), 101, L.LOST,
            {("reason", "left_after_death", False), ("reason", "lost_without_attempts", False)},
        ),
        (died(treated()), 101, L.STUDY_ENDED, {("reason", "left_after_death", False)}),
        # What is seen afterwards: impossible after death, else a question.
        (treated().contacted(201), 200, L.DEATH, {("left_at", "seen_after_death", True)}),
        (treated().contacted(201), 200, L.COMPLETED, {("left_at", "seen_after_leaving", False)}),
        (treated().contacted(200), 200, L.DEATH, set()),
        (treated().scanned(1, 201), 200, L.DEATH, {("left_at", "seen_after_death", True)}),
        (treated().scanned(1, 201), 200, L.INVESTIGATOR, {("left_at", "seen_after_leaving", False)}),
        (treated().visited("safety_60", 201), 200, L.DEATH, {("left_at", "seen_after_death", True)}),
        (treated().add(signs(Story(), 200, 10)), 200, L.DEATH, {("left_at", "seen_after_death", True)}),
        (treated().add(signs(Story(), 200, 8)), 200, L.DEATH, set()),
        (
            treated(), 20, L.DEATH,
            {("left_at", "dosed_after_leaving", False), ("left_at", "seen_after_death", True)},
        ),
        (treated(), 20, L.CONSENT_WITHDRAWN, {("left_at", "dosed_after_leaving", False)}),
    ],
)  # fmt: skip
def test_leaving_against_what_else_is_recorded(story, day, reason, expected):  # SUB-8
    assert leaving(story, day, reason) == expected


def test_leaving_says_who_decided_and_why():  # SUB-8, SUB-10
    story = treated()
    assert leaving(story, decided_by=" ") == {("decided_by", "missing", True)}
    assert leaving(story, reason=L.OTHER) == {("comment", "end_needs_comment", True)}
    assert leaving(story, reason=L.OTHER, comment="moved abroad") == set()
    assert leaving(story, comment="call 13912345678") == {("comment", "looks_personal", False)}


def test_a_leaving_that_is_corrected_is_no_second_one_and_its_own_death_no_other():  # SUB-8
    story = treated().left(100, L.DEATH)
    assert leaving(story, 120, L.CONSENT_WITHDRAWN, record_id="l") == set()


@pytest.mark.parametrize(
    ("story", "day", "given", "expected"),
    [
        (treated(), 39, 1, set()),
        (treated(), 40, 1, set()),
        (treated(), 41, 1, {("started_at", "dosed_after_treatment_end", False)}),
        (treated(), 41, 0, set()),
        (died(Story().dosed(1), 30), 30, 1, set()),
        (died(Story().dosed(1), 30), 31, 1, {("started_at", "after_death", True)}),
    ],
)
def test_a_dose_after_the_end_of_treatment_asks_and_one_after_death_is_refused(story, day, given, expected):  # SUB-8
    dose = Administration(
        record_id="new",
        subject_id=ID,
        cycle=9,
        started_at=story.at(day),
        planned_mg=Decimal(1),
        given_mg=Decimal(given),
    )
    assert said(list(check_dose_after_end(story.study(300), dose))) == expected


@pytest.mark.parametrize(
    ("story", "day", "reason", "expected"),
    [
        (Story().dosed(1), 10, EndReason.PROGRESSION, set()),
        (treated(), 50, EndReason.PROGRESSION, {("subject_id", "treatment_ended_already", True)}),
        (died(Story().dosed(1), 30), 30, EndReason.PROGRESSION, set()),
        (died(Story().dosed(1), 30), 31, EndReason.PROGRESSION, {("decided_on", "after_death", True)}),
        (died(Story().dosed(1), 30), 30, EndReason.DEATH, set()),
        (died(Story().dosed(1), 30), 31, EndReason.DEATH, {("decided_on", "died_on_other_day", False)}),
    ],
)
def test_an_end_of_treatment_is_recorded_once_and_not_after_death(story, day, reason, expected):  # SUB-8
    ended = EndOfTreatment(
        record_id="new", subject_id=ID, decided_on=PartialDate.of(story.day(day)), reason=reason, decided_by="Lin Yue"
    )
    study = story.study(300)
    assert said(check_end_of_treatment(study, ended, now=study.cut_off)) == expected


def contact(story: Story, day: int, status: VitalStatus = V.ALIVE, **items: object) -> Said:
    record = SurvivalContact(
        **{"record_id": "new", "subject_id": ID, "contacted_on": story.day(day), "vital_status": status, **items}
    )
    study = story.study(300)
    return said(check_survival_contact(study, record, now=study.cut_off))


@pytest.mark.parametrize(
    ("story", "day", "status", "expected"),
    [
        (treated(), 180, V.ALIVE, set()),
        (treated(), -12, V.ALIVE, set()),
        (treated(), -13, V.ALIVE, {("contacted_on", "before_consent", False)}),
        # A death is recorded: alive later can't be; an attempt made before anybody knew can.
        (died(treated()), 100, V.ALIVE, set()),
        (died(treated()), 101, V.ALIVE, {("contacted_on", "alive_after_death", True)}),
        (died(treated()), 102, V.UNKNOWN, set()),
        (died(treated()), 103, V.UNKNOWN, {("contacted_on", "death_known_already", False)}),
        (treated().left(100, L.DEATH), 101, V.ALIVE, {("contacted_on", "alive_after_death", True)}),
        (treated().left(100, L.LOST), 100, V.ALIVE, set()),
        (treated().left(100, L.LOST), 101, V.ALIVE, {("contacted_on", "after_leaving", False)}),
        (treated().contacted(180), 180, V.ALIVE, {("contacted_on", "contact_exists", False)}),
        (treated().contacted(180, how=ContactMode.RELATIVE), 180, V.ALIVE, set()),
        (tried(treated(), 180), 180, V.ALIVE, set()),
    ],
)
def test_a_contact_against_consent_death_leaving_and_itself(story, day, status, expected):  # SUB-8
    assert contact(story, day, status) == expected


def test_what_is_told_on_a_call_names_nobody():  # SUB-10
    found = contact(treated(), 180, comment="daughter: 139 1234 5678", cause="")
    assert found == {("comment", "looks_personal", False)}


def visit(story: Story, key: str, day: int | None, **items: object) -> Said:
    record = Visit(
        **{
            "record_id": "new",
            "subject_id": ID,
            "visit": key,
            "done_on": None if day is None else PartialDate.of(story.day(day)),
            **items,
        }
    )
    study = story.study(300)
    return said(check_visit(study, record, now=study.cut_off))


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        ("safety_21", 42, set()),
        ("safety_21", -12, {("done_on", "visit_out_of_window", False)}),
        ("safety_21", -13, {("done_on", "visit_out_of_window", False), ("done_on", "before_consent", False)}),
        ("dosing 2", 21, {("done_on", "visit_answered_by_dosing", True)}),
        ("dosing 3", None, {("visit", "visit_answered_by_dosing", True)}),
        ("screening", -5, {("done_on", "visit_answered_by_screening", True)}),
        ("survival 1", 195, {("done_on", "visit_answered_by_survival", True)}),
        ("survival 1", None, set()),
        ("imaging 6", 42, {("done_on", "visit_answered_by_imaging", True)}),
        ("imaging 6", None, set()),
    ],
)
def test_a_visit_before_consent_asks_and_what_has_a_record_of_its_own_is_sent_there(key, day, expected):  # SUB-3
    reason = {"not_done": "admitted elsewhere"} if day is None else {}
    assert visit(treated(), key, day, **reason) == expected


def test_hours_count_where_they_are_known():  # SUB-8
    story = treated()
    assert story.at(200) - story.at(200, 8) == timedelta(hours=1)
    later = leaving(story.add(signs(story, 200, 10)), 200, L.CONSENT_WITHDRAWN)
    assert later == {("left_at", "seen_after_leaving", False)}
