"""Who counts for a cohort's size and its samples, and what the current level is beside a backfill (PRO-2, SUB-9)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.escalation.slots import assess_backfill_slot
from domain.escalation.status import assess_status
from domain.parts.cohorts import assess_cohorts
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import with_rules
from domain.records import Enrolment, PkSample
from domain.terms import CommitteeAction, SamplePurpose
from tests.domain.build import build
from tests.domain.parts.story import Story, cohort


def in_total() -> Story:
    """MIL97 with two cohorts of its Q2W expansion at the dose at which three had Q2W in the escalation."""
    story = Story("mil97")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("q2w")
    story.open("q2w", ["0.2"])
    story.treat("q2w", 1, "NNN")
    story.decide("q2w", CommitteeAction.MAD)
    story.condition("expansion-q2w")
    story.open("expansion-q2w", cohorts=[cohort(1, "0.2"), cohort(2, "0.2")])
    return story


# PRO-2
def test_subjects_of_the_escalation_count_for_one_cohort_of_their_dose_and_for_no_second() -> None:
    story = in_total()
    cohorts = story.status("expansion-q2w").cohorts
    assert [(len(one.from_escalation), one.left) for one in cohorts] == [(3, 7), (0, 10)]
    story.treat("expansion-q2w", 1, "NN", cohort=2)
    cohorts = story.status("expansion-q2w").cohorts
    assert [(one.counted, len(one.treated), one.left) for one in cohorts] == [(3, 0, 7), (2, 2, 8)]


# PRO-2
@pytest.mark.parametrize(("unit", "escalated"), [("mg/kg", 3), ("mg", 0)])
def test_the_same_number_in_another_unit_is_another_dose(unit: str, escalated: int) -> None:
    story = in_total()
    part = story.part("expansion-q2w")
    part = replace(part, levels=tuple(replace(one, unit=unit) for one in part.levels))
    first, _ = assess_cohorts(story.study(), part, (), {})
    assert len(first.from_escalation) == escalated


# PRO-2, PK-1
@pytest.mark.parametrize(
    ("is_taken", "purpose", "counts"),
    [
        (True, SamplePurpose.PK, 1),
        (False, SamplePurpose.PK, 0),
        (True, SamplePurpose.ADA, 0),
        (False, SamplePurpose.ADA, 0),
    ],
)
def test_only_a_sample_for_concentrations_that_was_taken_counts(
    is_taken: bool, purpose: SamplePurpose, counts: int
) -> None:
    story = in_total()
    (subject_id,) = story.treat("expansion-q2w", 1, "N", cohort=2)
    story.keep(
        PkSample(
            record_id="s1", subject_id=subject_id, sample_id="s1", analyte="MIL97", cycle=1, nominal_hours=Decimal(0),
            taken_at=story.now if is_taken else None, purpose=purpose,
        )
    )  # fmt: skip
    assert story.status("expansion-q2w").cohorts[1].with_pk == counts


# SUB-9
@pytest.mark.parametrize(("is_backfill", "codes"), [(False, []), (True, ["backfill_not_below"])])
def test_a_level_that_only_a_backfill_was_given_is_not_the_current_one(is_backfill: bool, codes: list[str]) -> None:
    built = build("1N 2N 3NNN 4NNN")
    built = built.plus(
        *(
            replace(one, is_backfill=is_backfill)
            for one in built.records["enrolment"]
            if isinstance(one, Enrolment) and one.dose_level == 4
        )
    )
    part = with_rules(built.part, backfill=BackfillPolicy.COUNTED)
    answer = assess_backfill_slot(assess_status(built.study(), part), 3)
    assert [one.code for one in answer.reasons] == codes
