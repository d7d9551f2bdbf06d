"""A part opened twice, a gate before own levels, and subjects whom an opening would leave without a level (PRO-2)."""

import json
from copy import copy
from datetime import timedelta
from functools import lru_cache

import pytest

from domain.checks.part import check_gate_condition, check_opening
from domain.protocol.reader import content_to_json, load_shipped, read_content
from domain.records import Enrolment, GateCondition, OpenedCohort
from domain.terms import Outcome, Severity
from tests.domain.checks.test_opened_cohorts import expandable
from tests.domain.parts.story import Story, cohort, limiting
from tests.domain.parts.test_gate_and_opening import mono_done

BOTH = (cohort(1, "0.1"), cohort(2, "0.03"))
Said = list[tuple[str, str, dict[str, object]]]


def branch(story: Story) -> Story:
    """Another end of a story that stays as it is."""
    other = copy(story)
    other.records, other.doubts = dict(story.records), list(story.doubts)
    return other


@lru_cache
def declared() -> Story:
    """BAT6021 whose combination may be opened with doses up to 100 mg."""
    story = mono_done()
    story.condition("combination", 1)
    story.condition("combination", 2)
    return story


@lru_cache
def extensible() -> Story:
    return expandable()


@lru_cache
def opened_twice() -> Story:
    story = branch(declared())
    story.open("combination", ["10"])
    story.wait(10)
    story.open("combination", ["10", "30"])
    story.wait(10)
    return story


@lru_cache
def gated() -> Story:
    """BAT6026 with a condition before its escalation, whose levels are its own."""
    content = json.loads(content_to_json(load_shipped("bat6026")))
    content["parts"][0]["gate"] = {"conditions": ["Data of another study reviewed"]}
    story = Story("bat6026", content=content_to_json(read_content(content)))
    story.condition("mono")
    return story


@lru_cache
def choosing_two() -> Story:
    """MIL97 whose second regimen takes two doses of the first one's escalation."""
    story = Story("mil97")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("q2w")
    return story


def enrolled(story: Story, part_id: str, *places: tuple[int, int | None]) -> Story:
    """With subjects put down for levels and cohorts, whatever the checks say."""
    story = branch(story)
    for number, (level, in_cohort) in enumerate(places, 1):
        story.keep(
            Enrolment(
                record_id=f"early-{number}", subject_id=story.candidate(), part_id=part_id, dose_level=level,
                enrolled_at=story.now, cohort=in_cohort,
            )
        )  # fmt: skip
    story.wait(0.1)
    return story


def said(story: Story, part_id: str, doses: tuple[str, ...] = (), cohorts: tuple[OpenedCohort, ...] = ()) -> Said:
    found = check_opening(story.study(), story.draft(part_id, doses, cohorts), now=story.now)
    return [(one.field, one.code, dict(one.numbers)) for one in found if one.severity is Severity.HARD]


# PRO-3
@pytest.mark.parametrize(("since_first", "is_late"), [(0, False), (1, True), (10, True), (11, True)])
def test_a_condition_met_after_the_first_of_two_openings_came_too_late(since_first: int, is_late: bool) -> None:
    story = opened_twice()
    study = story.study()
    first, _ = study.openings_of("combination")
    (dated, *_) = study.gate_conditions_of("combination")
    day = first.signed_at.astimezone(study.zone).date() + timedelta(days=since_first)
    moved = GateCondition(
        record_id=dated.record_id, part_id="combination", number=dated.number, met_on=day, evidence=dated.evidence
    )
    found = check_gate_condition(study, moved, now=story.now)
    late = [(one.code, one.numbers["at"]) for one in found]
    assert late == ([("condition_after_opening", first.signed_at)] if is_late else [])


# PRO-3
@pytest.mark.parametrize(("days", "is_early"), [(-1, True), (0, False), (1, False)])
def test_a_condition_met_before_the_first_dose_of_the_source_part_asks(days: int, is_early: bool) -> None:
    story = declared()
    study = story.study()
    first = min(one.first_dose_at for one in story.status("mono").assessments).astimezone(study.zone).date()
    (dated, *_) = study.gate_conditions_of("combination")
    moved = GateCondition(
        record_id=dated.record_id,
        part_id="combination",
        number=dated.number,
        met_on=first + timedelta(days=days),
        evidence=dated.evidence,
    )
    found = check_gate_condition(study, moved, now=story.now)
    assert [(one.code, one.severity) for one in found] == (
        [("condition_before_data", Severity.SOFT)] if is_early else []
    )


# PRO-2
@pytest.mark.parametrize(("doses", "is_refused"), [((), False), (("0.01",), True)])
def test_a_part_with_levels_of_its_own_is_opened_without_choosing_any(doses: tuple[str, ...], is_refused: bool) -> None:
    story = gated()
    title = story.part("mono").title
    expected: Said = [("doses", "opening_own_levels", {"part": title})] if is_refused else []
    assert said(story, "mono", doses) == expected


