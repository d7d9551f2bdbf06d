"""The maximum grade of each treated subject by term and level, above the table of adverse events."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.summaries.event_columns import EventColumns
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.grade_blocks import ALL_LEVELS, BlockRow, GradeBlocks, LevelColumn
from ui.widgets.segmented_control import Segment, SegmentedControl

ALL, RELATED, SEVERE = "all", "related", "severe"
_SEVERE_FROM = 3
# What the card takes beside its rows, before it was laid out.
_AROUND = 57


class EventBlocks(Card):
    """The blocks, of which events they are, and what stands there where there is none.

    Signals:
        chosen: a term, and a level or ``ALL_LEVELS``.
    """

    chosen = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without blocks."""
        super().__init__(tr("Maximum grade per subject"), bottom=12, parent=parent)
        self.title_row.insertWidget(1, Label(tr("one block a subject"), size="caption", token="text3"))
        segments = [
            Segment(ALL, tr("All")),
            Segment(RELATED, tr("Related")),
            Segment(SEVERE, tr("Grade 3 or worse")),
        ]
        self.kind = SegmentedControl(segments, tr("Which events"), height=28, fill_width=False)
        self.kind.set_value(ALL)
        self.kind.value_changed.connect(self._draw)
        self.add_to_title(self.kind)
        self.blocks = GradeBlocks()
        self.blocks.chosen.connect(self.chosen)
        self.add(self.blocks, 1)
        self._none = Label("", token="text2", wrap=True)
        self.add(self._none)
        self._columns: EventColumns | None = None
        self._levels: Mapping[str, int] = {}
        self._most = 0

    def show_events(self, columns: EventColumns, levels: Mapping[str, int]) -> None:
        """Show other events.

        Args:
            columns: every event of the study.
            levels: of the treated subjects that count, by screening number.
        """
        self._columns, self._levels = columns, levels
        self._draw()
        self.setVisible(bool(len(columns)))

    def set_chosen(self, term: str, level: int | None) -> None:
        """Mark what the table is filtered by; None is every level."""
        self.blocks.set_chosen(term, ALL_LEVELS if level is None else level)

    def fit(self, most: int) -> None:
        """Every term if there is room, else as many whole rows as ``most`` pixels of the page take."""
        self._most = most
        around = self.height() - self.blocks.height() if self.blocks.isVisible() else _AROUND
        self.blocks.setFixedHeight(self.blocks.heights_up_to(most - around))

    def _draw(self) -> None:
        columns, levels, kind = self._columns, self._levels, self.kind.value()
        if columns is None:
            return
        treated = [LevelColumn(level, number) for level, number in sorted(Counter(levels.values()).items())]
        least = _SEVERE_FROM if kind == SEVERE else 1
        rows = []
        for name, worst in columns.worst_by_term(levels, is_related=kind == RELATED, least=least):
            by_level: dict[int, list[int]] = {}
            for subject_id, grade in worst.items():
                by_level.setdefault(levels[subject_id], []).append(grade)
            listed = {level: tuple(sorted(grades, reverse=True)) for level, grades in by_level.items()}
            rows.append(BlockRow(name, listed))
        self.blocks.show_blocks(rows, treated)
        self.blocks.setVisible(bool(rows))
        self._none.setVisible(not rows)
        said = tr("No treatment-emergent event of this kind.") if treated else tr("Nobody has been treated yet.")
        self._none.setText(said)
        self.fit(self._most)
