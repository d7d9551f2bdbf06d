"""The JSON of one subject at its edges: what must not be missing, first and last values, moments that are the same."""

from copy import deepcopy
from typing import Any

import pytest

from domain.dlt.fields import InputRefused, shown
from tests.domain.dlt.test_input import EXAMPLE, changed, faults, read


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("cut_off", "cut_off"),
        ("doses.0.cycle", "doses[1].cycle"),
        ("doses.0.at", "doses[1].at"),
        ("events.0.term", "events[1].term"),
        ("events.0.grades.1.grade", "events[1].grades[2].grade"),
        ("events.0.grades.1.from", "events[1].grades[2].from"),
        ("events.1.grade", "events[2].grade"),
        ("laboratory.0.id", "laboratory[1].id"),
        ("laboratory.0.test", "laboratory[1].test"),
        ("laboratory.0.at", "laboratory[1].at"),
        ("interventions.0.id", "interventions[1].id"),
        ("interventions.0.at", "interventions[1].at"),
        ("interventions.0.kind", "interventions[1].kind"),
    ],
)
def test_what_an_assessment_needs_may_not_be_missing(path: str, place: str) -> None:
    assert (place, "input_missing") in faults(changed(path, None))


@pytest.mark.parametrize("path", ["part", "zone", "treatment_ended", "events.0.end", "events.1.action",
                                  "events.1.relationship", "laboratory.2.value", "laboratory.2.uln",
                                  "interventions.0.for", "doses.1.delayed_for"])  # fmt: skip
def test_what_it_does_not_need_may_be(path: str) -> None:
    history, _ = read(changed(path, None))
    assert history.subject_id == "01-014"


@pytest.mark.parametrize(
    ("path", "value", "is_read"),
    [
        ("events.1.onset", "1900", True),
        ("events.1.onset", "1899", False),
        ("treatment_ended", "2199", True),
        ("treatment_ended", "2200", False),
        ("laboratory.2.value", 0, True),
        ("laboratory.2.value", -1, False),
        ("laboratory.0.grade", 0, True),  # within limits
        ("doses.0.cycle", 1, True),
        ("events.0.end", "2026-11-14", True),  # on the day of the onset
        ("events.0.end", "2026-11-13", False),
        ("events.0.grades.1.from", "2026-11-14", True),  # on the day of the step before
        ("events.0.grades.1.from", "2026-11-13", False),
        ("cut_off", "2026-11-20T14:10:30+08:00", True),
        ("cut_off", "2026-11-20T14:10:30 and so on", False),
    ],
)
def test_the_first_and_the_last_value_that_is_read(path: str, value: object, *, is_read: bool) -> None:
    content = changed(path, value)
    if is_read:
        assert read(content)[0].given
    else:
        assert faults(content)


def timed(onset: str, first: str, end: str | None = None) -> dict[str, Any]:
    content = deepcopy(EXAMPLE)
    event = content["events"][0]
    event.update(onset=onset, grades=[{"grade": 2, "from": first}, {"grade": 4, "from": "2026-11-16"}], end=end)
    return content


def test_the_first_grade_holds_from_the_minute_of_the_onset_on() -> None:
    history, _ = read(timed("2026-11-14T08:40", "2026-11-14T08:40"))
    assert [step.grade for step in history.events[0].steps] == [2, 4]
    for minute, code in (("08:41", "input_first_step"), ("08:39", "input_steps_order")):
        assert faults(timed("2026-11-14T08:40", f"2026-11-14T{minute}"))[0] == ("events[1].grades[1].from", code)


def test_a_dose_is_given_unless_it_is_said_not_to_be() -> None:
    history, _ = read(EXAMPLE)
    assert [dose.is_given for dose in history.doses] == [True, False]
    content = changed("doses.1.given", True)
    content["cut_off"] = "2026-12-02T12:00"
    history, _ = read(content)
    assert [dose.is_given for dose in history.doses] == [True, True]
    assert [dose.delayed_for for dose in history.doses] == [None, ("ae-1",)]


def test_what_happens_at_the_cut_off_has_happened() -> None:
    content = changed("cut_off", "2026-11-16T08:00")
    history, _ = read(content)
    assert [one.record_id for one in history.results] == ["lab-1"]
    content["cut_off"] = "2026-11-16T07:59"
    history, _ = read(content)
    assert history.results == ()


def test_a_text_of_sixty_signs_is_shown_whole_and_a_longer_one_cut() -> None:
    assert shown("x" * 58) == '"' + "x" * 58 + '"'
    assert shown("x" * 59) == '"' + "x" * 58 + "…"
    assert [shown(one) for one in (True, False, None, {}, [], 3)] == [
        "true",
        "false",
        "null",
        "an object",
        "a list",
        "3",
    ]


def test_an_event_has_at_least_grade_1() -> None:
    assert ("events[2].grade", "input_negative") in faults(changed("events.1.grade", 0))


def test_an_event_may_begin_at_grade_1_and_one_that_ends_too_early_says_when_it_began() -> None:
    history, _ = read(changed("events.0.grades.0.grade", 1))
    assert [step.grade for step in history.events[0].steps] == [1, 4]
    with pytest.raises(InputRefused) as refused:
        read(changed("events.0.end", "2026-11-10"))
    (finding,) = refused.value.findings
    assert str(finding.numbers["onset"]) == "2026-11-14"
