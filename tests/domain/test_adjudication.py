"""A person's verdict beside the derived one: when it agrees, overrules, and is open again (AE-5)."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.adjudication import check_adjudication, draft_adjudication, follows, verdict_so_far
from domain.adjudication_changes import Change, Field, list_changes
from domain.dlt.answer import Verdict
from domain.dlt.of_study import derive_dlt
from domain.escalation.committee import list_choices
from domain.evaluability import Assessment, assess_subject
from domain.partial_date import PartialDate
from domain.records import (
    Adjudication,
    Administration,
    AdverseEvent,
    EndOfTreatment,
    GradeChange,
    Record,
)
from domain.terms import Action, CommitteeAction, DltVerdict, EndReason, Grade, Outcome, Relationship
from tests.domain.build import ZONE, Built, build, event

DLT, NO_DLT, NOT_YET_KNOWN = DltVerdict.DLT, DltVerdict.NO_DLT, DltVerdict.NOT_YET_KNOWN
SUBJECT = "01-001"
NEUTROPHILS, ALT = "Neutrophil count decreased", "Alanine aminotransferase increased"


def day(built: Built, number: int) -> PartialDate:
    """A study day of the first subject."""
    return PartialDate.of((built.places[0].dosed_at + timedelta(days=number - 1)).astimezone(ZONE).date())


def noon(built: Built, number: int) -> datetime:
    """Noon at the site of a study day."""
    return day(built, number).earliest(ZONE) + timedelta(hours=12)


def one_subject() -> Built:
    """One subject of BAT6026 without an event, who had cycle 2 on day 22."""
    built = build("1N")
    first = built.records["administration"][0]
    assert isinstance(first, Administration)
    return built.plus(replace(first, record_id="cycle-2", cycle=2, started_at=first.started_at + timedelta(days=21)))


def neutrophils(built: Built, since: int, **items: Any) -> AdverseEvent:
    """Related grade 4 neutrophils since a study day: a DLT from the seventh day on."""
    items.setdefault("relationship", Relationship.PROBABLE)
    return event(SUBJECT, NEUTROPHILS, 4, day(built, since), record_id="neutrophils", **items)


def signed(
    built: Built, verdict: DltVerdict, at: datetime, *, reason: str = "seen", position: int = 1533, **items: Any
) -> Adjudication:
    """A verdict on what the study shows at a moment, with what nobody could have known then left out."""
    return draft_adjudication(
        built.study(at, position=position),
        built.part,
        SUBJECT,
        verdict,
        record_id=f"verdict-{at}-{position}",
        reason=reason,
        signed_by="Lin Yue",
        signed_role="principal investigator",
        now=at,
        **items,
    )


def assessed(built: Built, at: datetime) -> Assessment:
    found = assess_subject(built.study(at), SUBJECT)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("since", "end", "today", "verdict", "outcome", "is_overruled"),
    [
        (None, None, 30, NO_DLT, Outcome.NO_DLT, False),
        (None, None, 30, DLT, Outcome.DLT, True),
        (None, None, 30, NOT_YET_KNOWN, Outcome.PENDING, True),
        (None, None, 10, NOT_YET_KNOWN, Outcome.PENDING, False),  # the window is open: so says the definition
        (None, None, 10, DLT, Outcome.DLT, True),
        (5, 12, 30, DLT, Outcome.DLT, False),
        (5, 12, 30, NO_DLT, Outcome.MODERATE, True),
        (5, 12, 30, NOT_YET_KNOWN, Outcome.PENDING_MODERATE, True),
        (5, 11, 30, NO_DLT, Outcome.MODERATE, False),
        (5, None, 9, NOT_YET_KNOWN, Outcome.PENDING_MODERATE, False),
        (5, None, 9, DLT, Outcome.DLT, True),
        (20, None, 24, NO_DLT, Outcome.MODERATE, True),  # day 4 of 7, the window is over
    ],
)
def test_a_verdict_agrees_or_overrules_and_counts(  # AE-5
    since: int | None, end: int | None, today: int, verdict: DltVerdict, outcome: Outcome, *, is_overruled: bool
) -> None:
    built = one_subject()
    if since is not None:
        built = built.plus(neutrophils(built, since, end=None if end is None else day(built, end)))
    at = noon(built, today)
    one = assessed(built.plus(signed(built, verdict, at)), at)
    assert one.standing is not None
    assert (one.is_overruled, one.is_reopened) == (is_overruled, False)
    assert one.outcome is outcome
    assert follows(verdict, one.derived) is not is_overruled


def test_while_the_window_is_open_nothing_met_is_not_yet_not_met() -> None:
    built = one_subject()
    study = built.study(noon(built, 10))
    derived = derive_dlt(study, built.part, SUBJECT)
    assert derived is not None
    assert (derived.verdict, verdict_so_far(derived)) == (Verdict.NOT_MET, Verdict.NOT_YET)
    assert signed(built, NOT_YET_KNOWN, noon(built, 10)).derived == "not yet known"
    one = assessed(built.plus(signed(built, NOT_YET_KNOWN, noon(built, 10))), noon(built, 11))
    assert one.reason.code == "outcome_in_window"
    assert one.verdict_at == one.window_ends_at


@pytest.mark.parametrize(
    ("today", "verdict", "reason", "codes"),
    [
        (10, NO_DLT, "nothing seen", ["verdict_before_window_end"]),
        (10, NO_DLT, "", ["verdict_before_window_end", "verdict_needs_reason"]),
        (10, DLT, " ", ["verdict_needs_reason"]),
        (10, DLT, "seen at the bedside", []),
        (10, NOT_YET_KNOWN, "", []),
        (30, NO_DLT, "", []),
        (30, NOT_YET_KNOWN, "", ["verdict_needs_reason"]),
        (30, DLT, "", ["verdict_needs_reason"]),
    ],
)
def test_what_forbids_signing(today: int, verdict: DltVerdict, reason: str, codes: list[str]) -> None:
    built = one_subject()
    at = noon(built, today)
    one = assessed(built, at)
    drafted = signed(built, verdict, at, reason=reason)
    found = check_adjudication(built.study(at), built.part, drafted, one.window_ends_at)
    assert [finding.code for finding in found] == codes
    if "verdict_before_window_end" in codes:
        assert found[0].numbers["until"] == one.window_ends_at
    nobody = check_adjudication(built.study(at), built.part, replace(drafted, signed_by=" "), one.window_ends_at)
    assert "decision_needs_signature" in [finding.code for finding in nobody]


def judged() -> tuple[Built, AdverseEvent, datetime]:
    """Grade 3 pneumonitis that resolved, met the definition, and was judged to be no DLT on day 30."""
    built = one_subject()
    lung = event(
        SUBJECT, "Pneumonitis", 3, day(built, 8), record_id="ae", relationship=Relationship.POSSIBLE,
        end=day(built, 10),
    )  # fmt: skip
    at = noon(built, 30)
    built = built.plus(lung)
    return built.plus(signed(built, NO_DLT, at, reason="an infection explains it")), lung, at


def test_an_overruled_dlt_stays_overruled_while_nothing_changes() -> None:
    built, _, at = judged()
    for moment in (at, at + timedelta(days=60)):
        one = assessed(built, moment)
        assert one.is_overruled
        assert one.outcome is Outcome.MODERATE  # related, of grade 3, and no DLT: it ends acceleration
        assert [event.record_id for event in one.moderate_events] == ["ae"]
        assert one.dlt_events == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"grade": Grade.LIFE_THREATENING},
        {"relationship": Relationship.PROBABLE},
        {"relationship": Relationship.NOT_RELATED},
        {"relationship": None},
        {"onset": PartialDate.parse("2026-03-08")},
        {"end": None},
        {"grade_changes": (GradeChange(PartialDate.parse("2026-03-10"), Grade.MODERATE),)},
        {"term": "Nausea"},
    ],
)
def test_a_changed_grade_relationship_onset_or_end_opens_the_verdict_again(changes: dict[str, Any]) -> None:
    built, lung, at = judged()
    one = assessed(built.plus(replace(lung, **changes)), at + timedelta(days=1))
    assert one.is_reopened
    assert not one.is_overruled
    assert one.outcome in (Outcome.DLT, Outcome.PENDING, Outcome.PENDING_MODERATE)  # the graver of the two counts


@pytest.mark.parametrize("changes", [{"narrative": "seen again"}, {"verbatim": "short breath"}])
def test_what_a_verdict_does_not_rest_on_may_change(changes: dict[str, Any]) -> None:
    built, lung, at = judged()
    assert assessed(built.plus(replace(lung, **changes)), at + timedelta(days=1)).is_overruled


def test_an_event_of_a_later_cycle_does_not_open_it_but_one_entered_late_into_the_window_does() -> None:
    built, _, at = judged()
    later = event(SUBJECT, "Vomiting", 3, day(built, 29), record_id="later", relationship=Relationship.PROBABLE)
    assert assessed(built.plus(later), at + timedelta(days=1)).is_overruled
    after = event(SUBJECT, "Vomiting", 3, day(built, 40), record_id="after", relationship=Relationship.PROBABLE)
    assert assessed(built.plus(after), at + timedelta(days=30)).is_overruled
    late_entry = event(SUBJECT, "Headache", 1, day(built, 20), record_id="late-entry")
    assert assessed(built.plus(late_entry), at + timedelta(days=1)).is_reopened


@pytest.mark.parametrize(("verdict", "is_reopened"), [(NO_DLT, True), (DLT, False)])
def test_days_that_go_on_open_a_verdict_only_if_it_then_contradicts(verdict: DltVerdict, *, is_reopened: bool) -> None:
    built = one_subject()
    built = built.plus(neutrophils(built, 20))
    at = noon(built, 24)
    built = built.plus(signed(built, verdict, at))
    assert not assessed(built, noon(built, 26)).is_reopened
    one = assessed(built, noon(built, 28))  # seven days at grade 4: the clause is met
    assert one.is_reopened is is_reopened
    assert one.outcome is Outcome.DLT


@pytest.mark.parametrize(
    ("verdict", "end", "is_reopened", "outcome"),
    [
        (NO_DLT, 25, False, Outcome.MODERATE),  # not met: as the person said
        (NO_DLT, 27, True, Outcome.DLT),  # met
        (DLT, 25, True, Outcome.DLT),  # not met: against the person
        (DLT, 27, False, Outcome.DLT),
        (NOT_YET_KNOWN, 25, True, Outcome.PENDING_MODERATE),  # the person who kept it open closes it
        (NOT_YET_KNOWN, 27, True, Outcome.DLT),
    ],
)
def test_a_later_end_opens_a_verdict_only_if_it_then_contradicts(
    verdict: DltVerdict, end: int, outcome: Outcome, *, is_reopened: bool
) -> None:
    built = one_subject()
    built = built.plus(neutrophils(built, 20))
    at = noon(built, 24)
    built = built.plus(signed(built, verdict, at)).plus(neutrophils(built, 20, end=day(built, end)))
    one = assessed(built, noon(built, 30))
    assert one.is_reopened is is_reopened
    assert one.outcome.is_pending is outcome.is_pending
    assert (one.outcome is Outcome.DLT) is (outcome is Outcome.DLT)


def test_a_new_verdict_of_the_same_minute_takes_the_place_of_the_last() -> None:
    built, _, at = judged()
    again = signed(built, DLT, at, position=1534)
    for records in ((again,), (replace(again, record_id="0"),)):
        one = assessed(built.plus(*records), at)
        assert one.standing is not None
        assert one.standing.adjudication.verdict is DLT
        assert one.outcome is Outcome.DLT


def test_a_second_opinion_stands_beside_the_verdict_and_decides_nothing() -> None:
    built, _, at = judged()
    other = signed(built, DLT, at + timedelta(hours=1), is_second_opinion=True)
    one = assessed(built.plus(other), at + timedelta(hours=2))
    assert one.standing is not None
    assert one.standing.adjudication.verdict is NO_DLT
    assert one.standing.opinions == (other,)
    assert one.outcome is Outcome.MODERATE
    alone = build("1N").plus(replace(other, position=1))
    assert assessed(alone, at + timedelta(hours=2)).standing is None


def test_what_has_changed_is_named() -> None:
    built, lung, at = judged()
    then = built.study(at)
    worse = replace(lung, grade=Grade.LIFE_THREATENING, relationship=Relationship.PROBABLE)
    added = event(SUBJECT, "Headache", 1, day(built, 20), record_id="headache")
    outside = event(SUBJECT, "Vomiting", 1, day(built, 28), record_id="vomiting")
    now = built.plus(worse, added, outside).study(at)
    found = list_changes(then, now, built.part, SUBJECT)
    assert [(one.name, one.change, one.fields) for one in found] == [
        ("Pneumonitis", Change.CHANGED, (Field.GRADES, Field.RELATIONSHIP)),
        ("Headache", Change.ADDED, ()),
    ]
    moved = replace(lung, onset=day(built, 9))
    assert list_changes(then, built.plus(moved).study(at), built.part, SUBJECT)[0].fields == (Field.ONSET,)
    assert list_changes(then, built.study(at), built.part, SUBJECT) == ()


def test_a_decision_whose_verdict_changed_afterwards_is_flagged() -> None:  # ESC-8
    built = build("1N 2MNN 3NNN", with_decisions=True)
    assert built.status().undermined == ()
    last = built.records["decision"][-1]
    earlier = next(one for one in built.places if one.dose_level == 2)
    made = event(earlier.subject_id, "Pneumonitis", 3, earlier.dosed_at + timedelta(days=4), record_id="found-late",
                 relationship=Relationship.PROBABLE)  # fmt: skip
    flagged = built.plus(made).status()
    assert [one.record_id for one, _ in flagged.undermined] == [last.record_id]


# --- provisional: cycle 2 held for a related toxicity (BAT6021, "delays cycle 2 by more than 2 weeks") ---


def held(*further: Record) -> Built:
    """BAT6021, a first group at level 4 without DLT; its last subject has related grade 3 ALT since day 15."""
    built = build("1N 2N 3N 4NNN", protocol_id="bat6021")
    last = built.places[-1]
    onset = PartialDate.of((last.dosed_at + timedelta(days=14)).astimezone(ZONE).date())
    alt = event(last.subject_id, ALT, 3, onset, record_id="alt", relationship=Relationship.PROBABLE)
    return built.plus(alt, *further)


def day_of_last(built: Built, number: int) -> datetime:
    return built.places[-1].dosed_at + timedelta(days=number - 1, hours=3)


def cycle_2(built: Built, number: int, **items: Any) -> Administration:
    """The last subject's second dose on a study day."""
    last = built.places[-1]
    first = next(
        one
        for one in built.records["administration"]
        if isinstance(one, Administration) and one.subject_id == last.subject_id
    )
    return replace(first, record_id="cycle-2", cycle=2, started_at=day_of_last(built, number), **items)


