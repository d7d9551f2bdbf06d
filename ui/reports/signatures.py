"""Electronic signatures on paper: what was signed, by whom, meaning what, when, and whether it still stands."""

from collections.abc import Iterable, Mapping, Sequence

from domain.records import Record
from domain.signing import SignatureState
from domain.summaries.table import Cell, Column, Table
from ui.text import Words
from ui.words.signature import say_about, say_signature

_COLUMNS = (
    Column("about", "Signed", weight=1.4),
    Column("who", "By", weight=1.2),
    Column("meaning", "Meaning", weight=1.2),
    Column("at", "Date and time", weight=1.2),
    Column("standing", "Standing", weight=2.0),
)


def tabulate_signatures(
    states: Iterable[SignatureState], records: Mapping[str, Sequence[Record]], words: Words
) -> Table:
    """A row for each signature, first to last; one that no longer stands is emphasised.

    Args:
        states: from ``StudyFile.signature_state``.
        records: as they are now.
        words: of the study.
    """
    rows, ids = [], []
    for state in sorted(states, key=lambda one: one.signature.position):
        said = say_signature(state, records, words)
        values = (say_about(state, records, words), said.who, said.meaning, said.at, said.standing)
        rows.append(tuple(Cell(value, emphasis=not said.is_valid) for value in values))
        ids.append(state.signature.record_id)
    return Table("signatures", "Electronic signatures", _COLUMNS, tuple(rows), row_ids=tuple(ids))
