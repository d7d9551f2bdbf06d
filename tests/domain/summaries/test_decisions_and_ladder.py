"""Committee decisions, flagged when later data change what they rested on, and the ladder as a value."""

import json
from datetime import timedelta

from domain.reasons import Reason
from domain.records import Decision
from domain.summaries.decisions import describe_act, tabulate_decisions
from domain.summaries.ladder import derive_ladder
from domain.terms import Action, CommitteeAction, LevelState, Relationship
from tests.domain.build import build, event


def late_dlt(built, number):
    onset = built.places[number].dosed_at + timedelta(days=4)
    subject_id = built.places[number].subject_id
    return event(subject_id, "Colitis", 3, onset, relationship=Relationship.PROBABLE)


def test_decisions_carry_what_was_recommended_then():
    built = build("1N 2N 3NNN", with_decisions=True)
    table = tabulate_decisions(built.status())
    assert table.column("decision") == tuple(describe_act(Action.ESCALATE, n, s) for n, s in ((2, 1), (3, 3)))
    assert table.column("recommended") == table.column("decision")
    assert table.column("now") == (None, None)
    assert table.column("position") == (212, 583)


def test_a_decision_undermined_by_later_data_is_flagged():  # ESC-8
    built = build("1N 2N 3NNN", with_decisions=True)
    table = tabulate_decisions(built.plus(late_dlt(built, 1)).status())
    assert table.column("now") == (None, describe_act(Action.EXPAND, 2, 2))
    assert [row[0].emphasis for row in table.rows] == [False, True]


def test_a_stop_has_no_level():
    decision = Decision(
        record_id="d",
        part_id="mono",
        dose_level=1,
        action=CommitteeAction.STOP,
        cut_off=build("1N").cut_off,
        position=9,
        head="",
        protocol_version="1.0",
        recommended=json.dumps({"action": "stop", "dose_level": None, "subjects": 0}),
        evidence_hash="",
        signed_by="Lin Yue",
        signed_at=build("1N").cut_off,
    )
    built = build("1N")
    decision = type(decision)(**{**vars(decision), "part_id": built.part.part_id})
    table = tabulate_decisions(built.plus(decision).status())
    assert table.column("level") == (None,)
    assert table.column("recommended") == (Reason("act_stop", {"level": None}),)


def test_the_ladder_shows_every_level_highest_first_with_its_marks():  # REP-1
    built = build("1N 2MNN 3NNXN 4NNT??")
    rungs = derive_ladder(built.status())
    assert [rung.level.number for rung in rungs] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert ["".join(mark.state for mark in rung.marks) for rung in rungs] == [
        "", "", "", "", "NNT??+", "NNXN", "MNN", "N",
    ]  # fmt: skip
    assert [rung.level.number for rung in rungs if rung.is_current] == [4]
    slot = rungs[4].marks[-1]
    assert slot.opens_at == built.places[-2].window_ends_at
    assert [mark.days_left for mark in rungs[4].marks[3:5]] == [11, 13]
    modes = [rung.mode.code for rung in rungs[-3:]]
    assert modes == ["mode_standard", "mode_accelerated_then", "mode_accelerated"]


def test_a_reserved_place_is_a_slot_with_its_subject():
    built = build("1N 2?")
    place = built.records["enrolment"][-1]
    status = built.status(built.places[1].dosed_at - timedelta(hours=2))
    marks = derive_ladder(status)[-2].marks
    assert [(mark.state, mark.subject_id) for mark in marks] == [("+", place.subject_id)]


def test_an_mtd_by_the_rule_is_named_as_not_signed():
    rungs = derive_ladder(build("1N 2N 3NNNNNN 4NTT").status())
    assert [rung.declared.code for rung in rungs if rung.declared] == ["rung_mtd_rule"]
    assert rungs[-4].tally.state is LevelState.EXCEEDED
