"""What the plots of tumour response show."""

from datetime import UTC, datetime

import pytest

from domain.partial_date import PartialDate
from domain.response.kaplan_meier import kaplan_meier
from domain.response.of_study import derive_responses
from domain.response.plots import (
    Mark,
    curve_of,
    derive_spider,
    derive_swimmer,
    derive_waterfall,
    numbers_at_risk,
)
from domain.response.terms import LesionStatus, Response
from tests.domain.response.study_build import (
    CUT_OFF,
    FIRST,
    SCREEN,
    WHO,
    contact,
    ended,
    followed,
    left,
    study_of,
    therapy,
    week,
)


def test_the_waterfall_falls_from_growth_to_response_and_names_who_is_absent():  # EFF-3
    fall = derive_waterfall(study_of(*followed(50, 30, 40), history="1N 2N"))
    assert [(bar.subject_id, bar.level, bar.change, bar.best) for bar in fall.bars] == [(WHO, 1, -0.4, Response.SD)]
    assert [(subject, reason.code) for subject, reason in fall.absent] == [("01-002", "response_no_baseline")]


def test_a_spider_starts_at_baseline_and_stops_at_new_therapy():  # EFF-3
    records = [*followed(50, 35, LesionStatus.NOT_EVALUABLE, 60), therapy(PartialDate.of(week(17)))]
    (line,) = derive_spider(study_of(*records))
    assert [(point.day, round(point.change, 3), point.response) for point in line.points] == [
        ((SCREEN - FIRST).days, 0.0, None),
        (42, -0.3, Response.PR),
    ]
    assert derive_spider(study_of()) == ()


def test_a_swimmer_shows_treatment_response_progression_and_what_goes_on():  # EFF-3
    study = study_of(*followed(50, 30, 30, 60))
    (lane,) = derive_swimmer(study)
    assert (lane.is_on_treatment, lane.treated_to) == (True, (CUT_OFF.date() - FIRST).days)
    assert (lane.responds_from, lane.responds_to) == (42, 126)
    assert [(mark.day, mark.mark, mark.is_confirmed) for mark in lane.marks] == [
        (42, Mark.PR, True),
        (126, Mark.PD, False),
    ]


@pytest.mark.parametrize(
    ("records", "treated_to", "followed_to", "marks"),
    [
        ([ended(week(20))], 140, 140, []),
        ([ended(week(20)), contact(week(40))], 140, 280, []),
        ([left(week(25))], 175, 175, [(175, Mark.DEATH)]),
        ([ended(week(20)), therapy(PartialDate.of(week(22)))], 140, 140, [(154, Mark.NEW_THERAPY)]),
    ],
)
def test_a_lane_ends_with_treatment_and_is_followed_to_what_is_known(records, treated_to, followed_to, marks):
    (lane,) = derive_swimmer(study_of(*records))
    assert (lane.treated_to, lane.followed_to, lane.is_on_treatment) == (treated_to, followed_to, False)
    assert [(mark.day, mark.mark) for mark in lane.marks] == marks


def test_an_unconfirmed_response_is_marked_as_such_and_has_no_bar():
    (lane,) = derive_swimmer(study_of(*followed(50, 30, 60)))
    assert (lane.responds_from, lane.marks[0].mark, lane.marks[0].is_confirmed) == (None, Mark.PR, False)


def test_a_curve_is_of_one_endpoint():  # EFF-2
    study = study_of(*followed(50, 60), contact(week(9), died=PartialDate.of(week(8))), history="1N 2N")
    curve = curve_of(derive_responses(study), "PFS")
    assert (curve.n, curve.events) == (2, 1)
    assert [(step.time, step.n_risk, step.n_event) for step in curve.steps] == [(0, 2, 0), (42, 1, 1)]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], [(0, 0)]),
        ([10, 50], [(0, 2), (42, 1), (84, 0)]),
        ([100, 800], [(0, 2), (84, 2), (168, 1)]),
    ],
)
def test_numbers_at_risk_stand_at_even_weeks(times, expected):  # EFF-3
    found = numbers_at_risk(kaplan_meier(times, [True] * len(times)))
    assert list(found[: len(expected)]) == expected
    assert len(found) <= 12


def test_a_cut_off_before_the_first_visit_leaves_the_lane_on_treatment():
    (lane,) = derive_swimmer(study_of(*followed(50, 30), cut_off=datetime(2026, 3, 20, tzinfo=UTC)))
    assert (lane.is_on_treatment, lane.marks, lane.treated_to) == (True, (), 18)
