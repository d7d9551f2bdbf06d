"""An encrypted study for tests; its passwords are stretched as cheaply as Argon2 allows."""

from datetime import datetime, timedelta
from pathlib import Path

from storage.keys.data_key import DataKey
from storage.keys.key_store import KeyStore
from storage.keys.new_keys import NewKeys
from storage.keys.wrapping import Argon2Cost
from storage.study_file import StudyFile
from tests.storage import build

CHEAP = Argon2Cost(memory_kib=8, passes=1, lanes=1)
KEY = DataKey(bytes(range(32)))
PASSWORD = "seven green kettles"
NEW_PASSWORD = "八只绿色的水壶 on the wall"
NOW = build.NOW


def at(minutes: float) -> datetime:
    """That many minutes after the study was made."""
    return NOW + timedelta(minutes=minutes)


def new_keys(user_id: str = "lin.wei", password: str = PASSWORD) -> NewKeys:
    """Keys of a new study with one user."""
    return NewKeys(user_id=user_id, password=password, key=KEY, cost=CHEAP)


def new_encrypted_study(path: Path) -> StudyFile:
    """A new encrypted study with its first three events."""
    return StudyFile.create(
        path, build.STUDY, build.PROTOCOL, [build.CONFIRMATION], person=build.PERSON, now=NOW, key=new_keys()
    )


def store_of(path: Path) -> KeyStore:
    """Its key store."""
    return KeyStore(path, cost=CHEAP)
