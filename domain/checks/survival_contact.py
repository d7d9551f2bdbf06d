"""Checks on a contact for survival."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.reasons import Finding
from domain.records import SurvivalContact
from domain.response.of_study import visits_of
from domain.response.survival_dates import survival_dates
from domain.study import Study
from domain.terms import LeaveReason, Severity, VitalStatus


def check_survival_contact(study: Study, contact: SurvivalContact, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a contact.

    Args:
        study: as entered now.
        contact: as it would be.
        now: moment of entry, aware.
    """
    findings: list[Finding] = []
    if contact.contacted_on > now.astimezone(study.zone).date():
        findings.append(Finding("contacted_on", "in_future"))
    if contact.last_alive_on is not None and contact.last_alive_on > contact.contacted_on:
        findings.append(Finding("last_alive_on", "alive_after_contact", numbers={"on": contact.contacted_on}))
    is_dead = contact.vital_status is VitalStatus.DEAD
    if is_dead and contact.died_on is None:
        findings.append(Finding("died_on", "missing"))
    if contact.died_on is not None and not is_dead:
        findings.append(Finding("died_on", "died_but_not_dead"))
    return [*findings, *_check_death(study, contact), *_check_alive(study, contact)]


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
    if deaths and alive > min(deaths):
        field = "last_alive_on" if contact.last_alive_on is not None else "contacted_on"
        yield Finding(field, "alive_after_death", numbers={"death": min(deaths)})
