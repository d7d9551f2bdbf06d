"""The normal ranges as rows."""

from PySide6.QtCore import QObject

from domain.laboratory.catalogue import lab_tests
from domain.records import NormalRange
from domain.study import Study
from domain.terms import Sex
from ui.models.lab_table import say_test
from ui.models.lab_trend_of import say_range, say_unit
from ui.models.rows_model import RowsModel, Shown
from ui.text import say_date, term, tr


def list_ranges(study: Study) -> list[NormalRange]:
    """Ranges by laboratory and panel, the latest of a test first."""
    order = {code: at for at, code in enumerate(lab_tests())}
    return sorted(
        study.normal_ranges,
        key=lambda one: (
            one.laboratory.casefold(),
            order.get(one.test, len(order)),
            one.sex,
            -one.valid_from.toordinal(),
        ),
    )


class RangesModel(RowsModel[NormalRange]):
    """Ranges as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        order = {code: at for at, code in enumerate(lab_tests())}
        columns: list[Shown[NormalRange]] = [
            Shown("laboratory", tr("Laboratory"), lambda one: one.laboratory, lambda one: one.laboratory.casefold()),
            Shown("test", tr("Test"), lambda one: say_test(one.test), lambda one: order.get(one.test)),
            Shown("sex", tr("Sex"), lambda one: "" if one.sex is Sex.UNKNOWN else term(one.sex), lambda one: one.sex),
            Shown("range", tr("Range"), lambda one: say_range(one.lln, one.uln), lambda one: one.uln, is_right=True),
            Shown("unit", tr("Unit"), lambda one: say_unit(one.unit), lambda one: one.unit, token=lambda one: "text2"),
            Shown(
                "from", tr("Valid from"), lambda one: say_date(one.valid_from), lambda one: one.valid_from,
                is_right=True,
            ),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.record_id, parent)
