"""The rows of an imported file after the dry run: what each would do, and why one can't be taken."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from ui.models.rows_model import RowsModel, Shown
from ui.text import tr
from ui.widgets.table import CellPainter, tag_cell


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportLine:
    """A row as it is shown.

    Attributes:
        number: of the row in the file.
        about: subject, test, sample and value, as far as they could be read.
        said: why it is refused, what is doubtful, or what it changes; each a sentence.
    """

    number: int
    fate: Fate
    about: str
    said: tuple[str, ...]


def fate_words(fate: Fate) -> str:
    """What becomes of a row, in a word."""
    return {
        Fate.NEW: tr("new"),
        Fate.CHANGE: tr("changed"),
        Fate.SAME: tr("same"),
        Fate.REFUSED: tr("refused"),
    }[fate]


def _fate_cell(line: ImportLine) -> CellPainter | None:
    match line.fate:
        case Fate.REFUSED:
            return tag_cell(fate_words(line.fate), fill="hard", line="hardline")
        case Fate.NEW:
            return tag_cell(fate_words(line.fate), fill="soft", line="accent")
        case Fate.CHANGE:
            return tag_cell(fate_words(line.fate), fill="warn", line="warnline")
        case _:
            return tag_cell(fate_words(line.fate), line="edge")


class ImportModel(RowsModel[ImportLine]):
    """Rows of a file after the dry run."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[ImportLine]] = [
            Shown("row", tr("Row"), lambda line: str(line.number), lambda line: line.number, is_right=True),
            Shown(
                "fate", tr("Outcome"), lambda line: fate_words(line.fate), lambda line: line.fate, painter=_fate_cell
            ),
            Shown("about", tr("What it says"), lambda line: line.about, lambda line: line.about),
            Shown(
                "said",
                tr("Why, or what is new"),
                lambda line: " ".join(line.said),
                lambda line: " ".join(line.said),
                token=lambda line: "hardline" if line.fate is Fate.REFUSED else "text2",
                tooltip=lambda line: "\n".join(line.said),
            ),
        ]
        super().__init__(columns, lambda line: str(line.number), parent)
