from pathlib import Path

import pytest

from storage.keys.key_store import KeyStore
from tests.storage import build
from tests.storage.keys.build import new_encrypted_study, store_of


@pytest.fixture
def encrypted(path: Path) -> Path:
    """A closed, encrypted study with one subject at position 4."""
    with new_encrypted_study(path) as file:
        file.save(build.subject(), person=build.PERSON, now=build.later(1))
    return path


@pytest.fixture
def store(encrypted: Path) -> KeyStore:
    """Its key store."""
    return store_of(encrypted)
