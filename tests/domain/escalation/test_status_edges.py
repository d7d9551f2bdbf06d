"""Corners of a part's status: added subjects in their turn, the planned number, plain values, what is not ready."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.escalation.committee import Stance, assess_stance, draft_decision, list_choices
from domain.escalation.departures import list_departures
from domain.escalation.outlook import outlook_from
from domain.escalation.plain import plain_reason
from domain.escalation.planned_number import derive_planned_number
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.recommendation import TreatedSubject
from domain.escalation.slots import assess_backfill_slot, assess_slot, granted_subjects, group_spacing
from domain.escalation.status import assess_status
from domain.notation import Group, parse_history
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Rules, with_rules
from domain.reasons import Reason
from domain.records import Attendee, Enrolment, Leaving, Record, Subject
from domain.terms import Action, CommitteeAction, LeaveReason, Outcome, Sex
from tests.domain.build import build
from tests.domain.escalation.designs import BAT6026, make_part


def departures(history: str) -> list[str]:
    """Codes; a "b" after the level marks a group added at a cleared level."""
    groups, added = [], []
    for token in history.split():
        groups.append(Group(int(token[0]), tuple(Outcome(letter) for letter in token[1:].removeprefix("b"))))
        added.append(token[1:].startswith("b"))
    return [one.code for one in list_departures(BAT6026, 5, 5, tuple(groups), tuple(added))]


# ESC-11
@pytest.mark.parametrize(
    ("history", "departs"),
    [
        ("1N 2N 3NNN 2bTT 4NNN", True),  # level 2 was exceeded before the group at level 4
        ("1N 2N 3NNN 4NNN 2bTT", False),  # and here after it
        ("1N 2N 3NNN 3bNNT 4NNN 5NNN", False),  # one in six, counted once
        ("1N 2N 3NNN 4N 3bTT 4NN 5NNN", True),  # those added while level 4 was dosed count before level 5
        ("1N 2N 3NNN 4N 3bNNT 4NN 5NNN", False),
        ("1N 2N 3NNN 4NNN 3bTT 5NNN", True),
    ],
)
def test_who_was_added_counts_for_what_was_dosed_later_and_for_nothing_before(history, departs) -> None:
    assert bool(departures(history)) is departs


def test_a_backfill_that_changes_nothing_is_not_said_to_have_turned_anything() -> None:
    history = [(1, "N", False), (2, "N", False), (3, "NNNNN", False), (4, "NNN", False), (3, "T", True)]
    subjects = [
        TreatedSubject(level, Outcome(letter), is_backfill=is_added)
        for level, letters, is_added in history
        for letter in letters
    ]
    for policy in (BackfillPolicy.COUNTED, BackfillPolicy.APART):
        found = recommend_next(make_part(replace(BAT6026, backfill=policy), 5), subjects)
        assert (found.action, found.dose_level) == (Action.ESCALATE, 5)
        assert not [one for one in found.reasons if one.code.startswith("backfill")]


def test_the_outlook_asks_what_follows_and_not_what_went_before() -> None:
    part, subjects = make_part(BAT6026, 5), treated_from(parse_history("1N 3NNN", 5))
    now = recommend_next(part, subjects)
    assert now.departures
    found = outlook_from(part, subjects, now)
    assert found is not None
    assert all(one.then.departures == () for one in found.rows)


# --- the planned number ---------------------------------------------------------------------------


def leaver(part_id: str, subject_id: str, *, has_left: bool) -> tuple[Record, ...]:
    """A subject who was enrolled and never dosed."""
    at = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
    records: tuple[Record, ...] = (
        Subject(
            record_id=f"s-{subject_id}", subject_id=subject_id, consent_date=date(2026, 3, 1), sex=Sex.FEMALE,
            birth_year=1960, tumour_type="Colorectal",
        ),
        Enrolment(record_id=f"e-{subject_id}", subject_id=subject_id, part_id=part_id, dose_level=1, enrolled_at=at),
    )  # fmt: skip
    if not has_left:
        return records
    left = Leaving(record_id=f"l-{subject_id}", subject_id=subject_id, left_at=at, reason=LeaveReason.CONSENT_WITHDRAWN)
    return (*records, left)


# PRO-5
@pytest.mark.parametrize(("own", "planned"), [(None, 16), (20, 20)])
def test_only_who_left_without_a_dose_is_not_counted(own, planned) -> None:
    built = build("1NX 2N", protocol_id="imm27m")  # the second left after the first dose
    # Those who left come first, so that whoever is passed over hides nobody after them.
    built = built.plus(*leaver(built.part.part_id, "00-001", has_left=True))
    built = built.plus(*leaver(built.part.part_id, "00-002", has_left=False))
    part = replace(built.part, planned_subjects=own)
    found = derive_planned_number(built.study(), part)
    assert found is not None
    assert (found.planned, found.enrolled) == (planned, 4)
    for subject_id in [one.subject_id for one in built.study().subjects]:
        without = derive_planned_number(built.study(), part, without=subject_id)
        assert without is not None
        assert without.enrolled == (4 if subject_id == "00-001" else 3)
    other = derive_planned_number(built.study(), replace(part, part_id="other"))
    assert other is not None
    # A number of the study counts everybody, a part's own number the part's subjects.
    assert other.enrolled == (4 if own is None else 0)


def test_where_no_number_is_planned_there_is_none() -> None:
    built = build("1N")
    assert built.protocol.planned_subjects is None
    assert derive_planned_number(built.study(), built.part) is None


# --- plain values ---------------------------------------------------------------------------------


def test_a_stored_reason_holds_texts_and_whole_numbers_only() -> None:
    moment = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    reason = Reason("code", {"n": 3, "text": "a", "share": Decimal("0.5"), "day": date(2026, 3, 2), "at": moment})
    found = plain_reason(reason)
    assert found["code"] == "code"
    assert found["numbers"] == {"n": 3, "text": "a", "share": "0.5", "day": "2026-03-02", "at": str(moment)}


# --- what is granted, what is not ready -----------------------------------------------------------


def test_while_the_rules_wait_at_a_level_an_earlier_decision_grants_nobody_there() -> None:
    built = build("1N 2MNN 3NN?")
    status = built.status()
    assert (status.recommendation.action, status.recommendation.dose_level) == (Action.WAIT, 3)
    signed = draft_decision(
        status, list_choices(status)[0], record_id="d", attendees=(Attendee("Lin Yue", "PI"),),
        reason="discussed", signed_by="Lin Yue", signed_role="PI", signed_at=built.cut_off,
    )  # fmt: skip
    last = replace(signed, action=CommitteeAction.STAY, subjects=2)
    assert granted_subjects(status, replace(last, dose_level=3), 3) == 0
    assert granted_subjects(status, replace(last, dose_level=2), 2) == 2
    assert granted_subjects(status, replace(last, dose_level=2), 1) == 0


def test_the_step_that_is_recommended_while_a_lower_verdict_is_open_is_not_ready() -> None:
    status = build("1N 2MNNNN 3NNN 2?").status()
    assert (status.recommendation.action, status.recommendation.dose_level) == (Action.ESCALATE, 4)
    assert assess_stance(status, CommitteeAction.ESCALATE, 4, 3) is Stance.NOT_READY
    assert assess_stance(status, CommitteeAction.ESCALATE, 5, 3) is Stance.BOLDER


# --- slots, dates and states ----------------------------------------------------------------------


def test_a_level_suspended_after_the_end_names_no_lower_one() -> None:
    found = assess_slot(build("1N 2MNN 1TT").status(), 2)
    assert (found.is_open, found.free) == (False, 0)
    assert [(one.code, one.numbers["lower"]) for one in found.reasons] == [("slot_suspended", 0)]


# SUB-2
def test_a_slot_opens_only_as_long_before_the_dose_as_it_may_be_reserved() -> None:
    built = build("1N 2MNN 3??")  # two are in the window, and no third may join them
    status = built.status()
    found = assess_slot(status, 3)
    assert (found.is_open, found.free) == (False, 1)
    assert [one.code for one in found.reasons] == ["spacing_window"]
    assert found.dose_from is not None
    assert found.dose_from > status.study.cut_off
    assert found.until == found.dose_from - timedelta(days=status.part.rules.reservation_days)


def test_who_has_a_dlt_is_in_no_window_any_more() -> None:
    status = build("1N 2MNN 3T?").status()
    assert status.recommendation.open_now == 1
    spacing = group_spacing(status, 3, status.study.cut_off)
    assert spacing.open_now == 1


def test_a_declared_level_blocks_nothing() -> None:
    assert build("1N 2MNN 3NTT 2NNN").status().recommendation.blocks == ()


def test_a_level_on_which_the_protocol_is_silent_is_suspended() -> None:
    found = recommend_next(make_part(Rules(), 4), treated_from(parse_history("1NNN 2NNNNNNTT", 4)))
    assert [one.state.value for one in found.tallies] == ["cleared", "suspended", "closed", "closed"]


def test_the_end_awaits_nobody() -> None:
    subjects = [TreatedSubject(1, Outcome(letter), f"S-{at}") for at, letter in enumerate("TT?")]
    found = recommend_next(make_part(Rules(), 4), subjects)
    assert (found.action, found.awaited) == (Action.STOP, ())


@pytest.mark.parametrize(("policy", "counts"), [(BackfillPolicy.APART, False), (BackfillPolicy.COUNTED, True)])
def test_an_added_subject_in_the_window_counts_as_the_policy_says(policy, counts) -> None:
    status = build("1N 2MNN 3NN?").status()
    added = replace(
        status,
        part=with_rules(status.part, backfill=policy),
        assessments=tuple(replace(one, is_backfill=one.outcome.is_pending) for one in status.assessments),
    )
    assert len(added.in_window) == 1
    assert added.counted_in_window == (added.in_window if counts else ())


def test_while_added_subjects_would_turn_the_answer_nobody_is_added() -> None:
    study = build("1N 2N 3NNN 4NN").study()
    status = assess_status(study, with_rules(build("1N").part, backfill=BackfillPolicy.APART))
    assert assess_backfill_slot(status, 3).is_open
    alarm = Reason("backfill_would_turn", {"level": 3})
    alarmed = replace(status, recommendation=replace(status.recommendation, reasons=(alarm,)))
    found = assess_backfill_slot(alarmed, 3)
    assert (found.is_open, found.free, found.reasons) == (False, 0, (alarm,))


def test_a_closed_level_is_closed_for_everybody() -> None:
    why = Reason("level_above_ceiling", {"level": 3})
    status = build("1N 2N 3NN").status()
    assert assess_slot(status, 3).is_open
    closed = replace(status)
    vars(closed)["closed_levels"] = {3: why}  # kept as if the source part had closed it
    found = assess_slot(closed, 3)
    assert (found.is_open, found.free, found.reasons) == (False, 0, (why,))
    counted = replace(closed, part=with_rules(status.part, backfill=BackfillPolicy.COUNTED))
    vars(counted)["closed_levels"] = {3: why}
    added = assess_backfill_slot(counted, 3)
    assert (added.is_open, added.free, added.reasons) == (False, 0, (why,))


def test_a_departure_names_the_first_level_that_was_skipped() -> None:
    groups = (Group(1, (Outcome.NO_DLT,)), Group(4, (Outcome.NO_DLT,)))
    (found,) = list_departures(BAT6026, 5, 5, groups)
    assert (found.code, found.numbers["skipped"]) == ("departure_skipped", 2)


def test_subjects_who_were_only_added_depart_from_nothing() -> None:
    assert departures("2bN") == []
