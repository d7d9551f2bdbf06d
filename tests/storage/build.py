"""A small study for the tests of the study file."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from domain.partial_date import PartialDate
from domain.records import (
    Administration,
    AdverseEvent,
    Attendee,
    Confirmation,
    Decision,
    Deviation,
    Eligibility,
    Enrolment,
    Leaving,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.terms import (
    CommitteeAction,
    DeviationCategory,
    Grade,
    Importance,
    LeaveReason,
    Relationship,
    Sex,
    Vote,
)
from storage.engine import open_connection
from storage.person import Person
from storage.stream import Head
from storage.study_file import StudyFile

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PERSON = Person("Lin Wei", "investigator")
STUDY = StudyRecord(
    record_id="the-study", study_id="BAT6026-01", study_title="首次人体试验", site_id="01", site_zone="Asia/Shanghai"
)
PROTOCOL = ProtocolVersion(record_id="protocol-1", version="1.0", effective_on=date(2026, 1, 5), content='{"a":"1"}')
CONFIRMATION = Confirmation(record_id="answer-1", path="parts.mono.rules.fill", shipped="stepwise", chosen="direct")


def later(minutes: int) -> datetime:
    """That many minutes after the study was made."""
    return NOW + timedelta(minutes=minutes)


def new_study(path: Path) -> StudyFile:
    """A new study with its first three events."""
    return StudyFile.create(path, STUDY, PROTOCOL, [CONFIRMATION], person=PERSON, now=NOW)


def subject(number: int = 1) -> Subject:
    """Subject S-001 and so on."""
    return Subject(
        record_id=f"subject-{number}",
        subject_id=f"S-{number:03}",
        consent_date=date(2026, 2, 1),
        sex=Sex.FEMALE,
        birth_year=1961,
        tumour_type="胃癌",
        weight_kg=Decimal("61.50"),
    )


def adverse_event(number: int = 1, *, of_subject: int = 1, grade: Grade = Grade.MODERATE) -> AdverseEvent:
    """An adverse event with a partial onset."""
    return AdverseEvent(
        record_id=f"event-{number}",
        subject_id=f"S-{of_subject:03}",
        term="Platelet count decreased",
        grade=grade,
        onset=PartialDate.parse("2026-02"),
        relationship=Relationship.POSSIBLE,
    )


def decision(head: Head, number: int = 1) -> Decision:
    """A decision that rests on the stream up to ``head``."""
    return Decision(
        record_id=f"decision-{number}",
        part_id="mono",
        dose_level=2,
        action=CommitteeAction.ESCALATE,
        subjects=3,
        cut_off=NOW,
        position=head.position,
        head=head.hash,
        protocol_version="1.0",
        recommended="{}",
        evidence_hash="0" * 64,
        attendees=(Attendee("Chen Yu", "chair"), Attendee("Wang Li", "statistician", Vote.DISSENTS)),
        signed_by="Chen Yu",
        signed_at=NOW,
    )


def deviation(number: int = 1, *, subject_id: str = "") -> Deviation:
    """A deviation, of the study as a whole where no subject is named."""
    return Deviation(
        record_id=f"deviation-{number}",
        subject_id=subject_id,
        category=DeviationCategory.SPACING,
        code="too_soon",
        description="Dosed 20 h after the subject before",
        reason="Subject lives far away",
        occurred_on=date(2026, 2, 3),
        importance=Importance.IMPORTANT,
    )


def one_of_each() -> list[Record]:
    """One record of every kind that a study holds besides its first ones and decisions."""
    return [
        subject(1),
        subject(2),
        Eligibility(record_id="eligibility-1", subject_id="S-001", is_eligible=True, decided_on=date(2026, 2, 2)),
        Enrolment(record_id="enrolment-1", subject_id="S-001", part_id="mono", dose_level=1, enrolled_at=NOW),
        dose(1),
        adverse_event(1),
        Leaving(record_id="leaving-1", subject_id="S-002", left_at=NOW, reason=LeaveReason.CONSENT_WITHDRAWN),
        deviation(1),
        deviation(2, subject_id="S-001"),
    ]


def dose(cycle: int) -> Administration:
    """A dose as planned."""
    return Administration(
        record_id=f"dose-{cycle}",
        subject_id="S-001",
        cycle=cycle,
        started_at=NOW,
        weight_kg=Decimal("61.5"),
        planned_mg=Decimal("184.5"),
        given_mg=Decimal("184.5"),
    )


def attack(path: Path, *statements: str) -> None:
    """Edit a closed study as someone with an SQLite tool would: protection off, edit, protection on again."""
    db = open_connection(path, mode="rw")
    db.execute("PRAGMA foreign_keys=OFF")
    db.execute("PRAGMA ignore_check_constraints=ON")
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for _, sql in triggers:
        db.execute(sql)
    db.close()


def replace_protocol(*, version: str, effective_on: date) -> ProtocolVersion:
    """An amendment."""
    return replace(PROTOCOL, record_id=f"protocol-{version}", version=version, effective_on=effective_on)


def random_ids() -> Callable[[], str]:
    """Ids that are no more random than 1, 2, 3."""
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):032x}"
