"""Sentences of tumour response: a count is that count, and not a number of DLTs."""

from zoneinfo import ZoneInfo

import pytest

from domain.reasons import Finding, Reason
from ui.text import Words


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Reason("visits_before_baseline", {"count": 2}), "Visits before the baseline, left out: 2."),
        (Reason("responses_uncalled", {"count": 3}), "Visits without a call, read as computed: 3."),
        (
            Finding("kind", "lesion_too_many_targets", numbers={"count": 6, "most": 5}),
            "This is target lesion number 6; RECIST 1.1 takes at most 5. Say why, or make it a non-target lesion.",
        ),
        (
            Finding("number", "no_such_cohort", numbers={"count": 4}),
            "The part has cohorts 1 to 4.",
        ),
        (
            Reason("exceeded", {"dlt": 2, "evaluable": 3, "level": 4}),
            "2 DLTs in 3 evaluable: level 4 is exceeded and closed.",
        ),
    ],
)
def test_a_count_is_said_as_it_is(qapp: object, answer: Reason | Finding, said: str) -> None:  # EFF-1
    assert Words(ZoneInfo("UTC")).say(answer) == said
