"""A small study for the tests of the study file."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from domain.body_system import BodySystem
from domain.partial_date import PartialDate
from domain.records import (
    Account,
    AdaResult,
    Adjudication,
    Administration,
    AdverseEvent,
    AssessmentNotDone,
    Attendee,
    BiomarkerResult,
    BodyWeight,
    Concentration,
    Confirmation,
    Consent,
    Consideration,
    CriterionAnswer,
    Decision,
    Deviation,
    DrugAssessment,
    Ecg,
    EcogStatus,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    GateCondition,
    GradeChange,
    GradeTexts,
    Intervention,
    LabResult,
    Leaving,
    Lesion,
    LesionMeasurement,
    MedicalHistory,
    NormalRange,
    OpenedCohort,
    PartOpening,
    PhysicalExam,
    PkSample,
    Preparation,
    PriorTherapy,
    ProtocolVersion,
    RecommendedDose,
    Record,
    Rescreening,
    ResponseCall,
    SafetyReport,
    Shipment,
    SlopeDecision,
    StudyRecord,
    Subject,
    SurvivalContact,
    TumourVisit,
    Visit,
    VitalSigns,
)
from domain.records.recommended_dose import WeighedTopic
from domain.response.terms import LesionKind, Response
from domain.schedule.plan import Assessment
from domain.terms import (
    AntibodyResult,
    CommitteeAction,
    CriterionResult,
    DeviationCategory,
    DltVerdict,
    EndReason,
    Grade,
    Importance,
    InterventionKind,
    LeaveReason,
    LockScope,
    PriorTherapyKind,
    Relationship,
    Role,
    SeriousCriterion,
    Sex,
    SignatureMeaning,
    VitalStatus,
    Vote,
)
from storage.engine import open_connection
from storage.person import Person
from storage.stream import Head
from storage.study_file import StudyFile

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PERSON = Person("Lin Wei", "investigator")
OTHER = Person("Zhao Min", "data manager")
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


def opening(head: Head, number: int = 1) -> PartOpening:
    """The opening of a part that rests on the stream up to ``head``."""
    return PartOpening(
        record_id=f"opening-{number}",
        part_id="expansion",
        cohorts=(OpenedCohort(1, Decimal("0.30"), tumour="胃癌", size=12), OpenedCohort(2, Decimal("1"))),
        cut_off=NOW,
        position=head.position,
        head=head.hash,
        protocol_version="1.0",
        attendees=(Attendee("Chen Yu", "chair"),),
        reason="cleared at both doses",
        signed_by="Chen Yu",
        signed_at=NOW,
    )


def recommended_dose(head: Head, number: int = 1) -> RecommendedDose:
    """A recommended dose that rests on the stream up to ``head``."""
    return RecommendedDose(
        record_id=f"rp2d-{number}",
        part_id="mono",
        dose_level=2,
        dose=Decimal("0.03"),
        unit="mg/kg",
        mtd=2,
        decision_id="decision-1",
        considerations=tuple(Consideration(topic, "weighed") for topic in WeighedTopic),
        weighed="{}",
        cut_off=NOW,
        position=head.position,
        head=head.hash,
        protocol_version="1.0",
        evidence_hash="0" * 64,
        attendees=(Attendee("Chen Yu", "chair"), Attendee("Wang Li", "statistician", Vote.DISSENTS)),
        reason="the MTD",
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


def first_records() -> list[Record]:
    """A few records; tests of the stream count on their order."""
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


def one_of_each() -> list[Record]:
    """One record of every kind that is observed or done, besides the study's first ones and decisions."""
    return [
        *first_records(),
        graver_event(),
        *about_events(),
        *about_exposure(),
        *about_tumours(),
        *about_visits(),
        GateCondition(
            record_id="condition-1", part_id="combination", number=1, met_on=date(2026, 2, 27), evidence="letter 17"
        ),
    ]


def graver_event() -> AdverseEvent:
    """An event with all that an event can have."""
    return replace(
        adverse_event(2),
        grade_changes=(GradeChange(PartialDate.parse("2026-03-04"), Grade.LIFE_THREATENING),),
        other_drugs=(DrugAssessment("tislelizumab", Relationship.UNLIKELY),),
        seriousness=(SeriousCriterion.HOSPITALISATION, SeriousCriterion.LIFE_THREATENING),
        aware_at=NOW,
        admitted_on=PartialDate.parse("2026-03-04"),
    )


