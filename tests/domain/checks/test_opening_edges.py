"""What an opening may choose, at its limits: sizes, tumours, places of a finding (PRO-2)."""

from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

import pytest

from domain.checks.opened_cohorts import _check_limits, _check_size
from domain.checks.part import check_gate_condition, check_opening
from domain.protocol.model import ExpansionCohort
from domain.records import OpenedCohort
from domain.terms import Severity
from tests.domain.checks.test_opened_cohorts import combined, expandable
from tests.domain.parts.story import Story, cohort


@lru_cache
def ready() -> Story:
    return expandable()


@lru_cache
def both() -> Story:
    return combined()


def planned(**items: object) -> ExpansionCohort:
    return ExpansionCohort(title="One", **items)  # type: ignore[arg-type]


# PRO-2
@pytest.mark.parametrize(
    ("items", "size", "least"),
    [
        ({}, 0, 1),  # nobody is no cohort
        ({}, 1, None),
        ({"at_least": 6}, 5, 6),
        ({"at_least": 6}, 6, None),
        ({"with_pk": 6}, 5, 6),
        ({"with_pk": 6}, 6, None),
        ({"at_least": 1}, 1, None),
        ({"at_least": 3, "with_pk": 6}, 4, 6),
        ({"at_least": 6}, None, None),
    ],
)
def test_a_size_may_be_chosen_larger_and_never_smaller(items, size, least) -> None:
    found = list(_check_size(2, planned(**items), OpenedCohort(1, Decimal("0.1"), size=size)))
    assert [one.code for one in found] == ([] if least is None else ["opening_size_small"])
    assert [dict(one.numbers) for one in found] == (
        [] if least is None else [{"cohort": 2, "title": "One", "least": least}]
    )


@pytest.mark.parametrize(
    ("items", "tumour", "codes"),
    [
        ({"chooses_tumour": True}, "", ["opening_needs_tumour"]),
        ({"chooses_tumour": True}, " ", ["opening_needs_tumour"]),
        ({"chooses_tumour": True}, "Gastric", []),
        ({"chooses_tumour": True, "tumour": "Gastric"}, "", []),
        ({"tumour": "Gastric"}, "NSCLC", ["opening_limit_stated"]),
        ({"tumour": "Gastric"}, "Gastric", []),
        ({}, "", []),
    ],
)
def test_a_tumour_is_chosen_where_the_protocol_leaves_it_open(items, tumour, codes) -> None:
    found = _check_limits(1, planned(**items), OpenedCohort(1, Decimal("0.1"), tumour=tumour))
    assert [one.code for one in found] == codes


def findings(story: Story, part_id: str, *cohorts: OpenedCohort) -> list[tuple[str, str, bool]]:
    draft = story.draft(part_id, cohorts=list(cohorts))
    return [(one.field, one.code, one.is_hard) for one in check_opening(story.study(), draft, now=story.now)]


@pytest.mark.parametrize(
    ("cohorts", "found"),
    [
        ([cohort(1, "0.1"), cohort(2, "0.03")], []),
        ([cohort(1, "0.1")], [("cohorts", "opening_cohort_left", False)]),
        (
            [cohort(1, "0.1"), cohort(1, "0.03")],
            [("cohorts", "opening_cohort_twice", True), ("cohorts", "opening_cohort_left", False)],
        ),
        ([cohort(3, "0.1"), cohort(1, "0.1"), cohort(2, "0.03")], [("cohorts", "opening_unknown_cohort", True)]),
        ([cohort(0, "0.1"), cohort(1, "0.1"), cohort(2, "0.03")], [("cohorts", "opening_unknown_cohort", True)]),
        ([cohort(1, "0.1"), cohort(2, "0.07")], [("cohorts", "opening_unknown_dose", True)]),
        ([], [("cohorts", "opening_no_doses", True)]),
    ],
)
def test_each_cohort_is_judged_and_a_fault_hides_none_after_it(cohorts, found) -> None:
    said = findings(ready(), "expansion", *cohorts)
    assert [one for one in said if one[1] not in ("opening_many_cohorts", "opening_many_over_parts")] == found


def test_two_cohorts_of_the_same_tumour_are_named_by_their_places() -> None:
    story = both()
    tumours = ("Gastric", "NSCLC", "gastric cancer", "Colorectal")
    draft = story.draft(
        "expansion-combination", cohorts=[cohort(at, "30", tumour=one) for at, one in enumerate(tumours, 1)]
    )
    (same,) = (one for one in check_opening(story.study(), draft, now=story.now) if one.code == "opening_same_tumour")
    assert dict(same.numbers) == {"cohort": 3, "other": 1, "tumour": "gastric cancer"}
    assert same.severity is Severity.SOFT


# PRO-3
@pytest.mark.parametrize(("number", "is_known"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_condition_has_one_of_the_numbers_of_the_gate(number, is_known) -> None:
    story = both()
    (dated, *_) = story.study().gate_conditions_of("combination")
    other = type(dated)(
        record_id="other", part_id="combination", number=number, met_on=dated.met_on, evidence=dated.evidence
    )
    codes = [one.code for one in check_gate_condition(story.study(), other, now=story.now)]
    assert ("no_such_condition" not in codes) is is_known


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True)])
def test_a_condition_dated_after_the_opening_asks(days, is_late) -> None:
    story = both()
    study = story.study()
    (opening, *_) = study.openings_of("combination")
    (dated, *_) = study.gate_conditions_of("combination")
    day = opening.signed_at.astimezone(study.zone).date() + timedelta(days=days)
    corrected = type(dated)(
        record_id=dated.record_id, part_id="combination", number=dated.number, met_on=day, evidence=dated.evidence
    )
    found = [
        one for one in check_gate_condition(study, corrected, now=story.now) if one.code == "condition_after_opening"
    ]
    assert bool(found) is is_late
    assert [one.numbers["at"] for one in found] == ([opening.signed_at] if is_late else [])
