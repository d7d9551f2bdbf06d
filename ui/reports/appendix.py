"""The protocol appendix: the rules in words with their sources, the decision tables, the pathway, and what follows."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from domain.canonical import canonical
from domain.characteristics.ready import READY, scenario_of
from domain.escalation.recommendation import TreatedSubject
from domain.protocol.model import Part, Protocol
from ui.reports.appendix_characteristics import (
    Named,
    characteristic_blocks,
    design_blocks,
    outcome_blocks,
    reading_blocks,
)
from ui.reports.appendix_pathway import grid_blocks, pathway_blocks, prospect_blocks
from ui.reports.appendix_rules import levels_table, optional_note, rule_blocks
from ui.reports.appendix_tables import plain_table, words_of
from ui.reports.blocks import Heading, Paragraph
from ui.reports.endpoints_section import endpoint_blocks
from ui.reports.paper import Block, Frame, Report
from ui.reports.sampling_section import sampling_blocks
from ui.reports.words import tr
from ui.text import Words
from ui.words.design import say_design


def protocol_appendix(
    protocol: Protocol,
    part: Part,
    words: Words,
    *,
    printed_at: datetime,
    printed_by: str,
    titrant_version: str = "",
    scenarios: Sequence[Named] = (),
    subjects: Sequence[TreatedSubject] = (),
) -> Report:
    """The appendix for a part.

    Args:
        protocol: with its provenance.
        part: an escalation part with levels.
        words: of the same part and protocol.
        printed_at: aware UTC.
        printed_by: who prints.
        titrant_version: of the program.
        scenarios: named scenarios that come before the ready ones.
        subjects: today's; the pathway starts from them, and the next outcomes are told.

    Raises:
        ValueError: a subject's level lies beyond the first of ``scenarios``.
    """
    levels = max(part.usable_levels(), *(one.dose_level for one in subjects), 0)
    ready = [(words_of(one.title), scenario_of(one, levels)) for one in READY]
    own = [(name, scenario) for name, scenario in scenarios if len(scenario.dlt) <= len(part.levels)]
    assumed = [*own, *ready]
    sections: list[tuple[str, str, list[Block]]] = [
        (tr("The design in words"), "", [Paragraph(say_design(part.rules)), *optional_note(part)]),
        (tr("Dose levels"), "", [plain_table(levels_table(protocol, part))]),
        (tr("The rules and where they come from"), tr("registration, or an assumption"), rule_blocks(protocol, part)),
        (tr("Decision tables"), tr("evaluable subjects across, DLTs down"), grid_blocks(part, levels)),
        (tr("Dose-transition pathway"), tr("DLTs of evaluable at the level"), pathway_blocks(part, levels)),
        (tr("Pathway with probabilities"), assumed[0][0], prospect_blocks(part, subjects, assumed[0][1])),
        (tr("Exact characteristics"), tr("independent subjects, all evaluable"), characteristic_blocks(part, assumed)),
        (tr("Against the designs that are all called 3+3"), assumed[0][0], design_blocks(part, assumed[0][1])),
        (tr("What each open reading costs"), assumed[0][0], reading_blocks(protocol, part, assumed[0][1])),
    ]
    if subjects:
        title = tr("Next outcomes on today's data")
        sections.append((title, assumed[0][0], outcome_blocks(part, words, subjects, assumed[0][1])))
    if part.pk is not None:
        title = tr("Samples for concentrations, antibodies and biomarkers")
        sections.append((title, tr("registration, or an assumption"), sampling_blocks(protocol, part)))
    sections.append((tr("Registered endpoints"), tr("with their time frames"), endpoint_blocks(protocol, words)))
    blocks: list[Block] = []
    for number, (title, caption, content) in enumerate(sections, 1):
        blocks += [Heading(f"{number}  {title}", caption), *content]
    return Report(_frame(protocol, part, words, printed_at, printed_by, titrant_version), tuple(blocks))


def rules_hash(part: Part) -> str:
    """SHA-256 over the rules and the levels of a part: two appendices with the same hash tell of the same design."""
    told = {"rules": asdict(part.rules), "levels": [[str(one.dose), one.unit, one.is_optional] for one in part.levels]}
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def _frame(
    protocol: Protocol, part: Part, words: Words, printed_at: datetime, printed_by: str, titrant_version: str
) -> Frame:
    version = tr("Protocol v{version}").format(version=protocol.version.removeprefix("v"))
    digest = rules_hash(part)
    first = [
        part.title,
        tr("CTCAE v{version}").format(version=protocol.ctcae),
        tr("Rules {digest}").format(digest=" ".join(digest[start : start + 4] for start in range(0, 16, 4))),
    ]
    printed = tr("Printed {at} by {name}").format(at=words.moment_with_offset(printed_at), name=printed_by)
    return Frame(
        study=protocol.study_id,
        title=tr("Protocol appendix: dose escalation"),
        cut_off=version,
        foot_first=" · ".join(first),
        foot_second=" · ".join((printed, f"Titrant {titrant_version}".strip())),
        foot_right=tr("Computed exactly, no simulation"),
    )
