"""A level put in by amendment: numbers move, doses stay (PRO-4, ESC-7)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.amendment import check_amendment, preview_amendment
from domain.amendment_draft import with_level_inserted, with_level_opened, with_version
from domain.characteristics.exact import Scenario, exact_characteristics
from domain.deviations import derive_deviations
from domain.escalation.status import PartStatus, assess_status, status_before
from domain.ladders import ladders_of
from domain.locking import covers, level_target
from domain.notation import Group
from domain.protocol.model import Part
from domain.protocol.reader import content_to_json, read_content
from domain.records import Administration, Decision, Enrolment, Lock, Preparation, ProtocolVersion, Record
from domain.study import Study
from domain.summaries.decisions import describe_decision, states_seen, tabulate_decisions
from domain.terms import Action, CommitteeAction, LevelState, LockScope
from tests.domain.build import Built, build

HISTORIES = (
    "1N 2N 3NNN",
    "1N 2MNN 3NNN 4NNT 4NNN",
    "1N 2N 3NNN 4NNN 5NTT",
    "1N 2N 3NNN 4NNN 5NNT 5NTN",
    "1N 2N 3NTT 2NN",
    "1N 2T 2NN",
)


@lru_cache(maxsize=16)
def history_of(notation: str) -> Built:
    return build(notation, with_decisions=True)


def between(part: Part, below: int) -> Decimal:
    return (part.level(below).dose + part.level(below + 1).dose) / 2


def inserted(built: Built, below: int, *, after: timedelta = timedelta(days=2), dose: Decimal | None = None) -> Built:
    """The built study with a further version, in force from a day after its cut-off, with a level above ``below``."""
    dose = dose or between(built.part, below)
    content = with_level_inserted(json.loads(content_to_json(built.protocol)), built.part.part_id, below, dose)
    return built.plus(version_of(built, content, (built.cut_off + after)))


def version_of(built: Built, content: dict, at: datetime) -> ProtocolVersion:
    return ProtocolVersion(
        record_id="version-2",
        version="2",
        effective_on=at.astimezone(built.study().zone).date(),
        reason="between the exceeded and the previous level",
        content=content_to_json(read_content(with_version(content, "2"))),
    )


def status_at(study: Study) -> PartStatus:
    return assess_status(study, study.protocol.first_part)


def by_dose(status: PartStatus) -> dict[Decimal, tuple[object, ...]]:
    """Counts of each dose that was given, and whether it is exceeded."""
    return {
        status.part.level(one.dose_level).dose: (one.treated, one.evaluable, one.dlt, one.state is LevelState.EXCEEDED)
        for one in status.recommendation.tallies
        if one.treated
    }


def doses_of(study: Study) -> dict[str, Decimal]:
    """The dose that each subject was enrolled at."""
    places = {one: study.enrolment(one) for one in study.entries.by_subject}
    return {
        subject_id: study.protocol.part(place.part_id).level(place.dose_level).dose
        for subject_id, place in places.items()
        if place is not None
    }


# PRO-4, ESC-7
@settings(max_examples=40, deadline=None)
@given(st.sampled_from(HISTORIES), st.integers(1, 6))
def test_an_inserted_level_changes_no_dose_no_count_and_no_exceeded_level(notation: str, below: int) -> None:
    built = history_of(notation)
    later = built.cut_off + timedelta(days=4)
    before, after = built.study(later), inserted(built, below).study(later)
    assert len(after.protocol.first_part.levels) == len(before.protocol.first_part.levels) + 1
    assert doses_of(after) == doses_of(before)
    was, now = status_at(before), status_at(after)
    assert by_dose(now) == by_dose(was)
    assert now.undermined == ()
    # Each decision is about the dose that it was about, and says the number it was signed under.
    for old, new in zip(before.decisions, after.decisions, strict=True):
        assert now.part.level(new.dose_level).dose == was.part.level(old.dose_level).dose
        assert after.as_entered(new) == old
    assert [one.code for one in derive_deviations(after)] == [one.code for one in derive_deviations(before)]


# PRO-4, ESC-8
@settings(max_examples=20, deadline=None)
@given(st.sampled_from(HISTORIES), st.integers(1, 6))
def test_a_day_before_the_amendment_has_the_ladder_that_it_had(notation: str, below: int) -> None:
    built = history_of(notation)
    before, after = built.study(), inserted(built, below).study()
    assert after.protocol is before.protocol
    assert status_at(after).recommendation == status_at(before).recommendation
    assert after.decisions == before.decisions
    # Seen from later, a decision is judged under the version that it was made under.
    seen = inserted(built, below).study(built.cut_off + timedelta(days=4))
    for decision in seen.decisions:
        then = seen.at(decision.cut_off)
        assert [one.dose_level for one in status_at(then).assessments] == [
            one.dose_level for one in status_at(before.at(decision.cut_off)).assessments
        ]


EXCEEDED = "1N 2N 3NNN 4NNN 5NTT"


# ESC-7, ESC-11
def test_after_an_exceeded_level_the_inserted_one_is_dosed_next_and_the_exceeded_one_stays_closed() -> None:
    built = inserted(history_of(EXCEEDED), 4)
    before = status_at(built.study())
    assert (before.recommendation.action, before.recommendation.dose_level) == (Action.DE_ESCALATE, 4)
    now = status_at(built.study(built.cut_off + timedelta(days=4)))
    assert (now.recommendation.action, now.recommendation.dose_level) == (Action.DE_ESCALATE, 5)
    assert now.part.level(5).dose == between(history_of(EXCEEDED).part, 4)
    states = [one.state for one in now.recommendation.tallies]
    assert states[5] is LevelState.EXCEEDED
    assert set(states[6:]) <= {LevelState.CLOSED, LevelState.OPTIONAL}


def enrolled_after(built: Built, level: int, number: int) -> tuple[Record, ...]:
    """Records of a subject enrolled and dosed after the amendment, by its numbers."""
    subject_id = f"01-9{number:02d}"
    first = next(one for one in built.records["subject"] if isinstance(one, Record))
    at = built.cut_off + timedelta(days=5 + 2 * number)
    return (
        replace(first, record_id=f"subject-{subject_id}", subject_id=subject_id),  # type: ignore[call-arg]
        Enrolment(
            record_id=f"enrolment-{subject_id}",
            subject_id=subject_id,
            part_id=built.part.part_id,
            dose_level=level,
            enrolled_at=at,
        ),
        Administration(
            record_id=f"dose-{subject_id}-1",
            subject_id=subject_id,
            cycle=1,
            started_at=at + timedelta(hours=20),
            weight_kg=Decimal(60),
            planned_mg=Decimal(36),
            given_mg=Decimal(36),
        ),
    )


# ESC-7, ESC-11
def test_subjects_of_the_inserted_level_are_counted_there_and_two_dlts_would_close_it_too() -> None:
    built = inserted(history_of(EXCEEDED), 4)
    for number in range(3):
        built = built.plus(*enrolled_after(built, 5, number))
    study = built.study(built.cut_off + timedelta(days=60))
    treated = {one.dose_level: one.treated for one in status_at(study).recommendation.tallies}
    assert (treated[4], treated[5], treated[6]) == (3, 3, 3)
    assert status_at(study).recommendation.action is Action.EXPAND or status_at(study).recommendation.dose_level == 5
    # A day back, before the amendment, nobody is at a level that did not exist.
    early = study.at(history_of(EXCEEDED).cut_off)
    assert max(one.dose_level for one in status_at(early).assessments) == 5


# PRO-4
def test_a_dose_at_another_level_and_a_preparation_keep_their_dose() -> None:
    plain = history_of(EXCEEDED)
    place = plain.places[-1]
    at = place.dosed_at + timedelta(days=21)
    raised = Administration(
        record_id="dose-2", subject_id=place.subject_id, cycle=2, started_at=at, weight_kg=Decimal(60),
        planned_mg=Decimal(60), given_mg=Decimal(60), dose_level=5,
    )  # fmt: skip
    made = Preparation(
        record_id="prepared-2", subject_id=place.subject_id, cycle=2, dose_level=5, prepared_at=at - timedelta(hours=2),
        weight_kg=Decimal(60), dose_mg=Decimal(60), lot="A1", expires_on=at.date() + timedelta(days=90),
        prepared_by="Li Na", checked_by="Wu Tong",
    )  # fmt: skip
    built = inserted(plain.plus(raised, made), 4)
    study = built.study(built.cut_off + timedelta(days=4))
    assert [one.dose_level for one in study.administrations(place.subject_id)] == [None, 6]
    assert [one.dose_level for one in study.preparations_of(place.subject_id)] == [6]
    assert [study.as_entered(one).dose_level for one in study.administrations(place.subject_id)] == [None, 5]


# PRO-4
def test_an_act_of_the_past_is_judged_by_the_part_as_it_was() -> None:
    built = inserted(history_of(EXCEEDED), 4)
    study = built.study(built.cut_off + timedelta(days=4))
    place = built.places[-1]
    then = status_before(study, study.protocol.first_part, place.subject_id, place.dosed_at)
    assert len(then.part.levels) == len(built.part.levels)
    assert then.recommendation.dose_level == 5


# ESC-8
def test_a_decision_says_its_number_now_and_the_one_it_was_signed_under() -> None:
    plain = history_of(EXCEEDED)
    built = inserted(plain, 4)
    study = built.study(built.cut_off + timedelta(days=4))
    to_five = study.decisions[-1]
    assert (to_five.action, to_five.dose_level) == (CommitteeAction.ESCALATE, 6)
    said = describe_decision(to_five, study)
    assert (said.code, said.numbers["number"]) == ("act_then", 5)
    before = plain.study()
    assert describe_decision(before.decisions[-1], before).code == "act_with"
    rows = tabulate_decisions(status_at(study)).rows
    assert [row[1].value for row in rows] == [one.dose_level for one in study.decisions]
    # What the rules saw then is told by today's numbers.
    seen = replace(to_five, recommended=json.dumps({"tallies": [{"dose_level": 5, "state": "exceeded"}]}))
    assert states_seen(seen, study) == {6: "exceeded"}


# TRU-5
def test_a_lock_of_a_level_covers_the_same_subjects_after_its_number_moved() -> None:
    built = inserted(history_of(EXCEEDED), 4)
    last = built.places[-1]
    enrolment = next(one for one in built.records["enrolment"] if getattr(one, "subject_id", "") == last.subject_id)
    for number, at, is_covered in ((5, built.cut_off, True), (6, built.cut_off, False),
                                   (6, built.cut_off + timedelta(days=4), True),
                                   (5, built.cut_off + timedelta(days=4), False)):  # fmt: skip
        lock = Lock(
            record_id="lock", scope=LockScope.LEVEL, target=level_target(built.part.part_id, number), is_locked=True,
            reason="checked", changed_by="Lin Yue", changed_at=at,
        )  # fmt: skip
        assert covers(lock, enrolment, built.records) is is_covered


# PRO-4
@pytest.mark.parametrize(
    ("below", "days", "codes"),
    [
        (4, 2, []),
        # The last enrolment at level 5 was entered by the numbers of its own day.
        (4, -25, ["amendment_moves_level"]),
        # Nothing above the top level in use moves.
        (5, -25, []),
        (6, -25, []),
    ],
)
def test_numbers_move_only_after_their_last_use(below: int, days: int, codes: list[str]) -> None:
    plain = history_of(EXCEEDED)
    amended = inserted(plain, below, after=timedelta(days=days))
    new = amended.records["protocol_version"][-1]
    assert isinstance(new, ProtocolVersion)
    assert [one.code for one in check_amendment(plain.records, new)] == codes


# PRO-4
def test_an_amendment_on_the_day_of_the_last_use_is_told_the_first_day_that_it_may_take() -> None:
    plain = history_of(EXCEEDED)
    last = max(one.cut_off for one in plain.records["decision"] if isinstance(one, Decision))
    named = max(last, *(one.enrolled_at for one in plain.records["enrolment"] if isinstance(one, Enrolment)))
    new = inserted(plain, 4, after=named - plain.cut_off).records["protocol_version"][-1]
    assert isinstance(new, ProtocolVersion)
    (finding,) = check_amendment(plain.records, new)
    day = named.astimezone(plain.study().zone).date()
    assert (finding.field, finding.numbers["on"], finding.numbers["first"]) == (
        "effective_on",
        day,
        day + timedelta(days=1),
    )
    assert not check_amendment(plain.records, replace(new, effective_on=day + timedelta(days=1)))


# PRO-4
def test_a_level_in_use_can_not_be_taken_off_the_ladder_or_given_another_dose() -> None:
    plain = history_of(EXCEEDED)
    content = json.loads(content_to_json(plain.protocol))
    changed = json.loads(content_to_json(plain.protocol))
    changed["parts"][0]["levels"][4] = "1.2"
    new = version_of(plain, changed, plain.cut_off + timedelta(days=2))
    assert [(one.code, one.numbers["number"]) for one in check_amendment(plain.records, new)] == [
        ("amendment_loses_level", 5)
    ]
    # One that nobody was given may have another.
    unused = json.loads(content_to_json(plain.protocol))
    unused["parts"][0]["levels"][5] = "2.5"
    assert check_amendment(plain.records, version_of(plain, unused, plain.cut_off + timedelta(days=2))) == []
    renamed = {**content, "parts": [{**content["parts"][0], "id": "other"}, *content["parts"][1:]]}
    try:
        lost = version_of(plain, renamed, plain.cut_off + timedelta(days=2))
    except ValueError:
        return
    assert {one.code for one in check_amendment(plain.records, lost)} == {"amendment_loses_part"}


# PRO-4
def test_the_preview_says_what_an_inserted_level_would_have_changed_by_dose_not_by_number() -> None:
    plain = history_of(EXCEEDED)
    new = inserted(plain, 4).records["protocol_version"][-1]
    assert isinstance(new, ProtocolVersion)
    preview = preview_amendment(plain.study(), new)
    # Only the step over the gap would have been a smaller one: to the dose in between.
    assert [one.is_changed for one in preview.decisions] == [False, False, False, True]
    step = preview.decisions[-1]
    assert step.would_be is not None
    assert step.part_new is not None
    assert step.part_new.level(step.would_be.dose_level or 0).dose == between(plain.part, 4)
    assert preview.outcomes == ()
    (today,) = [one for one in preview.today if one.is_changed]
    assert today.would_be is not None
    assert today.part_new is not None
    assert (today.was.dose_level, today.would_be.dose_level) == (4, 5)
    assert today.part_new.level(5).dose == between(plain.part, 4)


# PRO-4, ESC-7
def test_an_optional_level_switched_on_is_recommended_and_dosed_like_the_others() -> None:
    notation = "1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN"
    plain = history_of(notation)
    assert plain.status().recommendation.action is not Action.ESCALATE
    content = with_level_opened(json.loads(content_to_json(plain.protocol)), plain.part.part_id)
    new = version_of(plain, content, plain.cut_off + timedelta(days=2))
    assert check_amendment(plain.records, new) == []
    status = status_at(plain.plus(new).study(plain.cut_off + timedelta(days=4)))
    assert (status.recommendation.action, status.recommendation.dose_level) == (Action.ESCALATE, 8)
    # And the day before it was as it was.
    assert status_at(plain.plus(new).study()).recommendation == plain.status().recommendation


# PRO-4
def test_two_insertions_follow_each_other() -> None:
    once = inserted(history_of(EXCEEDED), 4)
    first = once.records["protocol_version"][-1]
    assert isinstance(first, ProtocolVersion)
    content = with_level_inserted(json.loads(first.content), once.part.part_id, 4, Decimal("0.4"))
    second = ProtocolVersion(
        record_id="version-3",
        version="3",
        effective_on=first.effective_on + timedelta(days=3),
        reason="another",
        content=content_to_json(read_content(with_version(content, "3"))),
    )
    assert check_amendment(once.records, second) == []
    twice = once.plus(second)
    numbers = []
    for days in (0, 3, 8):
        study = twice.study(once.cut_off + timedelta(days=days))
        numbers.append(max(one.dose_level for one in status_at(study).assessments))
    assert numbers == [5, 6, 7]
    assert ladders_of(twice.records).has_moved
    assert not ladders_of(history_of(EXCEEDED).records).has_moved


def test_what_was_derived_before_an_amendment_is_derived_anew_after_it() -> None:
    plain = history_of(EXCEEDED)
    later = plain.cut_off + timedelta(days=4)
    before = plain.study(later)
    assert max(one.dose_level for one in status_at(before).assessments) == 5
    amended = inserted(plain, 4)
    after = Study.of(amended.records, cut_off=later, before=before)
    assert max(one.dose_level for one in status_at(after).assessments) == 6


# ESC-5, PRO-4
def test_nobody_skipped_a_level_that_was_inserted_later() -> None:
    plain = history_of(EXCEEDED)
    later = plain.cut_off + timedelta(days=4)
    assert status_at(plain.study(later)).recommendation.departures == ()
    assert status_at(inserted(plain, 4).study(later)).recommendation.departures == ()
    # What did leave the rules is said by today's number, and so is what does after the amendment.
    skipping = inserted(history_of("1N 2N 4NTT"), 2)
    (one,) = status_at(skipping.study(skipping.cut_off + timedelta(days=4))).recommendation.departures
    assert (one.code, one.numbers["level"], one.numbers["skipped"]) == ("departure_skipped", 5, 4)
    beyond = inserted(plain, 4).plus(*enrolled_after(inserted(plain, 4), 7, 0))
    codes = [
        (one.code, one.numbers["level"])
        for one in status_at(beyond.study(plain.cut_off + timedelta(days=60))).recommendation.departures
    ]
    assert codes == [("departure_exceeded", 7)]


# ESC-9
def test_the_outlook_from_today_tries_the_inserted_level_and_never_the_exceeded_one() -> None:
    built = inserted(history_of(EXCEEDED), 4)
    status = status_at(built.study(built.cut_off + timedelta(days=4)))
    groups = tuple(
        Group(level, tuple(one.outcome for one in members))
        for level, members in groupby(status.assessments, key=lambda one: one.dose_level)
    )
    scenario = Scenario(dlt=(0.05,) * 9, moderate=(0.0,) * 9)
    found = exact_characteristics(status.part.rules, scenario, history=groups)
    assert found.expected_subjects[4] > 2.9
    assert found.expected_subjects[5] == pytest.approx(3)
    assert sum(found.selection[6:]) == 0
    assert found.selection[5] > 0.8