def last_of(built: Built, number: int) -> Assessment:
    found = assess_subject(built.study(day_of_last(built, number)), built.places[-1].subject_id)
    assert found is not None
    return found


def test_a_subject_whose_cycle_2_is_held_is_provisional_after_the_window() -> None:
    built = held()
    one = last_of(built, 23)
    assert day_of_last(built, 23) > one.window_ends_at
    assert one.outcome.is_pending
    assert [event.record_id for event in one.awaited_events] == ["alt"]
    assert one.reason.code == "outcome_awaited_until"
    status = built.status(day_of_last(built, 23))
    assert status.recommendation.action is Action.WAIT
    assert status.recommendation.awaited == (one.subject_id,)
    escalate = next(one for one in list_choices(status) if one.action is CommitteeAction.ESCALATE)
    assert not escalate.can_be_signed


@pytest.mark.parametrize("number", [24, 36])
def test_cycle_2_in_time_ends_the_wait(number: int) -> None:
    built = held()
    built = built.plus(cycle_2(built, number))
    assert last_of(built, number - 1).outcome.is_pending
    assert not last_of(built, number).outcome.is_pending
    assert built.status(day_of_last(built, number)).recommendation.action is Action.ESCALATE


def test_an_omitted_cycle_2_does_not_end_the_wait() -> None:
    built = held()
    built = built.plus(cycle_2(built, 22, given_mg=Decimal(0)))
    assert last_of(built, 25).outcome.is_pending


