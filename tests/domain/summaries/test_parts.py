"""Tables of the parts: standing, gates, openings, cohorts, the stopping boundary (PRO-2, ESC-11)."""

from decimal import Decimal
from itertools import pairwise

import pytest

from domain.parts.stopping import has_crossed
from domain.protocol.model import Stopping
from domain.summaries.parts import (
    boundary_stretches,
    tabulate_boundary,
    tabulate_cohorts,
    tabulate_gate,
    tabulate_openings,
    tabulate_parts,
)
from tests.domain.parts.story import Story
from tests.domain.parts.test_expansion import expanding, with_stopping

STOPPING = Stopping((Decimal("0.33"), Decimal("0.67")), Decimal("0.33"), Decimal("0.9"))


def test_the_boundary_in_stretches_is_the_boundary() -> None:  # PRO-2
    stretches = boundary_stretches(STOPPING, 20)
    assert stretches[0].first == 1
    assert stretches[-1].last == 20
    assert all(one.last + 1 == following.first for one, following in pairwise(stretches))
    for one in stretches:
        for evaluable in range(one.first, one.last + 1):
            crossing = next((dlt for dlt in range(evaluable + 1) if has_crossed(STOPPING, dlt, evaluable)), None)
            assert crossing == one.stops_from


def test_a_part_without_a_boundary_has_an_empty_table() -> None:
    assert tabulate_boundary(expanding().part("expansion")).rows == ()


def test_each_part_says_all_that_it_waits_for() -> None:  # PRO-2
    table = tabulate_parts(Story("bat6021").study())
    named = [
        (part, phase.value) for part, phase in zip(table.column("part"), table.column("phase"), strict=True) if part
    ]
    assert [phase for _, phase in named] == ["open", "waiting", "waiting", "waiting"]
    assert [one.code for one in table.column("why")][1:5] == [  # type: ignore[attr-defined]
        "part_source_undecided", "part_condition_open", "part_condition_open", "part_levels_open",
    ]  # fmt: skip


def test_gate_and_openings_tell_the_day_the_evidence_and_the_signature() -> None:  # PRO-2
    story = expanding()
    part = story.part("expansion")
    gate = tabulate_gate(story.study(), part)
    assert gate.column("evidence") == ("letter 17",)
    assert gate.column("met_on")[0] is not None
    openings = tabulate_openings(story.study(), part)
    assert openings.column("chosen") == ("1: 0.1 mg/kg; 2: 0.03 mg/kg",)
    assert openings.column("signed_by") == ("Lin Yue, investigator",)


def test_a_condition_that_nobody_has_dated_stands_out() -> None:
    story = Story("bat6021")
    gate = tabulate_gate(story.study(), story.part("combination"))
    assert gate.column("met_on") == (None, None)
    assert all(cell.emphasis for row in gate.rows for cell in row)


@pytest.mark.parametrize(
    ("outcomes", "standing"),
    [("", "cohort_open_left"), ("NNNNNN", "cohort_full_short"), ("NT", "cohort_waits")],
)
def test_a_cohort_says_in_a_word_whether_it_is_open_and_why_not(outcomes: str, standing: str) -> None:  # ESC-11
    story = expanding()
    if outcomes:
        story.treat("expansion", 1, outcomes, cohort=1)
    table = tabulate_cohorts(story.status("expansion"))
    assert table.column("stands")[0].code == standing  # type: ignore[attr-defined]


def test_the_rates_of_a_cohort_have_their_exact_bounds() -> None:  # PRO-2
    story = expanding(content=with_stopping())
    story.treat("expansion", 1, "NNNT", cohort=1)
    table = tabulate_cohorts(story.status("expansion"))
    first, second = table.column("dlt")
    # R: binom.test(1, 4)$conf.int
    assert first.numbers == {"having": 1, "of": 4, "lower": "0.6", "upper": "80.6"}  # type: ignore[attr-defined]
    assert second is None
