"""What an opening makes of the protocol's cohorts, which levels it may take, and a part that is not open (PRO-2)."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import pytest

from domain.escalation.recommendation import TreatedSubject
from domain.parts.ceiling import not_open
from domain.parts.cohorts import cohort_number
from domain.parts.opening import _cohort, planned_cohort
from domain.parts.state import list_selectable
from domain.protocol.model import ExpansionCohort
from domain.protocol.reader import load_shipped
from domain.records import Enrolment, OpenedCohort
from domain.terms import Action, Outcome
from tests.domain.build import START
from tests.domain.checks.test_opened_cohorts import expandable
from tests.domain.escalation.designs import EXPAND_STOP, make_part
from tests.domain.parts.story import Story

DOSES = (Decimal("0.1"), Decimal("0.03"))


def opened(planned: ExpansionCohort, **items: object) -> ExpansionCohort:
    """The first cohort of a part as an opening with these items makes it, at the second dose."""
    part = replace(load_shipped("bat6026").part("expansion"), cohorts=(planned,))
    return _cohort(part, OpenedCohort(1, DOSES[1], **items), DOSES)  # type: ignore[arg-type]


# PRO-2
@pytest.mark.parametrize(
    ("planned", "items", "size", "with_pk"),
    [
        ({}, {}, None, None),
        ({"at_least": 6}, {}, 6, None),
        ({"at_least": 6}, {"size": 8}, 8, None),
        ({"at_least": 6, "with_pk": 3}, {"size": 8}, 8, 3),
        ({"at_least": 6, "pk_in_all": True}, {"size": 8}, 8, 8),
        ({"in_total": 10}, {"size": 8}, 10, None),
        ({"in_total": 10, "pk_in_all": True}, {}, 10, 10),
    ],
)
def test_a_least_number_may_be_chosen_and_a_total_may_not(planned, items, size, with_pk) -> None:
    found = opened(ExpansionCohort("As planned", **planned), **items)
    assert (found.size, found.with_pk) == (size, with_pk)
    if "in_total" in planned:
        assert found.at_least is None
    assert (found.dose_level, found.is_optional) == (2, False)


def test_what_an_opening_does_not_say_is_the_protocols() -> None:
    planned = ExpansionCohort("As planned", tumour="Gastric", marker="HER2", is_optional=True)
    silent = opened(planned)
    assert (silent.title, silent.tumour, silent.marker, silent.is_optional) == ("As planned", "Gastric", "HER2", False)
    said = opened(planned, title="Ours", tumour="NSCLC", marker="ALK")
    assert (said.title, said.tumour, said.marker) == ("Ours", "NSCLC", "ALK")


@pytest.mark.parametrize(("number", "is_there"), [(0, False), (1, True), (2, True), (3, False), (-1, False)])
def test_a_planned_cohort_has_a_number_from_one_on(number, is_there) -> None:
    part = load_shipped("bat6026").part("expansion")
    assert len(part.cohorts) == 2
    assert planned_cohort(part, number) == (part.cohorts[number - 1] if is_there else None)


@pytest.mark.parametrize(
    ("levels", "named", "at", "number"),
    [
        ((1, 2), None, 2, 2),
        ((1, 1), None, 1, None),  # two at one dose: it has to be named
        ((1, 1), 2, 1, 2),
        ((1, 2), 0, 1, None),
        ((1, 2), 3, 1, None),
        ((1, 2), None, 3, None),
    ],
)
def test_an_enrolment_means_the_cohort_it_names_or_the_only_one_at_its_level(levels, named, at, number) -> None:
    part = load_shipped("bat6026").part("expansion")
    cohorts = tuple(ExpansionCohort(f"At {level}", dose_level=level) for level in levels)
    enrolment = Enrolment(
        record_id="e", subject_id="s", part_id="expansion", dose_level=at, enrolled_at=START, cohort=named
    )
    assert cohort_number(replace(part, cohorts=cohorts), enrolment) == number


def test_a_part_that_is_not_open_asks_for_nothing_and_counts_what_happened() -> None:
    subjects = [TreatedSubject(1, Outcome.NO_DLT), TreatedSubject(2, Outcome.DLT), TreatedSubject(2, Outcome.NO_DLT)]
    found = not_open(make_part(EXPAND_STOP, 3), subjects)
    assert (found.action, found.dose_level, found.subjects, found.accelerated) == (Action.WAIT, None, 0, False)
    assert [(one.dose_level, one.treated, one.dlt) for one in found.tallies] == [(1, 1, 0), (2, 2, 1), (3, 0, 0)]
    assert [one.code for one in found.reasons] == ["part_not_open"]


# --- levels to choose from ------------------------------------------------------------------------


@lru_cache
def declared_at_third() -> Story:
    return expandable()


def choices(story: Story, part_id: str) -> list[tuple[int, bool, str]]:
    return [
        (one.level.number, one.can_be_chosen, one.reason.code)
        for one in list_selectable(story.study(), story.part(part_id))
    ]


def test_only_what_was_declared_or_lies_below_can_be_chosen() -> None:
    found = choices(declared_at_third(), "expansion")
    assert found[:4] == [
        (1, True, "level_can_be_chosen"),
        (2, True, "level_can_be_chosen"),
        (3, True, "level_can_be_chosen"),
        (4, False, "level_source_exceeded"),
    ]
    assert {one[1:] for one in found[4:]} == {(False, "level_above_declared")}


def test_a_part_with_levels_of_its_own_may_take_each_of_them() -> None:
    story = declared_at_third()
    assert {one[1:] for one in choices(story, "mono")} == {(True, "level_own")}


def test_a_level_above_one_that_was_found_exceeded_later_cannot_be_chosen() -> None:
    story = Story("bat6026")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.treat("mono", 4, "NNN", waits=False)
    story.treat("mono", 3, "TT")
    found = {number: (can, code) for number, can, code in choices(story, "expansion")}
    assert found[3] == (False, "level_source_exceeded")
    assert found[4] == (False, "level_source_suspended")
