"""The verbs of the study file that read the audit trail: pages of it, a record's history, whether it is whole."""

from collections.abc import Iterable

from domain.records import Record
from storage.audit import AuditEntry, EventFilter, count_of, entries_of, people_of, raw_events_of
from storage.engine import engine_errors
from storage.errors import Damaged
from storage.people_verbs import OpenFile
from storage.rebuild import records_at
from storage.stream import Head
from storage.verification import Problem, verify


class TrailVerbs(OpenFile):
    """What the stream of events says. Nothing is written."""

    def events(
        self,
        wanted: EventFilter | None = None,
        *,
        limit: int = 100,
        offset: int = 0,
        newest_first: bool = True,
    ) -> tuple[AuditEntry, ...]:
        """A page of the audit trail.

        Raises:
            Damaged: an event there is not one that Titrant wrote; ``verify`` says which.
        """
        with engine_errors(self.path):
            try:
                return entries_of(
                    self._db, wanted or EventFilter(), limit=limit, offset=offset, newest_first=newest_first
                )
            except ValueError as error:
                raise Damaged(path=self.path, detail=f"an event can't be read: {error}") from error

    def count_events(self, wanted: EventFilter | None = None) -> int:
        """How many events pass the filter."""
        with engine_errors(self.path):
            return count_of(self._db, wanted or EventFilter())

    def history(self, kind: str, record_id: str, field: str = "") -> tuple[AuditEntry, ...]:
        """First and later values of a record, oldest first; of one field, the events that wrote it."""
        entries = self.events(EventFilter(kind=kind, record_ids=frozenset({record_id})), limit=-1, newest_first=False)
        return tuple(entry for entry in entries if not field or any(each.field == field for each in entry.changes))

    def people(self) -> tuple[str, ...]:
        """Names of everybody who wrote an event, in order of the alphabet."""
        with engine_errors(self.path):
            return people_of(self._db)

    def raw_events(self) -> tuple[dict[str, str | int | None], ...]:
        """Every event as it lies in the file, first to last: its columns, the salt and the content of its payload."""
        with engine_errors(self.path):
            return raw_events_of(self._db)

    def records_at(self, position: int) -> dict[str, tuple[Record, ...]]:
        """The records as entered up to a stream position, rebuilt from the stream alone (REP-4).

        Raises:
            ValueError: the stream has no such position.
            Damaged: an event up to there can't be read.
        """
        if not 0 <= position <= self.position:
            raise ValueError(f"the stream has positions 0 to {self.position}")
        with engine_errors(self.path):
            return records_at(self._db, position, self.path)

    def verify(self, known_heads: Iterable[Head] = ()) -> list[Problem]:
        """Whether the file is as Titrant wrote it; see ``storage.verification.verify``."""
        with engine_errors(self.path):
            return verify(self._db, known_heads)
