"""What the sections of the appendix share: tables whose cells are words already, titles that are data of the app."""

from domain.summaries.table import Table
from ui.design_sheet import Sheet
from ui.reports.tables import TableBlock
from ui.reports.words import tr


def words_of(title: str) -> str:
    """A title that is data of the app, translated."""
    from ui.text import tr as translate

    return translate(title)


def plain_table(table: Table, *, is_tight: bool = True) -> TableBlock:
    """A table whose cells are words already."""
    return TableBlock(table, lambda value, _form: str(value), is_tight=is_tight)


def sheet_block(sheet: Sheet) -> TableBlock:
    """A sheet of the Design page, as it is shown there."""
    return plain_table(sheet.as_table())


def say_subjects(count: int) -> str:
    """A number of subjects: "1 subject"."""
    return tr("1 subject") if count == 1 else tr("{count} subjects").format(count=count)
