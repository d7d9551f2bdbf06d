"""A part's status where it is asked with less than all: by default, behind a gate, over a ladder that moved."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

import pytest

from domain.escalation.status import assess_status, closed_by_source, recommend_at, recommend_from
from domain.protocol.reader import content_to_json, read_content
from domain.reasons import Reason
from domain.records import ProtocolVersion
from domain.terms import Action, AeOutcome, CommitteeAction, Relationship, SeriousCriterion
from tests.domain.build import Built, build, event
from tests.domain.escalation.test_slots import decide
from tests.domain.test_ladders import inserted

SKIPPED = "1N 3NNN"


@lru_cache
def skipping() -> Built:
    return build(SKIPPED)


@lru_cache
def amended() -> Built:
    """Level 2 was skipped; then a level came in between levels 4 and 5."""
    return inserted(skipping(), 4)


# PRO-4
@pytest.mark.parametrize("days", [0, 4])
def test_where_the_history_left_the_rules_is_said_unless_it_is_not_asked_for(days: int) -> None:
    built = amended()
    study = built.study(built.cut_off + timedelta(days=days))
    part = study.protocol.first_part
    assessments, said = recommend_at(study, part)
    assert [(one.code, one.numbers["level"]) for one in said.departures] == [("departure_skipped", 3)]
    assert recommend_from(study, part, assessments) == said
    _, unsaid = recommend_at(study, part, with_departures=False)
    assert unsaid.departures == ()
    assert replace(said, departures=()) == unsaid


def test_two_looks_at_one_part_are_the_same_whether_or_not_closed_levels_were_asked_for() -> None:
    status = skipping().status()
    assert replace(status, closed={2: Reason("source_exceeded", {"level": 2})}) == status


# PRO-2
def test_a_source_part_that_has_no_levels_yet_closes_none() -> None:
    study = build("1N 2MNN 3NTT", protocol_id="bat6021").study()
    fed = replace(study.protocol.first_part, levels_from="combination")
    assert study.protocol.part("combination").levels == ()
    assert closed_by_source(study, fed) == {}
    own = replace(fed, levels_from="mono")
    assert sorted(closed_by_source(study, own)) == [3, 4, 5, 6, 7, 8]


# PRO-2
def test_a_part_with_its_own_levels_asks_for_nobody_until_its_gate_is_opened() -> None:
    built = skipping()
    content = json.loads(content_to_json(built.protocol))
    content["parts"][0]["gate"] = {"conditions": ["Data of another study reviewed"]}
    (version,) = built.records["protocol_version"]
    assert isinstance(version, ProtocolVersion)
    gated = built.plus(replace(version, content=content_to_json(read_content(content))))
    study = gated.study()
    part = study.protocol.first_part
    assert part.levels
    _, found = recommend_at(study, part)
    assert (found.action, found.subjects) == (Action.WAIT, 0)
    assert [one.code for one in found.reasons] == ["part_not_open"]
    assert [one.treated for one in found.tallies[:3]] == [1, 0, 3]  # who was dosed all the same is counted


# PRO-4, ESC-8
@pytest.mark.parametrize(("below", "number"), [(2, 5), (4, 4)])
def test_what_an_undermined_decision_would_be_now_is_said_by_the_number_of_today(below: int, number: int) -> None:
    plain = build("1N 2N 3NNN 4NNN 5NNN", with_decisions=True)
    place = next(one for one in plain.places if one.dose_level == 4)
    late = event(
        place.subject_id, "Pneumonitis", 3, place.dosed_at + timedelta(days=6), relationship=Relationship.PROBABLE,
        seriousness=(SeriousCriterion.HOSPITALISATION,), outcome=AeOutcome.RECOVERING,
    )  # fmt: skip
    built = inserted(plain.plus(late), below)
    study = built.study(built.cut_off + timedelta(days=4))
    ((decision, instead),) = assess_status(study, study.protocol.first_part).undermined
    # The step from the fourth dose to the fifth would have been three more at the fourth.
    assert (decision.action, instead.action) == (CommitteeAction.ESCALATE, Action.EXPAND)
    assert instead.dose_level == number


# ESC-8
def test_a_decision_on_an_answer_that_names_no_level_stands_while_the_answer_does() -> None:
    built = decide(build("1TT"))
    (decision,) = built.study().decisions
    assert json.loads(decision.recommended)["dose_level"] is None
    status = built.status()
    assert (status.recommendation.action, status.recommendation.dose_level) == (Action.STOP, None)
    assert status.undermined == ()


def test_each_treated_subject_has_an_assessment_and_nobody_else() -> None:
    status = skipping().status()
    for one in status.assessments:
        assert status.assessment(one.subject_id) is one
    assert status.assessment("00-000") is None
