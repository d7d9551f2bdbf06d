"""A study that goes through its parts, act by act, each judged by the checks before it is kept.

``story.treat("mono", 1, "NNT")`` doses three subjects as the spacing lets them and waits for their windows to end.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.checks.dose import check_administration
from domain.checks.part import check_gate_condition, check_opening
from domain.checks.subject import check_enrolment
from domain.escalation.committee import check_decision, draft_decision, list_choices
from domain.escalation.slots import group_spacing
from domain.escalation.status import PartStatus, assess_status, status_before
from domain.parts.draft import draft_opening
from domain.parts.state import PartState, derive_part_state
from domain.protocol.model import Part
from domain.protocol.reader import content_to_json, load_shipped
from domain.reasons import Finding
from domain.records import (
    Administration,
    Attendee,
    Decision,
    Eligibility,
    Enrolment,
    GateCondition,
    Leaving,
    OpenedCohort,
    PartOpening,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.study import Study
from domain.terms import AeOutcome, CommitteeAction, LeaveReason, Outcome, Relationship, SeriousCriterion, Sex
from storage.person import Person
from storage.study_file import StudyFile
from tests.domain.build import START, ZONE, event

PERSON = Person("Lin Yue", "investigator")
PEOPLE = (Attendee("Lin Yue", "investigator"), Attendee("Chen Hao", "medical monitor"))


class Story:
    """A study under way; ``now`` moves on with each act.

    Args:
        protocol_id: of a shipped protocol.
        file: where each act is saved too; None keeps the records in memory.
        content: of the protocol version, where it is not as shipped.
    """

    def __init__(self, protocol_id: str, file: StudyFile | None = None, content: str = "") -> None:
        protocol = load_shipped(protocol_id)
        self.now: datetime = START
        self.file = file
        self.count = 0
        self.doubts: list[Finding] = []
        self._last: Study | None = None
        self.records: dict[str, tuple[Record, ...]] = {}
        self.study_record = StudyRecord(
            record_id="study", study_id=protocol.study_id, study_title=protocol.title, site_id="01", site_zone=ZONE.key
        )
        self.version = ProtocolVersion(
            record_id="version-1",
            version=protocol.version,
            effective_on=date(2026, 1, 5),
            content=content or content_to_json(protocol),
        )
        self.records = {"study": (self.study_record,), "protocol_version": (self.version,)}

    def study(self, at: datetime | None = None) -> Study:
        records, position, head = self.records, 1, "a"
        if self.file is not None:
            records, position, head = self.file.records(), self.file.position, self.file.head.hash
        self._last = Study.of(records, cut_off=at or self.now, position=position, head=head, before=self._last)
        return self._last

    def part(self, part_id: str) -> Part:
        return self.study().protocol.part(part_id)

    def status(self, part_id: str) -> PartStatus:
        study = self.study()
        return assess_status(study, study.protocol.part(part_id))

    def state(self, part_id: str) -> PartState:
        study = self.study()
        return derive_part_state(study, study.protocol.part(part_id))

    def keep(self, *records: Record) -> None:
        for record in records:
            kept = tuple(one for one in self.records.get(record.kind, ()) if one.record_id != record.record_id)
            self.records[record.kind] = (*kept, record)
        if self.file is not None:
            self.file.save_all(records, person=PERSON, now=self.now)

    def wait(self, days: float) -> None:
        self.now += timedelta(days=days)

    def candidate(self, tumour: str = "Colorectal", weight: str = "60") -> str:
        """A subject who consented, is eligible and holds no slot."""
        self.count += 1
        subject_id = f"01-{self.count:03d}"
        day = self.now.astimezone(ZONE).date()
        self.keep(
            Subject(
                record_id=f"subject-{subject_id}",
                subject_id=subject_id,
                consent_date=day - timedelta(days=10),
                sex=Sex.FEMALE,
                birth_year=1960,
                tumour_type=tumour,
                weight_kg=Decimal(weight),
            ),
            Eligibility(
                record_id=f"eligibility-{subject_id}",
                subject_id=subject_id,
                is_eligible=True,
                decided_on=day - timedelta(days=2),
            ),
        )
        return subject_id

    def treat(
        self,
        part_id: str,
        level: int,
        outcomes: str,
        *,
        cohort: int | None = None,
        is_backfill: bool = False,
        tumour: str = "Colorectal",
        waits: bool = True,
    ) -> list[str]:
        """Dose a subject for each outcome letter; then wait until their windows have ended."""
        treated = []
        for letter in outcomes:
            part = self.part(part_id)
            if part.levels:
                spacing = group_spacing(self.status(part_id), level, self.now)
                self.now = max(self.now + timedelta(hours=2), spacing.earliest + timedelta(hours=2))
            subject_id = self.candidate(tumour)
            self.enrol(subject_id, part_id, level, cohort=cohort, is_backfill=is_backfill)
            self.wait(1 / 24)
            self.dose(subject_id, Outcome(letter))
            treated.append(subject_id)
        if waits:
            self.wait(self.part(part_id).window.days + 1)
        return treated

    def enrol(
        self, subject_id: str, part_id: str, level: int, *, cohort: int | None = None, is_backfill: bool = False
    ) -> list[Finding]:
        enrolment = Enrolment(
            record_id=f"enrolment-{subject_id}",
            subject_id=subject_id,
            part_id=part_id,
            dose_level=level,
            enrolled_at=self.now,
            cohort=cohort,
            is_backfill=is_backfill,
        )
        study = self.study()
        status = status_before(study, study.protocol.part(part_id), subject_id, self.now)
        findings = check_enrolment(study, status, enrolment, now=self.now)
        self._note(findings)
        self.keep(enrolment)
        return findings

    def dose(self, subject_id: str, outcome: Outcome = Outcome.NO_DLT, planned: str = "") -> list[Finding]:
        study = self.study()
        enrolment, part = study.enrolment(subject_id), study.part_of(subject_id)
        assert enrolment is not None
        assert part is not None
        weight = study.subject(subject_id).weight_kg
        amount = part.level(enrolment.dose_level).planned_mg(weight) if part.levels else Decimal(planned)
        assert amount is not None
        dose = Administration(
            record_id=f"dose-{subject_id}",
            subject_id=subject_id,
            cycle=1,
            started_at=self.now,
            weight_kg=weight,
            planned_mg=amount,
            given_mg=amount,
        )
        findings = check_administration(study, status_before(study, part, subject_id, self.now), dose, now=self.now)
        self._note(findings)
        self.keep(dose)
        self._come_out(subject_id, outcome)
        return findings

    def _come_out(self, subject_id: str, outcome: Outcome) -> None:
        if outcome is Outcome.DLT:
            self.keep(limiting(subject_id, self.now + timedelta(days=4)))
        if outcome is Outcome.MODERATE:
            at = self.now + timedelta(days=4)
            self.keep(event(subject_id, "Rash maculo-papular", 2, at, relationship=Relationship.PROBABLE))
        if outcome is Outcome.NOT_EVALUABLE:
            self.keep(
                Leaving(
                    record_id=f"leaving-{subject_id}",
                    subject_id=subject_id,
                    left_at=self.now + timedelta(days=5),
                    reason=LeaveReason.CONSENT_WITHDRAWN,
                )
            )

    def _note(self, findings: Sequence[Finding]) -> None:
        assert not [one for one in findings if one.is_hard], findings
        self.doubts += findings

    def decide(self, part_id: str, action: CommitteeAction | None = None) -> Decision:
        """The committee takes the first choice, or the first of an action."""
        self.wait(0.1)
        status = self.status(part_id)
        choices = list_choices(status)
        choice = next(one for one in choices if action in (None, one.action))
        decision = draft_decision(
            status,
            choice,
            record_id=f"decision-{len(self.records.get('decision', ())) + 1}",
            attendees=PEOPLE,
            reason="as discussed",
            signed_by=PERSON.name,
            signed_role=PERSON.role,
            signed_at=self.now,
        )
        assert check_decision(status, decision) == ()
        self._sign(decision)
        return decision

    def _sign(self, record: Decision | PartOpening) -> None:
        self.records[record.kind] = (*self.records.get(record.kind, ()), record)
        if self.file is not None and isinstance(record, Decision):
            self.file.sign_decision(record, person=PERSON, now=self.now)
        elif self.file is not None and isinstance(record, PartOpening):
            self.file.sign_opening(record, person=PERSON, now=self.now)
        # What is signed is seen by whoever looks a moment later.
        self.wait(0.05)

    def condition(self, part_id: str, number: int = 1, on: date | None = None) -> list[Finding]:
        record = GateCondition(
            record_id=f"condition-{part_id}-{number}",
            part_id=part_id,
            number=number,
            met_on=on or self.now.astimezone(ZONE).date(),
            evidence="letter 17",
        )
        findings = check_gate_condition(self.study(), record, now=self.now)
        if not [one for one in findings if one.is_hard]:
            self.keep(record)
        return findings

    def draft(self, part_id: str, doses: Sequence[str] = (), cohorts: Sequence[OpenedCohort] = ()) -> PartOpening:
        return draft_opening(
            self.study(),
            part_id,
            doses=[Decimal(dose) for dose in doses],
            cohorts=cohorts,
            record_id=f"opening-{len(self.records.get('part_opening', ())) + 1}",
            attendees=PEOPLE,
            reason="on the data of the source part",
            signed_by=PERSON.name,
            signed_role=PERSON.role,
            signed_at=self.now,
        )

    def refusals(self, part_id: str, doses: Sequence[str] = (), cohorts: Sequence[OpenedCohort] = ()) -> list[str]:
        return [one.code for one in check_opening(self.study(), self.draft(part_id, doses, cohorts), now=self.now)]

    def open(self, part_id: str, doses: Sequence[str] = (), cohorts: Sequence[OpenedCohort] = ()) -> PartOpening:
        opening = self.draft(part_id, doses, cohorts)
        assert check_opening(self.study(), opening, now=self.now) == []
        self._sign(opening)
        return opening


def escalated(protocol_id: str, file: StudyFile | None = None, content: str = "") -> Story:
    """A study after its monotherapy: level 4 exceeded, level 3 declared the MTD, each step decided."""
    story = Story(protocol_id, file, content)
    for level, outcomes in ((1, "N"), (2, "N"), (3, "NNN"), (4, "NTT"), (3, "NNN")):
        story.treat("mono", level, outcomes)
        story.decide("mono")
    return story


def limiting(subject_id: str, at: datetime) -> Record:
    """A DLT under every shipped definition."""
    return event(
        subject_id,
        "Pneumonitis",
        3,
        at,
        relationship=Relationship.PROBABLE,
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        outcome=AeOutcome.RECOVERING,
    )


def cohort(planned: int, dose: str, **items: object) -> OpenedCohort:
    return OpenedCohort(planned, Decimal(dose), **items)  # type: ignore[arg-type]
