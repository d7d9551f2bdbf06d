"""The documents of an inspection copy: everything that is in the study, as tables on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.queries import opened_at
from domain.records import RECORD_KINDS, Query, Record, items_of
from domain.study import Study
from domain.summaries.deviations import tabulate_deviations
from domain.summaries.table import Cell, Column, Format, Table, cells
from storage.audit import AuditEntry
from storage.study_file import StudyFile
from storage.verification import Problem
from ui.inspection.counts import CountRow
from ui.pages.audit_event import say_problem
from ui.pages.audit_model import describe, say_field, say_kind, say_operation, say_when
from ui.reports.blocks import Heading, Paragraph
from ui.reports.paper import Block, Frame, Report
from ui.reports.signatures import tabulate_signatures
from ui.reports.tables import TableBlock
from ui.signing import all_states
from ui.text import EN_DASH, Words, term, tr
from ui.words.deviation import with_visit_names
from ui.words.signature import label_of_field, name_record
from ui.words.value import say_value

_NOT_LISTED = ("record_id", "content", "evidence", "recommended")


@dataclass(frozen=True)
class Copied:
    """What is copied, and by whom.

    Attributes:
        study: everything entered, at the moment of the copy.
        made_at: aware UTC.
        made_by: name of the person.
        titrant: version of the program.
    """

    file: StudyFile
    study: Study
    words: Words
    made_at: datetime
    made_by: str
    titrant: str

    @property
    def records(self) -> Mapping[str, Sequence[Record]]:
        """Every record as entered, by kind."""
        return self.file.records()

    def report(self, title: str, blocks: Sequence[Block]) -> Report:
        """A document with the copy's head and foot on each page."""
        study, words = self.study, self.words
        head = " ".join(study.head[start : start + 4] for start in range(0, 16, 4))
        first = [
            tr("Site {site}").format(site=study.record.site_id),
            tr("Records entered up to no. {position}").format(position=study.position),
            tr("Chain head {head}").format(head=head),
        ]
        made = tr("Copied {at} by {name}").format(at=words.moment_with_offset(self.made_at), name=self.made_by)
        frame = Frame(
            study=study.record.study_id,
            title=title,
            cut_off=tr("As entered on {at}").format(at=words.moment_with_offset(self.made_at)),
            foot_first=" · ".join(first),
            foot_second=f"{made} · Titrant {self.titrant} · {self.file.path.name}",
            foot_right=tr("Inspection copy"),
        )
        return Report(frame, tuple(blocks))

    def table(self, table: Table, empty: str) -> tuple[Block, ...]:
        """A table, or a sentence that there is nothing."""
        return (TableBlock(table, self.words.say, has_note=False),) if table.rows else (Paragraph(empty),)


def records_document(copied: Copied) -> Report:
    """Every record of every kind, with all its fields."""
    blocks: list[Block] = []
    for kind, held in copied.records.items():
        rows = tuple(_record_row(one, copied.words) for one in held)
        columns = (
            Column("subject", "Subject", weight=0.7),
            Column("record", "Record", weight=1.3),
            Column("fields", "Fields", weight=4.0),
        )
        title = say_kind(kind)
        blocks.append(Heading(title, tr("{count} records").format(count=len(held))))
        table = Table(kind, title, columns, rows)
        blocks += copied.table(table, tr("None."))
    return copied.report(tr("Listing of every record"), blocks)


def audit_document(copied: Copied, entries: Sequence[AuditEntry]) -> Report:
    """Every event, first to last, with what it changed."""
    columns = (
        Column("event", "Event", Format.NUMBER, 0.5),
        Column("at", "Date and time", weight=1.2),
        Column("who", "Person", weight=1.1),
        Column("what", "What", weight=1.5),
        Column("changes", "Values", weight=3.0),
        Column("reason", "Reason", weight=1.3),
    )
    rows = tuple(_event_row(entry, copied) for entry in entries)
    title = tr("Audit trail")
    note = tr("Values of a new record stand alone; of a correction they are before and after.")
    return copied.report(title, (Paragraph(note), *copied.table(Table("audit", title, columns, rows), tr("None."))))


def signatures_document(copied: Copied) -> Report:
    """Every electronic signature, and whether it stands."""
    table = tabulate_signatures(all_states(copied.file), copied.records, copied.words)
    return copied.report(tr("Electronic signatures"), copied.table(table, tr("Nothing was signed electronically.")))


