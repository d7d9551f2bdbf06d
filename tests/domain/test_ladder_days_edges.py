"""The ends of a ladder, the moment at which it becomes another, and the part that a subject is in (PRO-4)."""

import json
from datetime import datetime, time, timedelta

import pytest

from domain.amendment_draft import with_level_inserted, with_version
from domain.ladders import ladders_of, openings_in, parts_of, protocol_at
from domain.protocol.reader import content_to_json, read_content
from domain.records import Enrolment, ProtocolVersion
from tests.domain.build import START, ZONE, Built, build
from tests.domain.parts.story import cohort, escalated

MINUTE = timedelta(minutes=1)


def amended() -> tuple[Built, datetime]:
    """Eight levels, and the midnight from which a ninth lies between the third and the fourth."""
    built = build("1N 2N 3NNN")
    dose = (built.part.level(3).dose + built.part.level(4).dose) / 2
    content = with_level_inserted(json.loads(content_to_json(built.protocol)), built.part.part_id, 3, dose)
    day = (built.cut_off + timedelta(days=2)).astimezone(ZONE).date()
    version = ProtocolVersion(
        record_id="version-2",
        version="2",
        effective_on=day,
        reason="a level between",
        content=content_to_json(read_content(with_version(content, "2"))),
    )
    return built.plus(version), datetime.combine(day, time(), ZONE)


# PRO-4
@pytest.mark.parametrize(("number", "then", "now"), [(3, 3, 3), (4, 4, 5), (8, 8, 9)])
def test_every_level_up_to_the_last_has_its_dose_under_either_number(number: int, then: int, now: int) -> None:
    built, midnight = amended()
    ladders, part = ladders_of(built.records), built.part
    assert ladders.number(part.part_id, number, said_at=midnight - MINUTE, at=midnight) == now
    assert ladders.number(part.part_id, now, said_at=midnight, at=midnight - MINUTE) == then
    rung = (part.level(number).dose, part.level(number).unit)
    assert ladders.rung(part.part_id, then, midnight - MINUTE) == rung
    assert ladders.rung(part.part_id, now, midnight) == rung


# PRO-4
def test_beyond_either_end_there_is_no_level() -> None:
    built, midnight = amended()
    ladders, name = ladders_of(built.records), built.part.part_id
    found = [ladders.rung(name, number, at) for at in (midnight - MINUTE, midnight) for number in (0, 8, 9, 10)]
    assert [one is not None for one in found] == [False, True, False, False, False, True, True, False]


# PRO-2
def test_an_opening_holds_from_the_moment_of_its_signature() -> None:
    story = escalated("bat6026")
    story.condition("expansion")
    opening = story.open("expansion", cohorts=[cohort(1, "0.1"), cohort(2, "0.03")])
    openings = openings_in(story.records)

    def levels(at: datetime) -> int:
        return len(protocol_at([story.version], openings, ZONE, at).part("expansion").levels)

    assert (levels(opening.signed_at - MINUTE), levels(opening.signed_at)) == (0, 2)


def test_a_subject_is_in_the_part_of_the_last_enrolment_in_whatever_order_they_were_entered() -> None:
    first, second = (
        Enrolment(
            record_id=part_id, subject_id="01-001", part_id=part_id, dose_level=1, enrolled_at=START + days * MINUTE
        )
        for days, part_id in enumerate(("mono", "expansion"))
    )
    for entered in ((first, second), (second, first)):
        assert parts_of({"enrolment": entered}) == {"01-001": "expansion"}
