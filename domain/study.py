"""The study at a data cut-off: protocol and records, immutable, with look-ups by subject and level.

Two limits hold for everything derived from it (REP-4): records as entered up to a stream position, and events dated
up to a cut-off, inclusive. Whoever builds the value has applied the first; ``Study.of`` applies the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from domain.entries import Entries, Records, SubjectRecords, known_at
from domain.identity import Identity
from domain.ladders import NUMBERED, Ladders, content_at, openings_in, protocol_at, protocol_of
from domain.parts.opening import Chosen, resolve_parts
from domain.protocol.model import Part, Protocol
from domain.records import (
    AdaResult,
    Adjudication,
    Administration,
    AdverseEvent,
    AssessmentNotDone,
    BiomarkerResult,
    BodyWeight,
    Concentration,
    Confirmation,
    Consent,
    CriterionAnswer,
    Decision,
    Deviation,
    Ecg,
    EcogStatus,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    GateCondition,
    Intervention,
    LabResult,
    Leaving,
    Lesion,
    LesionMeasurement,
    MedicalHistory,
    NormalRange,
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
from domain.response.terms import LesionKind
from domain.terms import CommitteeAction

R = TypeVar("R", bound=Record)
_NUMBERED = frozenset(kind.kind for kind in NUMBERED)
_KIND_ORDER = {kind: at for at, kind in enumerate(LesionKind)}


@dataclass(frozen=True)
class Study:
    """Protocol plus records at a cut-off.

    Attributes:
        record: which study at which site.
        protocol: the version in force at the cut-off, each part that was opened by then with its chosen levels.
        cut_off: aware UTC; events dated later are not seen.
        position: sequence number of the last event of the stream that is in the entries.
        head: hash of that event.
        entries: everything entered, whatever its date.
    """

    record: StudyRecord
    protocol: Protocol
    cut_off: datetime
    position: int
    head: str
    entries: Entries

    @classmethod
    def of(
        cls,
        records: Records,
        *,
        cut_off: datetime,
        position: int = 0,
        head: str = "",
        before: "Study | None" = None,
    ) -> "Study":
        """The study at a moment.

        Args:
            records: by kind, as entered up to ``position``.
            cut_off: aware UTC; inclusive.
            position: of the last event in ``records``.
            head: hash of that event.
            before: the same study at an earlier position; what did not change since is not derived again.
        """
        study_record = cast("StudyRecord", records["study"][0])
        entries = Entries(records, ZoneInfo(study_record.site_zone), before.entries if before else None)
        return cls._at(study_record, entries, cut_off, position, head)

    @classmethod
    def _at(cls, record: StudyRecord, entries: Entries, cut_off: datetime, position: int, head: str) -> "Study":
        versions, zone = _versions(entries), ZoneInfo(record.site_zone)
        protocol = protocol_at(versions, openings_in(entries.records), zone, cut_off)
        return cls(record, protocol, cut_off, position, head, entries)

    def at(self, cut_off: datetime) -> "Study":
        """The same entries at another cut-off."""
        return Study._at(self.record, self.entries, cut_off, self.position, self.head)

    @property
    def entered(self) -> Records:
        """Records by kind, as entered, whatever their date."""
        return self.entries.records

    @cached_property
    def records(self) -> Records:
        """Records by kind, as known at the cut-off."""
        return {kind: self._cut(kind) for kind in self.entered}

    def _cut(self, kind: str) -> tuple[Record, ...]:
        kept = known_at(self.entries.timing.of(self.entered.get(kind, ())), self.cut_off, self.zone)
        if self.entries.ladders.has_moved and kind in _NUMBERED:
            return tuple(self._as_numbered(record) for record in kept)
        return tuple(kept)

    def _all(self, kind: type[R]) -> tuple[R, ...]:
        return cast("tuple[R, ...]", self._cut(kind.kind))

    @cached_property
    def by_protocol(self) -> Identity:
        """The protocol in force in the key of what was derived by it; the same while the same version is read."""
        return Identity(self.protocol)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.record.site_zone)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Subjects, by screening number."""
        return tuple(sorted(self._all(Subject), key=lambda subject: subject.subject_id))

    @cached_property
    def adverse_events(self) -> tuple[AdverseEvent, ...]:
        """Every adverse event."""
        return self._all(AdverseEvent)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Committee decisions, oldest first."""
        return tuple(sorted(self._all(Decision), key=lambda decision: decision.signed_at))

    @cached_property
    def recommended_doses(self) -> tuple[RecommendedDose, ...]:
        """Recommended doses as signed, oldest first; the last one of a part is the one that holds."""
        return tuple(sorted(self._all(RecommendedDose), key=lambda one: one.signed_at))

    def recommended_doses_of(self, part: Part) -> tuple[RecommendedDose, ...]:
        """Recommended doses signed for a part, oldest first."""
        return tuple(one for one in self.recommended_doses if one.part_id == part.part_id)

    @cached_property
    def as_planned(self) -> Protocol:
        """The protocol version in force as its file says it, whatever was opened."""
        return protocol_of(content_at(_versions(self.entries), self.zone, self.cut_off))

    @property
    def next_version(self) -> ProtocolVersion | None:
        """The next amendment that has been entered and takes effect on a later day; None where none waits."""
        today = self.cut_off.astimezone(self.zone).date()
        later = [one for one in _versions(self.entries)[1:] if one.effective_on > today]
        return min(later, key=lambda one: one.effective_on, default=None)

    @cached_property
    def openings(self) -> tuple[PartOpening, ...]:
        """Openings of parts, oldest first; the last one of a part is the one that holds."""
        return tuple(sorted(self._all(PartOpening), key=lambda one: one.signed_at))

    def opened(self, protocol: Protocol) -> Protocol:
        """Another version of the protocol with the parts that are open at the cut-off, as if it were in force."""
        return resolve_parts(protocol, [Chosen.of(one) for one in self.openings])

    def openings_of(self, part_id: str) -> tuple[PartOpening, ...]:
        """Openings of a part, oldest first."""
        return tuple(one for one in self.openings if one.part_id == part_id)

    def is_open(self, part_id: str) -> bool:
        """Whether a part may be enrolled into at the cut-off: it needs no opening, or was opened.

        Raises:
            KeyError: there is no such part.
        """
        return not self.protocol.part(part_id).needs_opening or bool(self.openings_of(part_id))

    def gate_conditions_of(self, part_id: str) -> tuple[GateCondition, ...]:
        """Conditions of a part's gate that are dated, by number."""
        mine = (one for one in self._all(GateCondition) if one.part_id == part_id)
        return tuple(sorted(mine, key=lambda one: one.number))

    @cached_property
    def deviations(self) -> tuple[Deviation, ...]:
        """Deviations, oldest first."""
        return tuple(sorted(self._all(Deviation), key=lambda deviation: deviation.occurred_on))

    @cached_property
    def confirmations(self) -> tuple[Confirmation, ...]:
        """Answers to the protocol's assumptions."""
        return self._all(Confirmation)

    def entered_for(self, subject_id: str) -> SubjectRecords | None:
        """Everything entered for a subject after screening; None where nothing is."""
        return self.entries.by_subject.get(subject_id)

    def _of(self, kind: type[R], subject_id: str) -> tuple[R, ...]:
        """The subject's records of a kind, in the order entered."""
        entered = self.entered_for(subject_id)
        return self._numbered(kind, entered.up_to(self.cut_off)) if entered else ()

    def _in_time(self, kind: type[R], subject_id: str) -> tuple[R, ...]:
        """The subject's records of a kind, by the moment that each is dated."""
        entered = self.entered_for(subject_id)
        return self._numbered(kind, entered.in_time(self.cut_off)) if entered else ()

    def _numbered(self, kind: type[R], cut: Mapping[str, tuple[Record, ...]]) -> tuple[R, ...]:
        known = cast("tuple[R, ...]", cut.get(kind.kind, ()))
        if self.entries.ladders.has_moved and kind in NUMBERED:
            return tuple(self._as_numbered(record) for record in known)
        return known

    def subject(self, subject_id: str) -> Subject:
        """The subject of that screening number.

        Raises:
            KeyError: there is none.
        """
        return self._subjects_by_id[subject_id]

    @cached_property
    def _subjects_by_id(self) -> dict[str, Subject]:
        return {subject.subject_id: subject for subject in self.subjects}

    def eligibility(self, subject_id: str) -> Eligibility | None:
        """The latest answer on eligibility; one of an earlier screening says nothing of a subject screened again."""
        begun = max((one.started_on for one in self.rescreenings_of(subject_id)), default=date.min)
        answers = [one for one in self.eligibilities_of(subject_id) if is_of_screening(one, begun)]
        return max(answers, key=lambda answer: answer.decided_on, default=None)

    def eligibilities_of(self, subject_id: str) -> tuple[Eligibility, ...]:
        """Every answer on eligibility, those of earlier screenings too, oldest first."""
        return tuple(sorted(self._of(Eligibility, subject_id), key=lambda answer: answer.decided_on))

    def enrolment(self, subject_id: str) -> Enrolment | None:
        """Where the subject is enrolled."""
        return max(self._of(Enrolment, subject_id), key=lambda enrolment: enrolment.enrolled_at, default=None)

    def administrations(self, subject_id: str) -> tuple[Administration, ...]:
        """The subject's doses, first to last."""
        return tuple(sorted(self._of(Administration, subject_id), key=lambda dose: (dose.started_at, dose.cycle)))

    def visits_of(self, subject_id: str) -> tuple[Visit, ...]:
        """The subject's visits, done or not, as entered."""
        return self._of(Visit, subject_id)

    def consents_of(self, subject_id: str) -> tuple[Consent, ...]:
        """The subject's consents, first to last."""
        return tuple(sorted(self._of(Consent, subject_id), key=lambda one: one.consented_on))

    def rescreenings_of(self, subject_id: str) -> tuple[Rescreening, ...]:
        """When the subject was screened again, first to last."""
        return tuple(sorted(self._of(Rescreening, subject_id), key=lambda one: one.started_on))

    def criteria_of(self, subject_id: str) -> tuple[CriterionAnswer, ...]:
        """The subject's answers to numbered criteria, as entered."""
        return self._of(CriterionAnswer, subject_id)

    def vital_signs_of(self, subject_id: str) -> tuple[VitalSigns, ...]:
        """The subject's vital signs by time."""
        return self._in_time(VitalSigns, subject_id)

    def weights_of(self, subject_id: str) -> tuple[BodyWeight, ...]:
        """The subject's body weights by time, beside those of doses."""
        return self._in_time(BodyWeight, subject_id)

    def ecog_of(self, subject_id: str) -> tuple[EcogStatus, ...]:
        """The subject's ECOG performance status by time."""
        return self._in_time(EcogStatus, subject_id)

    def ecgs_of(self, subject_id: str) -> tuple[Ecg, ...]:
        """The subject's ECGs by time."""
        return self._in_time(Ecg, subject_id)

    def exams_of(self, subject_id: str) -> tuple[PhysicalExam, ...]:
        """The subject's physical examinations by time."""
        return self._in_time(PhysicalExam, subject_id)

    def not_done_of(self, subject_id: str) -> tuple[AssessmentNotDone, ...]:
        """Assessments of visits that were not done, in the order entered."""
        return self._of(AssessmentNotDone, subject_id)

    def history_of(self, subject_id: str) -> tuple[MedicalHistory, ...]:
        """The subject's medical history, as entered."""
        return self._of(MedicalHistory, subject_id)

    def prior_therapies_of(self, subject_id: str) -> tuple[PriorTherapy, ...]:
        """The subject's anti-cancer therapies before the study, as entered."""
        return self._of(PriorTherapy, subject_id)

    def preparations_of(self, subject_id: str) -> tuple[Preparation, ...]:
        """The subject's prepared doses, first to last."""
        return tuple(sorted(self._of(Preparation, subject_id), key=lambda one: one.prepared_at))

    def first_dose(self, subject_id: str) -> Administration | None:
        """The first administration of which something was given; the DLT window starts with it."""
        return next((dose for dose in self.administrations(subject_id) if dose.given_mg > 0), None)

    def events_of(self, subject_id: str) -> tuple[AdverseEvent, ...]:
        """The subject's adverse events by onset."""
        return self._in_time(AdverseEvent, subject_id)

    def results_of(self, subject_id: str) -> tuple[LabResult, ...]:
        """The subject's laboratory results by the time of the sample."""
        return self._in_time(LabResult, subject_id)

    def interventions_of(self, subject_id: str) -> tuple[Intervention, ...]:
        """The subject's medications and procedures by start."""
        return self._in_time(Intervention, subject_id)

    def samples_of(self, subject_id: str) -> tuple[PkSample, ...]:
        """The subject's samples, taken or not, by cycle and nominal time."""
        return tuple(sorted(self._of(PkSample, subject_id), key=lambda one: (one.cycle, one.nominal_hours)))

    def concentrations_of(self, subject_id: str) -> tuple[Concentration, ...]:
        """The subject's concentrations as entered; their samples say when."""
        return self._of(Concentration, subject_id)

    def antibodies_of(self, subject_id: str) -> tuple[AdaResult, ...]:
        """The subject's antibody results by the time of the sample."""
        return self._in_time(AdaResult, subject_id)

    def biomarkers_of(self, subject_id: str) -> tuple[BiomarkerResult, ...]:
        """The subject's biomarker results by the time of the sample."""
        return self._in_time(BiomarkerResult, subject_id)

    def slope_decisions_of(self, subject_id: str) -> tuple[SlopeDecision, ...]:
        """What people chose for the terminal slopes of the subject's profiles."""
        return self._of(SlopeDecision, subject_id)

    @cached_property
    def shipments(self) -> tuple[Shipment, ...]:
        """Every shipment, oldest first."""
        return tuple(sorted(self._all(Shipment), key=lambda one: (one.sent_on, one.shipment_id)))

    def reports_of(self, event: AdverseEvent) -> tuple[SafetyReport, ...]:
        """Reports sent about a serious event, first to last."""
        mine = (one for one in self._of(SafetyReport, event.subject_id) if one.event_id == event.record_id)
        return tuple(sorted(mine, key=lambda one: one.sent_at))

    def adjudications_of(self, subject_id: str) -> tuple[Adjudication, ...]:
        """What people said of the subject's DLT window, first to last."""
        return tuple(sorted(self._of(Adjudication, subject_id), key=lambda one: one.signed_at))

    def lesions_of(self, subject_id: str) -> tuple[Lesion, ...]:
        """The subject's lesions: target, non-target, new, each by number."""
        return tuple(sorted(self._of(Lesion, subject_id), key=lambda one: (_KIND_ORDER[one.lesion_kind], one.number)))

    def tumour_visits_of(self, subject_id: str) -> tuple[TumourVisit, ...]:
        """The subject's tumour assessments by visit number, baseline first."""
        return tuple(sorted(self._of(TumourVisit, subject_id), key=lambda one: one.visit_number))

    def measurements_of(self, subject_id: str) -> tuple[LesionMeasurement, ...]:
        """What was found of the subject's lesions, as entered."""
        return self._of(LesionMeasurement, subject_id)

    def response_calls_of(self, subject_id: str) -> tuple[ResponseCall, ...]:
        """The investigator's response calls by visit number."""
        return tuple(sorted(self._of(ResponseCall, subject_id), key=lambda one: one.visit_number))

    def survival_contacts_of(self, subject_id: str) -> tuple[SurvivalContact, ...]:
        """Contacts for survival, first to last."""
        return tuple(sorted(self._of(SurvivalContact, subject_id), key=lambda one: one.contacted_on))

    def end_of_treatment(self, subject_id: str) -> EndOfTreatment | None:
        """When and why study treatment was given up, or None."""
        return next(iter(self._of(EndOfTreatment, subject_id)), None)

    @property
    def normal_ranges(self) -> tuple[NormalRange, ...]:
        """Every normal range, whatever the cut-off: a range is not an event."""
        return self.entries.ranges

    def leaving(self, subject_id: str) -> Leaving | None:
        """How the subject left the study, or None."""
        return min(self._of(Leaving, subject_id), key=lambda leaving: leaving.left_at, default=None)

    @property
    def _ladders(self) -> Ladders:
        return self.entries.ladders

    def _as_numbered(self, record: R) -> R:
        """A record as known, its level by the number that it has at the cut-off."""
        return self._ladders.as_of(record, self._part_id_of(record), self.cut_off)

    def _part_id_of(self, record: Record) -> str:
        """The part whose ladder a record's number is of: its own, or the one that its subject is enrolled in."""
        if part_id := getattr(record, "part_id", ""):
            return str(part_id)
        entered = self.entered_for(str(getattr(record, "subject_id", "")))
        known = entered.up_to(self.cut_off).get(Enrolment.kind, ()) if entered else ()
        enrolments = cast("tuple[Enrolment, ...]", known)
        return max(enrolments, key=lambda one: one.enrolled_at).part_id if enrolments else ""

    def number_now(self, part_id: str, number: int, said_at: datetime) -> int:
        """The number at the cut-off of the level that had a number at another moment (PRO-4).

        Args:
            part_id: of the level.
            number: as it was said at ``said_at``.
            said_at: aware UTC.
        """
        return self._ladders.number(part_id, number, said_at=said_at, at=self.cut_off)

    def number_then(self, part_id: str, number: int, moment: datetime) -> int:
        """The number that a level of the cut-off's ladder had, or has, at another moment."""
        return self._ladders.number(part_id, number, said_at=self.cut_off, at=moment)

    def ladder_changes(self, part_id: str) -> tuple[datetime, ...]:
        """The moments up to the cut-off from which a part's ladder was another, the first ladder's among them.

        Empty where it never changed.
        """
        return tuple(one for one in self._ladders.changes(part_id) if one <= self.cut_off)

    def as_entered(self, record: R) -> R:
        """A record that this study gave, as it was entered and signed: with the level numbers of its own day."""
        return self._ladders.source_of(record)

    def part_of(self, subject_id: str) -> Part | None:
        """The part that the subject is enrolled in."""
        enrolment = self.enrolment(subject_id)
        return self.protocol.part(enrolment.part_id) if enrolment else None

    @cached_property
    def _enrolments(self) -> tuple[Enrolment, ...]:
        return self._all(Enrolment)

    @cached_property
    def _undosed(self) -> tuple[Enrolment, ...]:
        """Where subjects are enrolled who are not dosed and have not left."""
        return tuple(
            one
            for one in self._enrolments
            if self._is_latest(one) and not self.first_dose(one.subject_id) and not self.leaving(one.subject_id)
        )

    def reserved(self, part: Part, dose_level: int) -> tuple[Enrolment, ...]:
        """Slots held by subjects enrolled and not yet dosed, who have not left; a reservation lapses (SUB-1)."""
        lapse = timedelta(days=part.rules.reservation_days)
        return tuple(
            one
            for one in self._undosed
            if (one.part_id, one.dose_level) == (part.part_id, dose_level) and self.cut_off < one.enrolled_at + lapse
        )

    def _is_latest(self, enrolment: Enrolment) -> bool:
        latest = self.enrolment(enrolment.subject_id)
        return latest is not None and latest.record_id == enrolment.record_id

    def decisions_of(self, part: Part) -> tuple[Decision, ...]:
        """Decisions for a part, oldest first."""
        return tuple(decision for decision in self.decisions if decision.part_id == part.part_id)

    def optional_is_open(self, part: Part) -> bool:
        """Whether a signed decision has opened an optional level of the part."""
        usable = part.usable_levels()
        return any(
            decision.action is CommitteeAction.ESCALATE and decision.dose_level > usable
            for decision in self.decisions_of(part)
        )


def is_of_screening(answer: Eligibility, started_on: date) -> bool:
    """Whether an answer is one of a screening begun on a day, or of a later one; a failure of that day came before."""
    return answer.decided_on > started_on or (answer.decided_on == started_on and answer.is_eligible)


def _versions(entries: Entries) -> list[ProtocolVersion]:
    return [cast("ProtocolVersion", version) for version in entries.records[ProtocolVersion.kind]]
