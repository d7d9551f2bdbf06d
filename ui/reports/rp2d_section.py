"""The recommended dose in the cohort report: MTD, MAD, levels side by side, what was signed and weighed (ESC-12)."""

from domain.escalation.status import PartStatus
from domain.rp2d.declared import Declared, declare_mad, declare_mtd
from domain.rp2d.naming import short_name
from domain.rp2d.standing import DoseStanding, assess_standing, level_now
from domain.rp2d.weighing import weigh_doses
from domain.summaries.weighed_doses import (
    describe_ceiling,
    tabulate_considerations,
    tabulate_recommended_doses,
    tabulate_weighed_doses,
)
from ui.reports.blocks import Boxed, Paragraph, Signatures
from ui.reports.paper import Block
from ui.reports.section import Section, table_section
from ui.reports.words import tr
from ui.text import Words, say_number
from ui.words.ground import say_position


def rp2d_sections(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The sections of a part; none while nobody has been dosed, so that such a report stays as it was.

    The levels stand side by side once the rules or the committee have come to an MTD or MAD, or a dose was signed:
    before that there is nothing to be weighed.

    Args:
        status: where the part stands.
        words: of the same part and site.
    """
    mtd, mad = declare_mtd(status), declare_mad(status)
    signed = status.study.recommended_doses_of(status.part)
    is_reached = any(one.derived is not None or one.signed is not None for one in (mtd, mad))
    if not status.assessments or not (is_reached or signed):
        return ()
    weighed = weigh_doses(status)
    standing = assess_standing(status, signed[-1], weighed) if signed else None
    name = short_name(status.study.protocol)
    first = Section(
        tr("Recommended dose"),
        tr("MTD, MAD and {name} are three things").format(name=name),
        (*_fields(mtd, mad, words), *_standing(standing, name, words)),
    )
    candidate = level_now(status.part, signed[-1]) if signed else None
    table = table_section(tabulate_weighed_doses(status, weighed, candidate=candidate), words, is_tight=True)
    if standing is None:
        return (first, table)
    said = table_section(tabulate_considerations(standing.record), words)
    people = tuple((one.name, f"{one.role}, {words.say(one.vote).lower()}") for one in standing.record.attendees)
    weighed_then = Section(said.title, _seen(standing, words), (*said.content, Signatures(people)))
    history = table_section(tabulate_recommended_doses(status), words)
    return (first, table, weighed_then, *((history,) if len(signed) > 1 else ()))


def _fields(mtd: Declared, mad: Declared, words: Words) -> tuple[Block, ...]:
    return (
        Paragraph(_field(tr("MTD"), mtd, words)),
        Paragraph(_field(tr("MAD"), mad, words)),
    )


def _field(name: str, declared: Declared, words: Words) -> str:
    """One field in a line: what the committee signed, then what the rules derive and why."""
    signed, why = declared.signed, " ".join(words.reason(reason) for reason in declared.reasons)
    if signed is None:
        said = tr("not signed")
    else:
        said = tr("{level}, signed {at} by {who}").format(
            level=words.level(signed.dose_level), at=words.moment(signed.signed_at), who=signed.signed_by
        )
        if not declared.holds:
            said = tr("taken back by a later decision ({signed})").format(signed=said)
        elif declared.is_undermined:
            said = tr("{signed}; later entries change what it rested on").format(signed=said)
    rules = words.level(declared.derived) if declared.derived is not None else tr("none")
    text = tr("{name}: {signed}. By the rules: {rules}. {why}")
    return text.format(name=name, signed=said, rules=rules, why=why)


def _standing(standing: DoseStanding | None, name: str, words: Words) -> tuple[Block, ...]:
    if standing is None:
        return (Paragraph(tr("{name}: none signed up to the cut-off.").format(name=name)),)
    record = standing.record
    head = tr("{name}: level {number}, {dose} {unit}").format(
        name=name, number=record.dose_level, dose=say_number(record.dose), unit=record.unit
    )
    ceiling = words.reason(describe_ceiling(record))
    text = tr("Signed {at} by {who}, at or below the {ceiling}.")
    lines = [text.format(at=words.moment_with_offset(record.signed_at), who=record.signed_by, ceiling=ceiling)]
    lines.append(tr("Reason: {reason}").format(reason=record.reason))
    if standing.is_undermined:
        lines.append(tr("NEEDS REVIEW, later data speak against it:"))
        lines += [words.reason(reason) for reason in standing.reasons]
    return (Boxed(head, tuple(lines), is_heavy=standing.is_undermined),)


def _seen(standing: DoseStanding, words: Words) -> str:
    record = standing.record
    return tr("seen at cut-off {at}, entries up to {position}").format(
        at=words.moment_with_offset(record.cut_off), position=say_position(record.position)
    )
