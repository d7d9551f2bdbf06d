"""What holds the next dose back, said once, and who takes a granted place (SUB-1, SUB-2, SUB-9)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.slots import assess_backfill_slot, assess_slot, granted_subjects, group_spacing
from domain.escalation.status import PartStatus, assess_status
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Spacing, with_rules
from domain.records import Attendee, Decision
from domain.terms import Action, CommitteeAction
from tests.domain.build import Built, build

MINUTE = timedelta(minutes=1)
LONG = Spacing(after_first_hours=24 * 400, between_hours=24 * 300)


def spaced(built: Built, spacing: Spacing, policy: BackfillPolicy = BackfillPolicy.NONE) -> PartStatus:
    return assess_status(built.study(), with_rules(built.part, spacing=spacing, backfill=policy))


def staying(built: Built, level: int) -> Decision:
    """A decision for two further subjects at a level, signed a minute before the last dose."""
    status = built.status()
    signed = draft_decision(
        status, list_choices(status)[0], record_id="d", attendees=(Attendee("Lin Yue", "PI"),),
        reason="discussed", signed_by="Lin Yue", signed_role="PI", signed_at=built.places[-1].dosed_at - MINUTE,
    )  # fmt: skip
    return replace(signed, action=CommitteeAction.STAY, dose_level=level, subjects=2)


# SUB-2
def test_of_two_limits_the_slot_names_the_one_that_ends_last() -> None:
    built = build("1N 2MNN 3?")
    status = spaced(built, LONG)
    first = built.places[-1].dosed_at
    assert len(group_spacing(status, 3, status.study.cut_off).reasons) == 2
    answer = assess_slot(status, 3)
    assert [one.code for one in answer.reasons] == ["spacing_first"]
    assert answer.dose_from == first + timedelta(days=400)


# SUB-2, SUB-9
@pytest.mark.parametrize(
    ("spacing", "codes"),
    [
        (LONG, ["spacing_first"]),
        (Spacing(between_hours=24 * 300), ["spacing_between"]),
        (Spacing(), []),
    ],
)
def test_an_added_subject_too_waits_for_the_limit_that_ends_last(spacing: Spacing, codes: list[str]) -> None:
    status = spaced(build("1N 2N 3NNN 4NN"), spacing, BackfillPolicy.COUNTED)
    answer = assess_backfill_slot(status, 3)
    assert answer.is_open
    assert [one.code for one in answer.reasons] == codes


# SUB-1
@pytest.mark.parametrize(
    ("letter", "replaces", "granted"),
    [
        ("?", True, 1),  # the place is taken as long as the verdict may still come
        ("?", False, 1),
        ("N", True, 1),
        ("N", False, 1),
        ("X", True, 2),  # whoever is replaced leaves the place free
        ("X", False, 1),
    ],
)
def test_a_granted_place_is_free_again_only_where_its_subject_is_replaced(
    letter: str, replaces: bool, granted: int
) -> None:
    built = build(f"1N 2MNN 3{letter}")
    part = with_rules(built.part, replace_not_evaluable=replaces)
    status = assess_status(built.study(), part)
    assert status.recommendation.action is not Action.WAIT
    assert granted_subjects(status, staying(built, 3), 3) == granted


# SUB-2
def test_unless_told_otherwise_one_subject_is_asked_for() -> None:
    status = spaced(build("1N 2MNN"), Spacing())
    now = status.study.cut_off
    assert group_spacing(status, 3, now).open_now == 1
    assert group_spacing(status, 3, now, wanted=3).open_now == 3


# SUB-2
def test_the_window_is_held_by_who_was_dosed_by_now_and_has_no_verdict() -> None:
    built = build("1N 2MNN 3TNN")
    (with_dlt, second, _) = built.places[-3:]
    at = with_dlt.dosed_at + timedelta(days=7)
    status = built.status(at)
    assert with_dlt.window_ends_at > at  # still in the window, and with a verdict
    assert [one.subject_id for one in status.in_window] == [second.subject_id]
    assert group_spacing(status, 3, at).open_now == 1


# SUB-2
@pytest.mark.parametrize(("moment", "is_full"), [(-MINUTE, False), (timedelta(), True), (MINUTE, True)])
def test_the_window_is_full_from_the_minute_of_the_second_dose(moment: timedelta, is_full: bool) -> None:
    built = build("1N 2MNN 3??")
    status = spaced(built, Spacing(most_in_window=2))
    spacing = group_spacing(status, 3, built.places[-1].dosed_at + moment)
    assert [one.code for one, _ in spacing.reasons] == (["spacing_window"] if is_full else [])
