"""The recommended dose of a demonstration: what was said of each topic, and the signature."""

from datetime import datetime

from domain.demonstration.people import COMMITTEE, INVESTIGATOR
from domain.escalation.status import assess_status
from domain.protocol.model import Part
from domain.records import Consideration, RecommendedDose
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.declared import decision_in_force
from domain.rp2d.rules import draft_recommended_dose
from domain.study import Study

_NOTES = {
    WeighedTopic.DLT: "Within what the rules allow at this level.",
    WeighedTopic.OUTSIDE_WINDOW: "Seen, treated, and not more frequent than below.",
    WeighedTopic.LATER_TOXICITY: "No pattern by level; thyroid function is followed.",
    WeighedTopic.DOSE_INTENSITY: "Doses were given as planned but for a few delays.",
    WeighedTopic.DISCONTINUATION: "Mostly for progression.",
    WeighedTopic.EXPOSURE: "Grows with the dose; target saturation is assumed.",
    WeighedTopic.RESPONSE: "Responses at this level and below; too few to compare.",
    WeighedTopic.ANTIBODIES: "Rare, without visible effect on exposure.",
}
_AT_CEILING = "The highest level that the rules clear, on all that was weighed"
_BELOW_CEILING = "One level below the MTD: as active, and better tolerated over several cycles"


def sign_dose(study: Study, part: Part, dose_level: int, at: datetime) -> RecommendedDose | None:
    """The recommended dose as it is signed; None where no MTD or MAD was declared.

    Args:
        study: at its cut-off.
        part: an escalation part with its levels.
        dose_level: what is recommended.
        at: when, aware UTC.
    """
    status = assess_status(study, part)
    declared = decision_in_force(status)
    if declared is None:
        return None
    return draft_recommended_dose(
        status,
        dose_level,
        record_id=f"recommended-{part.part_id}",
        considerations=tuple(Consideration(topic, _NOTES[topic]) for topic in WeighedTopic),
        attendees=COMMITTEE,
        reason=_AT_CEILING if dose_level == declared.dose_level else _BELOW_CEILING,
        signed_by=INVESTIGATOR.name,
        signed_role=INVESTIGATOR.role,
        signed_at=at,
    )
