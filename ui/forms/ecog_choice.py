"""The ECOG performance status as a choice: a number and what it means."""

from ui.text import tr
from ui.widgets.options import Option


def ecog_options() -> list[Option]:
    """0 to 5 with their words.

    Source: Oken 1982, ECOG performance status.
    """
    said = (
        tr("0  fully active"), tr("1  light work"), tr("2  up more than half the day"),
        tr("3  in bed more than half the day"), tr("4  bedridden"), tr("5  dead"),
    )  # fmt: skip
    return [Option(number, text) for number, text in enumerate(said)]
