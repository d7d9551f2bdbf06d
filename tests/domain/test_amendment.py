import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.amendment import PathChange, check_amendment, content_changes, preview_amendment
from domain.protocol.reader import content_to_json
from domain.protocol.refusal import ProtocolRefused
from domain.records import Decision, ProtocolVersion
from domain.terms import Action, Outcome
from tests.domain.build import Built, build


def amended(built: Built, change: Any, *, effective_on: date = date(2026, 12, 1)) -> ProtocolVersion:
    """Version 2 of the built study's protocol, its content changed by ``change``."""
    content = json.loads(content_to_json(built.protocol))
    content["study"]["version"] = "2"
    change(content)
    return ProtocolVersion(
        record_id="version-2",
        version="2",
        effective_on=effective_on,
        reason="as the committee asked",
        content=json.dumps(content),
    )


def window_of_28_days(content: Any) -> None:
    content["parts"][0]["window"]["days"] = 28


def nothing(content: Any) -> None:
    """The same content under another version."""


# PRO-4
def test_the_changed_values_are_shown_with_their_paths() -> None:
    built = build("1N")
    preview = preview_amendment(built.study(), amended(built, window_of_28_days))
    assert preview.changes == (
        PathChange("parts.mono.window.days", 21, 28),
        PathChange("study.version", "1", "2"),
    )


def test_members_of_a_list_are_known_by_name_where_they_have_one() -> None:
    old = {"parts": [{"id": "a", "days": 1}, {"id": "b", "days": 2}], "steps": [{"days": 1}], "doses": [1, 2]}
    new = {"parts": [{"id": "b", "days": 3}], "steps": [{"days": 2}], "doses": [1, 2, 3]}
    assert [(one.path, one.old, one.new) for one in content_changes(old, new)] == [
        ("doses", [1, 2], [1, 2, 3]),
        ("parts.a.days", 1, None),
        ("parts.a.id", "a", None),
        ("parts.b.days", 2, 3),
        ("steps.1.days", 1, 2),
    ]


# PRO-4
def test_each_earlier_decision_is_shown_under_both_versions() -> None:
    built = build("1N 2MNN 3NNN", with_decisions=True)
    study = built.study()
    same = preview_amendment(study, amended(built, nothing))
    assert len(same.decisions) == len(study.decisions) == 2
    assert [one.is_changed for one in same.decisions] == [False, False]
    assert [one.was.action for one in same.decisions if one.was] == [Action.ESCALATE, Action.ESCALATE]
    assert same.outcomes == ()

    # With a window that was not over when the committee met, it would have had to wait.
    longer = preview_amendment(study, amended(built, window_of_28_days))
    assert [one.is_changed for one in longer.decisions] == [True, True]
    assert {one.would_be.action for one in longer.decisions if one.would_be} == {Action.WAIT}


# PRO-4
def test_the_subjects_whose_outcome_would_be_another_are_shown() -> None:
    built = build("1N 2MNN 3NNT")
    limiting = next(one.subject_id for one in built.places if one.outcome is Outcome.DLT)

    def pneumonitis_is_none(content: Any) -> None:
        content["parts"][0]["dlt"]["clauses"]["value"] = [{"title": "Grade 5", "min_grade": 5}]

    preview = preview_amendment(built.study(), amended(built, pneumonitis_is_none))
    changed = {one.subject_id: (one.was, one.would_be) for one in preview.outcomes}
    assert changed[limiting][0] is Outcome.DLT
    assert changed[limiting][1] is not Outcome.DLT


def test_a_decision_is_computed_on_the_data_that_it_saw() -> None:
    built = build("1N 2MNN 3NNN", with_decisions=True)
    asked: list[int] = []

    def entered_at(position: int) -> Any:
        asked.append(position)
        return built.records

    preview_amendment(built.study(), amended(built, nothing), entered_at)
    assert asked == [one.position for one in built.study().decisions]


def test_a_version_without_the_levels_that_were_used_recommends_nothing() -> None:
    built = build("1N 2MNN 3NNN 4NNN", with_decisions=True)

    def two_levels(content: Any) -> None:
        content["parts"][0]["levels"] = content["parts"][0]["levels"][:2]
        content["parts"][0].pop("optional_levels")

    preview = preview_amendment(built.study(), amended(built, two_levels))
    assert [one.would_be is None for one in preview.decisions] == [False, False, True]
    assert preview.decisions[-1].is_changed


def test_a_version_that_cannot_be_run_is_refused_with_its_faults() -> None:
    built = build("1N")

    def nonsense(content: Any) -> None:
        content["parts"][0]["window"]["days"] = "three weeks"

    with pytest.raises(ProtocolRefused):
        preview_amendment(built.study(), amended(built, nonsense))


# PRO-4
@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"version": "1"}, ["amendment_version_known", "amendment_version_differs"]),
        ({"version": " "}, ["amendment_needs_version", "amendment_version_differs"]),
        ({"version": "3"}, ["amendment_version_differs"]),
        ({"version": "3", "content": "no json"}, []),
        ({"version": "3", "content": "[]"}, []),
        ({"reason": " "}, ["amendment_needs_reason"]),
        ({"effective_on": date(2026, 2, 1)}, ["amendment_before_decision"]),
        ({"effective_on": date(2025, 1, 1)}, ["amendment_before_version", "amendment_before_decision"]),
    ],
)
def test_an_amendment_is_refused_with_its_reason(changes: dict[str, Any], codes: list[str]) -> None:
    built = build("1N 2MNN 3NNN", with_decisions=True)
    new = replace(amended(built, nothing), **changes)
    assert [finding.code for finding in check_amendment(built.records, new)] == codes


def test_an_amendment_can_take_effect_on_the_day_of_the_last_decision() -> None:
    built = build("1N 2MNN 3NNN", with_decisions=True)
    decided = max(one.signed_at for one in built.records["decision"] if isinstance(one, Decision))
    day = decided.astimezone(built.study().zone).date()
    assert check_amendment(built.records, amended(built, nothing, effective_on=day)) == []


def test_the_first_version_needs_no_reason() -> None:
    built = build("1N")
    first = built.records["protocol_version"][0]
    assert isinstance(first, ProtocolVersion)
    assert check_amendment({**built.records, "protocol_version": ()}, first) == []
