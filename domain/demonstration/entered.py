"""What was entered of each subject so far: what is said of one subject's tumour needs nobody else's records."""

from collections.abc import Iterable

from domain.entries import Records
from domain.records import PartOpening, ProtocolVersion, Record, StudyRecord

_OF_THE_STUDY = (StudyRecord.kind, ProtocolVersion.kind, PartOpening.kind)


class EnteredBySubject:
    """The records of each subject, the last value under each id."""

    def __init__(self) -> None:
        """Start with nothing entered."""
        self._held: dict[str, dict[str, dict[str, Record]]] = {}

    def put(self, records: Iterable[Record]) -> None:
        """Take in new and corrected records."""
        for record in records:
            subject_id = getattr(record, "subject_id", "")
            if subject_id:
                self._held.setdefault(subject_id, {}).setdefault(record.kind, {})[record.record_id] = record

    def records_of(self, subject_id: str, everything: Records) -> Records:
        """The subject's records beside those of the study itself.

        Args:
            subject_id: of the subject.
            everything: all records by kind, from which the study's own are taken.
        """
        mine = {kind: tuple(listed.values()) for kind, listed in self._held.get(subject_id, {}).items()}
        return {**mine, **{kind: everything.get(kind, ()) for kind in _OF_THE_STUDY}}
