"""What this machine remembers between starts: colours, the last person, recent studies, the window's place.

Nothing about subjects is ever kept here.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

RECENT_LIMIT = 8


class Settings:
    """Typed access to the settings file; one row a value."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the user's settings, or those in a file."""
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
