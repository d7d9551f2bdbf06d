"""A marker for which the protocol names no number is shown by a value above nought (PRO-2)."""

from decimal import Decimal

import pytest

from domain.partial_date import PartialDate
from domain.records import BiomarkerResult
from tests.domain.parts.story import cohort, escalated


# PRO-2
@pytest.mark.parametrize(
    ("value", "codes"), [("0", ["cohort_marker_not_shown"]), ("1", []), (None, ["cohort_marker_not_shown"])]
)
def test_a_marker_without_a_limit_is_not_shown_by_nought(value: str | None, codes: list[str]) -> None:
    story = escalated("bat6026")
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "0.1", marker="PD-L1"), cohort(2, "0.03")])
    subject_id = story.candidate()
    if value is not None:
        story.keep(
            BiomarkerResult(
                record_id="m", subject_id=subject_id, marker="PD-L1", value=Decimal(value), unit="%",
                taken_at=PartialDate.of(story.now.date()),
            )
        )  # fmt: skip
    assert [one.code for one in story.enrol(subject_id, "expansion", 1, cohort=1)] == codes
