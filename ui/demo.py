"""Makes a demonstration study file: synthetic subjects, entered act by act as a site would have done."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.demonstration import (
    Act,
    looked_at,
    play_history,
    play_study,
    play_whole,
    said_of,
    script_of,
    with_open_question,
)
from domain.demonstration.entered import EnteredBySubject
from domain.demonstration.people import COORDINATOR as COORDINATOR_NAMED
from domain.demonstration.people import INVESTIGATOR as INVESTIGATOR_NAMED
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import content_to_json
from domain.records import ProtocolVersion, StudyRecord
from domain.study import Study
from storage.person import Person
from storage.study_file import StudyFile
from ui.text import tr

COORDINATOR = Person(COORDINATOR_NAMED.name, COORDINATOR_NAMED.role)
INVESTIGATOR = Person(INVESTIGATOR_NAMED.name, INVESTIGATOR_NAMED.role)
ZONE = "Asia/Shanghai"


class Stage(StrEnum):
    """How far the study has come."""

    ESCALATION = "escalation"
    COMPLETE = "complete"


def make_demo(
    path: Path,
    protocol: Protocol,
    *,
    seed: int,
    now: datetime,
    history: str | None = None,
    is_complete: bool = False,
    stage: Stage = Stage.ESCALATION,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a demonstration study that ends at ``now``. The same arguments make the same content.

    Args:
        path: of the new file.
        protocol: that is played.
        seed: of the invented particulars.
        now: aware UTC.
        history: of the first part, in the trial notation; drawn by the seed where none is given.
        is_complete: with laboratory results, exposure, tumours and whatever else the protocol asks for; else subjects,
            doses, a few events and decisions only.
        stage: in the middle of the first escalation part, or through all parts; that takes no history, and has every
            kind of data.
        progress: told the number of acts that are entered, and of all of them.

    Raises:
        NotationError: the history can't be read.
        StudyFileError: the file can't be made.
    """
    part = protocol.first_part
    if stage is Stage.COMPLETE:
        acts: Sequence[Act] = play_whole(protocol, now=now, zone=ZoneInfo(ZONE), seed=seed)
    else:
        acts = _acts(protocol, part, history, seed=seed, now=now, is_complete=is_complete)
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
    told = f"{history}:{is_complete}" if stage is Stage.ESCALATION else stage.value
    new_id = _ids(f"{protocol.protocol_id}:{seed}:{now.isoformat()}:{told}")
    with StudyFile.create(path, study, version, (), person=COORDINATOR, now=start, new_id=new_id) as file:
        _enter(file, part, acts, progress)


def _acts(
    protocol: Protocol, part: Part, history: str | None, *, seed: int, now: datetime, is_complete: bool
) -> Sequence[Act]:
    zone = ZoneInfo(ZONE)
    script = script_of(protocol, part, seed) if history is None else history
    if not is_complete:
        return list(play_history(protocol, part, script, now=now, zone=zone, seed=seed))
    script = with_open_question(part, script) if history is None else script
    return play_study(protocol, part, script, now=now, zone=zone, seed=seed)


def _ids(seed: str) -> Callable[[], str]:
    """Makes 32 hexadecimal digits at a time, the same ones for the same seed; a demonstration keeps no secret."""
    chance = random.Random(seed)
    return lambda: f"{chance.getrandbits(128):032x}"


def _enter(
    file: StudyFile, part: Part, acts: Sequence[Act], progress: Callable[[int, int], None] | None = None
) -> None:
    """Save each act at its moment."""
    study: Study | None = None
    entered = EnteredBySubject()
    for done, act in enumerate(acts):
        if progress is not None:
            progress(done, len(acts))
        if act.records or act.corrected:
            person = Person(act.by.name, act.by.role) if act.by else COORDINATOR
            file.save_all(act.records, corrected=act.corrected, person=person, now=act.at, reason=act.reason)
            entered.put((*act.records, *act.corrected))
            continue
        if act.calls is not None:
            records = entered.records_of(act.calls.subject_id, file.records())
            seen = Study.of(records, cut_off=looked_at(act), position=file.position, head=file.head.hash)
        else:
            seen = study = Study.of(
                file.records(), cut_off=looked_at(act), position=file.position, head=file.head.hash, before=study
            )
        said = said_of(seen, part, act, reason=tr("Rule followed."))
        if said is not None:
            entered.put((said,))
            file.save(said, person=INVESTIGATOR, now=act.at)
