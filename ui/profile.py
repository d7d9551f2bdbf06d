"""Where this machine's profile lies: small files that are no study and hold nothing about subjects."""

import os
import sys
from pathlib import Path


def profile_folder() -> Path:
    """Titrant's folder in the user's profile; it need not be there yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Titrant"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Titrant"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "titrant"


def known_heads_file() -> Path:
    """The heads that this machine saw last (``storage.backup.known_heads``)."""
    return profile_folder() / "known-heads.json"
