"""A lesion: target, non-target or new, where it is, and what became of it (EFF-1)."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from domain.records import Lesion, Record
from domain.records.response import BASELINE
from domain.response.terms import LesionKind
from ui.forms.record_form import RecordForm
from ui.text import tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option

_LINKS = ("split_from", "merged_into")
_ORGANS = (
    "adrenal gland", "bone", "brain", "breast", "colon", "kidney", "liver", "lung", "lymph node", "ovary",
    "pancreas", "peritoneum", "pleura", "skin", "soft tissue", "spleen", "stomach",
)  # fmt: skip


class LesionForm(RecordForm):
    """A lesion; its number follows from its kind, and its lengths are entered in the grid of the visit."""

    kind: ClassVar[type[Record]] = Lesion
    save_text: ClassVar[str] = "Save lesion"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("lesion_kind", "number"),
        ("is_nodal", "side"),
        ("method", "slice_mm"),
        ("split_from", "merged_into"),
    )
    stand_ins: ClassVar[Mapping[str, object]] = {
        "lesion_kind": LesionKind.TARGET,
        "number": 1,
        "organ": "",
        "first_seen_on": date(1900, 1, 1),
    }

    def build(self, field: str) -> QWidget:
        if field in _LINKS:
            options = [Option("", tr("none"))]
            options += [Option(one.record_id, f"{one.link_id} {one.organ}") for one in self._others()]
            return ComboBox(options, self.label_of(field))
        if field == "organ":
            edit = LineEdit(self.label_of(field))
            completer = QCompleter(sorted({*_ORGANS, *(one.organ for one in self._others())}), edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            edit.setCompleter(completer)
            return edit
        return super().build(field)

    def hint_of(self, field: str) -> str:
        if field == "is_nodal":
            return tr("by its short axis")
        if field in (*_LINKS, "description"):
            return ""
        return super().hint_of(field)

    def first_values(self) -> dict[str, object]:
        kind = self._known.get("lesion_kind") or (LesionKind.NEW if self._has_follow_up() else LesionKind.TARGET)
        values: dict[str, object] = {"lesion_kind": kind, "number": self._next(kind)}
        if "first_seen_on" not in self._known:
            visits = self.study_now().tumour_visits_of(self._subject())
            on = [one.scanned_on for one in visits if (one.visit_number == BASELINE) is (kind is not LesionKind.NEW)]
            values["first_seen_on"] = on[-1] if on else None
        return values

    def on_edited(self, field: str) -> None:
        if field == "lesion_kind" and not self.is_loading and self.record is None:
            self.form.row("number").set_value(self._next(self.value("lesion_kind")))

    def _subject(self) -> str:
        return str(self.value("subject_id"))

    def _others(self) -> list[Lesion]:
        mine = self.record.record_id if self.record else ""
        return [one for one in self.study_now().lesions_of(self._subject()) if one.record_id != mine]

    def _has_follow_up(self) -> bool:
        return any(one.visit_number > BASELINE for one in self.study_now().tumour_visits_of(self._subject()))

    def _next(self, kind: object) -> int:
        return max((one.number for one in self._others() if one.lesion_kind is kind), default=0) + 1
