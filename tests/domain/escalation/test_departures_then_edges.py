"""Where a history left the rules when its ladder was amended on the way: to the minute, each once (PRO-4, ESC-5)."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import pytest

from domain.escalation.status import recommend_at
from domain.records import Administration, Enrolment, Subject
from tests.domain.build import Built, build
from tests.domain.test_ladders import inserted

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@lru_cache
def amended(history: str, below: int) -> Built:
    """A history, and from two days after it a level more above ``below``."""
    return inserted(build(history), below)


def moved_at(built: Built) -> datetime:
    study = built.study(built.cut_off + timedelta(days=30))
    return study.ladder_changes(built.part.part_id)[1]


def dosed(built: Built, level: int, at: datetime) -> Built:
    """With a further subject, enrolled and dosed at one moment, at a level by the number of that moment."""
    (first, *_) = built.records["subject"]
    assert isinstance(first, Subject)
    common = {"subject_id": "01-900"}
    return built.plus(
        replace(first, record_id="subject-900", **common),
        Enrolment(
            record_id="enrolment-900", part_id=built.part.part_id, dose_level=level, enrolled_at=at, **common,
        ),
        Administration(
            record_id="dose-900", cycle=1, started_at=at, weight_kg=Decimal(60), planned_mg=Decimal(6),
            given_mg=Decimal(6), **common,
        ),
    )  # fmt: skip


def departures(built: Built, at: datetime) -> list[tuple[str, dict[str, object]]]:
    study = built.study(at)
    _, found = recommend_at(study, study.protocol.first_part)
    return [(one.code, dict(one.numbers)) for one in found.departures]


# PRO-4
@pytest.mark.parametrize(("moment", "number"), [(-MINUTE, 5), (timedelta(), 6), (MINUTE, 6)])
def test_who_is_dosed_about_the_minute_of_the_amendment_departs_once(moment: timedelta, number: int) -> None:
    built = amended("1N 2N", 4)
    at = moved_at(built) + moment
    found = departures(dosed(built, number, at), at + 2 * DAY)
    assert found == [("departure_skipped", {"level": 6, "subjects": 1, "skipped": 3})]


# PRO-4
@pytest.mark.parametrize(("moment", "count"), [(-MINUTE, 0), (timedelta(), 1), (MINUTE, 1)])
def test_a_departure_is_known_from_the_minute_of_the_dose(moment: timedelta, count: int) -> None:
    built = amended("1N 2N", 4)
    at = moved_at(built) + 3 * DAY
    assert len(departures(dosed(built, 6, at), at + moment)) == count


# PRO-4, ESC-5
@pytest.mark.parametrize(
    ("history", "before"),
    [
        ("1N 2N", []),
        ("1N 2NNN", [("departure_extra", {"level": 2, "subjects": 2})]),
    ],
)
def test_after_the_amendment_the_inserted_level_is_skipped_too(history: str, before: list[object]) -> None:
    built = amended(history, 2)
    at = moved_at(built) + DAY
    assert departures(built, at) == before
    skipped = ("departure_skipped", {"level": 4, "subjects": 1, "skipped": 3})
    assert departures(dosed(built, 4, at), at + DAY) == [*before, skipped]
    assert departures(dosed(built, 3, at), at + DAY) == before


# PRO-4
def test_of_a_departure_before_the_amendment_the_levels_get_other_numbers_and_the_subjects_do_not() -> None:
    built = amended("1N 3NN", 1)
    at = moved_at(built)
    assert departures(built, at - MINUTE) == [("departure_skipped", {"level": 3, "subjects": 2, "skipped": 2})]
    assert departures(built, at) == [("departure_skipped", {"level": 4, "subjects": 2, "skipped": 3})]
