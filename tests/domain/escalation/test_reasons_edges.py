"""What is said for each kind of recommendation: code, numbers and the rule it rests on, word for word."""

import pytest

from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import parse_history
from domain.protocol.model import Rules
from domain.reasons import Reason
from domain.terms import Action, FillMode, Outcome
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP, make_part

NOT_REPLACED = Rules(replace_not_evaluable=False)
WHOLE = Rules(group_must_finish=True)
DIRECT = Rules(fill=FillMode.DIRECT, accelerated_levels=2)


def words(reason: Reason) -> str:
    """``code name=value ... [source]``."""
    numbers = "".join(f" {name}={value}" for name, value in reason.numbers.items())
    return f"{reason.code}{numbers} [{reason.source}]"


def answer(rules: Rules, history: str, levels: int = 4, optional: int = 0):
    return recommend_next(make_part(rules, levels, optional), treated_from(parse_history(history, levels)))


CASES = [
    # The first level, and up.
    (BAT6026, "", ["opens_single level=1 [rules.accelerated_levels]"]),
    (EXPAND_STOP, "", ["opens_group level=1 subjects=3 [rules.cohort_size]"]),
    (
        BAT6026,
        "1N",
        [
            "cleared_single level=1 dlt=0 evaluable=1 [rules.cohort_size]",
            "opens_single level=2 [rules.accelerated_levels]",
        ],
    ),
    (
        BAT6026,
        "1N 2N",
        [
            "cleared_single level=2 dlt=0 evaluable=1 [rules.cohort_size]",
            "opens_group level=3 subjects=3 [rules.cohort_size]",
        ],
    ),
    (
        BAT6026,
        "1MNN",
        [
            "cleared level=1 dlt=0 evaluable=3 [rules.cohort_size]",
            "opens_group level=2 subjects=3 [rules.cohort_size]",
            "acceleration_ended_moderate level=1 [rules.moderate_limit]",
        ],
    ),
    (
        EXPAND_STOP,
        "1NNN",
        [
            "cleared level=1 dlt=0 evaluable=3 [rules.cohort_size]",
            "opens_group level=2 subjects=3 [rules.cohort_size]",
        ],
    ),
    (
        EXPAND_STOP,
        "1NNN 2NNTNNN",
        [
            "cleared level=2 dlt=1 evaluable=6 [rules.cohort_size]",
            "opens_group level=3 subjects=3 [rules.cohort_size]",
        ],
    ),
    # More at the level.
    (
        BAT6026,
        "1N 2M",
        [
            "cohort_incomplete level=2 dlt=0 evaluable=1 need=3 subjects=2 pending=0 [rules.cohort_size]",
            "acceleration_ended_moderate level=2 [rules.moderate_limit]",
        ],
    ),
    (
        EXPAND_STOP,
        "1NN",
        ["cohort_incomplete level=1 dlt=0 evaluable=2 need=3 subjects=1 pending=0 [rules.cohort_size]"],
    ),
    (
        EXPAND_STOP,
        "1N?",
        ["cohort_incomplete level=1 dlt=0 evaluable=1 need=3 subjects=1 pending=1 [rules.cohort_size]"],
    ),
    (
        BAT6026,
        "1N 2N 3NT",
        ["one_dlt_cohort level=3 dlt=1 evaluable=2 need=3 subjects=1 pending=0 [rules.full_size]"],
    ),
    (
        BAT6026,
        "1N 2N 3NNT",
        ["one_dlt_fill level=3 dlt=1 evaluable=3 need=6 subjects=3 pending=0 [rules.full_size]"],
    ),
    (
        EXPAND_CONFIRM,
        "1NNN 2NNN 3NNN 4NNN",
        ["top_confirm level=4 dlt=0 evaluable=3 need=6 subjects=3 pending=0 [rules.top]"],
    ),
    # Down.
    (
        BAT6026,
        "1N 2N 3TT",
        [
            "exceeded level=3 dlt=2 evaluable=2 [rules.after_exceeded]",
            "search_down_stepwise level=2 dlt=0 evaluable=1 need=3 subjects=2 pending=0 [rules.fill]",
        ],
    ),
    (
        BAT6026,
        "1N 2N 3TT 2NN",
        [
            "exceeded level=3 dlt=2 evaluable=2 [rules.after_exceeded]",
            "search_down_fill level=2 dlt=0 evaluable=3 need=6 subjects=3 pending=0 [rules.after_exceeded]",
        ],
    ),
    (
        DIRECT,
        "1N 2TT",
        [
            "exceeded level=2 dlt=2 evaluable=2 [rules.after_exceeded]",
            "search_down_fill level=1 dlt=0 evaluable=1 need=6 subjects=5 pending=0 [rules.after_exceeded]",
        ],
    ),
    (
        EXPAND_STOP,
        "1NNN 2NNN 3NNN 2TTT",
        [
            "exceeded level=2 dlt=3 evaluable=6 [rules.after_exceeded]",
            "search_down_fill level=1 dlt=0 evaluable=3 need=6 subjects=3 pending=0 [rules.after_exceeded]",
            "suspended_above level=1 levels=3 [rules]",
        ],
    ),
    # Waiting.
    (
        EXPAND_STOP,
        "1NN?",
        [
            "pending level=1 dlt=0 evaluable=2 pending=1 subjects= [window]",
            "may_lead_dose level=2 subjects=3 fewest=3 []",
            "may_lead_dose_range level=1 subjects=3 fewest=1 []",
        ],
    ),
    (
        EXPAND_STOP,
        "1NNN 2NNT 2NN?",
        [
            "pending level=2 dlt=1 evaluable=5 pending=1 subjects= [window]",
            "may_lead_dose level=3 subjects=3 fewest=3 []",
            "may_lead_dose level=2 subjects=1 fewest=1 []",
            "may_lead_dose level=1 subjects=3 fewest=3 []",
        ],
    ),
    (
        BAT6026,
        "1N 2N 3TT 2NNN??",
        [
            "pending level=2 dlt=0 evaluable=4 pending=2 subjects= [window]",
            "may_lead_dose_range level=2 subjects=2 fewest=1 []",
            "may_lead_mtd level=2 subjects=0 fewest=0 []",
            "may_lead_dose level=1 subjects=2 fewest=2 []",
        ],
    ),
    (
        WHOLE,
        "1NNN 2NNNNN?",
        [
            "pending level=2 dlt=0 evaluable=5 pending=1 subjects= [window]",
            "group_must_finish level=2 next=3 [rules.group_must_finish]",
        ],
    ),
    # The end.
    (
        EXPAND_STOP,
        "1NNN 2TTN 1NNN",
        [
            "exceeded level=2 dlt=2 evaluable=3 [rules.after_exceeded]",
            "mtd_full level=1 dlt=0 evaluable=6 [rules.after_exceeded]",
        ],
    ),
    (
        NONE_STOP,
        "1NNN 2TTN",
        [
            "exceeded level=2 dlt=2 evaluable=3 [rules.after_exceeded]",
            "mtd_previous level=1 dlt=0 evaluable=3 [rules.after_exceeded]",
        ],
    ),
    (
        NONE_STOP,
        "1NNN 2NNTNNN 3TT",
        [
            "exceeded level=3 dlt=2 evaluable=2 [rules.after_exceeded]",
            "mtd_full level=2 dlt=1 evaluable=6 [rules.after_exceeded]",
        ],
    ),
    (
        EXPAND_STOP,
        "1NNN 2NNN 3NNN 4NNN",
        ["cleared level=4 dlt=0 evaluable=3 [rules.cohort_size]", "mad_top level=4 dlt=0 evaluable=3 [rules.top]"],
    ),
    (
        EXPAND_STOP,
        "1TTN",
        ["exceeded level=1 dlt=2 evaluable=3 [rules.after_exceeded]", "no_level_below level=1 [rules.after_exceeded]"],
    ),
    # Where the protocol is silent.
    (NOT_REPLACED, "1NNN 2NNX", ["silent_replacement level=2 dlt=0 evaluable=2 [rules]"]),
    (NOT_REPLACED, "1NXX", ["silent_replacement level=1 dlt=0 evaluable=1 [rules]"]),
    (
        NOT_REPLACED,
        "1NN",
        ["cohort_incomplete level=1 dlt=0 evaluable=2 need=3 subjects=1 pending=0 [rules.cohort_size]"],
    ),
    (
        NOT_REPLACED,
        "1NX",
        ["cohort_incomplete level=1 dlt=0 evaluable=1 need=3 subjects=2 pending=0 [rules.cohort_size]"],
    ),
    (NOT_REPLACED, "1NNN 2NTX", ["silent_replacement level=2 dlt=1 evaluable=2 [rules]"]),
    (EXPAND_STOP, "1NNN 2NNNNNNTT", ["silent_count level=2 dlt=2 evaluable=8 [rules]"]),
    (EXPAND_STOP, "1NNN 2NNNNNNTTTNNN", ["silent_count level=2 dlt=3 evaluable=12 [rules]"]),
]


