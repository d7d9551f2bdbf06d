"""One expansion from its opening to two signals and a hold: what is recommended, offered and open at each stage."""

from datetime import timedelta
from functools import lru_cache

import pytest

from domain.escalation.committee import assess_stance, list_choices
from domain.escalation.outlook import outlook_from
from domain.escalation.slots import assess_backfill_slot, assess_slot
from domain.escalation.status import PartStatus, assess_status
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import with_rules
from domain.protocol.reader import load_shipped
from domain.terms import CommitteeAction
from tests.domain.build import build
from tests.domain.parts.story import cohort, escalated


@lru_cache
def stages() -> dict[str, PartStatus]:
    """Six places at 0.1 and six at 0.03 mg/kg; both signals come before the committee meets."""
    story = escalated("bat6026")
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    found = {}

    def keep(name: str) -> None:
        found[name] = story.status("expansion")

    keep("opened")
    story.treat("expansion", 1, "NNNNN", cohort=1)
    keep("five")
    story.enrol(story.candidate(), "expansion", 1, cohort=1)
    keep("reserved")
    story.wait(8)
    story.treat("expansion", 1, "N", cohort=1)
    keep("full")
    story.treat("expansion", 2, "T", cohort=2)
    keep("one signal")
    story.treat("expansion", 1, "T", cohort=1)
    keep("two signals")
    story.decide("expansion", CommitteeAction.HOLD)
    keep("held")
    return found


# PRO-2, ESC-8
@pytest.mark.parametrize(
    ("stage", "act", "headline", "states", "reasons"),
    [
        (
            "opened",
            ("enrol", 1, 6),
            ("expansion_enrol", {"cohorts": 2, "subjects": 12}),
            ["open", "open"],
            ["cohort_lacks 1 0/6 6 more", "cohort_lacks 2 0/6 6 more"],
        ),
        (
            "five",
            ("enrol", 1, 1),
            ("expansion_enrol", {"cohorts": 2, "subjects": 7}),
            ["open", "open"],
            ["cohort_lacks 1 5/6 1 more", "cohort_lacks 2 0/6 6 more"],
        ),
        # The last place is reserved: it is neither free nor filled.
        (
            "reserved",
            ("enrol", 2, 6),
            ("expansion_enrol", {"cohorts": 1, "subjects": 6}),
            ["open", "open"],
            ["cohort_lacks 1 5/6 0 more", "cohort_lacks 2 0/6 6 more"],
        ),
        (
            "full",
            ("enrol", 2, 6),
            ("expansion_enrol", {"cohorts": 1, "subjects": 6}),
            ["cleared", "open"],
            ["cohort_is_full 1 6/6", "cohort_lacks 2 0/6 6 more"],
        ),
        (
            "held",
            ("enrol", 2, 5),
            ("expansion_enrol", {"cohorts": 1, "subjects": 5}),
            ["cleared", "open"],
            ["cohort_is_full 1 7/6", "cohort_lacks 2 1/6 5 more"],
        ),
    ],
)
def test_each_cohort_is_told_as_it_stands(stage, act, headline, states, reasons) -> None:
    answer = stages()[stage].recommendation
    assert (answer.action.value, answer.dose_level, answer.subjects) == act
    assert answer.headline is not None
    assert (answer.headline.code, dict(answer.headline.numbers)) == headline
    assert [one.state.value for one in answer.tallies] == states
    assert (answer.options, answer.awaited, answer.blocks, answer.accelerated) == ((), (), (), False)
    told = []
    for one in answer.reasons:
        size = f"{one.code} {one.numbers['cohort']} {one.numbers['counted']}/{one.numbers['size']}"
        told.append(f"{size} {one.numbers['subjects']} more" if "subjects" in one.numbers else size)
    assert told == reasons


def test_two_signals_are_told_in_the_order_of_first_dose_and_leave_three_ways() -> None:
    status = stages()["two signals"]
    answer = status.recommendation
    first, second = (one.subject_id for one in status.signals)
    assert (answer.action.value, answer.dose_level, answer.subjects) == ("choose", 2, 0)
    assert answer.headline is not None
    assert dict(answer.headline.numbers) == {"subject": f"{first}, {second}"}
    assert [(one.action.value, one.dose_level, one.subjects, one.meaning.code) for one in answer.options] == [
        ("enrol", 2, 5, "option_enrol_on"),
        ("wait", 2, 0, "option_pause"),
        ("stop", 2, 0, "option_stop_part"),
    ]
    assert [dict(one.numbers) for one in answer.reasons if one.code == "expansion_signal"] == [
        {"level": 2, "subject": first, "dlt": 1, "evaluable": 1},
        {"level": 1, "subject": second, "dlt": 1, "evaluable": 7},
    ]
    assert [one.state.value for one in answer.tallies] == ["suspended", "suspended"]
    (alone,) = stages()["one signal"].signals
    assert alone.subject_id == first
    assert stages()["held"].signals == ()


