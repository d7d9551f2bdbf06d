"""Response, antibodies and late events side by side, and counts that have risen (ESC-12)."""

from datetime import timedelta

import pytest

from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import AdaResult
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import Amount, Figure, Share, WeighedDoses
from domain.rp2d.standing import _since
from domain.rp2d.weighed_response import weigh_response
from domain.rp2d.weighing import weigh_doses
from domain.terms import AntibodyResult, Relationship
from tests.domain.build import build, event
from tests.domain.response.study_build import CUT_OFF, built, followed

TREATED_IN_MIL97 = "1N 2N"


def response(*lengths: float) -> dict[str, tuple[object, ...]]:
    """The figures of response of a study in which the subject at level 1 was followed; nobody is at level 3."""
    status = built(*followed(*lengths), history=TREATED_IN_MIL97).status(CUT_OFF)
    return {one.key: one.by_level for one in weigh_response(status, (1, 2, 3))}


NOT_REACHED = Amount(Reason("not_reached"), 1)


@pytest.mark.parametrize(
    ("lengths", "orr", "dcr", "pfs"),
    [
        ((100, 60, 60, 60, 60), 1, 1, NOT_REACHED),  # a partial response, confirmed
        ((100, 100, 100), 0, 1, NOT_REACHED),  # stable
        ((100, 150), 0, 0, Amount("42", 1)),  # progression at the first visit, after six weeks
    ],
)
def test_response_is_told_of_everybody_treated_at_a_level(lengths, orr, dcr, pfs) -> None:
    # The subject at level 2 had no visit: no response, and no progression.
    assert response(*lengths) == {
        "orr": (Share(orr, 1), Share(0, 1), None),
        "dcr": (Share(dcr, 1), Share(0, 1), None),
        "pfs": (pfs, NOT_REACHED, None),
    }


def test_without_an_assessed_tumour_nothing_is_said_of_response() -> None:
    assert response() == {}


def antibodies(*drugs: str) -> list[Figure]:
    study = build("1N 2N")
    first = study.places[0]
    found = [
        AdaResult(
            record_id=f"ada-{drug}-{day}", subject_id=first.subject_id, drug=drug, result=result,
            taken_at=PartialDate.of((first.dosed_at + timedelta(days=day)).date()),
        )
        for drug in drugs
        for day, result in ((-1, AntibodyResult.NEGATIVE), (28, AntibodyResult.POSITIVE))
    ]  # fmt: skip
    weighed = weigh_doses(study.plus(*found).status())
    return list(weighed.of_topic(WeighedTopic.ANTIBODIES))


def test_antibodies_are_told_by_drug_only_where_there_are_several() -> None:
    (alone,) = antibodies("BAT6026")
    assert (alone.key, alone.label.code) == ("ada BAT6026", "rp2d_antibodies")
    assert alone.by_level[0] == Share(1, 1)
    assert alone.by_level[1] is None
    assert [(one.key, one.label.code) for one in antibodies("BAT6026", "Other")] == [
        ("ada BAT6026", "rp2d_antibodies_against"),
        ("ada Other", "rp2d_antibodies_against"),
    ]
    assert antibodies() == []


def test_the_lines_of_a_topic_are_only_its_own() -> None:
    weighed = weigh_doses(build("1N 2N").status())
    topics = {one.topic for one in weighed.figures}
    assert len(topics) > 1
    for topic in topics:
        assert {one.topic for one in weighed.of_topic(topic)} == {topic}


@pytest.mark.parametrize(("onset", "grade", "n"), [(-10, 3, 0), (30, 3, 1), (30, 2, 0)])
def test_an_event_from_before_the_first_dose_is_no_late_one(onset, grade, n) -> None:
    study = build("1N 2N")
    first = study.places[0]
    late = event(
        first.subject_id,
        "Pneumonitis",
        grade,
        first.dosed_at + timedelta(days=onset),
        relationship=Relationship.PROBABLE,
    )
    weighed = weigh_doses(study.plus(late).status())
    found = weighed.value("later_severe", 1)
    assert isinstance(found, Share)
    assert found.n == n


# --- what has risen -------------------------------------------------------------------------------


def figures(value: Share | None) -> WeighedDoses:
    return WeighedDoses((1,), (Figure("dlt", WeighedTopic.DLT, Reason("rp2d_dlt"), (value,)),))


@pytest.mark.parametrize(
    ("was", "now", "has_risen"),
    [
        (Share(1, 6), Share(2, 6), True),
        (Share(1, 6), Share(1, 7), False),
        (Share(1, 6, 1), Share(1, 6, 2), True),
        (Share(2, 6), Share(1, 6), False),
        (None, Share(0, 6), False),
        (None, Share(0, 6, 0), False),
        (None, Share(1, 6), True),
        (Share(0, 6), Share(0, 6, 1), True),
        (Share(1, 6), None, False),
    ],
)
def test_a_count_has_risen_by_its_subjects_or_by_their_events(was, now, has_risen) -> None:
    assert bool(_since(1, 1, figures(was), figures(now))) is has_risen
