"""The cohort report: where a part stands, with everything a safety review committee decides on (REP-1, REP-4)."""

from collections.abc import Sequence
from datetime import datetime

from domain.escalation.status import PartStatus
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.summaries import (
    Table,
    derive_ladder,
    tabulate_counts,
    tabulate_decisions,
    tabulate_deviations,
    tabulate_open_items,
    tabulate_serious_events,
    tabulate_subjects,
    tabulate_toxicities,
    tabulate_worst_grades,
)
from domain.summaries.decisions import (
    describe_act,
    describe_decision,
    describe_recommendation,
    describe_recommended_then,
)
from domain.terms import LevelState, PartKind
from ui.reports.blocks import Boxed, Figures, Heading, Paragraph, Signatures
from ui.reports.ladder import LadderBlock
from ui.reports.paper import Block, Frame, Report
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import Words, chip_of

Person = tuple[str, str]
_NOBODY: tuple[Person, ...] = (("", ""), ("", ""), ("", ""))


def cohort_report(
    status: PartStatus,
    words: Words,
    *,
    printed_at: datetime,
    printed_by: str,
    titrant_version: str = "",
    study_file: str = "",
    signers: Sequence[Person] = (),
) -> Report:
    """The cohort report of a part at the study's cut-off.

    Args:
        status: where the part stands.
        words: of the same part and site.
        printed_at: aware UTC.
        printed_by: name of the person who prints.
        titrant_version: of the program; named in the foot.
        study_file: name of the file; named in the foot.
        signers: names and roles for the signature block; without them it has three empty places.
    """
    sections = (
        (tr("Study status"), "", _counts(status, words)),
        (tr("Dose ladder"), tr("evaluable / treated, and subjects with DLT"), _ladder(status, words)),
        _section(tabulate_subjects(status), words, tr("No subject is enrolled in this part.")),
        _section(tabulate_toxicities(status), words, tr("None up to the cut-off.")),
        _worst_grades(status, words),
        _section(tabulate_serious_events(status.study, status.part), words, tr("None up to the cut-off.")),
        _deviations(status, words),
        _section(tabulate_decisions(status), words, tr("None up to the cut-off.")),
        _section(tabulate_open_items(status), words, tr("Nothing: every verdict is in and every event is assessed.")),
        (
            tr("Review of this report"),
            tr("by hand, or as an electronic signature in the file"),
            (Signatures(tuple(signers) or _NOBODY),),
        ),
    )
    blocks: list[Block] = [*_undermined(status, words), _recommendation(status, words)]
    for number, (title, caption, content) in enumerate(sections, 1):
        blocks += [Heading(f"{number}  {title}", caption), *_numbered(content, number, title)]
    return Report(_frame(status, words, printed_at, printed_by, titrant_version, study_file), tuple(blocks))


def _frame(
    status: PartStatus, words: Words, printed_at: datetime, printed_by: str, titrant_version: str, study_file: str
) -> Frame:
    study = status.study
    head = " ".join(study.head[start : start + 4] for start in range(0, min(16, len(study.head)), 4))
    first = [
        tr("Site {site}").format(site=study.record.site_id),
        tr("Protocol v{version}").format(version=study.protocol.version.removeprefix("v")),
        tr("CTCAE v{version}").format(version=study.protocol.ctcae),
        tr("Records entered up to no. {position}").format(position=study.position),
        tr("Chain head {head}").format(head=head) if head else "",
    ]
    printed = tr("Printed {at} by {name}").format(at=words.moment_with_offset(printed_at), name=printed_by)
    second = [printed, f"Titrant {titrant_version}".strip(), study_file]
    title = tr("Cohort report, {level}").format(level=words.level(status.level_in_question))
    if _is_one_of_several(status):
        title = f"{title}, {status.part.title}"
    interim = tr("Interim, not a decision")
    return Frame(
        study=study.record.study_id,
        title=title,
        cut_off=tr("Data cut-off {at}").format(at=words.moment_with_offset(study.cut_off)),
        foot_first=" · ".join(text for text in first if text),
        foot_second=" · ".join(text for text in second if text),
        foot_right=f"{tr('Demonstration, invented data')} · {interim}" if study.record.is_demo else interim,
        alerts=_alerts(status, words),
    )


def _is_one_of_several(status: PartStatus) -> bool:
    def has_levels(part: Part) -> bool:
        return part.kind is PartKind.ESCALATION and bool(part.levels)

    return sum(has_levels(part) for part in status.study.protocol.parts) > 1


