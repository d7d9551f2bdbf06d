"""One subject's life, told in days: ``Story("bat6021").dosed(1).dosed(2, day=25).study("2026-05-01")``.

Day 0 is the day of the first dose at the site, 2 March 2026 by default.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    Intervention,
    Leaving,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
    SurvivalContact,
    TumourVisit,
    Visit,
)
from domain.schedule.calendar import derive_calendar
from domain.schedule.due_visit import DueVisit
from domain.study import Study
from domain.terms import DoseChange, EndReason, InterventionKind, LeaveReason, Sex, VitalStatus

ID = "01-001"


class Story:
    """Builds the records of one subject; each method adds one act and gives the story back."""

    def __init__(
        self,
        protocol_id: str = "bat6021",
        *,
        first: str = "2026-03-02T09:00",
        zone: str = "Asia/Shanghai",
        consent_days: int = 12,
        part_id: str = "",
        level: int = 1,
    ) -> None:
        self.protocol = load_shipped(protocol_id)
        self.zone = ZoneInfo(zone)
        self.first = datetime.fromisoformat(first).replace(tzinfo=self.zone)
        self.records: dict[str, list[Record]] = {}
        self.part = self.protocol.part(part_id) if part_id else self.protocol.first_part
        consent = self.first.date() - timedelta(days=consent_days)
        self.add(
            StudyRecord(
                record_id="study", study_id=self.protocol.study_id, study_title="", site_id="01", site_zone=zone
            ),
            ProtocolVersion(
                record_id="version",
                version=self.protocol.version,
                effective_on=date(2023, 1, 1),
                content=content_to_json(self.protocol),
            ),
            Subject(
                record_id="s",
                subject_id=ID,
                consent_date=consent,
                sex=Sex.FEMALE,
                birth_year=1961,
                tumour_type="Gastric",
                weight_kg=Decimal(60),
            ),
        )
        self.consent = consent
        self.level = level

    def add(self, *records: Record) -> "Story":
        """Further records; one with a known id takes the other's place."""
        for record in records:
            kept = [one for one in self.records.get(record.kind, []) if one.record_id != record.record_id]
            self.records[record.kind] = [*kept, record]
        return self

    def day(self, number: int) -> date:
        """The calendar day so many days after the first dose."""
        return self.first.date() + timedelta(days=number)

    def at(self, number: int, hour: int = 9) -> datetime:
        """A local hour of that day."""
        day = self.day(number)
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.zone)

    def eligible(self, day: int = -5, *, is_eligible: bool = True) -> "Story":
        return self.add(
            Eligibility(
                record_id="el",
                subject_id=ID,
                is_eligible=is_eligible,
                decided_on=self.day(day),
                reason="" if is_eligible else "creatinine",
            )
        )

    def enrolled(self, day: int = -1) -> "Story":
        self.eligible()
        return self.add(
            Enrolment(
                record_id="en",
                subject_id=ID,
                part_id=self.part.part_id,
                dose_level=self.level,
                enrolled_at=self.at(day, 8),
            )
        )

    def dosed(self, cycle: int = 1, day: int | None = None, **items: Any) -> "Story":
        if "enrolment" not in self.records:
            self.enrolled()
        number = 21 * (cycle - 1) if day is None else day
        planned = self.part.level(self.level).planned_mg(Decimal(60))
        items = {"planned_mg": planned, "given_mg": planned, "weight_kg": Decimal(60), **items}
        return self.add(
            Administration(record_id=f"d{cycle}", subject_id=ID, cycle=cycle, started_at=self.at(number), **items)
        )

    def omitted(self, cycle: int, day: int) -> "Story":
        return self.dosed(cycle, day, given_mg=Decimal(0), change=DoseChange.OMITTED, reason="grade 3 rash")

    def ended(self, day: int, reason: EndReason = EndReason.PROGRESSION) -> "Story":
        on = PartialDate.of(self.day(day))
        return self.add(
            EndOfTreatment(record_id="eot", subject_id=ID, decided_on=on, reason=reason, decided_by="Lin Yue")
        )

    def left(self, day: int, reason: LeaveReason = LeaveReason.CONSENT_WITHDRAWN) -> "Story":
        return self.add(Leaving(record_id="l", subject_id=ID, left_at=self.at(day, 12), reason=reason))

    def visited(self, key: str, day: int) -> "Story":
        on = PartialDate.of(self.day(day))
        return self.add(Visit(record_id=f"v-{key}", subject_id=ID, visit=key, done_on=on))

    def scanned(self, number: int, day: int) -> "Story":
        return self.add(
            TumourVisit(record_id=f"t{number}", subject_id=ID, visit_number=number, scanned_on=self.day(day))
        )

    def contacted(self, day: int, status: VitalStatus = VitalStatus.ALIVE, **items: Any) -> "Story":
        return self.add(
            SurvivalContact(
                record_id=f"c{day}", subject_id=ID, contacted_on=self.day(day), vital_status=status, **items
            )
        )

    def new_therapy(self, day: int) -> "Story":
        return self.add(
            Intervention(
                record_id="n",
                subject_id=ID,
                name="paclitaxel",
                intervention_kind=InterventionKind.NEW_THERAPY,
                start=PartialDate.of(self.day(day)),
            )
        )

    def study(self, day: int | datetime) -> Study:
        """The study at noon of a day after the first dose, or at a moment."""
        cut_off = self.at(day, 12) if isinstance(day, int) else day
        return Study.of({kind: tuple(listed) for kind, listed in self.records.items()}, cut_off=cut_off)

    def calendar(self, day: int | datetime) -> dict[str, DueVisit]:
        """The visits by key, as they stand on a day after the first dose."""
        study = self.study(day)
        return {one.key: one for one in derive_calendar(study, ID, study.cut_off)}

    def offsets(self, visit: DueVisit) -> tuple[int, int, int]:
        """Window of a visit in days after the first dose: earliest, planned, latest."""
        first = self.first.date()
        return (visit.earliest - first).days, (visit.planned - first).days, (visit.latest - first).days
