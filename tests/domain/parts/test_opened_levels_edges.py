"""What an opened part takes over of its rules, and which cohort a record means that names none (PRO-2)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.parts.cohorts import cohort_number
from domain.parts.opening import Chosen, resolve_parts
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import load_shipped
from domain.records import Enrolment, OpenedCohort
from tests.domain.build import START


def opened(protocol_id: str, part_id: str, *chosen: tuple[int, str], start_level: int = 2) -> Part:
    """A part opened with doses (of an escalation) or cohorts, whose own rules would start at a later level."""
    protocol = load_shipped(protocol_id)
    protocol = replace(protocol, parts=tuple(_starting(one, start_level) for one in protocol.parts))
    doses = tuple(Decimal(dose) for _, dose in chosen)
    cohorts = tuple(OpenedCohort(number, Decimal(dose)) for number, dose in chosen if number)
    return _resolved(protocol, Chosen(part_id, doses, cohorts), part_id)


def _starting(part: Part, level: int) -> Part:
    return replace(part, rules=replace(part.rules, start_level=level, accelerated_levels=2))


def _resolved(protocol: Protocol, chosen: Chosen, part_id: str) -> Part:
    return resolve_parts(protocol, [chosen]).part(part_id)


# PRO-2
def test_an_opened_escalation_starts_at_the_first_of_its_doses() -> None:
    part = opened("bat6021", "combination", (0, "30"), (0, "100"))
    assert [(one.number, one.dose) for one in part.levels] == [(1, 30), (2, 100)]
    assert (part.rules.start_level, part.rules.accelerated_levels) == (1, 2)


# PRO-2, ESC-4
def test_nothing_accelerates_in_an_expansion() -> None:
    part = opened("bat6026", "expansion", (1, "0.1"), (2, "0.03"))
    assert (part.rules.start_level, part.rules.accelerated_levels) == (1, 0)


def enrolled(level: int, cohort: int | None) -> Enrolment:
    return Enrolment(
        record_id="e", subject_id="01-001", part_id="any", dose_level=level, enrolled_at=START, cohort=cohort
    )


# PRO-2
@pytest.mark.parametrize(
    ("level", "named", "meant"),
    [(1, None, None), (2, None, 3), (3, None, None), (1, 1, 1), (1, 3, 3), (1, 0, None), (1, 4, None)],
)
def test_a_level_with_several_cohorts_leaves_open_which_one_is_meant(
    level: int, named: int | None, meant: int | None
) -> None:
    part = opened("mil93", "combination", (1, "3"), (2, "3"), (1, "10"))
    assert cohort_number(part, enrolled(level, named)) == meant
