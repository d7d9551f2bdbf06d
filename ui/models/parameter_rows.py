"""The parameters of the profiles that are shown, a row each."""

from PySide6.QtCore import QObject, Qt

from domain.exposure.of_study import Exposure
from domain.pk.parameters import Flag
from domain.pk.results import ParameterValue
from ui.models.pk_view import PkView
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, tr
from ui.widgets.lowered_header import MARKED_ROLE, warned_cell
from ui.widgets.table import CellPainter
from ui.words.pk import name_of, write_parameter
from ui.words.pk_findings import missing_slope

_SLOPED = ("aucinf_obs", "aucpext_obs", "half_life", "cl_obs", "vz_obs")


class ParameterTable(RowsModel[Exposure]):
    """A row a profile; ``spans`` says which rows say a reason across the columns that need the slope."""

    def __init__(self, view: PkView, words: Words, parent: QObject | None = None) -> None:
        """Build it with the complete profiles of a view."""
        self.view, self.words = view, words
        self._values: dict[tuple[str, str], ParameterValue | None] = {}
        first = 2 + next((at for at, key in enumerate(view.keys) if key in _SLOPED), 0)
        columns: list[Shown[Exposure]] = [
            Shown(
                "subject", tr("Subject"), self._subject, lambda one: one.subject_id, weight=_weight,
                tooltip=lambda one: tr("ADA-positive") if one.subject_id in self.view.under_antibodies else "",
            ),
            Shown(
                "level", tr("Level"), lambda one: str(self.view.levels[one.subject_id]),
                lambda one: self.view.levels[one.subject_id], is_right=True,
            ),
            *(self._column(key) for key in view.keys),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.subject_id, parent)
        self.set_rows(view.complete)
        self._first_sloped = first
        self._sloped = sum(key in _SLOPED for key in view.keys)

    def take(self, view: PkView, words: Words) -> bool:
        """Show another view of the same profiles and columns; False, and nothing done, where those differ."""
        before = self.view
        titles = [self._title(key) for key in before.keys]
        ids = [one.subject_id for one in before.complete], [one.subject_id for one in view.complete]
        if before.keys != view.keys or ids[0] != ids[1]:
            return False
        self.view = view
        if [self._title(key) for key in view.keys] != titles:
            self.view = before
            return False
        self.words = words
        self._values.clear()
        self.replace_rows(view.complete)
        return True

    @property
    def spans(self) -> list[tuple[int, int, int]]:
        """Row, first column and width of each reason that is written across."""
        found = []
        for row, one in enumerate(self.rows):
            if one.made.faults:
                found.append((row, 2, self.columnCount() - 2))
            elif self._sloped > 1 and missing_slope(one, self.words):
                found.append((row, self._first_sloped, self._sloped))
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == MARKED_ROLE and orientation is Qt.Orientation.Horizontal and section >= 2:
            return self._title(self.view.keys[section - 2])
        return super().headerData(section, orientation, role)

    def _subject(self, one: Exposure) -> str:
        return f"{one.subject_id} +" if one.subject_id in self.view.under_antibodies else one.subject_id

    def _value(self, one: Exposure, key: str) -> ParameterValue | None:
        """A parameter; looked up once, however often its cell is painted."""
        place = (one.subject_id, key)
        if place not in self._values:
            self._values[place] = one.value(key)
        return self._values[place]

    def _title(self, key: str) -> str:
        unit = self.view.unit(key)
        return f"{name_of(key)}, {unit}" if unit else name_of(key)

    def _column(self, key: str) -> Shown[Exposure]:
        is_first = key == next((one for one in self.view.keys if one in _SLOPED), "")
        is_start = key == self.view.keys[0]

        def text(one: Exposure) -> str:
            if one.made.faults:
                return missing_slope(one, self.words) if is_start else ""
            value = self._value(one, key)
            if value is not None and value.value is None and is_first:
                return tr("not computable: {reason}").format(reason=missing_slope(one, self.words))
            return write_parameter(value)

        def token(one: Exposure) -> str:
            value = self._value(one, key)
            if one.made.is_left_out or value is None or value.value is None:
                return "text3"
            return "warnline" if _is_flagged(value) else "text"

        def weight(one: Exposure) -> int:
            value = self._value(one, key)
            return 600 if value is not None and _is_flagged(value) else 400

        def painter(one: Exposure) -> CellPainter | None:
            value = self._value(one, key)
            return warned_cell(write_parameter(value)) if value is not None and _is_flagged(value) else None

        def tooltip(one: Exposure) -> str:
            value = self._value(one, key)
            if value is None:
                return missing_slope(one, self.words)
            if value.reason is not None:
                return self.words.reason(value.reason)
            return ", ".join(self.words.say(flag) for flag in value.flags)

        title = self._title(key).replace("_", "")
        return Shown(
            key, title, text, lambda one: one.number(key), is_right=True, painter=painter, weight=weight, token=token,
            tooltip=tooltip,
        )  # fmt: skip


def _weight(one: Exposure) -> int:
    return 400 if one.made.is_left_out else 500


def _is_flagged(value: ParameterValue) -> bool:
    return value.parameter.key == "aucpext_obs" and Flag.EXTRAPOLATED in value.flags