@pytest.mark.parametrize(
    ("stage", "choices", "stances"),
    [
        ("opened", ["enrol 1 6 F", "enrol 2 6 F", "hold 1 0 c", "stop 1 0 c"], "FFFB FFFB BBBB"),
        ("five", ["enrol 1 1 F", "enrol 2 6 F", "hold 1 0 c", "stop 1 0 c"], "FBBB FFFB BBBB"),
        ("reserved", ["enrol 2 6 F", "hold 2 0 c", "stop 2 0 c"], "BBBB FFFB BBBB"),
        ("full", ["enrol 2 6 F", "hold 2 0 c", "stop 2 0 c"], "BBBB FFFB BBBB"),
        ("two signals", ["enrol 2 5 F", "hold 2 0 F", "stop 2 0 c"], "BBBB FFBB BBBB"),
        ("held", ["enrol 2 5 F", "hold 2 0 c", "stop 2 0 c"], "BBBB FFBB BBBB"),
    ],
)
def test_within_the_room_of_its_cohorts_nothing_is_bolder(stage, choices, stances) -> None:
    status = stages()[stage]
    letters = {"follows": "F", "more cautious": "c", "bolder": "B"}
    assert [
        f"{one.action.value} {one.dose_level} {one.subjects} {letters[one.stance.value]}"
        for one in list_choices(status)
    ] == choices
    found = " ".join(
        "".join(
            letters[assess_stance(status, CommitteeAction.ENROL, level, subjects).value] for subjects in (1, 5, 6, 7)
        )
        for level in (1, 2, 3)
    )
    assert found == stances


# SUB-1
@pytest.mark.parametrize(
    ("stage", "level", "free", "code"),
    [
        ("opened", 0, 0, "part_not_open"),
        ("opened", 1, 6, None),
        ("opened", 2, 6, None),
        ("opened", 3, 0, "part_not_open"),
        ("five", 1, 1, None),
        ("reserved", 1, 0, "slot_reserved"),
        ("reserved", 2, 6, None),
        ("full", 1, 0, "cohort_is_full"),
        ("two signals", 1, 0, "slot_signal"),
        ("two signals", 2, 0, "slot_signal"),
        ("held", 1, 0, "slot_held"),
        ("held", 2, 0, "slot_held"),
    ],
)
def test_a_place_in_a_cohort_is_free_or_says_why_not(stage, level, free, code) -> None:
    status = stages()[stage]
    found = assess_slot(status, level)
    assert (found.dose_level, found.free, found.is_open) == (level, free, free > 0)
    assert [one.code for one in found.reasons] == ([code] if code else [])
    assert found.dose_from == (status.study.cut_off if free else None)


def test_a_closed_place_gives_the_numbers_of_its_cohort() -> None:
    (full,) = assess_slot(stages()["full"], 1).reasons
    assert {name: full.numbers[name] for name in ("cohort", "counted", "size")} == {
        "cohort": 1,
        "counted": 6,
        "size": 6,
    }
    reserved = assess_slot(stages()["reserved"], 1)
    # A reservation lapses after the days that the protocol gives it; it was made at the cut-off of this stage.
    days = stages()["reserved"].part.rules.reservation_days
    assert reserved.until == stages()["reserved"].study.cut_off + timedelta(days=days)


def test_in_an_expansion_outcomes_lead_to_no_level() -> None:
    status = stages()["opened"]
    assert outlook_from(status.part, (), status.recommendation) is None


def test_a_cohort_without_a_stated_size_has_one_place_at_a_time() -> None:
    story = escalated("mil93")
    story.condition("combination")
    story.open("combination", cohorts=[cohort(1, "3"), cohort(2, "3")])
    found = assess_slot(story.status("combination"), 1)
    assert (found.is_open, found.free) == (True, 1)


# --- subjects added below the current level -------------------------------------------------------


def backfill(history: str, level: int, policy: BackfillPolicy = BackfillPolicy.COUNTED):
    study = build(history).study()
    status = assess_status(study, with_rules(load_shipped("bat6026").first_part, backfill=policy))
    return status, assess_backfill_slot(status, level)


@pytest.mark.parametrize(
    ("history", "level", "code", "numbers"),
    [
        ("1N 2N 3NNN 4NN", 0, "part_not_open", {}),
        ("1N 2N 3NNN 4NN", 9, "part_not_open", {}),
        ("1N 2N 3NNN 4NN", 8, "backfill_not_cleared", {"level": 8}),
        ("1N 2N 3NNN 4NN", 1, "backfill_too_few", {"level": 1, "evaluable": 1, "need": 3}),
        ("1N 2N 3NNN 4NNN", 4, "backfill_not_below", {"level": 4, "current": 4}),
    ],
)
def test_a_closed_backfill_has_no_place_and_says_why(history, level, code, numbers) -> None:
    _, found = backfill(history, level)
    assert (found.dose_level, found.is_open, found.free) == (level, False, 0)
    (reason,) = found.reasons
    assert reason.code == code
    assert {name: reason.numbers[name] for name in numbers} == numbers


@pytest.mark.parametrize(("history", "level"), [("1NNN 2NNN", 1), ("1N 2N 3NNN 4NN", 3)])
def test_an_open_backfill_has_one_place_at_a_time_from_the_cut_off_on(history, level) -> None:
    status, found = backfill(history, level)
    assert (found.is_open, found.free, found.reasons, found.until) == (True, 1, (), None)
    assert found.dose_from == status.study.cut_off


def test_where_no_backfill_is_foreseen_no_place_is_free() -> None:
    _, found = backfill("1N 2N 3NNN 4NN", 3, BackfillPolicy.NONE)
    assert (found.is_open, found.free) == (False, 0)
    assert [one.code for one in found.reasons] == ["backfill_not_foreseen"]