# PRO-2
def test_who_was_enrolled_before_the_gate_of_own_levels_was_opened_keeps_the_level() -> None:
    assert said(enrolled(gated(), "mono", (1, None), (2, None)), "mono") == []


# PRO-2
@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        (("0.1",), []),
        (("0.1", "0.2"), []),
        (("0.05", "0.1", "0.2"), [("doses", "opening_too_many", {"given": 3, "most": 2})]),
    ],
)
def test_as_many_doses_as_the_protocol_allows_may_be_chosen_and_no_more(doses: tuple[str, ...], expected: Said) -> None:
    found = said(choosing_two(), "q2w", doses)
    assert [one for one in found if one[1] == "opening_too_many"] == expected
    assert bool(found) is bool(expected)


# PRO-2
def test_at_the_first_opening_each_dose_is_judged_and_not_the_last_alone() -> None:
    found = said(declared(), "combination", ("45", "100"))
    assert [(field, code, str(numbers["dose"])) for field, code, numbers in found] == [
        ("doses", "opening_unknown_dose", "45")
    ]


def with_two_late_dlts(story: Story, level: int) -> Story:
    """With DLTs, entered late, in two subjects of the escalation who had none."""
    story = branch(story)
    assessments = [one for one in story.status("mono").at_level(level) if one.outcome is not Outcome.DLT]
    for one in assessments[:2]:
        story.keep(limiting(one.subject_id, one.first_dose_at + timedelta(days=4)))
    story.wait(0.1)
    return story


# PRO-2, ESC-11
def test_a_dose_that_was_opened_need_not_be_choosable_when_the_part_is_opened_again() -> None:
    before = declared()
    assert [one[1] for one in said(with_two_late_dlts(before, 5), "combination", ("10", "100"))] == [
        "level_source_exceeded"
    ]
    after = branch(before)
    after.open("combination", ["10", "100"])
    assert said(with_two_late_dlts(after, 5), "combination", ("10", "100")) == []


# PRO-2, ESC-11
def test_a_cohort_that_was_opened_need_not_have_a_choosable_dose_when_the_part_is_opened_again() -> None:
    before = extensible()
    found = [one[1] for one in said(with_two_late_dlts(before, 3), "expansion", (), BOTH)]
    assert found == ["level_source_exceeded", "level_not_cleared"]  # with the next lower level open again
    after = branch(before)
    after.open("expansion", cohorts=BOTH)
    assert said(with_two_late_dlts(after, 3), "expansion", (), BOTH) == []


# PRO-2
@pytest.mark.parametrize(
    ("places", "doses", "expected"),
    [
        (((1, None), (2, None)), ("10", "30"), None),
        (((1, None), (2, None)), ("10",), 2),
        (((2, None), (3, None)), ("10",), 2),  # of two who would lose their level the first is named
        (((3, None), (2, None)), ("10",), 3),
    ],
)
def test_an_opening_has_a_level_for_each_who_was_enrolled_before_it(
    places: tuple[tuple[int, None], ...], doses: tuple[str, ...], expected: int | None
) -> None:
    story = enrolled(declared(), "combination", *places)
    found = said(story, "combination", doses)
    levels = [level for level, _ in places]
    at = levels.index(expected) + 1 if expected else 0
    first = f"01-{story.count - len(places) + at:03d}"
    lacks = [("doses", "opening_lacks_level", {"subject": first, "number": expected})]
    assert found == ([] if expected is None else lacks)


# PRO-2
@pytest.mark.parametrize(
    ("place", "cohorts", "is_lost"),
    [
        ((1, 1), BOTH, False),
        ((2, 2), BOTH, False),
        ((1, None), BOTH, False),
        ((3, None), BOTH, True),
        ((1, 3), BOTH, True),
    ],
)
def test_an_opening_has_a_cohort_for_each_who_was_enrolled_before_it(
    place: tuple[int, int | None], cohorts: tuple[OpenedCohort, ...], is_lost: bool
) -> None:
    story = enrolled(extensible(), "expansion", place)
    numbers: dict[str, object] = {"subject": f"01-{story.count:03d}", "number": place[0]}
    assert said(story, "expansion", (), cohorts) == ([("cohorts", "opening_lacks_level", numbers)] if is_lost else [])


# PRO-2
def test_what_holds_subjects_is_moved_neither_as_a_dose_nor_as_a_cohort() -> None:
    story = branch(declared())
    story.open("combination", ["10", "100"])
    story = enrolled(story, "combination", (1, None), (2, None))
    assert said(story, "combination", ("30", "100")) == [("doses", "opening_moves_levels", {"count": 2})]
    assert said(story, "combination", ("10", "100")) == []
    other = branch(extensible())
    other.open("expansion", cohorts=BOTH)
    other = enrolled(other, "expansion", (1, 1))
    assert said(other, "expansion", (), BOTH[::-1]) == [("cohorts", "opening_moves_levels", {"count": 1})]
    assert said(other, "expansion", (), BOTH) == []
