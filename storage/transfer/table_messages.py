"""Why a single row of a table file can't be read, in English; the other rows are read all the same."""

TABLE_MESSAGES = {
    "table_row_long": (
        "Row {row} has {cells} cells, the header {columns}. A separator inside a value, such as a decimal comma, may "
        "be the cause; put the value in quotation marks or use another separator."
    ),
    "table_row_short": (
        "Row {row} has {cells} cells, the header {columns}. It may be cut off; complete it, or save the table as .xlsx."
    ),
    "table_formula_without_value": (
        "Cell {cell} holds a formula without a stored result. Open the workbook in Excel, save it and import it again."
    ),
    "table_date_not_possible": (
        "Cell {cell} is formatted as a date but holds {value}, which is no date. Correct the cell or its format."
    ),
    "table_merged_cells": (
        "Row {row} is part of the merged cells {cells}, so which row or column their value belongs to is not known. "
        "Unmerge them and fill each cell."
    ),
}
