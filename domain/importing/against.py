"""A row of a file against what is recorded of the same thing: new, the same, or a change of it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeVar

from domain.importing.rows import AcceptedRow, Outcome
from domain.reasons import Finding
from domain.records import Record

R = TypeVar("R", bound=Record)


def compare_with_recorded(
    number: int, record: R, before: R | None, *, keeps: Collection[str], doubts: tuple[Finding, ...]
) -> AcceptedRow[R]:
    """What a row would do to what is recorded.

    Args:
        number: of the row in the file.
        record: as the row has it, without a record id.
        before: the recorded one, or None.
        keeps: fields that stay as recorded where the row leaves them empty: an empty cell takes nothing away.
        doubts: soft findings of the row; a row that changes nothing has none to answer.
    """
    if before is None:
        return AcceptedRow(number, Outcome.NEW, record, None, doubts)
    kept: dict[str, Any] = {name: getattr(before, name) for name in keeps if getattr(record, name) in ("", None)}
    changed = replace(record, record_id=before.record_id, **kept)
    if changed == before:
        return AcceptedRow(number, Outcome.SAME, before, before)
    return AcceptedRow(number, Outcome.CHANGE, changed, before, doubts)
