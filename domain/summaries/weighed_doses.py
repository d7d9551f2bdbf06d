"""Levels side by side, and what was signed of them: tables of the recommended dose (ESC-12, AE-6)."""

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import RecommendedDose
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import WeighedDoses, say_figure
from domain.rp2d.standing import assess_standing
from domain.rp2d.weighing import weigh_doses
from domain.summaries.table import Cell, Column, Format, Table

_CONSIDERED = (Column("topic", "What was weighed", weight=1.2), Column("note", "What was said of it", weight=3.0))
_SIGNED = (
    Column("signed_at", "Signed", Format.MOMENT),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("dose", "Recommended dose", weight=1.2),
    Column("ceiling", "At or below", weight=1.2),
    Column("reason", "Reason", weight=2.0),
    Column("signed_by", "Signed by", weight=1.2),
    Column("standing", "On later data", weight=2.0),
    Column("position", "Chain entry", Format.NUMBER, 0.7),
)


def tabulate_weighed_doses(
    status: PartStatus, weighed: WeighedDoses | None = None, *, candidate: int | None = None
) -> Table:
    """All that is weighed, a line a figure under its topic, a column a level that holds treated subjects.

    Args:
        status: the part at the cut-off.
        weighed: of the same status, where it is known already.
        candidate: level whose column stands out; None for none.
    """
    seen = weighed or weigh_doses(status)
    rows: list[tuple[Cell, ...]] = []
    ids: list[str] = []
    for topic in WeighedTopic:
        lines = seen.of_topic(topic)
        if not lines:
            continue
        # A topic of one line needs no head above it.
        is_group = len(lines) > 1
        if is_group:
            rows.append((Cell(topic, emphasis=True), *(Cell("") for _ in seen.levels)))
            ids.append(topic.value)
        for line in lines:
            cells = (
                Cell(say_figure(value), emphasis=level == candidate)
                for level, value in zip(seen.levels, line.by_level, strict=True)
            )
            rows.append((Cell(line.label, indent=int(is_group)), *cells))
            ids.append(line.key)
    columns = (
        Column("figure", "Figure", weight=2.6),
        *(Column(f"level_{level}", _head(status, level), Format.NUMBER, 1.0) for level in seen.levels),
    )
    return Table(
        "weighed_doses",
        "Levels side by side",
        columns,
        tuple(rows) if seen.levels else (),
        caption=Reason("caption_weighed", {"part": status.part.title}),
        note=Reason("note_weighed", {"days": status.part.window.days}),
        row_ids=tuple(ids) if seen.levels else (),
    )


def _head(status: PartStatus, level: int) -> Reason:
    rung = status.part.level(level)
    return Reason("head_weighed", {"number": level, "dose": rung.dose, "unit": rung.unit})


def tabulate_considerations(record: RecommendedDose) -> Table:
    """What was said of each topic when a dose was chosen."""
    rows = tuple((Cell(one.topic), Cell(one.note)) for one in record.considerations)
    return Table("considerations", "What was weighed", _CONSIDERED, rows)


def tabulate_recommended_doses(status: PartStatus) -> Table:
    """The recommended doses signed for a part, oldest first; what later data say against one stands beside it."""
    rows, ids = [], []
    for one in status.study.recommended_doses_of(status.part):
        standing = assess_standing(status, one)
        values = (
            one.signed_at,
            one.dose_level,
            Reason("rp2d_dose", {"dose": one.dose, "unit": one.unit}),
            describe_ceiling(one),
            one.reason,
            one.signed_by,
            standing.reasons[0] if standing.reasons else None,
            one.position,
        )
        rows.append(tuple(Cell(value, emphasis=standing.is_undermined) for value in values))
        ids.append(one.record_id)
    return Table("recommended_doses", "Recommended doses signed", _SIGNED, tuple(rows), row_ids=tuple(ids))


def describe_ceiling(record: RecommendedDose) -> Reason:
    """The MTD or MAD that it was chosen under."""
    code = "rp2d_under_mtd" if record.mtd is not None else "rp2d_under_mad"
    return Reason(code, {"level": record.ceiling})
