"""Anti-drug antibodies: how many subjects by level, with exact intervals, and sample by sample (PK-4)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from domain.exposure.antibodies import (
    BOOST,
    AntibodyFindings,
    AntibodyStatus,
    Persistence,
    antibody_findings,
)
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.statistics.proportion import clopper_pearson
from domain.study import Study
from domain.summaries.pk_numbers import write_percent
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none
from domain.terms import AntibodyResult

_LEAST_FOR_PERCENT = 10
_COUNTS = (
    Column("level", "Level", weight=0.8),
    Column("line", "Subjects", weight=2.0),
    Column("number", "Number", Format.NUMBER, 0.6),
    Column("of", "Of evaluable", Format.NUMBER, 0.7),
    Column("percent", "%", Format.NUMBER, 0.6),
    Column("low", "95 % interval, lower, %", Format.NUMBER, 0.9),
    Column("high", "95 % interval, upper, %", Format.NUMBER, 0.9),
)
_LISTING = (
    Column("subject", "Subject", weight=0.9),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("drug", "Against"),
    Column("taken", "Sample taken", Format.DATE),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("visit", "Visit"),
    Column("result", "Result"),
    Column("titre", "Titre", Format.NUMBER, 0.7),
    Column("neutralising", "Neutralising"),
    Column("status", "Status", weight=1.3),
    Column("persistence", "Lasting"),
    Column("why", "Why", weight=2.0),
)
_LINES: tuple[tuple[str, Callable[[AntibodyFindings], bool]], ...] = (
    ("ada_line_baseline", lambda one: one.baseline is not None and one.baseline.result is AntibodyResult.POSITIVE),
    ("ada_line_positive", lambda one: one.is_positive),
    ("ada_line_emergent", lambda one: one.status.is_emergent),
    ("ada_line_induced", lambda one: one.status is AntibodyStatus.INDUCED),
    ("ada_line_persistent", lambda one: one.persistence is Persistence.PERSISTENT),
    ("ada_line_boosted", lambda one: one.status is AntibodyStatus.BOOSTED),
    ("ada_line_neutralising", lambda one: one.is_neutralising is True),
)


def antibody_drugs(study: Study, part: Part) -> tuple[str, ...]:
    """Against which drugs antibodies were looked for in a part: those of the plan first."""
    named = part.pk.analytes if part.pk and part.pk.ada else ()
    found = {name.casefold(): name for name in named}
    for subject_id in subjects_of(study, part.part_id):
        for one in study.antibodies_of(subject_id):
            found.setdefault(one.drug.strip().casefold(), one.drug.strip())
    return tuple(found.values())


def tabulate_antibodies(study: Study, part: Part, drug: str, *, boost: Decimal = BOOST) -> Table:
    """Subjects with antibodies by level and in all, of those with a result after the first dose.

    The percentage stands only where ten or more are evaluable; the exact interval always.
    """
    groups: dict[int, list[AntibodyFindings]] = {}
    for subject_id in subjects_of(study, part.part_id):
        level, found = level_of(study, subject_id), antibody_findings(study, subject_id, drug=drug, boost=boost)
        if level is not None and study.first_dose(subject_id) is not None:
            groups.setdefault(level, []).append(found)
    rows: list[tuple[Cell, ...]] = []
    for level in sorted(groups):
        rows += _counts(Reason("pk_level", {"level": level}), groups[level])
    if groups:
        rows += _counts(Reason("pk_all_levels"), [one for listed in groups.values() for one in listed])
    dosed = sum(len(listed) for listed in groups.values())
    evaluable = sum(one.is_evaluable for listed in groups.values() for one in listed)
    return Table(
        "antibodies",
        "Anti-drug antibodies by level",
        _COUNTS,
        tuple(rows),
        caption=Reason("caption_antibodies", {"drug": drug, "evaluable": evaluable, "dosed": dosed}),
        note=Reason("note_antibodies", {"factor": boost}),
    )


def _counts(head: Reason, found: Sequence[AntibodyFindings]) -> list[tuple[Cell, ...]]:
    evaluable = [one for one in found if one.is_evaluable]
    rows = []
    for place, (code, counts) in enumerate(_LINES):
        number, of = sum(counts(one) for one in evaluable), len(evaluable)
        row: list[object] = [Reason(code), count_or_none(number), of]
        if of:
            interval = clopper_pearson(number, of)
            percent = write_percent(100 * number / of) if of >= _LEAST_FOR_PERCENT else None
            row += [percent, write_percent(100 * interval.lower), write_percent(100 * interval.upper)]
        else:
            row += [None, None, None]
        rows.append((Cell(None if place else head, emphasis=not place, indent=int(bool(place))), *cells(row)))
    return rows


def tabulate_antibody_listing(study: Study, part: Part, *, boost: Decimal = BOOST) -> Table:
    """Every antibody result by subject, drug and time, with the subject's status on the first line."""
    rows, ids = [], []
    for drug in antibody_drugs(study, part):
        for subject_id in subjects_of(study, part.part_id):
            found = antibody_findings(study, subject_id, drug=drug, boost=boost)
            mine = [one for one in study.antibodies_of(subject_id) if one.drug.strip().casefold() == drug.casefold()]
            for place, one in enumerate(mine):
                status = (found.status, found.persistence, found.reasons[0] if found.reasons else None)
                row = (
                    subject_id,
                    level_of(study, subject_id),
                    drug,
                    one.taken_at,
                    one.cycle,
                    one.visit or None,
                    one.result,
                    one.titre,
                    one.neutralising if one.result is AntibodyResult.POSITIVE else None,
                    *(status if not place else (None, None, None)),
                )
                rows.append(cells(row, emphasis=one.result is AntibodyResult.POSITIVE))
                ids.append(one.record_id)
    return Table("antibody_listing", "Anti-drug antibodies by subject", _LISTING, tuple(rows), row_ids=tuple(ids))
