"""Checks on a contact for survival."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.checks.personal import check_personal
from domain.reasons import Finding
from domain.records import SurvivalContact
from domain.response.of_study import visits_of
from domain.response.survival_dates import survival_dates
from domain.schedule.life import day_of
from domain.study import Study
from domain.terms import AeOutcome, LeaveReason, Severity, VitalStatus


def check_survival_contact(study: Study, contact: SurvivalContact, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a contact.

    Args:
        study: as entered now.
        contact: as it would be.
        now: moment of entry, aware.
    """
    findings = check_personal(contact, "cause", "comment")
    if contact.contacted_on > now.astimezone(study.zone).date():
        findings.append(Finding("contacted_on", "in_future"))
    if contact.last_alive_on is not None and contact.last_alive_on > contact.contacted_on:
        findings.append(Finding("last_alive_on", "alive_after_contact", numbers={"on": contact.contacted_on}))
    is_dead = contact.vital_status is VitalStatus.DEAD
    if is_dead and contact.died_on is None:
        findings.append(Finding("died_on", "missing"))
    if contact.died_on is not None and not is_dead:
        findings.append(Finding("died_on", "died_but_not_dead"))
    return [
        *findings,
        *_check_participation(study, contact),
        *_check_death(study, contact),
        *_check_alive(study, contact),
        *_check_known(study, contact),
    ]


def _check_participation(study: Study, contact: SurvivalContact) -> Iterator[Finding]:
    """Its day against consent and leaving: before the one and after the other it is kept, with the reason."""
    consent = study.subject(contact.subject_id).consent_date
    if contact.contacted_on < consent:
        yield Finding("contacted_on", "before_consent", Severity.SOFT, {"consent": consent})
    leaving = study.leaving(contact.subject_id)
    if (
        leaving is not None
        and leaving.reason is not LeaveReason.DEATH
        and contact.contacted_on > day_of(leaving.left_at, study.zone)
    ):
        yield Finding("contacted_on", "after_leaving", Severity.SOFT, {"at": leaving.left_at})


def _check_known(study: Study, contact: SurvivalContact) -> Iterator[Finding]:
    """The same contact again, or an attempt after the death was known."""
    others = [one for one in study.survival_contacts_of(contact.subject_id) if one.record_id != contact.record_id]
    if any(
        (one.contacted_on, one.how, one.vital_status) == (contact.contacted_on, contact.how, contact.vital_status)
        for one in others
    ):
        yield Finding("contacted_on", "contact_exists", Severity.SOFT)
    learnt = [one.contacted_on for one in others if one.died_on is not None]
    if contact.vital_status is VitalStatus.UNKNOWN and learnt and contact.contacted_on > min(learnt):
        yield Finding("contacted_on", "death_known_already", Severity.SOFT, {"on": min(learnt)})


def _check_death(study: Study, contact: SurvivalContact) -> Iterator[Finding]:
    """A date of death against contact, first dose, scans, what else shows the subject alive, and leaving."""
    died, zone = contact.died_on, study.zone
    if died is None:
        return
    earliest, latest = died.earliest(zone).astimezone(zone).date(), died.latest(zone).astimezone(zone).date()
    dates = survival_dates(study, contact.subject_id)
    if earliest > contact.contacted_on:
        yield Finding("died_on", "died_after_contact", numbers={"on": contact.contacted_on})
    if dates.first_dose is not None and latest < dates.first_dose:
        yield Finding("died_on", "died_before_first_dose", numbers={"first_dose": dates.first_dose})
        return
    alive = [one.on for one in visits_of(study, contact.subject_id).values()]
    others = [one for one in study.survival_contacts_of(contact.subject_id) if one.record_id != contact.record_id]
    alive += [one.alive_on for one in (*others, contact) if one.alive_on is not None]
    if alive and latest < max(alive):
        yield Finding("died_on", "died_before_alive", numbers={"on": max(alive)})
    known = [one.died_on.earliest(zone).astimezone(zone).date() for one in others if one.died_on is not None]
    leaving = study.leaving(contact.subject_id)
    if leaving is not None and leaving.reason is LeaveReason.DEATH:
        known.append(leaving.left_at.astimezone(zone).date())
    differing: list[date] = [day for day in known if not earliest <= day <= latest]
    if differing:
        yield Finding("died_on", "died_on_other_day", Severity.SOFT, {"on": differing[0]})


def _check_alive(study: Study, contact: SurvivalContact) -> Iterator[Finding]:
    alive = contact.alive_on
    if alive is None or contact.died_on is not None:
        return
    zone = study.zone
    others = [one for one in study.survival_contacts_of(contact.subject_id) if one.record_id != contact.record_id]
    deaths = [one.died_on.latest(zone).astimezone(zone).date() for one in others if one.died_on is not None]
    leaving = study.leaving(contact.subject_id)
    if leaving is not None and leaving.reason is LeaveReason.DEATH:
        deaths.append(leaving.left_at.astimezone(zone).date())
    fatal = (one for one in study.events_of(contact.subject_id) if one.outcome is AeOutcome.FATAL)
    deaths += [one.end.latest(zone).astimezone(zone).date() for one in fatal if one.end is not None]
    if deaths and alive > min(deaths):
        field = "last_alive_on" if contact.last_alive_on is not None else "contacted_on"
        yield Finding(field, "alive_after_death", numbers={"death": min(deaths)})