def about_events() -> list[Record]:
    """One record of every kind that goes with adverse events."""
    who = {"subject_id": "S-001"}
    return [
        SafetyReport(record_id="report-1", event_id="event-2", sent_at=NOW, **who),
        Intervention(
            record_id="treatment-1",
            name="Platelets",
            intervention_kind=InterventionKind.PLATELETS,
            start=PartialDate.parse("2026-03-04"),
            treats=("event-2",),
            **who,
        ),
        LabResult(
            record_id="result-1",
            test="PLAT",
            taken_at=PartialDate.parse("2026-03-04T08:00"),
            value=Decimal("22"),
            unit="10^9/L",
            **who,
        ),
        NormalRange(
            record_id="range-1",
            laboratory="Central",
            test="PLAT",
            unit="10^9/L",
            lln=Decimal("125"),
            uln=Decimal("350"),
            valid_from=date(2026, 1, 1),
        ),
        GradeTexts(record_id="texts-1", version="5.0", file_name="ctcae.xlsx", file_hash="0" * 64, content="{}"),
        Adjudication(
            record_id="verdict-1",
            verdict=DltVerdict.DLT,
            reason="grade 4 for eight days",
            derived="not yet known",
            evidence_hash="0" * 64,
            cut_off=NOW,
            position=3,
            head="0" * 64,
            protocol_version="1.0",
            signed_by="Lin Wei",
            signed_at=NOW,
            **who,
        ),
        EndOfTreatment(
            record_id="end-1", decided_on=PartialDate.parse("2026-03-20"), reason=EndReason.ADVERSE_EVENT, **who
        ),
    ]


def about_visits() -> list[Record]:
    """One record of every kind that goes with screening, visits and the preparation of doses."""
    who = {"subject_id": "S-001"}
    on = PartialDate.parse("2026-02-20")
    return [
        Consent(record_id="consent-1", form_version="2.0", consented_on=date(2026, 2, 1), **who),
        Rescreening(record_id="rescreening-1", started_on=date(2026, 2, 2), reason="creatinine is normal now", **who),
        MedicalHistory(record_id="history-1", condition="Hypertension", start=PartialDate.parse("2011"), **who),
        PriorTherapy(record_id="prior-1", therapy_kind=PriorTherapyKind.SYSTEMIC, name="FOLFOX", line=1, **who),
        CriterionAnswer(
            record_id="criterion-1",
            criterion="I1",
            protocol_version="1.0",
            result=CriterionResult.MET,
            evidence_on=date(2026, 2, 1),
            **who,
        ),
        Preparation(
            record_id="preparation-1",
            cycle=1,
            dose_level=1,
            weight_kg=Decimal("61.5"),
            dose_mg=Decimal("0.62"),
            lot="A12",
            expires_on=date(2027, 1, 31),
            prepared_at=NOW,
            prepared_by="Li Na",
            checked_by="Wu Jun",
            **who,
        ),
        Visit(record_id="visit-done-1", visit="screening", done_on=on, **who),
        VitalSigns(record_id="vitals-1", measured_at=on, systolic_mmhg=128, diastolic_mmhg=79, **who),
        BodyWeight(record_id="weight-1", measured_at=on, weight_kg=Decimal("61.5"), **who),
        EcogStatus(record_id="ecog-1", assessed_at=on, score=1, **who),
        Ecg(record_id="ecg-1", recorded_at=on, qtcf_ms=421, **who),
        PhysicalExam(record_id="exam-1", examined_at=on, system=BodySystem.SKIN, **who),
        AssessmentNotDone(
            record_id="not-done-1", visit="screening", assessment=Assessment.ECG, reason="Device broken", **who
        ),
    ]


