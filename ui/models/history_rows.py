"""Medical history and prior anti-cancer therapy of a subject as rows."""

from PySide6.QtCore import QObject

from domain.records import MedicalHistory, PriorTherapy
from domain.study import Study
from ui.models.rows_model import RowsModel, Shown
from ui.text import say_partial, term, tr


def list_history(study: Study, subject_id: str) -> list[MedicalHistory]:
    """The conditions, those that go on first."""
    return sorted(study.history_of(subject_id), key=lambda one: (not one.is_ongoing, one.condition.casefold()))


def list_therapies(study: Study, subject_id: str) -> list[PriorTherapy]:
    """The therapies by line, then by start; those of no line last."""
    found = study.prior_therapies_of(subject_id)
    return sorted(found, key=lambda one: (one.line is None, one.line or 0, str(one.start or "")))


class HistoryModel(RowsModel[MedicalHistory]):
    """Conditions before the study."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[MedicalHistory]] = [
            Shown("condition", tr("Condition"), lambda one: one.condition, lambda one: one.condition.casefold()),
            Shown(
                "start",
                tr("Start"),
                lambda one: say_partial(one.start) if one.start else "",
                lambda one: str(one.start) if one.start else None,
                True,
            ),
            Shown("end", tr("End"), _say_end, lambda one: str(one.end) if one.end else None, True),
            Shown("comment", tr("Comment"), lambda one: one.comment, lambda one: one.comment or None),
        ]
        super().__init__(columns, lambda one: one.record_id, parent)


def _say_end(one: MedicalHistory) -> str:
    return say_partial(one.end) if one.end else tr("ongoing") if one.is_ongoing else ""


class TherapiesModel(RowsModel[PriorTherapy]):
    """Anti-cancer therapies before the study."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[PriorTherapy]] = [
            Shown("line", tr("Line"), lambda one: str(one.line) if one.line else "", lambda one: one.line, True),
            Shown("name", tr("Name"), lambda one: one.name, lambda one: one.name.casefold()),
            Shown("kind", tr("Kind"), lambda one: term(one.therapy_kind), lambda one: term(one.therapy_kind)),
            Shown(
                "start",
                tr("Start"),
                lambda one: say_partial(one.start) if one.start else "",
                lambda one: str(one.start) if one.start else None,
                True,
            ),
            Shown(
                "end",
                tr("End"),
                lambda one: say_partial(one.end) if one.end else "",
                lambda one: str(one.end) if one.end else None,
                True,
            ),
            Shown("best", tr("Best response"), lambda one: one.best_response, lambda one: one.best_response or None),
            Shown("why", tr("Why it ended"), lambda one: one.reason_ended, lambda one: one.reason_ended or None),
        ]
        super().__init__(columns, lambda one: one.record_id, parent)
