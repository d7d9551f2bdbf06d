"""What the committee can decide, and what stands in the way (ESC-8)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical
from domain.escalation.committee import (
    Choice,
    Stance,
    assess_stance,
    check_decision,
    draft_decision,
    list_choices,
)
from domain.escalation.plain import evidence_hash, plain_recommendation
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.status import PartStatus, assess_status
from domain.evaluability import Assessment
from domain.notation import parse_history
from domain.protocol.model import Part, with_rules
from domain.reasons import Reason
from domain.records import Attendee, Decision
from domain.terms import Action, CommitteeAction, Outcome, Vote
from tests.domain.build import build
from tests.domain.escalation.designs import BAT6026_PART

PEOPLE = (Attendee("Lin Yue", "principal investigator"), Attendee("Chen Hao", "medical monitor", Vote.PRESENT))


def status_of(history: str, part: Part = BAT6026_PART) -> PartStatus:
    """A status from outcomes alone; the dates are those of an empty study."""
    built = build("")
    study = built.study()
    groups = parse_history(history, len(part.levels))
    plan = [(group.dose_level, outcome) for group in groups for outcome in group.outcomes]
    assessments = tuple(
        Assessment(
            f"01-{number:03d}",
            part.part_id,
            level,
            outcome,
            study.cut_off - timedelta(days=3),
            study.cut_off + timedelta(days=18 if outcome.is_pending else -1),
            Reason("outcome_none"),
        )
        for number, (level, outcome) in enumerate(plan, 1)
    )
    return PartStatus(study, part, assessments, recommend_next(part, treated_from(groups)))


def decision_on(
    status: PartStatus, choice: Choice, *, reason: str = "", people: tuple[Attendee, ...] = PEOPLE
) -> Decision:
    return draft_decision(
        status, choice, record_id="decision", attendees=people, reason=reason, signed_by="Lin Yue",
        signed_role="principal investigator", signed_at=status.study.cut_off,
    )  # fmt: skip


def said(status: PartStatus) -> list[str]:
    return [
        f"{choice.action.value} {choice.dose_level} {choice.subjects}: {choice.stance.value}"
        for choice in list_choices(status)
    ]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (
            "1N 2MNN 3NNN",
            ["escalate 4 3: follows", "hold 3 0: more cautious", "stay 3 3: more cautious",
             "de-escalate 2 3: more cautious", "stop 3 0: more cautious"],
        ),
        (
            "1N 2MNN 3NNT",
            ["expand 3 3: follows", "hold 3 0: more cautious", "de-escalate 2 3: more cautious",
             "escalate 4 3: bolder", "stop 3 0: more cautious"],
        ),
        (
            "1N 2MNN 3NN?",
            ["hold 3 0: follows", "de-escalate 2 3: more cautious", "escalate 4 3: not ready",
             "stop 3 0: more cautious"],
        ),
        (  # ESC-6: more have to be dosed here first, so no date is promised
            "1N 2MNN 3NNT??",
            ["expand 3 1: follows", "hold 3 0: more cautious", "de-escalate 2 3: more cautious",
             "escalate 4 3: bolder", "stop 3 0: more cautious"],
        ),
        (  # ESC-11: an exceeded level is never "not before"
            "1N 2N 3NNN 4TTN 3NN?",
            ["hold 3 0: follows", "de-escalate 2 3: more cautious", "escalate 4 3: bolder",
             "stop 3 0: more cautious"],
        ),
        (
            "1N 2N 3NNN 4TTN 3NNN",
            ["mtd 3 0: follows", "hold 3 0: more cautious", "stay 3 3: more cautious",
             "de-escalate 2 3: more cautious", "escalate 4 3: bolder", "stop 3 0: more cautious"],
        ),
        ("1TTN", ["stop 1 0: follows", "hold 1 0: more cautious", "escalate 2 3: bolder"]),
        (
            "1N 2MNN 3NNTNNNT",
            ["de-escalate 2 3: follows", "hold 3 0: follows", "escalate 4 3: bolder", "stop 3 0: more cautious"],
        ),
        (
            "1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN",
            ["mad 7 0: follows", "hold 7 0: more cautious", "stay 7 3: more cautious",
             "de-escalate 6 3: more cautious", "escalate 8 3: follows", "stop 7 0: more cautious"],
        ),
    ],
)  # fmt: skip
def test_choices_on_a_recommendation(history: str, expected: list[str]) -> None:
    assert said(status_of(history)) == expected


def test_where_the_protocol_does_not_replace_the_committee_may_all_the_same() -> None:
    """The options name it; the level is suspended only because the protocol is silent."""
    part = with_rules(BAT6026_PART, replace_not_evaluable=False)
    status = status_of("1N 2N 3NNX", part)
    assert status.recommendation.action is Action.CHOOSE
    assert "enrol 3 1: follows" in said(status)


@pytest.mark.parametrize("action", [CommitteeAction.HOLD, CommitteeAction.STOP])
@pytest.mark.parametrize("history", ["", "1?", "1N 2MNN 3NN?", "1N 2MNN 3NNT??", "1N 2N 3NNN 4TTN", "1TTN"])
def test_hold_and_stop_can_be_signed_at_any_time(history: str, action: CommitteeAction) -> None:
    assert assess_stance(status_of(history), action, 1, 0) in (Stance.FOLLOWS, Stance.MORE_CAUTIOUS)


@pytest.mark.parametrize(
    ("action", "level", "subjects", "stance"),
    [
        (CommitteeAction.ESCALATE, 4, 3, Stance.FOLLOWS),
        (CommitteeAction.ESCALATE, 4, 2, Stance.MORE_CAUTIOUS),
        (CommitteeAction.ESCALATE, 4, 4, Stance.BOLDER),  # more subjects
        (CommitteeAction.ESCALATE, 5, 3, Stance.BOLDER),  # p35: no skipping
        (CommitteeAction.STAY, 3, 3, Stance.MORE_CAUTIOUS),  # p33
        (CommitteeAction.MTD, 4, 0, Stance.BOLDER),
    ],
)
def test_stance_beside_an_escalation(action: CommitteeAction, level: int, subjects: int, stance: Stance) -> None:
    assert assess_stance(status_of("1N 2MNN 3NNN"), action, level, subjects) is stance


def test_a_level_above_two_dlts_takes_an_amendment() -> None:  # p34
    status = status_of("1N 2N 3NNN 4NNNNTT")
    assert assess_stance(status, CommitteeAction.ESCALATE, 5, 3) is Stance.BOLDER
    decision = decision_on(status, Choice(CommitteeAction.ESCALATE, 5, 3, Stance.BOLDER))
    assert [finding.code for finding in check_decision(status, decision)] == ["decision_bolder"]


def test_a_group_still_in_the_window_keeps_the_next_level_closed_and_is_named() -> None:  # p24
    status = build("1N 2MNN 3NN?").status()
    decision = decision_on(status, Choice(CommitteeAction.ESCALATE, 4, 3, Stance.NOT_READY))
    (finding,) = check_decision(status, decision)
    assert finding.code == "decision_awaits"
    assert finding.field == "action"
    (waiting,) = status.in_window
    assert dict(finding.numbers) == {"subject": waiting.subject_id, "until": waiting.window_ends_at}


def test_what_is_missing_is_found_at_its_field() -> None:
    status = status_of("1N 2MNN 3NNN")
    follows = list_choices(status)[0]
    hold = next(choice for choice in list_choices(status) if choice.action is CommitteeAction.HOLD)

    def found(decision: Decision) -> list[tuple[str, str]]:
        return [(finding.field, finding.code) for finding in check_decision(status, decision)]

    assert found(decision_on(status, follows)) == []
    assert found(decision_on(status, follows, people=())) == [("attendees", "decision_needs_attendees")]
    assert found(replace(decision_on(status, follows), signed_by=" ")) == [("signed_by", "decision_needs_signature")]
    assert found(decision_on(status, hold, reason="  ")) == [("reason", "decision_needs_reason")]
    assert found(decision_on(status, hold, reason="another site reports a case")) == []
    dissent = (PEOPLE[0], replace(PEOPLE[1], vote=Vote.DISSENTS))
    assert found(decision_on(status, follows, people=dissent)) == [("reason", "decision_dissent_needs_reason")]
    assert found(decision_on(status, follows, people=dissent, reason="outvoted")) == []


def test_a_decision_carries_all_that_it_rests_on() -> None:  # REP-4
    status = build("1N 2MNN 3NNN").status()
    decision = decision_on(status, list_choices(status)[0])
    study = status.study
    assert (decision.cut_off, decision.position, decision.head) == (study.cut_off, study.position, study.head)
    assert decision.protocol_version == study.protocol.version
    assert decision.recommended == canonical(plain_recommendation(status.recommendation, status.part))
    assert decision.evidence_hash == evidence_hash(status)


def test_the_same_act_on_reversed_evidence_keeps_the_decision_and_changes_its_hash() -> None:  # p31
    one, other = build("1N 2MNN 3NNTNNN"), build("1N 2MNN 3NNNNNN")
    decision = decision_on(one.status(), list_choices(one.status())[0])
    reversed_study = other.plus(decision).study(one.cut_off)
    status = assess_status(reversed_study, other.part)
    assert status.undermined == ()
    assert evidence_hash(status) != decision.evidence_hash


def test_a_dlt_found_later_undermines_the_decision_that_opened_the_next_level() -> None:  # p30
    clean, dlt = build("1N 2MNN 3NNN"), build("1N 2MNN 3NNT")
    decision = decision_on(clean.status(), list_choices(clean.status())[0])
    (found,) = assess_status(dlt.plus(decision).study(clean.cut_off), dlt.part).undermined
    assert found[0].record_id == decision.record_id
    assert found[1].action is Action.EXPAND


outcome_letters = st.sampled_from([one.value for one in Outcome])
histories = st.lists(st.tuples(st.integers(1, 5), st.text(outcome_letters, min_size=1, max_size=4)), max_size=4).map(
    lambda groups: " ".join(f"{level}{letters}" for level, letters in groups)
)


@given(histories)
def test_every_choice_offered_stands_as_it_is_judged_and_none_is_offered_twice(history: str) -> None:
    status = status_of(history)
    choices = list_choices(status)
    for choice in choices:
        assert assess_stance(status, choice.action, choice.dose_level, choice.subjects) is choice.stance
    acts = [(choice.action, choice.dose_level) for choice in choices]
    assert len(acts) == len(set(acts))
    assert CommitteeAction.HOLD in [choice.action for choice in choices if choice.can_be_signed]


@given(histories)
def test_no_choice_that_can_be_signed_doses_above_the_recommendation(history: str) -> None:
    status = status_of(history)
    opening = (CommitteeAction.ENROL, CommitteeAction.EXPAND, CommitteeAction.ESCALATE)
    recommendation = status.recommendation
    for choice in list_choices(status):
        if not choice.can_be_signed or choice.action not in opening or recommendation.action is Action.CHOOSE:
            continue
        optional = recommendation.action in (Action.MAD, Action.MTD)
        assert choice.dose_level <= (recommendation.dose_level or 0) + optional
        assert not any(one.dose_level < choice.dose_level for one in status.in_window) or (
            choice.action is not CommitteeAction.ESCALATE
        )
