"""What this machine remembers between starts: colours, the last person, recent studies, the window's place.

Nothing about subjects is ever kept here.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ui.profile import known_heads_file

RECENT_LIMIT = 8
LOCK_AFTER_MINUTES = (5, 10, 15, 30)
_LOCK_AFTER = 10


class Settings:
    """Typed access to the settings file; one row a value."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the user's settings, or those in a file."""
        self._path = path
        if path is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Titrant", "titrant")
        else:
            self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def _text(self, key: str, default: str = "") -> str:
        return str(self._store.value(key, default))

    @property
    def theme(self) -> str:
        """ "light", "dark" or "system"."""
        name = self._text("theme", "system")
        return name if name in ("light", "dark", "system") else "system"

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.setValue("theme", name)

    @property
    def person(self) -> tuple[str, str]:
        """Name and role of the last person; blank before anybody was asked."""
        return self._text("person/name"), self._text("person/role")

    @person.setter
    def person(self, name_and_role: tuple[str, str]) -> None:
        self._store.setValue("person/name", name_and_role[0])
        self._store.setValue("person/role", name_and_role[1])

    @property
    def lock_after_minutes(self) -> int:
        """After how long without a key or the mouse a signed-in study locks; one of ``LOCK_AFTER_MINUTES``."""
        text = self._text("lock_after_minutes", str(_LOCK_AFTER))
        return int(text) if text in map(str, LOCK_AFTER_MINUTES) else _LOCK_AFTER

    @lock_after_minutes.setter
    def lock_after_minutes(self, minutes: int) -> None:
        self._store.setValue("lock_after_minutes", minutes)

    @property
    def known_heads_file(self) -> Path:
        """The heads that this machine saw last; beside settings that lie in a file of their own."""
        return known_heads_file() if self._path is None else self._path.with_name("known-heads.json")

    def face(self, file_id: str) -> dict[str, object]:
        """What the sign-in screen may show of a study before it is open (``ui.study_face``); empty if nothing."""
        try:
            values = json.loads(self._text(f"faces/{file_id}", "{}"))
        except ValueError:
            return {}
        return values if isinstance(values, dict) else {}

    def keep_face(self, file_id: str, values: dict[str, object]) -> None:
        """Keep it for the next time."""
        self._store.setValue(f"faces/{file_id}", json.dumps(values, ensure_ascii=False))

    def was_warned(self, what: str) -> bool:
        """Whether this was said on this machine before; from now on it was."""
        said = self._text("warned").splitlines()
        if what in said:
            return True
        self._store.setValue("warned", "\n".join([*said, what][-64:]))
        return False

    def mapping(self, kind: str) -> dict[str, str]:
        """Which column of the last file of a kind of import held what; empty before any was read."""
        try:
            values = json.loads(self._text(f"import/{kind}", "{}"))
        except ValueError:
            return {}
        return {str(field): str(name) for field, name in values.items()} if isinstance(values, dict) else {}

    def keep_mapping(self, kind: str, mapping: Mapping[str, str]) -> None:
        """Keep it for the next file."""
        self._store.setValue(f"import/{kind}", json.dumps(dict(mapping), ensure_ascii=False))

    @property
    def recent(self) -> list[Path]:
        """Studies opened lately that are still there, the last one first."""
        listed = [Path(line) for line in self._text("recent").splitlines() if line]
        return [path for path in listed if path.exists()]

    def remember(self, path: Path) -> None:
        """Put a study at the head of the recent ones."""
        others = [one for one in self.recent if one != path.resolve()]
        self._store.setValue("recent", "\n".join(map(str, [path.resolve(), *others][:RECENT_LIMIT])))

    @property
    def geometry(self) -> QByteArray | None:
        """The window's last size and place."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)
