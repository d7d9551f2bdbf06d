"""The draft of an opening, with all that it rests on."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from domain.records import Attendee, OpenedCohort, PartOpening
from domain.study import Study


def draft_opening(
    study: Study,
    part_id: str,
    *,
    doses: Sequence[Decimal] = (),
    cohorts: Sequence[OpenedCohort] = (),
    record_id: str,
    attendees: Sequence[Attendee] = (),
    reason: str,
    signed_by: str,
    signed_role: str,
    signed_at: datetime,
) -> PartOpening:
    """The opening of a part with all that it rests on: cut-off, stream position and head, protocol version.

    Args:
        study: at its cut-off, as the person sees it.
        part_id: of the part.
        doses: of an escalation part, rising; of the source part's levels, in its unit.
        cohorts: of an expansion part, in the order in which they are numbered.
        record_id: of the new record.
        attendees: of the meeting.
        reason: as it will be printed.
        signed_by: the person.
        signed_role: in the study.
        signed_at: aware UTC.
    """
    return PartOpening(
        record_id=record_id,
        part_id=part_id,
        doses=tuple(doses),
        cohorts=tuple(cohorts),
        cut_off=study.cut_off,
        position=study.position,
        head=study.head,
        protocol_version=study.protocol.version,
        attendees=tuple(attendees),
        reason=reason.strip(),
        signed_by=signed_by,
        signed_role=signed_role,
        signed_at=signed_at,
    )
