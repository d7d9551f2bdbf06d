"""A study in which everything that has a name has a very long one."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from domain.ctcae.catalogue import terms_of
from domain.demonstration import play_history
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import AdverseEvent, ProtocolVersion, Record, StudyRecord
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.pages.studies import NOW, ZONE
from ui.session import Session

HISTORY = "1N 2MNN 3NNXN 4NNT??"
TITLE = (
    "A first-in-human, open-label, multicentre, two-part phase 1 study of the safety, tolerability, pharmacokinetics "
    "and preliminary efficacy of the study drug in adults with advanced or metastatic solid tumours"
)
SITE = "SITE-NORTH-EAST-04711"
PERSON = Person("Prof. Dr. Maria Alexandra von Hohenstein", "principal investigator")
SUBJECT_PREFIX = "NORTH-"


def longest_term(version: str) -> str:
    """The preferred term of a CTCAE version that needs most room."""
    return max(terms_of(version), key=len)


def make_long_named(path: Path) -> Session:
    """A session on such a study: long title, site and person, subject ids of 12 characters, the longest term."""
    protocol = load_shipped("bat6026")
    term = longest_term(protocol.ctcae)
    acts = list(play_history(protocol, protocol.first_part, HISTORY, now=NOW, zone=ZONE, seed=1))
    study = StudyRecord(
        record_id="study", study_id="BAT6026-NORTH", study_title=TITLE, site_id=SITE, site_zone=ZONE.key
    )
    version = ProtocolVersion(
        record_id="version-1", version=protocol.version, effective_on=date(2024, 1, 1),
        content=content_to_json(protocol),
    )  # fmt: skip
    file = StudyFile.create(path, study, version, person=PERSON, now=min(act.at for act in acts))
    for act in acts:
        if act.records:
            file.save_all([_long(record, term) for record in act.records], person=PERSON, now=act.at)
    return Session(file, PERSON, clock=lambda: NOW)


def _long(record: Record, term: str) -> Record:
    changes: dict[str, Any] = {}
    if subject_id := getattr(record, "subject_id", ""):
        changes["subject_id"] = f"{SUBJECT_PREFIX}{subject_id}"
    if isinstance(record, AdverseEvent):
        changes["term"] = term
    return replace(record, **changes)
