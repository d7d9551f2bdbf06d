"""The cohorts that an opening names: sizes, tumours that differ, how many over several parts."""

import pytest

from domain.checks.part import check_opening
from domain.terms import CommitteeAction, Severity
from tests.domain.parts.story import Story, cohort, escalated


def expandable() -> Story:
    """BAT6026 with its MTD declared at 0.1 mg/kg and the condition of the extension met."""
    story = escalated("bat6026")
    story.condition("expansion")
    return story


def combined() -> Story:
    """BAT6021 up to its combination, whose MTD is 30 mg."""
    story = Story("bat6021")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "N"), (4, "NNN"), (5, "NTT"), (4, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("combination", 1)
    story.condition("combination", 2)
    story.open("combination", ["30"])
    story.treat("combination", 1, "NNN")
    story.treat("combination", 1, "NNN")
    story.decide("combination", CommitteeAction.MTD)
    story.condition("expansion-mono")
    story.condition("expansion-combination")
    return story


def both_regimens() -> Story:
    """MIL97 with the MAD declared in both regimens."""
    story = Story("mil97")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("q2w")
    story.open("q2w", ["0.1", "0.2"])
    for level in (1, 2):
        story.treat("q2w", level, "NNN")
        story.decide("q2w")
    for level in (5, 6):
        story.treat("mono", level, "NNN")
        story.decide("mono")
    for part_id in ("expansion-q3w", "expansion-q2w"):
        story.condition(part_id)
    return story


@pytest.mark.parametrize(
    ("size", "codes"), [(None, []), (6, []), (12, []), (5, ["opening_size_small"]), (0, ["opening_size_small"])]
)
def test_no_less_than_six_may_be_more_and_never_fewer(size, codes):  # PRO-2
    story = expandable()
    chosen = [cohort(1, "0.1", size=size), cohort(2, "0.03")]
    assert story.refusals("expansion", cohorts=chosen) == codes


def test_a_larger_size_that_was_chosen_is_what_fills_the_cohort():  # PRO-2
    story = combined()
    story.open("expansion-mono", cohorts=[cohort(1, "30", tumour="Gastric", size=8)])
    story.treat("expansion-mono", 1, "NNNNNN", cohort=1)
    (status,) = story.status("expansion-mono").cohorts
    assert (status.left, status.is_full) == (2, False)
    story.treat("expansion-mono", 1, "NN", cohort=1)
    assert story.status("expansion-mono").cohorts[0].is_full


def test_pk_in_all_means_every_subject_however_many_there_are():  # PRO-2
    story = combined()
    story.open("expansion-mono", cohorts=[cohort(1, "30", tumour="Gastric", size=7)])
    assert story.part("expansion-mono").cohorts[0].with_pk == 7
    assert story.status("expansion-mono").cohorts[0].pk_left == 7
    story.treat("expansion-mono", 1, "NNNNNNNN", cohort=1)
    (status,) = story.status("expansion-mono").cohorts
    assert (status.counted, status.pk_needed, status.pk_left) == (8, 8, 8)


def test_a_total_is_what_the_protocol_says():  # PRO-2
    story = both_regimens()
    assert story.refusals("expansion-q3w", cohorts=[cohort(1, "0.2", size=12)]) == ["opening_size_stated"]


@pytest.mark.parametrize(
    ("tumours", "codes"),
    [
        (("Gastric", "NSCLC", "Oesophageal", "Colorectal"), []),
        (("Gastric", "NSCLC", "gastric cancer", "Colorectal"), ["opening_same_tumour"]),
        (("Gastric", "Gastric", "Gastric", "Colorectal"), ["opening_same_tumour"] * 2),
    ],
)
def test_cohorts_of_different_tumours_ask_about_two_that_look_the_same(tumours, codes):  # PRO-2
    story = combined()
    chosen = [cohort(number, "30", tumour=tumour) for number, tumour in enumerate(tumours, 1)]
    findings = check_opening(story.study(), story.draft("expansion-combination", cohorts=chosen), now=story.now)
    assert [one.code for one in findings] == codes
    assert all(one.severity is Severity.SOFT for one in findings)


def test_dose_cohorts_of_one_part_may_be_of_the_same_tumour():  # PRO-2
    chosen = [cohort(1, "30", tumour="Gastric"), cohort(2, "10", tumour="Gastric")]
    assert combined().refusals("expansion-mono", cohorts=chosen) == []


@pytest.mark.parametrize(("first", "second"), [("expansion-q3w", "expansion-q2w"), ("expansion-q2w", "expansion-q3w")])
def test_two_cohorts_over_both_regimens_and_a_third_asks(first, second):  # PRO-2
    story = both_regimens()
    assert story.refusals(first, cohorts=[cohort(1, "0.2"), cohort(2, "0.1")]) == []
    story.open(first, cohorts=[cohort(1, "0.2")])
    assert story.refusals(second, cohorts=[cohort(1, "0.2")]) == []
    draft = story.draft(second, cohorts=[cohort(1, "0.2"), cohort(2, "0.1")])
    (finding,) = check_opening(story.study(), draft, now=story.now)
    assert (finding.code, finding.severity) == ("opening_many_over_parts", Severity.SOFT)
    assert (finding.numbers["count"], finding.numbers["most"]) == (3, 2)
    # Opened again with the same cohort, a part counts once.
    assert story.refusals(first, cohorts=[cohort(1, "0.2"), cohort(2, "0.1")]) == []
