"""Queries, and how much is verified against its source, as rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from domain.queries import opened_at
from domain.records import Query, Record
from domain.terms import QueryState
from domain.verification_state import Coverage
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, term, tr
from ui.widgets.table import CellPainter, tag_cell
from ui.words.signature import label_of_field, name_record

_LOOKS = {
    QueryState.OPEN: ("warn", "warnline", "question"),
    QueryState.ANSWERED: ("soft", "accent", "clock"),
    QueryState.CLOSED: ("neutral", "text2", "check"),
}
_ORDER = {QueryState.OPEN: 0, QueryState.ANSWERED: 1, QueryState.CLOSED: 2}


@dataclass(frozen=True)
class QueryRow:
    """A query with what it is about in words."""

    query: Query
    about: str
    field: str
    opened: datetime
    last: str
    last_by: str


def list_queries(records: Mapping[str, Sequence[Record]], words: Words) -> list[QueryRow]:
    """Every query: those that wait for somebody first, then the latest first."""
    rows = []
    for one in records.get(Query.kind, ()):
        if isinstance(one, Query):
            said = one.messages[-1]
            about = name_record(one.about_kind, one.about_id, records, words)
            field = label_of_field(one.about_kind, one.field)
            rows.append(QueryRow(one, about, field, opened_at(one), said.text, said.name))
    rows.sort(key=lambda row: row.opened, reverse=True)
    return sorted(rows, key=lambda row: _ORDER[row.query.state])


class QueriesModel(RowsModel[QueryRow]):
    """Queries of the study."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[QueryRow]] = [
            Shown(
                "state", tr("State"), lambda row: term(row.query.state), lambda row: _ORDER[row.query.state],
                painter=_state_tag,
            ),
            Shown("subject", tr("Subject"), lambda row: row.query.subject_id, lambda row: row.query.subject_id),
            Shown("about", tr("About"), lambda row: row.about, lambda row: row.about, tooltip=_tip),
            Shown("field", tr("Field"), lambda row: row.field or tr("the form"), lambda row: row.field),
            Shown("opened", tr("Opened"), lambda row: words().day(row.opened), lambda row: row.opened, True),
        ]  # fmt: skip
        super().__init__(columns, lambda row: row.query.record_id, parent)


def _state_tag(row: QueryRow) -> CellPainter | None:
    fill, line, glyph = _LOOKS[row.query.state]
    return tag_cell(term(row.query.state), fill=fill, line=line, glyph=glyph)


def _tip(row: QueryRow) -> str:
    return f"{row.last_by}: {row.last}"


@dataclass(frozen=True)
class CoverageRow:
    """How much of a subject stands verified."""

    subject_id: str
    level: int | None
    coverage: Coverage


class CoverageModel(RowsModel[CoverageRow]):
    """Source verification by subject: verified of all, never a bare percentage."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[CoverageRow]] = [
            Shown("subject", tr("Subject"), lambda row: row.subject_id, lambda row: row.subject_id),
            Shown("level", tr("Level"), lambda row: str(row.level or ""), lambda row: row.level, True),
            Shown("forms", tr("Forms verified"), _forms, lambda row: row.coverage.forms_verified, True),
            Shown("fields", tr("Fields verified"), _fields, lambda row: row.coverage.fields_verified, True),
            Shown(
                "withdrawn",
                tr("Changed since"),
                lambda row: str(row.coverage.forms_withdrawn or ""),
                lambda row: row.coverage.forms_withdrawn,
                True,
                weight=lambda row: 600 if row.coverage.forms_withdrawn else 400,
            ),
        ]
        super().__init__(columns, lambda row: row.subject_id, parent)


def _forms(row: CoverageRow) -> str:
    return f"{row.coverage.forms_verified} / {row.coverage.forms}"


def _fields(row: CoverageRow) -> str:
    return f"{row.coverage.fields_verified} / {row.coverage.fields}"


def say_coverage(coverage: Coverage) -> str:
    """Coverage in one sentence, with numerators and denominators."""
    if not coverage.forms:
        return tr("Nothing is entered yet that could be verified.")
    said = tr("{forms_verified} of {forms} forms and {fields_verified} of {fields} fields stand verified.").format(
        forms_verified=coverage.forms_verified,
        forms=coverage.forms,
        fields_verified=coverage.fields_verified,
        fields=coverage.fields,
    )
    if coverage.forms_withdrawn == 1:
        said += " " + tr("1 form changed since it was verified.")
    elif coverage.forms_withdrawn:
        said += " " + tr("{count} forms changed since they were verified.").format(count=coverage.forms_withdrawn)
    return said
