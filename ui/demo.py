"""Makes a demonstration study file: synthetic subjects, entered act by act as a site would have done."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.demonstration import play_history, script_of
from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.status import assess_status
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import content_to_json
from domain.records import Attendee, ProtocolVersion, StudyRecord
from domain.study import Study
from domain.terms import Vote
from storage.person import Person
from storage.study_file import StudyFile
from ui.text import tr

COORDINATOR = Person("Wang Fang", "coordinator")
INVESTIGATOR = Person("Lin Yue", "principal investigator")
COMMITTEE = (
    Attendee("Lin Yue", "principal investigator", Vote.AGREES),
    Attendee("Chen Hao", "medical monitor, sponsor", Vote.AGREES),
    Attendee("Zhou Min", "statistician", Vote.PRESENT),
)
ZONE = "Asia/Shanghai"


def make_demo(path: Path, protocol: Protocol, *, seed: int, now: datetime, history: str | None = None) -> None:
    """Write a demonstration study that ends at ``now``.

    Args:
        path: of the new file.
        protocol: whose first escalation part is played.
        seed: of the invented particulars.
        now: aware UTC.
        history: in the trial notation; drawn by the seed where none is given.

    Raises:
        StudyFileError: the file can't be made.
    """
    part = protocol.first_part
    zone = ZoneInfo(ZONE)
    script = script_of(protocol, part, seed) if history is None else history
    acts = list(play_history(protocol, part, script, now=now, zone=zone, seed=seed))
    start = min((act.at for act in acts), default=now) - timedelta(days=30)
    study = StudyRecord(
        record_id="study",
        study_id=f"{protocol.study_id}-DEMO",
        study_title=protocol.title,
        site_id="01",
        site_zone=ZONE,
        is_demo=True,
    )
    version = ProtocolVersion(
        record_id="protocol-1",
        version=protocol.version,
        effective_on=start.date(),
        reason=tr("Demonstration: every assumption taken as shipped"),
        content=content_to_json(protocol),
    )
    with StudyFile.create(path, study, version, (), person=COORDINATOR, now=start) as file:
        for act in acts:
            if act.decides:
                _decide(file, part, act.at)
            else:
                file.save_all(list(act.records), person=COORDINATOR, now=act.at)


def _decide(file: StudyFile, part: Part, at: datetime) -> None:
    """The committee follows the rules."""
    study = Study.of(file.records(), cut_off=at - timedelta(hours=1), position=file.position, head=file.head.hash)
    status = assess_status(study, part)
    choice = list_choices(status)[0]
    if not choice.can_be_signed or not choice.subjects:
        return
    decision = draft_decision(
        status,
        choice,
        record_id=f"decision-{file.position}",
        attendees=COMMITTEE,
        reason=tr("Rule followed."),
        signed_by=INVESTIGATOR.name,
        signed_role=INVESTIGATOR.role,
        signed_at=at,
    )
    file.sign_decision(decision, person=INVESTIGATOR, now=at)
