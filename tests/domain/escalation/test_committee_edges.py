"""What the committee is offered and how each thing it may decide stands to the rules: whole tables (ESC-8)."""

from functools import lru_cache

import pytest

from domain.escalation.committee import assess_stance, list_choices, verdicts_awaited
from domain.escalation.outlook import outlook_from
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.slots import assess_slot
from domain.escalation.status import PartStatus
from domain.evaluability import treated_subjects
from domain.notation import parse_history
from domain.protocol.model import Rules
from domain.terms import CommitteeAction, FillMode
from tests.domain.build import build
from tests.domain.escalation.designs import BAT6026, make_part

LETTERS = {"follows": "F", "more cautious": "c", "bolder": "B", "not ready": "n"}
A = CommitteeAction


@lru_cache
def status_of(history: str) -> PartStatus:
    return build(history).status()


# Levels 1 to 5, and at each 1, 3 and 4 subjects.
UP_TO = {
    0: "BBB BBB BBB BBB BBB",
    1: "ccc BBB BBB BBB BBB",
    2: "ccc ccc BBB BBB BBB",
    3: "ccc ccc ccc BBB BBB",
}
ALWAYS_CAUTIOUS, ALWAYS_FOLLOWS = "ccc ccc ccc ccc ccc", "FFF FFF FFF FFF FFF"

STANCES = [
    # The rules escalate: everything below is cautious, the step itself follows, more than that is bolder.
    ("1N", {A.ESCALATE: "ccc FBB BBB BBB BBB"}, UP_TO[1], ALWAYS_CAUTIOUS, ALWAYS_CAUTIOUS),
    ("1N 2MNN", {A.ESCALATE: "ccc ccc cFB BBB BBB"}, UP_TO[2], ALWAYS_CAUTIOUS, ALWAYS_CAUTIOUS),
    ("1N 2MNN 3NNN", {A.ESCALATE: "ccc ccc ccc cFB BBB"}, UP_TO[3], ALWAYS_CAUTIOUS, ALWAYS_CAUTIOUS),
    # They wait: only going down is cautious, and the next level is not ready rather than bolder.
    (
        "1N 2MNN 3NN?",
        {A.ESCALATE: "BBB BBB BBB nnn BBB", A.DE_ESCALATE: UP_TO[2]},
        UP_TO[0],
        ALWAYS_FOLLOWS,
        ALWAYS_CAUTIOUS,
    ),
    # They want more at the level.
    (
        "1N 2MNN 3NNT",
        {A.EXPAND: "BBB BBB cFB BBB BBB", A.DE_ESCALATE: UP_TO[2]},
        UP_TO[0],
        ALWAYS_CAUTIOUS,
        ALWAYS_CAUTIOUS,
    ),
    # They go down.
    ("1N 2MNN 3NTT", {A.DE_ESCALATE: "ccc cFB BBB BBB BBB"}, UP_TO[0], ALWAYS_CAUTIOUS, ALWAYS_CAUTIOUS),
    # They declare: more at the level or below it is cautious.
    (
        "1N 2MNN 3NTT 2NNN",
        {A.STAY: UP_TO[2], A.EXPAND: UP_TO[2], A.DE_ESCALATE: UP_TO[2]},
        UP_TO[0],
        ALWAYS_CAUTIOUS,
        ALWAYS_CAUTIOUS,
    ),
    ("1TT", {}, UP_TO[0], ALWAYS_CAUTIOUS, ALWAYS_FOLLOWS),
]


@pytest.mark.parametrize(("history", "named", "others", "hold", "stop"), STANCES, ids=[one[0] for one in STANCES])
def test_each_decision_stands_to_the_rules_as_the_table_says(history, named, others, hold, stop) -> None:
    status = status_of(history)
    for action in CommitteeAction:
        said = named.get(action, hold if action is A.HOLD else stop if action is A.STOP else others)
        found = " ".join(
            "".join(LETTERS[assess_stance(status, action, level, subjects).value] for subjects in (1, 3, 4))
            for level in range(1, 6)
        )
        assert found == said, action


@pytest.mark.parametrize(
    ("history", "choices"),
    [
        ("1N", ["escalate 2 1 F", "hold 1 0 c", "stay 1 5 c", "stop 1 0 c"]),
        ("1N 2MNN", ["escalate 3 3 F", "hold 2 0 c", "stay 2 3 c", "de-escalate 1 3 c", "stop 2 0 c"]),
        ("1N 2MNN 3NN?", ["hold 3 0 F", "de-escalate 2 3 c", "escalate 4 3 n", "stop 3 0 c"]),
        ("1N 2MNN 3NNT", ["expand 3 3 F", "hold 3 0 c", "de-escalate 2 3 c", "escalate 4 3 B", "stop 3 0 c"]),
        ("1N 2MNN 3NTT", ["de-escalate 2 3 F", "hold 2 0 c", "escalate 3 3 B", "stop 2 0 c"]),
        (
            "1N 2MNN 3NTT 2NNN",
            ["mtd 2 0 F", "hold 2 0 c", "stay 2 3 c", "de-escalate 1 3 c", "escalate 3 3 B", "stop 2 0 c"],
        ),
        ("1TT", ["stop 1 0 F", "hold 1 0 c", "escalate 2 3 B"]),
    ],
)
def test_the_committee_is_offered_each_choice_once(history, choices) -> None:
    found = [
        f"{one.action.value} {one.dose_level} {one.subjects} {LETTERS[one.stance.value]}"
        for one in list_choices(status_of(history))
    ]
    assert found == choices


