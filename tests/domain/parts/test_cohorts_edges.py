"""A cohort without a stated size, one whose dose is not chosen yet, and escalation subjects never dosed (PRO-2)."""

from dataclasses import replace
from functools import lru_cache

import pytest

from domain.parts.cohorts import CohortStatus, assess_cohorts
from domain.protocol.model import ExpansionCohort
from domain.protocol.reader import load_shipped
from tests.domain.parts.story import Story
from tests.domain.parts.test_who_counts_edges import in_total


@lru_cache
def expanding() -> Story:
    return in_total()


def cohort_of(count: int, **items: object) -> CohortStatus:
    """A cohort of so many treated subjects, of which nothing else is known."""
    return CohortStatus(
        number=1,
        cohort=ExpansionCohort("One", dose_level=1, **items),  # type: ignore[arg-type]
        level=load_shipped("mil97").part("mono").level(1),
        treated=tuple(f"01-{number:03d}" for number in range(count)),
        reserved=(),
        from_escalation=(),
        evaluable=count,
        dlt=(),
        pending=(),
        with_pk=0,
    )


# PRO-2, PK-1
@pytest.mark.parametrize(
    ("items", "count", "needed", "left"),
    [
        ({"pk_in_all": True}, 0, 0, 0),  # no size is stated: as many as there are
        ({"pk_in_all": True}, 3, 3, 3),
        ({"pk_in_all": True, "at_least": 6}, 3, 6, 6),
        ({"pk_in_all": True, "at_least": 6}, 7, 7, 7),
        ({"with_pk": 2}, 3, 2, 2),
        ({}, 0, None, 0),  # none is asked for
        ({}, 3, None, 0),
    ],
)
def test_samples_are_needed_of_as_many_as_the_protocol_says(
    items: dict[str, object], count: int, needed: int | None, left: int
) -> None:
    status = cohort_of(count, **items)
    assert (status.pk_needed, status.pk_left) == (needed, left)


def test_a_cohort_of_which_nothing_forbids_it_takes_further_subjects() -> None:
    assert cohort_of(3).is_open
    assert not replace(cohort_of(3), is_stopped=True).is_open


# PRO-2
def test_a_cohort_whose_dose_is_not_chosen_hides_none_after_it() -> None:
    story = expanding()
    part = story.part("expansion-q2w")
    first, second = part.cohorts
    part = replace(part, cohorts=(replace(first, dose_level=None), second))
    assert [one.number for one in assess_cohorts(story.study(), part, (), {})] == [2]


# PRO-2
@pytest.mark.parametrize("place", [0, 1, 2])
def test_who_was_enrolled_in_the_escalation_and_never_dosed_counts_for_no_cohort(place: int) -> None:
    story = in_total()
    before = story.status("expansion-q2w").cohorts[0].from_escalation
    assert len(before) == 3
    doses = story.records["administration"]
    story.records["administration"] = tuple(one for one in doses if one.subject_id != before[place])  # type: ignore[attr-defined]
    assert story.study().enrolment(before[place]) is not None
    after = story.status("expansion-q2w").cohorts[0].from_escalation
    assert after == tuple(one for one in before if one != before[place])
