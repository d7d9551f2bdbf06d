"""A subject's casebook: every record in order of kind, what was corrected, signatures and queries (REP-2)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.content import SAID_OF_RECORDS, subject_of
from domain.entries import dated
from domain.records import RECORD_KINDS, Query, Record, Signature
from domain.signing import SignatureState
from domain.study import Study
from domain.summaries.table import Table
from storage.audit import AuditEntry, EventFilter
from storage.study_file import StudyFile
from ui.reports.blocks import Paragraph, Subheading
from ui.reports.casebook_tables import (
    list_facts,
    say_entries,
    tabulate_corrections,
    tabulate_queries,
    tabulate_records,
)
from ui.reports.field_values import FieldValues
from ui.reports.form_blocks import FactGrid
from ui.reports.paper import MARGIN, Block, Report, page_units
from ui.reports.section import Section, say_title, table_section
from ui.reports.signature_section import signature_section
from ui.reports.signatures import tabulate_signatures
from ui.reports.standing import Print, is_seen, study_frame, with_remark
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import Words
from ui.words.signature import name_record


@dataclass(frozen=True)
class Trail:
    """What the file knows of a subject's records beyond their values.

    Attributes:
        entries: events that wrote them, oldest first.
        signatures: on the casebook and on single records, with their state.
    """

    entries: tuple[AuditEntry, ...] = ()
    signatures: tuple[SignatureState, ...] = ()


def trail_of(file: StudyFile, subject_id: str) -> Trail:
    """The events and signatures of a subject's records.

    Raises:
        StudyFileError: the file can't be read.
    """
    wanted = EventFilter(record_ids=file.record_ids_of(subject_id))
    held = [one for one in file.records().get(Signature.kind, ()) if isinstance(one, Signature)]
    states = tuple(file.signature_state(one) for one in held if one.subject_id == subject_id)
    return Trail(tuple(file.events(wanted, limit=-1, newest_first=False)), states)


def casebook_report(study: Study, subject_id: str, words: Words, printed: Print, trail: Trail) -> Report:
    """The casebook of a subject at the study's cut-off.

    Args:
        study: at its cut-off; records dated later are left out.
        subject_id: one of the study's.
        words: of the study.
        printed: who prints when.
        trail: from ``trail_of``.

    Raises:
        KeyError: there is no such subject.
    """
    study.subject(subject_id)
    by_kind = _records_of(study, subject_id)
    names = {
        one.record_id: name_record(one.kind, one.record_id, study.entered, words)
        for held in by_kind.values()
        for one in held
    }
    values = FieldValues(words, names)
    entries: dict[str, list[AuditEntry]] = defaultdict(list)
    for entry in trail.entries:
        entries[entry.event.record_id].append(entry)
    blocks: list[Block] = [Paragraph(_contents(by_kind), is_note=True)]
    number = 0
    for number, (kind, held) in enumerate(by_kind.items(), 1):
        events = [event for one in held for event in entries[one.record_id]]
        blocks += _kind_section(kind, held, events, values, words).blocks(number)
    states = [one for one in trail.signatures if is_seen(study, one.signature.signed_at)]
    signed = signature_section(tabulate_signatures(states, study.entered, words), words)
    blocks += signed.blocks(number + 1)
    blocks += _query_section(study, subject_id, values, words).blocks(number + 2)
    title = tr("Casebook of {subject}").format(subject=subject_id)
    frame = study_frame(study, words, title, printed, [subject_id])
    return with_remark(Report(frame, tuple(blocks)), tr("Subject {subject}").format(subject=subject_id))


def _records_of(study: Study, subject_id: str) -> dict[str, tuple[Record, ...]]:
    """The subject's records by kind, in the order of the kinds; within a kind by date."""
    found = {}
    for kind in RECORD_KINDS:
        if kind in SAID_OF_RECORDS:
            continue
        held = [one for one in study.records.get(kind, ()) if subject_of(one) == subject_id]
        moments = [dated(one, study.zone) for one in held]
        order = sorted(range(len(held)), key=lambda at: (moments[at] is None, moments[at] or study.cut_off, at))
        if held:
            found[kind] = tuple(held[at] for at in order)
    return found


def _contents(by_kind: dict[str, tuple[Record, ...]]) -> str:
    count = sum(len(held) for held in by_kind.values())
    absent = [tr(RECORD_KINDS[kind].title) for kind in _SUBJECT_KINDS if kind not in by_kind]
    said = tr("{count} records of {kinds} kinds, each with what was corrected later.")
    text = said.format(count=count, kinds=len(by_kind))
    return f"{text} {tr('None of: {kinds}.').format(kinds=', '.join(absent))}" if absent else text


_SUBJECT_KINDS = tuple(
    name
    for name, kind in RECORD_KINDS.items()
    if name not in SAID_OF_RECORDS and "subject_id" in kind.__dataclass_fields__
)


def _kind_section(
    kind: str, held: Sequence[Record], events: Sequence[AuditEntry], values: FieldValues, words: Words
) -> Section:
    """The records of one kind: a table where it has room on the page, else a form each."""
    table = tabulate_records(held, values)
    width = page_units("letter").width() - 2 * MARGIN
    fits = len(held) > 1 and TableBlock(table, words.say).is_roomy(width)
    entered = say_entries(events, words)
    content: list[Block] = list(
        _as_table(table, words, has_note=bool(entered)) if fits else _as_forms(held, values, has_note=bool(entered))
    )
    content += [Paragraph(entered, is_note=True)] if entered else []
    numbers = {one.record_id: place for place, one in enumerate(held, 1)}
    corrections = tabulate_corrections(kind, events, numbers.__getitem__, values, words)
    if corrections.rows:
        content += [Subheading(tr("Corrections")), TableBlock(corrections, words.say)]
    caption = tr("{count} records") if len(held) > 1 else ""
    return Section(tr(RECORD_KINDS[kind].title), caption.format(count=len(held)), tuple(content))


def _as_table(table: Table, words: Words, *, has_note: bool) -> Iterable[Block]:
    note = say_title(table.note, words)
    yield TableBlock(table, words.say, has_note=has_note or bool(note), is_tight=True)
    if note:
        yield Paragraph(note, is_note=True)


def _as_forms(held: Sequence[Record], values: FieldValues, *, has_note: bool) -> Iterable[Block]:
    for number, one in enumerate(held, 1):
        if len(held) > 1:
            yield Subheading(tr("No. {number}").format(number=number), values.say("", one.record_id))
        yield FactGrid(list_facts(one, values), has_note=has_note and number == len(held))


def _query_section(study: Study, subject_id: str, values: FieldValues, words: Words) -> Section:
    held = [one for one in study.entered.get(Query.kind, ()) if isinstance(one, Query) and one.subject_id == subject_id]
    return table_section(tabulate_queries(held, values, words), words)
