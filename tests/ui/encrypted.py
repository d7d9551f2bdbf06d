"""An encrypted study with accounts for tests of the screen; its passwords are stretched as cheaply as can be."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.demonstration import play_history
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import Account, ProtocolVersion, StudyRecord
from domain.terms import Role
from storage.keys.data_key import DataKey
from storage.keys.key_store import KeyStore
from storage.keys.new_keys import NewKeys
from storage.keys.wrapping import Argon2Cost
from storage.person import Person
from storage.study_file import StudyFile
from tests.ui.kept import copy_kept

CHEAP = Argon2Cost(memory_kib=8, passes=1, lanes=1)
KEY = DataKey(bytes(range(32)))
ADMINISTRATOR, COORDINATOR = "lin.yue", "wang.fang"
PASSWORD = "seven green kettles"


def account(user_id: str, name: str, role: Role, *, is_active: bool = True) -> Account:
    """An account that began long ago."""
    return Account(
        record_id=f"account-{user_id}",
        user_id=user_id,
        full_name=name,
        role=role,
        active_from=date(2020, 1, 1),
        is_active=is_active,
    )


ACCOUNTS = (
    account(ADMINISTRATOR, "Lin Yue", Role.ADMINISTRATOR),
    account(COORDINATOR, "Wang Fang", Role.COORDINATOR),
)


def make_encrypted_study(path: Path, *, accounts: tuple[Account, ...] = ACCOUNTS, history: str = "1N") -> Path:
    """A study with a short history, and a password for everybody; the file is closed, and a copy of its own."""
    return copy_kept(path, _make, accounts, history)


def _make(path: Path, accounts: tuple[Account, ...], history: str) -> None:
    protocol, now = load_shipped("bat6026"), datetime.now(UTC).replace(microsecond=0)
    acts = play_history(protocol, protocol.first_part, history, now=now, zone=ZoneInfo("Asia/Shanghai"), seed=1)
    study = StudyRecord(
        record_id="study", study_id="BAT6026", study_title=protocol.title, site_id="01", site_zone="Asia/Shanghai"
    )
    version = ProtocolVersion(
        record_id="protocol-1", version="1", effective_on=date(2020, 1, 1), content=content_to_json(protocol)
    )
    keys = NewKeys(user_id=ADMINISTRATOR, password=PASSWORD, key=KEY, cost=CHEAP)
    person = Person("Lin Yue", "administrator")
    with StudyFile.create(path, study, version, person=person, now=now, key=keys) as file:
        for act in acts:
            if not act.decides:
                file.save_all(list(act.records), person=person, now=now)
        if accounts:
            file.save_all(list(accounts), person=Person.of(accounts[0]), now=now)
    for one in accounts[1:]:
        KeyStore(path, cost=CHEAP).set_password(KEY, one.user_id, PASSWORD)


def system_events(file: StudyFile) -> list[str]:
    """Codes of the events that are about no record, oldest first."""
    events = file.events(limit=-1, newest_first=False)
    return [entry.event.record_id for entry in events if entry.event.kind == "system"]