def test_the_end_of_treatment_ends_the_wait() -> None:
    built = held()
    ended = EndOfTreatment(
        record_id="end",
        subject_id=built.places[-1].subject_id,
        reason=EndReason.PROGRESSION,
        decided_on=PartialDate.of(day_of_last(built, 26).astimezone(ZONE).date()),
    )
    built = built.plus(ended)
    assert last_of(built, 25).outcome.is_pending
    assert not last_of(built, 27).outcome.is_pending


def test_a_cycle_2_more_than_two_weeks_late_for_it_is_a_dlt() -> None:
    built = held()
    built = built.plus(cycle_2(built, 40, delayed_for=("alt",)))
    assert last_of(built, 41).outcome is Outcome.DLT


def test_a_person_may_end_the_wait_with_a_reason_and_the_engine_follows() -> None:
    built = held()
    at, subject_id = day_of_last(built, 23), built.places[-1].subject_id
    said = draft_adjudication(
        built.study(at), built.part, subject_id, NO_DLT, record_id="verdict", reason="held for a holiday",
        signed_by="Lin Yue", signed_role="", now=at,
    )  # fmt: skip
    status = built.plus(said).status(at)
    assert status.recommendation.action is Action.ESCALATE
    one = status.assessment(subject_id)
    assert one is not None
    assert one.is_overruled
