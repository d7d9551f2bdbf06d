"""The trend of a subject's laboratory test on its grade bands, with its title, in a preview."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.study import Study
from ui.models.lab_trend_of import trend_of
from ui.plots.lab_trend_view import LabTrendView
from ui.widgets.elided_label import ElidedLabel

_HEIGHT = 168


class TrendBox(QWidget):
    """Hidden where there is no trend.

    Signals:
        result_chosen: id of a result of the trend.
    """

    result_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without a trend."""
        super().__init__(parent)
        self.title = ElidedLabel("", size="caption", weight=500, token="text2")
        self.view = LabTrendView()
        self.view.setFixedHeight(_HEIGHT)
        self.view.record_chosen.connect(self.result_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.view)

    def show_test(self, study: Study, subject_id: str, test: str, record_id: str) -> None:
        """Show the trend of a test with one result marked; "" shows nothing."""
        trend = trend_of(study, subject_id, test) if test else None
        self.setVisible(trend is not None)
        self.view.show_trend(trend, record_id)
        self.title.setText(", ".join(part for part in (trend.title, trend.caption) if part) if trend else "")
