"""A part that has come to its MTD or MAD, with what the committee signed, and recommended doses on it."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.escalation.committee import Choice, Stance, draft_decision
from domain.escalation.status import PartStatus
from domain.protocol.model import Protocol
from domain.protocol.reader import content_to_json
from domain.records import Attendee, Consideration, Decision, RecommendedDose
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.rules import draft_recommended_dose
from domain.terms import CommitteeAction, Vote
from tests.domain.build import Built, build

MTD_AT_3 = "1N 2N 3NNN 4TTN 3NNN"
MTD, MAD = CommitteeAction.MTD, CommitteeAction.MAD
PEOPLE = (Attendee("Lin Yue", "principal investigator"), Attendee("Zhou Min", "statistician", Vote.PRESENT))
NOTES = tuple(Consideration(topic, f"weighed {topic.value}") for topic in WeighedTopic)


def decided(built: Built, action: CommitteeAction, level: int, *, hours: int = 0, number: int = 1) -> Decision:
    """What the committee signs so many hours after the history's cut-off."""
    at = built.cut_off + timedelta(hours=hours)
    status = built.status(at)
    return draft_decision(
        status,
        Choice(action, level, 0, Stance.FOLLOWS),
        record_id=f"declared-{number}",
        attendees=PEOPLE,
        reason="",
        signed_by="Lin Yue",
        signed_role="principal investigator",
        signed_at=at,
    )


def declared(history: str = MTD_AT_3, action: CommitteeAction = MTD, level: int = 3, **how: Any) -> Built:
    """A history after which the committee has signed an MTD or MAD; read it an hour later."""
    built = build(history, with_decisions=True, **how)
    return replace(built.plus(decided(built, action, level)), cut_off=built.cut_off + timedelta(hours=1))


def recommended(status: PartStatus, level: int, **items: Any) -> RecommendedDose:
    """A recommended dose in which nothing is amiss but what the items say."""
    record = draft_recommended_dose(
        status,
        level,
        record_id=str(items.pop("record_id", "rp2d-1")),
        considerations=NOTES,
        attendees=PEOPLE,
        reason="The MTD, and nothing speaks against it.",
        signed_by="Lin Yue",
        signed_role="principal investigator",
        signed_at=status.study.cut_off,
    )
    return replace(record, **items)


def second_part_content(protocol: Protocol) -> str:
    """The protocol's content with its first part once more, under the id "second"."""
    content = json.loads(content_to_json(protocol))
    content["parts"].append({**deepcopy(content["parts"][0]), "id": "second", "title": "Second schedule"})
    return json.dumps(content)