def queries_document(copied: Copied) -> Report:
    """Every query with all that was said."""
    words, records = copied.words, copied.records
    columns = (
        Column("state", "State", weight=0.7),
        Column("subject", "Subject", weight=0.7),
        Column("about", "About", weight=1.5),
        Column("opened", "Opened", Format.DATE, 0.9),
        Column("said", "Said", weight=4.0),
    )
    rows = []
    for one in records.get(Query.kind, ()):
        if isinstance(one, Query):
            said = "\n".join(
                f"{words.moment(message.at)}, {message.name}, {message.role}: {message.text}"
                for message in one.messages
            )
            about = name_record(one.about_kind, one.about_id, records, words)
            field = label_of_field(one.about_kind, one.field)
            about = f"{about} {EN_DASH} {field}" if field else about
            rows.append(cells((term(one.state), one.subject_id or None, about, opened_at(one), said)))
    title = tr("Queries")
    return copied.report(title, copied.table(Table("queries", title, columns, tuple(rows)), tr("No query was opened.")))


def deviations_document(copied: Copied) -> Report:
    """Every deviation from the protocol."""
    table = with_visit_names(tabulate_deviations(copied.study), copied.study.protocol)
    return copied.report(tr("Deviations"), copied.table(table, tr("None was recorded.")))


def counts_document(copied: Copied, counts: Sequence[CountRow], problems: Sequence[Problem]) -> Report:
    """What is in the file and what is in this copy, kind by kind, and whether the file is as it was written."""
    columns = (
        Column("kind", "Kind", weight=2.0),
        Column("file", "In the file", Format.NUMBER),
        Column("events", "Made by events", Format.NUMBER),
        Column("json", "In JSON", Format.NUMBER),
        Column("csv", "In CSV", Format.NUMBER),
        Column("pdf", "In the listing", Format.NUMBER),
        Column("agrees", "Agrees", weight=0.7),
    )
    rows = tuple(
        tuple(
            Cell(value, emphasis=not one.agrees)
            for value in (
                say_kind(one.kind) if one.kind in RECORD_KINDS else tr("Events"),
                one.file, one.events, one.json, one.csv, one.pdf, tr("yes") if one.agrees else tr("NO"),
            )
        )
        for one in counts
    )  # fmt: skip
    title = tr("Counts reconciled")
    if problems:
        lines = [say_problem(one) for one in problems[:20]]
        verdict = tr("The file is NOT as it was written, {count} problems: {first}").format(
            count=len(problems), first=" ".join(lines)
        )
    else:
        verdict = tr("Every event fits the chain, and every record fits its events.")
    blocks = (
        Paragraph(tr("Counted again in the files of this copy after they were written.")),
        TableBlock(Table("counts", title, columns, rows), copied.words.say),
        Heading(tr("Verification"), ""),
        Paragraph(verdict),
    )
    return copied.report(title, blocks)


def _record_row(record: Record, words: Words) -> tuple[Cell, ...]:
    subject, particulars = describe(record, words)
    said = [
        f"{say_field(record.kind, name)}: {text}"
        for name in items_of(type(record))
        if name not in _NOT_LISTED and name != "subject_id" and (text := say_value(getattr(record, name), words))
    ]
    return cells((subject or None, particulars or record.record_id, "; ".join(said)))


def _event_row(entry: AuditEntry, copied: Copied) -> tuple[Cell, ...]:
    event, words = entry.event, copied.words
    who = f"{event.person}, {event.role}" if event.role else event.person
    what = f"{say_kind(event.kind)}, {say_operation(event.operation)}"
    held = copied.file.record(event.kind, event.record_id) if event.kind in RECORD_KINDS else None
    if held is not None:
        subject, particulars = describe(held, words)
        what = " ".join(part for part in (what, subject, particulars) if part)
    elif event.kind not in RECORD_KINDS:
        what = f"{what}: {event.record_id}"
    said = []
    for change in entry.changes:
        after = say_value(change.after, words)
        if change.field in _NOT_LISTED or (change.before is None and not after):
            continue
        field = say_field(event.kind, change.field)
        if event.operation.value == "correct":
            said.append(f"{field}: {say_value(change.before, words) or EN_DASH} → {after or EN_DASH}")
        else:
            said.append(f"{field}: {after}")
    return cells(
        (event.sequence, say_when(event.recorded_at, event.zone), who, what, "; ".join(said), event.reason or None)
    )
