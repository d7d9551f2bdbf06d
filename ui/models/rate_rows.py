"""The response rates of one analysis set, as the report prints them."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.response.rates import Denominator
from domain.response.terms import ResponseBy
from domain.study import Study
from domain.summaries.response_rates import tabulate_response_rates
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, marked, tr

_SHORT = {
    "rate_orr": marked("ORR, confirmed"),
    "rate_orr_unconfirmed": marked("ORR, unconfirmed"),
    "rate_dcr": marked("DCR"),
    "rate_cbr": marked("CBR"),
}


@dataclass(frozen=True)
class RateRow:
    """A rate of one analysis set; ``meaning`` says in full what counts."""

    name: str
    meaning: str
    x: str
    percent: str
    interval: str


def rates_of(
    study: Study,
    part: Part | None,
    among: Denominator,
    words: Words,
    by: ResponseBy = ResponseBy.COMPUTED,
) -> tuple[RateRow, ...]:
    """The rates as the report prints them, of one analysis set."""
    table = tabulate_response_rates(study, part, by)
    places = {column.key: at for at, column in enumerate(table.columns)}

    def cell(row: tuple[object, ...], key: str) -> object:
        return row[places[key]]

    found = []
    for each in table.rows:
        row = tuple(one.value for one in each)
        if cell(row, "of") is not among:
            continue
        low, high = cell(row, "lower"), cell(row, "upper")
        interval = f"{low:.1f} {tr('to')} {high:.1f}" if isinstance(low, Decimal) and isinstance(high, Decimal) else ""
        percent = cell(row, "percent")
        # A bare percentage of few subjects misleads: it always stands beside its numerator and denominator.
        said = f"{percent:.1f}" if isinstance(percent, Decimal) else ""
        rate = cell(row, "rate")
        full = words.say(rate)
        name = tr(_SHORT.get(rate.code, full)) if isinstance(rate, Reason) else full
        count = words.say(cell(row, "count")).replace("/", " / ")
        found.append(RateRow(name, full, count, said, interval))
    return tuple(found)


class RatesModel(RowsModel[RateRow]):
    """Rate, numerator over denominator, percent, exact interval."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[RateRow]] = [
            Shown("rate", tr("Rate"), lambda row: row.name, lambda row: row.name, tooltip=lambda row: row.meaning),
            Shown("count", tr("n / N"), lambda row: row.x, lambda row: row.x, True),
            Shown("percent", tr("%"), lambda row: row.percent, lambda row: row.percent, True, weight=lambda _row: 600),
            Shown("interval", tr("95 % interval"), lambda row: row.interval, lambda row: row.interval, True),
        ]
        super().__init__(columns, lambda row: row.name, parent)
