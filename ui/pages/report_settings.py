"""What this machine remembers of the Reports page."""

from ui.settings import Settings

_KEY = "reports/left_out"


class ReportSettings(Settings):
    """The settings file with the Reports page's row in it."""

    @property
    def left_out(self) -> frozenset[str]:
        """Keys of the cohort report's sections that somebody left out last time; none before anybody did."""
        return frozenset(self._text(_KEY).split())

    @left_out.setter
    def left_out(self, keys: frozenset[str]) -> None:
        self._store.setValue(_KEY, " ".join(sorted(keys)))
