"""A section of a report: a title, what it counts, and its content."""

from dataclasses import dataclass, replace

from domain.summaries.endpoints import describe_time_frames
from domain.summaries.table import Table
from ui.reports.blocks import Heading, Paragraph
from ui.reports.paper import Block
from ui.reports.tables import TableBlock
from ui.reports.words import tr
from ui.text import Words


@dataclass(frozen=True)
class Section:
    """One section; the report numbers it.

    Attributes:
        caption: right of the title: what is counted.
        content: from top to bottom; without it the section is one line, "none".
    """

    title: str
    caption: str = ""
    content: tuple[Block, ...] = ()

    def blocks(self, number: int) -> tuple[Block, ...]:
        """The section as it stands in a report; its tables say on later pages which section they continue."""
        title = f"{number}  {self.title}"
        continued = tr("{title}, continued").format(title=title)
        content = self.content or (Paragraph(tr("None.")),)
        said = (replace(one, continued=continued) if isinstance(one, TableBlock) else one for one in content)
        return (Heading(title, self.caption), *said)


def table_section(table: Table, words: Words, empty: str = "", *, is_tight: bool = False) -> Section:
    """A table's section: its title and caption, and its rows and note, or a sentence that there are none.

    Below the note stand the time frames of the registered endpoints that the table answers (PRO-5).
    """
    title = tr(table.title)
    if not table.rows:
        return Section(title, "", (Paragraph(empty),) if empty else ())
    frames = describe_time_frames(words.protocol, table.key) if words.protocol is not None else ()
    said = [one for one in (say_title(table.note, words), " ".join(map(words.reason, frames))) if one]
    block = TableBlock(table, words.say, has_note=bool(said), is_tight=is_tight)
    return Section(title, say_title(table.caption, words), (block, *(Paragraph(one, is_note=True) for one in said)))


def say_title(value: object, words: Words) -> str:
    """A title, caption or note: plain English is translated, a Reason becomes its sentence."""
    return tr(value) if isinstance(value, str) else words.say(value)
