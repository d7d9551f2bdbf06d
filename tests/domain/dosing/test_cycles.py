"""Planned and given cycle by cycle, and the worksheet of a dose that was prepared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.checks.preparation import check_preparation
from domain.dosing.cycles import derive_cycles
from domain.dosing.worksheet import next_cycle, worksheet_of
from domain.records import Preparation
from domain.terms import DoseChange
from tests.domain.dosing.test_changes import treated
from tests.domain.schedule.build import ID, Story

D = Decimal


def prepared(story: Story, day: int = 0, **changes: object) -> Preparation:
    values: dict[str, object] = {
        "cycle": 1, "dose_level": 1, "weight_kg": D(60), "dose_mg": D("0.6"), "lot": "A12",
        "expires_on": date(2027, 1, 1), "prepared_at": story.at(day, 8), "prepared_by": "Li Na", "checked_by": "Wu Jun",
    }  # fmt: skip
    return Preparation(record_id=f"p{values | changes}", subject_id=ID, **(values | changes))


def codes(story: Story, record: Preparation, day: int = 60) -> list[str]:
    study = story.study(day)
    return sorted(one.code for one in check_preparation(study, record, now=study.cut_off))


def hard(story: Story, record: Preparation, day: int = 60) -> list[str]:
    study = story.study(day)
    return sorted(one.code for one in check_preparation(study, record, now=study.cut_off) if one.is_hard)


def test_each_cycle_tells_its_delay_and_share():  # SUB-2
    story = Story("bat6026").dosed(1).dosed(2, 25, given_mg=D("0.3"), change=DoseChange.INTERRUPTED, reason="rash")
    story.omitted(3, 46).dosed(5, 88)
    found = derive_cycles(story.study(100), ID)
    assert [(one.dose.cycle, one.delay_days, one.is_late) for one in found] == [
        (1, None, False), (2, 4, True), (3, 0, False), (5, 0, False),
    ]  # fmt: skip
    assert [one.share_percent for one in found] == [100, 50, 0, 100]
    assert {one.level for one in found} == {1}


def test_an_earlier_dose_has_a_negative_delay_and_three_days_are_no_delay():  # SUB-2
    early, tolerated = Story("bat6026").dosed(1).dosed(2, 20), Story("bat6026").dosed(1).dosed(2, 24)
    assert derive_cycles(early.study(40), ID)[1].delay_days == -1
    assert not derive_cycles(tolerated.study(40), ID)[1].is_late
    assert derive_cycles(Story().study(0), ID) == ()


def test_the_next_cycle_comes_after_every_dose_and_every_preparation():  # SUB-11
    story = Story("bat6026").enrolled()
    assert next_cycle(story.study(0), ID) == 1
    story.add(prepared(story))
    assert next_cycle(story.study(1), ID) == 2
    story.dosed(1)
    assert next_cycle(story.study(1), ID) == 2
    assert derive_cycles(story.study(1), ID)[0].preparation is not None


def test_the_worksheet_of_a_prepared_dose_is_reckoned_from_what_was_known_then():  # SUB-11
    story = Story("bat6026").dosed(1).dosed(2, weight_kg=D(70))
    record = prepared(story)
    sheet = worksheet_of(story.study(60), record)
    assert (sheet.dose_mg, sheet.weight.kg) == (D("0.60"), D(60))  # not the 70 kg of the later cycle
    later = worksheet_of(story.study(60), replace(record, cycle=3, prepared_at=story.at(42), weight_kg=None))
    assert later.weight.kg == D(70)
    by_hand = worksheet_of(story.study(60), replace(record, weight_kg=D(61)))
    assert by_hand.steps[0].code == "weight_written"
    assert worksheet_of(story.study(60), replace(record, dose_level=99)) is None


@pytest.mark.parametrize(
    ("day", "changes", "expected"),
    [
        (0, {}, []),
        (0, {"weight_kg": D(700)}, ["weight_impossible"]),
        (0, {"weight_kg": D(0)}, ["weight_impossible"]),
        (0, {"measured_kg": D(700)}, ["weight_impossible"]),
        (0, {"dose_mg": D(0)}, ["dose_not_positive"]),
        (0, {"dose_level": 0}, ["no_such_level"]),
        (0, {"cycle": 0}, ["cycle_impossible"]),
        (-40, {}, ["before_consent"]),
        (70, {}, ["cycle_order", "in_future"]),
        (-1, {"cycle": 2}, ["cycle_order"]),  # before the dose of cycle 1
        (22, {"cycle": 1}, ["cycle_order"]),  # after the dose of cycle 2
        (22, {"cycle": 3}, []),
    ],
)
def test_what_can_not_be_is_refused(day, changes, expected):  # SUB-11, issue 9
    story = Story("bat6026").dosed(1).dosed(2)
    assert hard(story, prepared(story, day, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"prepared_at": Story("bat6026").at(42, 10)}, ["prepared_after_dose"]),
        ({"checked_by": "LI NA "}, ["checked_by_same_person"]),
        ({"expires_on": date(2026, 4, 12)}, ["drug_expired"]),
        ({"expires_on": date(2026, 4, 13)}, []),  # good to the end of its day
        ({"concentration_mg_per_ml": D(10), "volume_ml": D("0.06")}, []),
        ({"concentration_mg_per_ml": D(10), "volume_ml": D("0.6")}, ["volume_differs"]),
        ({"dose_mg": D("0.62")}, ["prepared_differs"]),
        ({"dose_level": 2, "dose_mg": D("1.8")}, ["dose_raised_too_soon"]),
        ({"dose_level": 3, "dose_mg": D(6)}, ["dose_raised_beyond_next"]),
    ],
)
def test_what_has_happened_is_kept_with_a_reason(changes, expected):  # SUB-11, SUB-9
    story = Story("bat6026").dosed(1).dosed(2).dosed(3)
    record = prepared(story, 42, cycle=3, **changes)
    assert (codes(story, record), hard(story, record)) == (expected, [])


def test_a_subject_who_left_or_was_raised():  # SUB-5, SUB-11
    gone = Story("bat6026").dosed(1).left(5)
    assert codes(gone, prepared(gone, 21, cycle=2)) == ["after_leaving"]
    assert codes(Story("bat6026"), prepared(Story("bat6026"))) == ["not_enrolled"]
    story = Story("bat6026", level=2).dosed(1).dosed(2)
    lower = prepared(story, 42, cycle=3)
    assert codes(story, lower) == ["dose_reduction_forbidden"]
    first = Story("bat6026", level=2).enrolled()
    assert codes(first, prepared(first)) == ["first_dose_other_level"]


def test_a_raised_dose_is_prepared_without_a_word_once_every_condition_holds():  # SUB-5, SUB-11
    for cycles, expected in ((4, []), (3, ["dose_raised_too_soon"])):
        built = treated(cycles)
        study = built.study()
        dose = built.records["administration"][0]
        record = Preparation(
            record_id="p", subject_id=dose.subject_id, cycle=9, dose_level=2, weight_kg=dose.weight_kg,
            dose_mg=built.part.level(2).planned_mg(dose.weight_kg), lot="A", expires_on=date(2099, 1, 1),
            prepared_at=built.cut_off, prepared_by="Li Na", checked_by="Wu Jun",
        )  # fmt: skip
        assert [one.code for one in check_preparation(study, record, now=built.cut_off)] == expected
