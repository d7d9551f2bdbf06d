"""What keeps a part open, closed or declared, and what may be opened again (PRO-2)."""

from datetime import timedelta

from domain.parts.state import declared_level, list_selectable
from domain.parts.terms import PartPhase
from domain.terms import CommitteeAction
from tests.domain.build import ZONE
from tests.domain.parts.story import Story, cohort, escalated


def declared() -> Story:
    """BAT6026 with its MTD declared at level 3."""
    return escalated("bat6026")


def expanding() -> Story:
    story = declared()
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    return story


# PRO-2
def test_a_declaration_survives_a_hold_and_not_a_stop() -> None:
    story = declared()
    for action, level in ((CommitteeAction.HOLD, 3), (CommitteeAction.STOP, None)):
        story.decide("mono", action)
        found = declared_level(story.study(), story.part("mono"))
        assert (found.dose_level if found else None) == level


# PRO-2
def test_only_a_part_that_is_ready_or_was_opened_may_be_opened() -> None:
    story = Story("bat6026")
    assert [story.state(part_id).can_be_opened for part_id in ("mono", "expansion")] == [False, False]
    story = declared()
    assert [story.state(part_id).can_be_opened for part_id in ("mono", "expansion")] == [False, False]
    story.condition("expansion")
    assert [story.state(part_id).can_be_opened for part_id in ("mono", "expansion")] == [False, True]


# PRO-2
def test_one_full_cohort_closes_no_part_and_all_of_them_do() -> None:
    story = expanding()
    story.treat("expansion", 1, "NNNNNN", cohort=1)
    state = story.state("expansion")
    assert (state.phase, state.can_be_opened) == (PartPhase.OPEN, True)
    story.treat("expansion", 2, "NNNNNN", cohort=2)
    state = story.state("expansion")
    assert (state.phase, state.can_be_opened) == (PartPhase.CLOSED, False)


# PRO-2
def test_a_condition_met_on_the_day_of_the_opening_is_no_doubt_and_one_met_a_day_later_is() -> None:
    story = expanding()
    assert [one.code for one in story.state("expansion").reasons] == ["part_opened"]
    story.wait(3)
    (opening,) = story.study().openings_of("expansion")
    story.condition("expansion", on=(opening.signed_at + timedelta(days=1)).astimezone(ZONE).date())
    assert [one.code for one in story.state("expansion").reasons] == ["part_opened_too_soon", "part_opened"]


# PRO-2, ESC-11
def test_a_level_that_a_late_dlt_reopened_is_not_chosen_for_another_part() -> None:
    story = declared()
    able = {one.level.number: one.can_be_chosen for one in list_selectable(story.study(), story.part("expansion"))}
    assert able[2]
    story.treat("mono", 2, "T")
    found = {one.level.number: one for one in list_selectable(story.study(), story.part("expansion"))}
    assert (found[2].can_be_chosen, found[2].reason.code) == (False, "level_not_cleared")
