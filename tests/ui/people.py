"""An encrypted study with an account for each role, and sessions of those who hold them."""

from datetime import UTC, datetime
from pathlib import Path

from domain.terms import Role
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.encrypted import ACCOUNTS, KEY, PASSWORD, account, make_encrypted_study
from ui.session import Session

INVESTIGATOR = account("chen.hao", "Chen Hao", Role.INVESTIGATOR)
DATA_MANAGER = account("zhou.min", "Zhou Min", Role.DATA_MANAGER)
MONITOR = account("li.na", "Li Na", Role.MONITOR)
MEDICAL_MONITOR = account("sun.wei", "Sun Wei", Role.MEDICAL_MONITOR)
EVERYBODY = (*ACCOUNTS, INVESTIGATOR, DATA_MANAGER, MONITOR, MEDICAL_MONITOR)
COORDINATOR = ACCOUNTS[1]

__all__ = ["COORDINATOR", "DATA_MANAGER", "EVERYBODY", "INVESTIGATOR", "MEDICAL_MONITOR", "MONITOR", "PASSWORD"]


def make_people_study(path: Path, history: str = "1N 2N 3NN") -> Path:
    """A study in which everybody has an account and a password; the file is closed."""
    return make_encrypted_study(path, accounts=EVERYBODY, history=history)


def session_of(file: StudyFile, holder: object) -> Session:
    """A session of the holder of an account, as after signing in."""
    person = Person.of(holder)  # type: ignore[arg-type]
    # Real time: what was entered in the study lies before it.
    return Session(file, person, clock=lambda: datetime.now(UTC).replace(microsecond=0))


def open_as(path: Path, holder: object) -> Session:
    """Open the study for the holder of an account."""
    return session_of(StudyFile.open(path, key=KEY), holder)


def change_person(session: Session, holder: object) -> None:
    """Somebody else signs in, on the same file."""
    session.person = Person.of(holder)  # type: ignore[arg-type]
    session.user_id = session.person.user_id
    session.refresh()
