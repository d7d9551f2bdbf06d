"""Counts of different parts are never pooled."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.escalation.status import assess_status
from domain.study import Study
from domain.terms import Grade, Relationship
from tests.domain.build import event
from tests.domain.parts.story import Story, cohort

PARTS = ("mono", "q2w", "expansion-q3w", "expansion-q2w")
NAMES = ("treated", "evaluable", "dlt", "moderate", "pending", "not_evaluable")


def running() -> Story:
    """MIL97 with subjects in the window of every one of its four parts."""
    story = Story("mil97")
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NNN"), (5, "NNN"), (6, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    story.condition("q2w")
    story.open("q2w", ["0.2"])
    story.treat("q2w", 1, "NNN")
    story.decide("q2w")
    story.condition("expansion-q3w")
    story.open("expansion-q3w", cohorts=[cohort(1, "0.2")])
    story.condition("expansion-q2w")
    story.open("expansion-q2w", cohorts=[cohort(1, "0.2")])
    story.treat("expansion-q3w", 1, "N?", cohort=1, waits=False)
    story.treat("expansion-q2w", 1, "N?", cohort=1, waits=False)
    return story


STORY = running()
SUBJECTS = [(one.subject_id, one.part_id) for part in PARTS for one in STORY.status(part).assessments]


def counts(study: Study, part_id: str) -> list[tuple[int, ...]]:
    tallies = assess_status(study, study.protocol.part(part_id)).recommendation.tallies
    return [tuple(getattr(tally, name) for name in NAMES) for tally in tallies]


BEFORE = {part: counts(STORY.study(), part) for part in PARTS}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(SUBJECTS), st.sampled_from(list(Grade)), st.integers(0, 30), st.sampled_from(list(Relationship)))
def test_an_event_in_one_part_never_changes_the_counts_of_another(  # PRO-2
    subject: tuple[str, str], grade: Grade, day: int, relationship: Relationship
) -> None:
    subject_id, part_id = subject
    first = STORY.study().first_dose(subject_id)
    assert first is not None
    added = event(subject_id, "Pneumonitis", grade, first.started_at + timedelta(days=day), relationship=relationship)
    records = {**STORY.records, "adverse_event": (*STORY.records.get("adverse_event", ()), added)}
    study = Study.of(records, cut_off=STORY.now, position=1, head="a")
    for other in PARTS:
        if other != part_id:
            assert counts(study, other) == BEFORE[other]


def test_the_same_dose_under_another_schedule_counts_for_no_size() -> None:  # PRO-2
    q3w, q2w = STORY.status("expansion-q3w").cohorts[0], STORY.status("expansion-q2w").cohorts[0]
    assert (len(q3w.from_escalation), len(q2w.from_escalation)) == (3, 3)
    assert not set(q3w.from_escalation) & set(q2w.from_escalation)