def test_only_verdicts_below_the_level_are_awaited() -> None:
    status = status_of("1N 2MNN 3NN?")
    assert verdicts_awaited(status, 3) == ()
    ((subject_id, _),) = verdicts_awaited(status, 4)
    assert subject_id == status.in_window[0].subject_id


# --- slots ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "level", "free", "code", "numbers"),
    [
        ("1N", 0, 0, "part_not_open", {}),
        ("1N", 9, 0, "part_not_open", {}),
        ("1N", 1, 0, "slot_not_asked", {"level": 1, "action": "escalate", "other": 2}),
        ("1N", 2, 0, "slot_needs_decision", {"level": 2}),
        ("1N", 8, 0, "slot_optional", {"level": 8}),
        ("1TT", 1, 0, "slot_exceeded", {"level": 1, "dlt": 2, "evaluable": 2}),
        ("1TT", 2, 0, "slot_not_asked", {"level": 2, "action": "stop", "other": 0}),
        ("1N 2MNN 3NTT 4NNN", 4, 0, "slot_suspended", {"level": 4, "lower": 2}),
        ("1N 2MNN 3NTT", 3, 0, "slot_exceeded", {"level": 3, "dlt": 2, "evaluable": 3}),
        ("1N 2MNN 3NTT", 2, 3, None, {}),
        ("1N 2MNN 3NNT", 3, 3, None, {}),
    ],
)
def test_a_slot_is_free_or_says_why_not(history, level, free, code, numbers) -> None:
    found = assess_slot(status_of(history), level)
    assert (found.dose_level, found.free, found.is_open) == (level, free, free > 0)
    assert [one.code for one in found.reasons] == ([code] if code else [])
    if numbers:
        assert dict(found.reasons[0].numbers) == numbers


# --- what comes next ------------------------------------------------------------------------------


def rows(history: str, rules: Rules = BAT6026, levels: int = 5) -> list[tuple[object, ...]]:
    part, subjects = make_part(rules, levels), treated_from(parse_history(history, levels))
    found = outlook_from(part, subjects, recommend_next(part, subjects))
    assert found is not None
    return [
        (
            one.further_dlts,
            one.is_or_more,
            one.then.action.value,
            one.then.dose_level,
            one.then.subjects,
            one.assumes_no_moderate,
        )
        for one in found.rows
    ]


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("", [(0, False, "escalate", 2, 1, True), (1, False, "expand", 1, 2, False)]),
        # A moderate toxicity was seen in the window: with or without a DLT two more are asked for.
        (
            "1m",
            [(0, False, "escalate", 2, 3, False), (1, False, "expand", 1, 3, False), (2, True, "stop", None, 0, False)],
        ),
        (
            "1N 2N 3",
            [
                (0, False, "escalate", 4, 3, False),
                (1, False, "expand", 3, 3, False),
                (2, True, "de-escalate", 2, 2, False),
            ],
        ),
        ("1N 2N 3NNT", [(0, False, "escalate", 4, 3, False), (1, True, "de-escalate", 2, 2, False)]),
    ],
)
def test_the_outlook_lists_each_number_of_dlts_to_come(history, said) -> None:
    assert rows(history.removesuffix(" 3")) == said


def test_of_more_dlts_than_matter_one_row_is_left() -> None:
    found = rows("", Rules())
    assert [one[:2] for one in found] == [(0, False), (1, False), (2, True)]
    assert [one[2] for one in found] == ["escalate", "expand", "stop"]


def test_a_row_for_several_numbers_warns_if_any_of_them_turns_on_a_moderate_toxicity() -> None:
    rules = Rules(accelerated_levels=2, fill=FillMode.DIRECT)
    assert any(one[-1] for one in rows("", rules))


def test_the_outlook_of_a_study_is_that_of_its_recommendation() -> None:
    status = status_of("1N 2MNN 3NN?")
    found = outlook_from(status.part, treated_subjects(status.assessments), status.recommendation)
    assert found is not None
    assert (found.dose_level, found.to_come) == (3, 1)
    assert [(one.then.action.value, one.then.dose_level) for one in found.rows] == [("escalate", 4), ("expand", 3)]
