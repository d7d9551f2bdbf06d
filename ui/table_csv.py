"""A table of ``domain/summaries`` as CSV: as it is read on screen, with numbers as another program reads them."""

import csv
import io
from decimal import Decimal

from domain.reasons import Reason
from domain.summaries.table import Format, Table
from ui.text import MINUS, Words, say_number, tr


def table_as_csv(table: Table, words: Words) -> bytes:
    """The whole table; UTF-8 with a mark, so that spreadsheets read it right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [words.reason(one.title) if isinstance(one.title, Reason) else tr(one.title) for one in table.columns]
    )
    for row in table.rows:
        writer.writerow(
            [_plain(cell.value, column.format, words) for cell, column in zip(row, table.columns, strict=True)]
        )
    return text.getvalue().encode("utf-8-sig")


def _plain(value: object, form: Format, words: Words) -> str:
    """A cell as another program reads it: numbers with the hyphen that it takes for a minus."""
    if isinstance(value, Decimal):
        return say_number(value)
    said = words.say(value, form)
    # What a person typed stays as it was typed.
    return said if isinstance(value, str) else said.replace(MINUS, "-")
