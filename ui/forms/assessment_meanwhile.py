"""What happens to a grid of assessments while somebody saves the same visit: nothing is overwritten unseen (SUB-6)."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtWidgets import QWidget

from domain.partial_date import PartialDate
from domain.schedule.plan import Assessment
from ui.forms.assessment_grid_row import AssessmentHeadRow, MeasureRow
from ui.models.assessment_entry import GROUPS, AssessmentGroup
from ui.models.visit_draft import VisitDraft
from ui.text import term, tr
from ui.widgets.banner import Banner

Row = AssessmentHeadRow | MeasureRow
Place = Assessment | tuple[AssessmentGroup, tuple[str, ...]]
Typed = dict[Place, tuple[tuple[object, ...], str]]


class Meanwhile(Banner):
    """Names what was saved while the grid was open; knows which values were typed over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it hidden."""
        super().__init__("warn", "", parent=parent)
        self._replaced: dict[Place, object] = {}
        self.hide()

    def forget(self) -> None:
        """The grid shows what is recorded."""
        self._replaced.clear()
        self.hide()

    def merge(
        self,
        rows: Iterable[Row],
        before: VisitDraft,
        fresh: VisitDraft,
        own_date: Callable[[Assessment], PartialDate | None],
    ) -> Typed:
        """What of the rows is to be put back once they show what is recorded now, and say what was saved.

        Args:
            rows: as they stand.
            before: what was recorded when the person typed.
            fresh: what is recorded now.
            own_date: of an assessment before, where it was not that of the visit.
        """
        kept: Typed = {}
        for row in rows:
            place, typed = place_of(row), row.typed()
            if isinstance(row, AssessmentHeadRow):
                is_own = row.at == own_date(row.assessment) and not row.problem()
                is_said = row.reason_skipped == before.reason(row.assessment)
                kept[place] = (None if is_own else typed[0], None if is_said else typed[1]), row.reason()
                continue
            was, now = (recorded_in(one, row.group, row.fields) for one in (before, fresh))
            if row.problem() or not _is_same(row.values(), was):
                kept[place] = typed, row.reason()
                if not _is_same(was, now) and not _is_same(row.values(), now):
                    self._replaced[place] = now.get(row.fields[0])
        changed = [term(one) for one in GROUPS if not fresh.is_alike_in(before, one)]
        self._say(", ".join(changed) or tr("Visit"))
        return kept

    def mark(self, rows: Iterable[MeasureRow]) -> None:
        """Say beside each value that was typed over a saved one which it would replace."""
        for row in rows:
            if (place := place_of(row)) in self._replaced:
                row.show_replaced(self._replaced[place])

    def _say(self, names: str) -> None:
        title = tr("Saved by somebody while this was open: {assessments}").format(assessments=names)
        if self._replaced:
            text = tr("What you typed stands, and would replace the values named beside it. Compare before you save.")
        else:
            text = tr("It is shown below; nothing that you typed is about it.")
        self.show_message("warn", title, text)
        self.show()


def place_of(row: Row) -> Place:
    """What a row is about, whichever widget stands for it."""
    return row.assessment if isinstance(row, AssessmentHeadRow) else (row.group, row.fields)


def typed_in(rows: Iterable[Row]) -> Typed:
    """What stands in rows, readable or not, and how it was justified."""
    return {place_of(row): (row.typed(), row.reason()) for row in rows}


def recorded_in(draft: VisitDraft, group: AssessmentGroup, fields: tuple[str, ...]) -> dict[str, object]:
    """What is recorded in the fields of a row; empty where nothing is."""
    known = draft.recorded[group]
    return {field: getattr(known, field) for field in fields} if known is not None else {}


def _is_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two rows hold the same; "" and nothing are the same, and 0 is neither."""
    return all(_plain(one.get(field)) == _plain(other.get(field)) for field in {*one, *other})


def _plain(value: object) -> object:
    return None if value == "" else value