# ESC-4
@pytest.mark.parametrize(("rules", "history", "said"), CASES, ids=[f"{n}: {one[1]}" for n, one in enumerate(CASES)])
def test_every_step_gives_its_reasons_with_their_numbers(rules, history, said) -> None:
    assert [words(one) for one in answer(rules, history).reasons] == said


@pytest.mark.parametrize(
    ("rules", "history", "optional", "said"),
    [
        (EXPAND_STOP, "1NNN 2NNN", 1, True),
        (EXPAND_CONFIRM, "1NNN 2NNNNNN", 1, True),
        (EXPAND_STOP, "1NNN 2NNN 3NNN", 0, False),  # no level is left to be opened
        (EXPAND_STOP, "1NNN 2TTN 1NNN", 1, False),  # the MTD lies below
    ],
)
def test_an_optional_level_is_offered_above_a_cleared_top(rules, history, optional, said) -> None:
    found = [words(one) for one in answer(rules, history, 3, optional).reasons]
    assert ("optional_may_open level=3 [levels]" in found) is said
    assert any(one.startswith("optional_may_open") for one in found) is said


def test_who_is_waited_for_is_named_and_nobody_else() -> None:
    subjects = [
        one if one.outcome is not Outcome.PENDING else type(one)(one.dose_level, one.outcome, f"S-{number}")
        for number, one in enumerate(treated_from(parse_history("1NN? 2NN?", 4)))
    ]
    found = recommend_next(make_part(EXPAND_STOP, 4), subjects)
    assert found.action is Action.WAIT
    assert found.reasons[0].code == "pending_named"
    # The one at the level above can change nothing here.
    assert found.reasons[0].numbers["subjects"] == "S-2"


# ESC-9
@pytest.mark.parametrize(
    ("rules", "history", "options"),
    [
        (
            EXPAND_STOP,
            "1NNN 2NNNNNNTT",
            [
                (Action.DE_ESCALATE, 1, 3, "option_exceeded level=2 dlt=2 evaluable=8 []"),
                (Action.ESCALATE, 3, 3, "option_tolerated level=2 dlt=2 evaluable=8 []"),
            ],
        ),
        (
            NOT_REPLACED,
            "1NNN 2NTX",
            [
                (Action.ENROL, 2, 1, "option_replace level=2 subjects=1 []"),
                (Action.WAIT, 2, 0, "option_hold level=2 subjects=1 []"),
            ],
        ),
    ],
)
def test_where_the_protocol_is_silent_both_readings_are_offered(rules, history, options) -> None:
    found = answer(rules, history)
    assert (found.action, found.dose_level, found.subjects) == (Action.CHOOSE, 2, 0)
    assert [(one.action, one.dose_level, one.subjects, words(one.meaning)) for one in found.options] == options
