"""A study in which a level was put in between others by amendment, after a decision."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from domain.amendment_draft import with_level_inserted, with_version
from domain.escalation.committee import draft_decision, list_choices
from domain.protocol.reader import content_to_json, read_content
from domain.records import Attendee, ProtocolVersion
from tests.ui.build import NOW, make_session

IN_FORCE = (NOW + timedelta(days=2)).date()


def make_amended(folder: Path) -> Path:
    """Levels 1 to 4 were treated and level 5 decided; two days later a level was put in between 3 and 4."""
    session = make_session(folder, "1N 2N 3NNN 4NNN")
    status = session.status
    decision = draft_decision(
        status,
        list_choices(status)[0],
        record_id=session.new_id(),
        attendees=(Attendee("Lin Yue", "principal investigator"),),
        reason="as the rules say",
        signed_by=session.person.name,
        signed_role=session.person.role,
        signed_at=NOW,
    )
    assert session.sign(decision)
    content = with_level_inserted(json.loads(content_to_json(session.study.protocol)), "mono", 3, Decimal("0.2"))
    version = ProtocolVersion(
        record_id=session.new_id(),
        version="2",
        effective_on=IN_FORCE,
        reason="the committee asked for it",
        content=content_to_json(read_content(with_version(content, "2"))),
    )
    session.file.amend(version, is_signed=False, person=session.person, now=NOW)
    session.file.close()
    return session.file.path
