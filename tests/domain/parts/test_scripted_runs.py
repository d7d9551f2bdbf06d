"""Each study of several parts runs from its first dose into its expansions, and nothing has to be excused."""

from pathlib import Path

import pytest

from domain.escalation.slots import assess_slot
from domain.escalation.status import assess_status
from domain.parts.state import derive_part_states, list_selectable
from domain.parts.terms import PartPhase
from domain.terms import Action, CommitteeAction
from storage.study_file import StudyFile
from tests.domain.build import START
from tests.domain.parts.story import PERSON, Story, cohort, escalated


def on_file(protocol_id: str, path: Path) -> Story:
    """A story whose acts are saved in a real study file."""
    story = Story(protocol_id)
    story.file = StudyFile.create(path / "s.titrant", story.study_record, story.version, person=PERSON, now=START)
    return story


def phases(story: Story) -> dict[str, str]:
    return {one.part.part_id: one.phase.value for one in derive_part_states(story.study())}


# PRO-2, ESC-11
def test_bat6021_goes_from_monotherapy_through_the_combination_into_its_expansions(tmp_path: Path) -> None:
    story = on_file("bat6021", tmp_path)
    assert phases(story) == {
        "mono": "open", "combination": "waiting", "expansion-mono": "waiting", "expansion-combination": "waiting",
    }  # fmt: skip
    for level, outcomes in ((1, "N"), (2, "N"), (3, "N"), (4, "NNN"), (5, "NNT"), (5, "NNN"), (6, "NTT")):
        story.treat("mono", level, outcomes)
        if (level, outcomes) != (5, "NNT"):
            story.decide("mono")
    assert story.status("mono").recommendation.action is Action.MTD
    assert [one.code for one in story.state("combination").reasons] == [
        "part_condition_open", "part_condition_open", "part_levels_open",
    ]  # fmt: skip
    story.condition("combination", 1)
    story.wait(12)
    assert story.refusals("combination", ["30", "100"]) == ["part_condition_open"]
    story.condition("combination", 2)
    assert story.state("combination").phase is PartPhase.READY
    assert [one.level.dose for one in list_selectable(story.study(), story.part("combination")) if one.can_be_chosen][
        -1
    ] == 100
    assert story.refusals("combination", ["100", "300"]) == ["level_source_exceeded"]
    story.open("combination", ["30", "100"])
    combination = story.part("combination")
    assert [(one.number, str(one.dose), one.unit) for one in combination.levels] == [(1, "30", "mg"), (2, "100", "mg")]
    assert story.status("combination").recommendation.action is Action.ENROL
    story.treat("combination", 1, "NNN")
    story.decide("combination")
    story.treat("combination", 2, "NNN")
    # BAT6021 confirms its top level with six.
    assert story.status("combination").recommendation.action is Action.EXPAND
    story.treat("combination", 2, "NNN")
    story.decide("combination", CommitteeAction.MTD)
    assert phases(story)["combination"] == "closed"

    story.condition("expansion-mono")
    story.open("expansion-mono", cohorts=[cohort(1, "100", tumour="Colorectal")])
    story.treat("expansion-mono", 1, "NN", cohort=1)
    status = story.status("expansion-mono")
    assert (status.recommendation.action, status.recommendation.subjects) == (Action.ENROL, 4)
    story.condition("expansion-combination")
    tumours = ("Gastric", "NSCLC", "Hepatocellular", "Oesophageal")
    story.open("expansion-combination", cohorts=[cohort(n, "100", tumour=t) for n, t in enumerate(tumours, 1)])
    story.treat("expansion-combination", 1, "NN", cohort=2, tumour="NSCLC")
    lefts = [one.left for one in story.status("expansion-combination").cohorts]
    assert lefts == [20, 18, 20, 20]
    assert story.doubts == []
    with StudyFile.open(story.file.path, read_only=True) as again:  # type: ignore[union-attr]
        assert len(again.records()["part_opening"]) == 3
        assert len(again.records()["gate_condition"]) == 4
    assert list(story.file.verify()) == []  # type: ignore[union-attr]
    story.file.close()  # type: ignore[union-attr]


