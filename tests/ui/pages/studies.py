"""A session on a real study file whose history was entered, and decided, day by day."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.demonstration import play_history
from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.status import assess_status
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import Attendee, ProtocolVersion, StudyRecord
from domain.study import Study
from domain.terms import Vote
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.kept import copy_kept
from ui.session import Session

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 6, 10, tzinfo=UTC)
PERSON = Person("Lin Yue", "principal investigator")
PEOPLE = (
    Attendee("Lin Yue", "principal investigator", Vote.AGREES),
    Attendee("Chen Hao", "medical monitor, sponsor", Vote.AGREES),
    Attendee("Zhou Min", "statistician", Vote.PRESENT),
)


def make_file(path: Path, history: str, *, protocol_id: str = "bat6026", now: datetime = NOW) -> StudyFile:
    """A study file holding a history in the trial notation, each act saved when it happened; a copy of its own."""
    return StudyFile.open(copy_kept(path, _tell, history, protocol_id, now))


def _tell(path: Path, history: str, protocol_id: str, now: datetime) -> None:
    protocol = load_shipped(protocol_id)
    acts = list(play_history(protocol, protocol.first_part, history, now=now, zone=ZONE)) if history else []
    study = StudyRecord(
        record_id="study", study_id=protocol.study_id, study_title=protocol.title, site_id="01", site_zone=ZONE.key
    )
    version = ProtocolVersion(
        record_id="version-1",
        version=protocol.version,
        effective_on=date(2024, 1, 1),
        content=content_to_json(protocol),
    )
    start = min((act.at for act in acts), default=now)
    with StudyFile.create(path, study, version, person=PERSON, now=start) as file:
        for act in acts:
            if act.records:
                file.save_all(act.records, person=PERSON, now=act.at)
            if act.decides:
                decide(file, act.at)


def decide(file: StudyFile, at: datetime) -> None:
    """The committee follows the rules; where they wait, it does not meet."""
    study = Study.of(file.records(), cut_off=at, position=file.position, head=file.head.hash)
    status = assess_status(study, study.protocol.first_part)
    choice = list_choices(status)[0]
    if not choice.can_be_signed or not choice.subjects:
        return
    decision = draft_decision(
        status, choice, record_id=f"decision-{file.position}", attendees=PEOPLE, reason="", signed_by=PERSON.name,
        signed_role=PERSON.role, signed_at=at,
    )  # fmt: skip
    file.sign_decision(decision, person=PERSON, now=at)


def make_session(path: Path, history: str, *, protocol_id: str = "bat6026", now: datetime = NOW) -> Session:
    """A session at ``now`` on such a file."""
    return Session(make_file(path, history, protocol_id=protocol_id, now=now), PERSON, clock=lambda: now)