def about_tumours() -> list[Record]:
    """One record of every kind that goes with tumour response and survival."""
    who = {"subject_id": "S-001"}
    scan = date(2026, 2, 20)
    return [
        Lesion(
            record_id="lesion-1",
            lesion_kind=LesionKind.TARGET,
            number=1,
            organ="liver",
            slice_mm=Decimal("5.0"),
            first_seen_on=scan,
            **who,
        ),
        TumourVisit(record_id="visit-1", visit_number=0, scanned_on=scan, **who),
        LesionMeasurement(
            record_id="length-1", lesion_id="lesion-1", visit_number=0, scanned_on=scan, length_tenths=315, **who
        ),
        ResponseCall(
            record_id="call-1",
            visit_number=1,
            response=Response.SD,
            derived="SD",
            cut_off=NOW,
            position=3,
            called_by="Lin Wei",
            called_at=NOW,
            **who,
        ),
        SurvivalContact(
            record_id="contact-1",
            contacted_on=date(2026, 3, 1),
            vital_status=VitalStatus.ALIVE,
            died_on=None,
            **who,
        ),
    ]


def about_exposure() -> list[Record]:
    """One record of every kind that goes with samples."""
    who = {"subject_id": "S-001"}
    return [
        PkSample(
            record_id="sample-1",
            sample_id="S-001-C1-0",
            analyte="BAT6026",
            cycle=1,
            nominal_hours=Decimal(0),
            taken_at=NOW,
            **who,
        ),
        Concentration(
            record_id="concentration-1", sample_id="S-001-C1-0", analyte="BAT6026", is_blq=True, unit="ug/mL", **who
        ),
        AdaResult(
            record_id="antibodies-1",
            drug="BAT6026",
            taken_at=PartialDate.parse("2026-03-02"),
            result=AntibodyResult.POSITIVE,
            titre=Decimal(80),
            **who,
        ),
        BiomarkerResult(
            record_id="marker-1", marker="IL-6", taken_at=PartialDate.parse("2026-03-02"), value=Decimal("4.1"), **who
        ),
        Shipment(record_id="shipment-1", shipment_id="W-1", sent_on=date(2026, 3, 3), sample_ids=("S-001-C1-0",)),
        SlopeDecision(
            record_id="slope-1",
            cycle=1,
            analyte="BAT6026",
            excluded=("S-001-C1-0",),
            reason="haemolysed",
            decided_at=NOW,
            **who,
        ),
    ]


def account(user_id: str, full_name: str, role: Role) -> Account:
    """An account, active since the study was made."""
    return Account(
        record_id=f"account-{user_id}", user_id=user_id, full_name=full_name, role=role, active_from=date(2026, 3, 1)
    )


def accounts() -> list[Account]:
    """One account a role; the user ids are the first words of the roles."""
    return [account(user_of(role), f"{role.value.title()} One", role) for role in Role]


def user_of(role: Role) -> str:
    """User id of the one account of a role."""
    return role.value.replace(" ", "-")


def holder(role: Role) -> Person:
    """The person of the one account of a role."""
    return Person(f"{role.value.title()} One", role.value, user_of(role))


def say_something_of_records(study: StudyFile) -> None:
    """One record of every kind that is said of others; from then on the study has accounts."""
    acting = {"person": PERSON, "now": later(5)}
    study.open_query("adverse_event", "event-1", "grade", "Is it grade 3?", **acting)
    query = study.records()["query"][-1].record_id
    study.answer_query(query, "It is.", **acting)
    study.verify_source("administration", "dose-1", "given_mg", **acting)
    study.lock(LockScope.FORM, "leaving-1", reason="cleaned", **acting)
    study.unlock(LockScope.FORM, "leaving-1", reason="late letter", **acting)
    study.request_redaction("deviation", "deviation-1", ["description"], reason="names a person", **acting)
    redaction = study.records()["redaction"][-1].record_id
    study.confirm_redaction(redaction, person=OTHER, now=later(6))
    study.save_all(accounts(), person=PERSON, now=later(7))
    investigator = holder(Role.INVESTIGATOR)
    study.sign("adverse_event", "event-1", SignatureMeaning.RESPONSIBILITY, person=investigator, now=later(8))


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
    return replace(
        PROTOCOL, record_id=f"protocol-{version}", version=version, effective_on=effective_on, reason="a level more"
    )


def random_ids() -> Callable[[], str]:
    """Ids that are no more random than 1, 2, 3."""
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):032x}"
