"""Locks of forms, subjects, levels and the study in words."""

from domain.locking import level_target
from domain.records import RECORD_KINDS, Lock, Record
from domain.terms import LockScope
from ui.session import Session
from ui.text import capital, tr
from ui.words.sign_in import say_person
from ui.words.signature import name_record


def say_target(session: Session, scope: LockScope, target: str) -> str:
    """What a lock covers: "Subject 01-004", "Level 3 (0.1 mg/kg)"."""
    match scope:
        case LockScope.STUDY:
            return tr("The whole study")
        case LockScope.SUBJECT:
            return tr("Subject {subject}").format(subject=target)
        case LockScope.LEVEL:
            part_id, _, number = target.rpartition("/")
            if part_id == session.part.part_id:
                return capital(session.words.level(int(number)))
            return tr("Level {number} of {part}").format(number=number, part=part_id)
    records = session.file.records()
    kind = next((kind for kind, held in records.items() for one in held if one.record_id == target), "")
    return name_record(kind, target, records, session.words) if kind in RECORD_KINDS else tr("Form")


def say_lock(session: Session, lock: Lock) -> tuple[str, str]:
    """Title and text of a lock: what is locked, by whom, when, and why."""
    title = tr("Locked: {what}").format(what=say_target(session, lock.scope, lock.target))
    who = say_person(lock.changed_by, lock.changed_role)
    at = session.words.moment_with_offset(lock.changed_at)
    return title, tr("{who}, {at}: {reason}").format(who=who, at=at, reason=lock.reason)


def locks_of(session: Session) -> tuple[Lock, ...]:
    """The locks that are on now."""
    held = session.file.records().get(Lock.kind, ())
    return tuple(one for one in held if isinstance(one, Lock) and one.is_locked)


def subject_lock(session: Session, subject_id: str) -> Lock | None:
    """The lock that a subject's forms lie under, the widest first; None where they may be written."""
    subjects = session.file.records().get("subject", ())
    record: Record | None = next((one for one in subjects if getattr(one, "subject_id", "") == subject_id), None)
    return session.file.lock_on(record) if record is not None else None


def targets_of(session: Session, subject_id: str = "") -> tuple[tuple[LockScope, str], ...]:
    """What can be locked or unlocked from a menu: the subject that is shown, each level in use, the study."""
    study, part = session.study, session.part
    numbers = {
        enrolment.dose_level
        for subject in study.subjects
        if (enrolment := study.enrolment(subject.subject_id)) is not None and enrolment.part_id == part.part_id
    }
    found: list[tuple[LockScope, str]] = [(LockScope.SUBJECT, subject_id)] if subject_id else []
    found += [(LockScope.LEVEL, level_target(part.part_id, number)) for number in sorted(numbers)]
    found.append((LockScope.STUDY, ""))
    for lock in locks_of(session):
        if (lock.scope, lock.target) not in found:
            found.append((lock.scope, lock.target))
    return tuple(found)
