"""How related an event has to be is what the subject's own part says; without a part, the usual "possibly" (AE-8)."""

import json
from dataclasses import replace

import pytest

from domain.dlt.of_study import history_of
from domain.protocol.reader import content_to_json
from domain.records import ProtocolVersion
from domain.records.adverse_event import DrugAssessment
from domain.study import Study
from domain.terms import Relationship
from tests.domain.build import build, event

POSSIBLE, PROBABLE = Relationship.POSSIBLE, Relationship.PROBABLE
SUBJECT = "01-001"


def with_event(threshold: Relationship, *, is_enrolled: bool = True) -> Study:
    """One subject with an event possibly related to one drug, and not judged for the other."""
    built = build("1N")
    content = json.loads(content_to_json(built.protocol))
    content["parts"][0]["window"]["relationship"] = threshold.value
    version = built.records["protocol_version"][0]
    assert isinstance(version, ProtocolVersion)
    built = built.plus(
        replace(version, content=json.dumps(content)),
        event(
            SUBJECT, "Rash maculo-papular", 3, built.places[0].dosed_at,
            relationship=POSSIBLE, other_drugs=(DrugAssessment("tislelizumab"),),
        ),
    )  # fmt: skip
    if not is_enrolled:
        built = replace(built, records={kind: some for kind, some in built.records.items() if kind != "enrolment"})
    return built.study()


# AE-8
@pytest.mark.parametrize(
    ("threshold", "relationship"),
    [
        (POSSIBLE, POSSIBLE),  # enough already, whatever is said of the other drug
        (PROBABLE, None),  # the other drug may still lift it
    ],
)
def test_an_event_that_one_drug_leaves_open_is_judged_by_the_threshold_of_the_part(
    threshold: Relationship, relationship: Relationship | None
) -> None:
    (found,) = history_of(with_event(threshold), SUBJECT).events
    assert found.relationship is relationship


def test_who_is_in_no_part_yet_is_judged_by_possibly_related() -> None:
    (found,) = history_of(with_event(PROBABLE, is_enrolled=False), SUBJECT).events
    assert found.relationship is POSSIBLE
