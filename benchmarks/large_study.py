"""A large study for the benchmarks: 300 treated subjects, 10,000 adverse events, a decision per level."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.status import assess_status
from domain.partial_date import PartialDate
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    AdverseEvent,
    Attendee,
    Eligibility,
    Enrolment,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.study import Study
from domain.terms import AeOutcome, Grade, Relationship, Sex
from storage.person import Person
from storage.study_file import StudyFile

PERSON = Person("Wang Fang", "coordinator")
NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
SUBJECTS, EVENTS, DECISIONS = 300, 10_000, 14


def make_large_study(path: Path) -> None:
    """Write the study: far more subjects at each level of BAT6026 than the rules ask for; they answer all the same."""
    protocol = load_shipped("bat6026")
    start = NOW - timedelta(days=400)
    study = StudyRecord(
        record_id="study", study_id="LARGE", study_title="Benchmark", site_id="01", site_zone="Asia/Shanghai"
    )
    version = ProtocolVersion(record_id="v1", version="1", effective_on=start.date(), content=content_to_json(protocol))
    with StudyFile.create(path, study, version, person=PERSON, now=start) as file:
        records: list[Record] = []
        for number in range(SUBJECTS):
            records += _subject(number, start + timedelta(days=number))
        records += [_event(number, start) for number in range(EVENTS)]
        file.save_all(records, person=PERSON, now=NOW - timedelta(days=60))
        part = protocol.first_part
        for number in range(DECISIONS):
            at = NOW - timedelta(days=50 - number)
            held = Study.of(file.records(), cut_off=at, position=file.position, head=file.head.hash)
            status = assess_status(held, part)
            choice = next(choice for choice in list_choices(status) if choice.can_be_signed)
            decision = draft_decision(
                status,
                choice,
                record_id=f"decision-{number}",
                attendees=(Attendee("Lin Yue", "principal investigator"),),
                reason="benchmark",
                signed_by="Lin Yue",
                signed_role="principal investigator",
                signed_at=at,
            )
            file.sign_decision(decision, person=PERSON, now=at)


def _subject(number: int, first: datetime) -> list[Record]:
    subject_id = f"01-{number:04d}"
    level = 1 + number * 7 // SUBJECTS
    return [
        Subject(
            record_id=f"s{number}",
            subject_id=subject_id,
            consent_date=(first - timedelta(days=7)).date(),
            sex=Sex.FEMALE,
            birth_year=1960,
            tumour_type="Gastric",
            weight_kg=Decimal("62.4"),
        ),
        Eligibility(
            record_id=f"e{number}",
            subject_id=subject_id,
            is_eligible=True,
            decided_on=(first - timedelta(days=2)).date(),
        ),
        Enrolment(
            record_id=f"n{number}",
            subject_id=subject_id,
            part_id="mono",
            dose_level=level,
            enrolled_at=first - timedelta(hours=1),
        ),
        Administration(
            record_id=f"a{number}",
            subject_id=subject_id,
            cycle=1,
            started_at=first,
            weight_kg=Decimal("62.4"),
            planned_mg=Decimal("6.24"),
            given_mg=Decimal("6.24"),
        ),
    ]


def _event(number: int, start: datetime) -> AdverseEvent:
    return event_at(f"ae{number}", number % SUBJECTS, start + timedelta(days=number % SUBJECTS + number % 40))


def event_at(record_id: str, subject: int, onset: datetime) -> AdverseEvent:
    """A mild event, judged not to be a DLT."""
    return AdverseEvent(
        record_id=record_id,
        subject_id=f"01-{subject:04d}",
        term="Fatigue",
        grade=Grade.MILD,
        onset=PartialDate.of(onset.date()),
        relationship=Relationship.POSSIBLE,
        outcome=AeOutcome.UNKNOWN,
    )
