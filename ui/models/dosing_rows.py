"""Planned and given cycle by cycle, and what was prepared, as rows."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QObject

from domain.dosing.cycles import CycleDose
from domain.records import Preparation
from domain.terms import DoseChange
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_date, say_number, term, tr

# Of planned; the checks ask for a reason beyond it.
_TOLERATED_PERCENT = 5


class CyclesModel(RowsModel[CycleDose]):
    """Doses of a subject, latest first."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""
        columns: list[Shown[CycleDose]] = [
            Shown("cycle", tr("Cycle"), lambda row: str(row.dose.cycle), lambda row: row.dose.cycle),
            Shown("level", tr("Level"), lambda row: str(row.level), lambda row: row.level),
            Shown("start", tr("Start"), lambda row: words().moment(row.dose.started_at),
                  lambda row: row.dose.started_at, True),
            Shown("minutes", tr("min"), _minutes, lambda row: row.dose.ended_at, True,
                  tooltip=lambda row: _end(row, words())),
            Shown("weight", tr("kg"), lambda row: say_number(row.dose.weight_kg), lambda row: row.dose.weight_kg, True,
                  aligns_points=True),
            Shown("planned", tr("Planned, mg"), lambda row: say_number(row.dose.planned_mg),
                  lambda row: row.dose.planned_mg, True, aligns_points=True),
            Shown("given", tr("Given, mg"), lambda row: say_number(row.dose.given_mg),
                  lambda row: row.dose.given_mg, True, weight=lambda row: 600 if _differs(row) else 400,
                  aligns_points=True),
            Shown("percent", tr("%"), _percent, lambda row: row.share_percent, True,
                  weight=lambda row: 600 if _differs(row) else 400),
            Shown("delay", tr("Delay, d"), _delay, lambda row: row.delay_days, True,
                  weight=lambda row: 600 if row.is_late else 400),
            Shown("change", tr("Change"), _change, lambda row: row.dose.change.value, tooltip=_change),
        ]  # fmt: skip
        super().__init__(columns, lambda row: row.dose.record_id, parent)


def _differs(row: CycleDose) -> bool:
    return abs(row.share_percent - 100) > _TOLERATED_PERCENT


def _percent(row: CycleDose) -> str:
    return str(row.share_percent.quantize(Decimal(1), ROUND_HALF_UP))


def _minutes(row: CycleDose) -> str:
    end = row.dose.ended_at
    return "" if end is None else str(round((end - row.dose.started_at).total_seconds() / 60))


def _end(row: CycleDose, words: Words) -> str:
    end = row.dose.ended_at
    return tr("infusion ended {at}").format(at=words.moment(end)) if end else tr("end of infusion not recorded")


def _delay(row: CycleDose) -> str:
    if row.delay_days is None:
        return ""
    return f"{row.delay_days:+d}" if row.delay_days else "0"


def _change(row: CycleDose) -> str:
    dose = row.dose
    said = "" if dose.change is DoseChange.AS_PLANNED and dose.reason else term(dose.change)
    return ": ".join(one for one in (said, dose.reason) if one)


class PreparationsModel(RowsModel[Preparation]):
    """Prepared doses of a subject, latest first."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""
        columns: list[Shown[Preparation]] = [
            Shown("cycle", tr("Cycle"), lambda one: str(one.cycle), lambda one: one.cycle),
            Shown("level", tr("Level"), lambda one: str(one.dose_level), lambda one: one.dose_level),
            Shown("weight", tr("kg"), lambda one: say_number(one.weight_kg), lambda one: one.weight_kg, True,
                  aligns_points=True),
            Shown("dose", tr("Dose, mg"), lambda one: say_number(one.dose_mg), lambda one: one.dose_mg, True,
                  aligns_points=True),
            Shown("volume", tr("Volume, mL"), lambda one: say_number(one.volume_ml), lambda one: one.volume_ml, True,
                  aligns_points=True),
            Shown("lot", tr("Lot"), lambda one: one.lot, lambda one: one.lot, tooltip=lambda one: one.lot),
            Shown("expiry", tr("Expiry"), lambda one: say_date(one.expires_on), lambda one: one.expires_on, True),
            Shown("prepared", tr("Prepared"), lambda one: words().moment(one.prepared_at),
                  lambda one: one.prepared_at, True),
            Shown("people", tr("By, checked by"), _people, _people, tooltip=_people),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.record_id, parent)


def _people(one: Preparation) -> str:
    return f"{one.prepared_by}, {one.checked_by}"