# PRO-2
def test_mil97_runs_q2w_with_28_days_at_two_levels_and_expands_to_ten_in_total(tmp_path: Path) -> None:
    story = on_file("mil97", tmp_path)
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("q2w")
    assert story.refusals("q2w", ["0.03", "0.1", "0.2"]) == ["opening_too_many"]
    assert story.refusals("q2w", ["0.1", "0.3"]) == ["level_not_cleared"]
    story.open("q2w", ["0.1", "0.2"])
    (subject_id, *_) = story.treat("q2w", 1, "NNN", waits=False)
    assessment = story.status("q2w").assessment(subject_id)
    assert assessment is not None
    assert (assessment.window_ends_at - assessment.first_dose_at).days == 28
    story.wait(22)
    assert story.status("q2w").recommendation.action is Action.WAIT
    story.wait(7)
    story.decide("q2w")
    story.treat("q2w", 2, "NNN")
    story.decide("q2w", CommitteeAction.MAD)
    for level, outcomes in ((5, "NNN"), (6, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    assert phases(story)["mono"] == "closed"
    story.condition("expansion-q2w")
    story.open("expansion-q2w", cohorts=[cohort(1, "0.2")])
    # Three of the Q2W escalation at that dose count for the ten; those of Q3W at the same dose never do.
    assert [one.left for one in story.status("expansion-q2w").cohorts] == [7]
    story.treat("expansion-q2w", 1, "NNNNNNN", cohort=1)
    status = story.status("expansion-q2w")
    assert [(one.counted, one.evaluable, one.is_full) for one in status.cohorts] == [(10, 7, True)]
    assert phases(story)["expansion-q2w"] == "closed"
    assert not assess_slot(status, 1).is_open
    assert story.doubts == []
    story.file.close()  # type: ignore[union-attr]


# PRO-2
def test_mil93_opens_part_two_with_two_doses_and_as_many_expansion_cohorts_as_decided(tmp_path: Path) -> None:
    story = on_file("mil93", tmp_path)
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN"), (5, "NNN"), (6, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("combination")
    story.open(
        "combination",
        cohorts=[
            cohort(1, "10", size=15), cohort(2, "10", size=15), cohort(1, "20", size=15), cohort(2, "20", size=15),
        ],
    )  # fmt: skip
    part = story.part("combination")
    assert [str(one.dose) for one in part.levels] == ["10", "20"]
    assert [one.dose_level for one in part.cohorts] == [1, 1, 2, 2]
    assert part.cohorts[3].tumour == "Pancreatic cancer"
    subject_id = story.candidate("Pancreatic")
    codes = [one.code for one in story.enrol(subject_id, "combination", 1, cohort=1)]
    assert codes == ["cohort_other_tumour", "cohort_marker_not_shown"]
    story.condition("expansion")
    story.open("expansion", cohorts=[cohort(1, "10", size=12), cohort(1, "20", size=8)])
    assert [one.left for one in story.status("expansion").cohorts] == [12, 8]
    story.condition("q2w")
    story.open("q2w", ["10", "20"])
    assert phases(story) == {
        "mono": "closed", "q2w": "open", "expansion": "open", "combination": "open",
    }  # fmt: skip
    story.file.close()  # type: ignore[union-attr]


# PRO-2
def test_bat6026_expands_at_two_doses_and_a_dose_can_be_added_later() -> None:
    story = escalated("bat6026")
    story.condition("expansion")
    codes = story.refusals("expansion", cohorts=[cohort(1, "0.1")])
    assert codes == ["opening_cohort_left"]
    story._sign(story.draft("expansion", cohorts=[cohort(1, "0.1")]))
    story.treat("expansion", 1, "N", cohort=1)
    story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    assert [str(one.dose) for one in story.part("expansion").levels] == ["0.1", "0.03"]
    assert story.refusals("expansion", cohorts=[cohort(1, "0.03"), cohort(2, "0.1")]) == ["opening_moves_levels"]
    assert [one.left for one in story.status("expansion").cohorts] == [5, 6]


@pytest.mark.parametrize("protocol_id", ["bat6021", "bat6026", "imm27m", "mil93", "mil97"])
def test_before_the_first_dose_every_part_but_the_first_waits(protocol_id: str) -> None:
    story = Story(protocol_id)
    first, *others = derive_part_states(story.study())
    assert first.phase is PartPhase.OPEN
    assert all(one.phase is PartPhase.WAITING for one in others)
    assert all(assess_status(story.study(), one.part).recommendation.dose_level is None for one in others)
