"""The table value: numbers of a column that were rounded alike show one number of decimals."""

from decimal import Decimal

import pytest

from domain.summaries.table import Column, Format, Table, cells


def table_of(*values: object, form: Format = Format.NUMBER) -> Table:
    return Table("t", "T", (Column("a", "A", form),), tuple(cells((value,)) for value in values))


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        (("-5.0", "-7.1"), 1),
        (("5.0", "7.0"), 0),
        (("0.0", "0.4", None), 1),
        (("18.1500", "6.2000"), 2),
        (("70", "62.4"), None),
        (("0.0340", "6.11", "124"), None),
        (("NaN", "7.1"), 1),
        ((None,), None),
        ((), None),
    ],
    ids=str,
)
def test_numbers_rounded_alike_show_as_many_decimals_as_one_of_them_needs(values, decimals):
    assert table_of(*(None if one is None else Decimal(one) for one in values)).decimals == (decimals,)


def test_a_column_of_text_has_no_decimals():
    assert table_of(Decimal("1.5"), form=Format.TEXT).decimals == (None,)
