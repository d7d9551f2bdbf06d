"""Consents and screenings of a subject, as rows."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from domain.records import Consent
from domain.screenings import CriterionState, Screening, ScreeningState
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_date, term, tr


class ConsentsModel(RowsModel[Consent]):
    """Signed consent forms, first to last."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[Consent]] = [
            Shown("form_version", tr("Form version"), lambda one: one.form_version, lambda one: one.form_version),
            Shown("kind", tr("Consent"), lambda one: term(one.consent_kind), lambda one: one.consent_kind.value),
            Shown("on", tr("Signed"), lambda one: say_date(one.consented_on), lambda one: one.consented_on, True),
            Shown("comment", tr("Comment"), lambda one: one.comment, lambda one: one.comment,
                  tooltip=lambda one: one.comment),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.record_id, parent)


class ScreeningsModel(RowsModel[Screening]):
    """The screenings of a subject who was screened again, latest first."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows; ``words`` gives the words of the study as it is now."""
        columns: list[Shown[Screening]] = [
            Shown("number", tr("Screening"), lambda one: str(one.number), lambda one: one.number),
            Shown("start", tr("Start"), lambda one: say_date(one.started_on), lambda one: one.started_on, True),
            Shown("end", tr("End"), _end, lambda one: one.ended_on, True),
            Shown("state", tr("Outcome"), say_state, say_state),
            Shown("criteria", tr("Criteria"), _criteria, _criteria),
            Shown("reason", tr("Reason"), _reason, _reason, tooltip=_reason),
        ]  # fmt: skip
        super().__init__(columns, lambda one: str(one.number), parent)


def say_state(screening: Screening) -> str:
    """Where a screening stands, in words."""
    return {
        ScreeningState.RUNNING: tr("in screening"),
        ScreeningState.ELIGIBLE: tr("eligible"),
        ScreeningState.FAILED: tr("screen failure"),
        ScreeningState.OVER: tr("window over"),
        ScreeningState.TREATED: tr("treated"),
        ScreeningState.REPLACED: tr("screened again"),
    }[screening.state]


def _end(screening: Screening) -> str:
    return say_date(screening.ended_on) if screening.ended_on else ""


def _criteria(screening: Screening) -> str:
    against = [one.criterion.code for one in screening.standing(CriterionState.AGAINST)]
    done = len(screening.criteria) - len(screening.standing(CriterionState.OPEN))
    said = tr("{done} of {all} answered").format(done=done, all=len(screening.criteria))
    return f"{said} · {tr('against: {codes}').format(codes=', '.join(against))}" if against else said


def _reason(screening: Screening) -> str:
    return screening.eligibility.reason if screening.eligibility is not None else ""
