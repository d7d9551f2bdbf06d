"""First dose, death, new anti-cancer therapy and last known alive, from the records of a study at its cut-off."""

from dataclasses import dataclass
from datetime import date

from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.response.checks import Concern
from domain.study import Study
from domain.terms import AeOutcome, InterventionKind, LeaveReason, Severity

_NOT_SEEN = (LeaveReason.DEATH, LeaveReason.LOST)


@dataclass(frozen=True)
class SurvivalDates:
    """The dates that endpoints need, in the site's calendar.

    Attributes:
        first_dose: None before it.
        death: None while no record says so.
        new_therapy: the first anti-cancer therapy from the first dose on.
        last_alive: the latest day on which a contact, dose, sample or leaving shows the subject alive.
        reasons: what was taken for a date known in part.
        concerns: dates that contradict each other.
    """

    first_dose: date | None = None
    death: date | None = None
    new_therapy: date | None = None
    last_alive: date | None = None
    reasons: tuple[Reason, ...] = ()
    concerns: tuple[Concern, ...] = ()


def survival_dates(study: Study, subject_id: str) -> SurvivalDates:
    """The dates of a subject.

    Death comes from the survival contacts, from leaving the study by death, or from a fatal adverse event; a date known
    in full goes before one known in part. A partial date is taken as early as it can be: a death not before the subject
    was last known alive, a new therapy not before the first dose.
    """
    dose = study.first_dose(subject_id)
    first = dose.started_at.astimezone(study.zone).date() if dose else None
    reasons: list[Reason] = []
    concerns: list[Concern] = []
    alive = _last_alive(study, subject_id)
    deaths = _deaths(study, subject_id)
    death = None
    if deaths:
        full = sorted({_earliest(one) for one in deaths if one.is_full})
        if len(full) > 1:
            numbers: dict[str, object] = {"first": full[0], "last": full[-1]}
            concerns.append(Concern(Finding("death", "death_dates_differ", Severity.SOFT, numbers)))
        known = next((one for one in deaths if one.is_full), deaths[0])
        death = _earliest(known)
        if not known.is_full:
            death = max(death, alive) if alive is not None and alive <= _latest(known, study) else death
            reasons.append(Reason("death_date_partial", {"known": known, "taken": death}))
    therapy, partial = _new_therapy(study, subject_id, first)
    if partial is not None:
        reasons.append(Reason("new_therapy_date_partial", {"known": partial, "taken": therapy}))
    return SurvivalDates(first, death, therapy, alive, tuple(reasons), tuple(concerns))


def _deaths(study: Study, subject_id: str) -> list[PartialDate]:
    """Dates of death, the most direct source first."""
    found = [one.died_on for one in study.survival_contacts_of(subject_id) if one.died_on is not None]
    leaving = study.leaving(subject_id)
    if leaving is not None and leaving.reason is LeaveReason.DEATH:
        found.append(PartialDate.of(leaving.left_at.astimezone(study.zone).date()))
    fatal = (one for one in study.events_of(subject_id) if one.outcome is AeOutcome.FATAL)
    return [*found, *(one.end for one in fatal if one.end is not None)]


def _last_alive(study: Study, subject_id: str) -> date | None:
    dates = [one.alive_on for one in study.survival_contacts_of(subject_id) if one.alive_on is not None]
    dates += [
        one.started_at.astimezone(study.zone).date() for one in study.administrations(subject_id) if one.given_mg > 0
    ]
    dates += [_earliest(one.taken_at) for one in study.results_of(subject_id) if one.taken_at.is_full]
    leaving = study.leaving(subject_id)
    if leaving is not None and leaving.reason not in _NOT_SEEN:
        dates.append(leaving.left_at.astimezone(study.zone).date())
    return max(dates, default=None)


def _new_therapy(study: Study, subject_id: str, first: date | None) -> tuple[date | None, PartialDate | None]:
    """The start that counts, and the date as known where that is a part only.

    Without one from the first dose on, an earlier one is handed on, so that it is named as a contradiction.
    """
    starts = [
        one.start for one in study.interventions_of(subject_id) if one.intervention_kind is InterventionKind.NEW_THERAPY
    ]
    taken = [
        (max(_earliest(one), first) if first is not None and _latest(one, study) >= first else _earliest(one), one)
        for one in starts
    ]
    later = [pair for pair in taken if first is None or pair[0] >= first] or taken
    if not later:
        return None, None
    on, known = min(later, key=lambda pair: pair[0])
    return on, None if known.is_full else known


def _earliest(one: PartialDate) -> date:
    return date(one.year, one.month or 1, one.day or 1)


def _latest(one: PartialDate, study: Study) -> date:
    return one.latest(study.zone).astimezone(study.zone).date()
