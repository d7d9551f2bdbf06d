"""The lesions of one subject as a list: where each is, how large it was at baseline, and what became of it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from domain.records import Lesion
from domain.records.response import BASELINE
from domain.response.spoken import millimetres
from domain.response.terms import LesionKind
from domain.study import Study
from ui.models.rows_model import RowsModel, Shown
from ui.text import say_date, say_number, term, tr

_ORDER = {LesionKind.TARGET: 0, LesionKind.NON_TARGET: 1, LesionKind.NEW: 2}


class LesionsModel(RowsModel[Lesion]):
    """A row a lesion: target, non-target, new."""

    def __init__(self, study: Callable[[], Study], parent: QObject | None = None) -> None:
        """Build it without rows; ``study`` gives the study as it is now."""
        self._study = study
        self._lengths: Mapping[str, int | None] = {}
        self._names: Mapping[str, str] = {}

        def length(lesion: Lesion) -> str:
            mm = millimetres(self._lengths.get(lesion.record_id))
            return say_number(mm)

        def place(lesion: Lesion) -> str:
            side = term(lesion.side) if lesion.side else ""
            node = tr("node") if lesion.is_nodal else ""
            return ", ".join(part for part in (lesion.organ, node, side, lesion.description) if part)

        columns: list[Shown[Lesion]] = [
            Shown("lesion", tr("Lesion"), lambda one: one.link_id, lambda one: (_ORDER[one.lesion_kind], one.number)),
            Shown("place", tr("Where"), place, place, tooltip=place),
            Shown("kind", tr("Kind"), lambda one: term(one.lesion_kind), lambda one: _ORDER[one.lesion_kind]),
            Shown("baseline", tr("Baseline, mm"), length, lambda one: self._lengths.get(one.record_id), True),
            Shown(
                "seen", tr("First seen"), lambda one: say_date(one.first_seen_on), lambda one: one.first_seen_on, True
            ),
            Shown("became", tr("Became"), self._became, self._became, tooltip=self._became),
        ]
        super().__init__(columns, lambda one: one.record_id, parent)

    def show_subject(self, subject_id: str) -> None:
        """Show a subject's lesions, those that are summed first."""
        study = self._study()
        lesions = study.lesions_of(subject_id) if subject_id else ()
        found = study.measurements_of(subject_id) if subject_id else ()
        self._lengths = {one.lesion_id: one.length_tenths for one in found if one.visit_number == BASELINE}
        self._names = {one.record_id: one.link_id for one in lesions}
        self.set_rows(sorted(lesions, key=lambda one: (_ORDER[one.lesion_kind], one.number)))

    def _became(self, lesion: Lesion) -> str:
        parts = []
        if lesion.split_from:
            parts.append(tr("split from {lesion}").format(lesion=self._names.get(lesion.split_from, "?")))
        if lesion.merged_into:
            into = self._names.get(lesion.merged_into, "?")
            on = say_date(lesion.merged_on) if lesion.merged_on else ""
            parts.append(
                tr("merged into {lesion}, {day}").format(lesion=into, day=on)
                if on
                else tr("merged into {lesion}").format(lesion=into)
            )
        return "; ".join(parts)
