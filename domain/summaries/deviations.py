"""Tables of the deviations from the protocol, recorded and derived: how many of which kind, and one by one (SUB-9)."""

from collections.abc import Iterable, Sequence

from domain.deviations import ListedDeviation, list_deviations
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none
from domain.terms import DeviationCategory, Importance

_COLUMNS = (
    Column("date", "Date", Format.DATE),
    Column("subject", "Subject"),
    Column("category", "Category"),
    Column("importance", "Importance", weight=0.8),
    Column("description", "Deviation", weight=2.5),
    Column("reason", "Reason given", weight=1.8),
    Column("action", "Action taken", weight=1.5),
)
_COUNTS = (
    Column("category", "Category", weight=2.0),
    Column("important", "Important", Format.NUMBER),
    Column("minor", "Minor", Format.NUMBER),
    Column("subjects", "Subjects with any", Format.NUMBER),
    Column("open", "Not answered for yet", Format.NUMBER),
)
_CATEGORIES = {one: place for place, one in enumerate(DeviationCategory)}


def tabulate_deviations(study: Study, part: Part | None = None) -> Table:
    """Deviations one by one: the important ones first, by category, then the oldest first.

    With a part: of its subjects, of subjects in no part, and of the study as such. A derived deviation that nobody has
    answered for says so where the reason would stand.
    """
    return tabulate_listed(sorted(list_deviations(study, part), key=_weight))


def tabulate_listed(listed: Sequence[ListedDeviation]) -> Table:
    """These deviations, in the order given."""
    rows = []
    for one in listed:
        head = cells((one.occurred_on, one.subject_id or None, one.category))
        importance = Cell(one.importance, emphasis=one.importance is Importance.IMPORTANT)
        why = (one.reason or None) if one.is_recorded else Reason("deviation_unanswered")
        rows.append((*head, importance, *cells((one.description, why, one.action or None))))
    numbers = {
        "number": len(listed),
        "important": sum(one.importance is Importance.IMPORTANT for one in listed),
        "open": sum(not one.is_recorded for one in listed),
    }
    return Table(
        "deviations",
        "Deviations",
        _COLUMNS,
        tuple(rows),
        caption=Reason("caption_deviations", numbers),
        row_ids=tuple(one.record.record_id if one.record else "" for one in listed),
    )


def tabulate_deviation_counts(study: Study, part: Part | None = None) -> Table:
    """How many deviations of each category, by importance; with those that nobody has answered for."""
    listed = list_deviations(study, part)
    kinds = [one for one in DeviationCategory if any(each.category is one for each in listed)]
    rows = [(Cell(kind), *_counts(each for each in listed if each.category is kind)) for kind in kinds]
    if len(kinds) > 1:
        rows.append((Cell(Reason("deviations_all"), emphasis=True), *_counts(listed)))
    return Table("deviation_counts", "Deviations by category", _COUNTS, tuple(rows))


def _weight(one: ListedDeviation) -> tuple[bool, int, str, str]:
    is_minor = one.importance is not Importance.IMPORTANT
    return is_minor, _CATEGORIES[one.category], one.occurred_on.isoformat(), one.subject_id


def _counts(listed: Iterable[ListedDeviation]) -> tuple[Cell, ...]:
    mine = tuple(listed)
    important = sum(one.importance is Importance.IMPORTANT for one in mine)
    subjects = len({one.subject_id for one in mine if one.subject_id})
    numbers = (important, len(mine) - important, subjects, sum(not one.is_recorded for one in mine))
    return cells(tuple(map(count_or_none, numbers)))