def _alerts(status: PartStatus, words: Words) -> tuple[str, ...]:
    """What stands above everything else on every page: levels suspended, decisions undermined."""
    found = []
    tallies = status.recommendation.tallies
    deciding = status.recommendation.dose_level
    suspended = [t.dose_level for t in tallies if t.state is LevelState.SUSPENDED and t.dose_level != deciding]
    if suspended:
        exceeded = [tally.dose_level for tally in tallies if tally.state is LevelState.EXCEEDED]
        code = "alert_suspended" if len(suspended) > 1 else "alert_suspended_one"
        by = min([*exceeded, *([deciding] if deciding else [])], default=0)
        found.append(Reason(code, {"levels": ", ".join(map(str, suspended)), "by": by}))
    if status.undermined:
        found.append(_undermined_head(status))
    return tuple(words.reason(reason) for reason in found)


def _undermined_head(status: PartStatus) -> Reason:
    number, first = len(status.undermined), status.undermined[0][0]
    return Reason("undermined_many" if number > 1 else "undermined_one", {"number": number, "at": first.signed_at})


def _undermined(status: PartStatus, words: Words) -> list[Boxed]:
    """A heavy box that names each decision that rests on data which have changed since; none where all stand."""
    if not status.undermined:
        return []
    lines = [
        Reason(
            "undermined_line",
            {
                "at": decision.signed_at,
                "decided": describe_decision(decision),
                "then": describe_recommended_then(decision),
                "now": describe_recommendation(now),
            },
        )
        for decision, now in status.undermined
    ]
    return [Boxed(words.reason(_undermined_head(status)), tuple(words.reason(line) for line in lines), is_heavy=True)]


def _recommendation(status: PartStatus, words: Words) -> Boxed:
    answer = status.recommendation
    lines = [words.reason(reason) for reason in answer.reasons]
    for option in answer.options:
        act = describe_act(option.action, option.dose_level, option.subjects)
        lines.append(words.reason(Reason("option", {"act": act, "meaning": option.meaning})))
    for block in answer.blocks:
        code = "block_until" if block.until else "block_open"
        lines.append(words.reason(Reason(code, {"what": block.what, "until": block.until})))
    look = chip_of(answer)
    return Boxed(words.headline(answer), tuple(lines), look, words.action(answer.act_now))


def _counts(status: PartStatus, words: Words) -> tuple[Block, ...]:
    table = tabulate_counts(status)
    row = table.rows[0]
    pairs = zip(row, table.columns, strict=True)
    return (Figures(tuple((words.say(cell.value), _title(column.title, words)) for cell, column in pairs)),)


def _ladder(status: PartStatus, words: Words) -> tuple[Block, ...]:
    def say(value: object) -> str:
        return words.day(value) if isinstance(value, datetime) else words.say(value)

    return (LadderBlock(derive_ladder(status), say, words.state),)


Section = tuple[str, str, tuple[Block, ...]]


def _section(table: Table, words: Words, empty: str) -> Section:
    """A table's section: its title and caption, and its rows or a sentence that there are none."""
    title, caption = tr(table.title), _title(table.caption, words)
    if not table.rows:
        return title, "", (Paragraph(empty),)
    note = _title(table.note, words)
    block = TableBlock(table, words.say, has_note=bool(note))
    return title, caption, (block, *((Paragraph(note, is_note=True),) if note else ()))


def _worst_grades(status: PartStatus, words: Words) -> Section:
    table = tabulate_worst_grades(status)
    if not status.assessments:
        return tr(table.title), "", (Paragraph(tr("No subject has been dosed.")),)
    note = Paragraph(_title(table.note, words), is_note=True)
    return (
        tr(table.title),
        _title(table.caption, words),
        (TableBlock(table, words.say, has_note=True, is_tight=True), note),
    )


def _deviations(status: PartStatus, words: Words) -> Section:
    """Recorded deviations, and where the doses given depart from what the rule asked for."""
    title, caption, content = _section(
        tabulate_deviations(status.study, status.part), words, tr("None recorded up to the cut-off.")
    )
    departures = status.recommendation.departures
    if not departures:
        return title, caption, content
    said = " ".join(words.reason(reason) for reason in departures)
    text = tr("The doses given depart from the rule: {departures}").format(departures=said)
    return title, caption, (*content, Paragraph(text))


def _numbered(content: tuple[Block, ...], number: int, title: str) -> tuple[Block, ...]:
    """Tables say on later pages which section they continue."""
    text = tr("{number}  {title}, continued").format(number=number, title=title)
    return tuple(
        TableBlock(block.table, block.say, text, block.has_note, block.is_tight)
        if isinstance(block, TableBlock)
        else block
        for block in content
    )


def _title(value: object, words: Words) -> str:
    """A title, caption or note: plain English is translated, a Reason becomes its sentence."""
    return tr(value) if isinstance(value, str) else words.say(value)
