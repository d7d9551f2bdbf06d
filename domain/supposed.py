"""The study as it would be with one record more: what a form shows before anything is saved."""

from domain.entries import GROUPED
from domain.records import Record
from domain.study import Study


def suppose(study: Study, record: Record) -> Study:
    """A study of one subject only, with a record put in the place of the one of its id.

    Args:
        study: as entered; it stays as it is.
        record: of a subject's own kinds, as it would be.

    Returns:
        The same protocol, limits and ranges, and of the subjects only the one that the record is about: quick to derive
        from, however large the study.
    """
    grouped = {kind.kind for kind in GROUPED}
    records: dict[str, tuple[Record, ...]] = {
        kind: tuple(listed) for kind, listed in study.entered.items() if kind not in grouped
    }
    entered = study.entered_for(str(getattr(record, "subject_id", "")))
    own = [one for one in (entered.records if entered else ()) if one.record_id != record.record_id]
    for one in (*own, record):
        records[one.kind] = (*records.get(one.kind, ()), one)
    return Study.of(records, cut_off=study.cut_off, position=study.position, head=study.head)
