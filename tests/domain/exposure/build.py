"""A study with doses, samples and concentrations of an antibody: one compartment, infusions of one hour."""

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.protocol.model import Protocol
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    Concentration,
    Eligibility,
    Enrolment,
    PkSample,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.study import Study
from domain.terms import Sex

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 at the site
HOURS = ("0", "1", "5", "24", "72", "168", "336")
CYCLE = timedelta(days=21)
RATE, VOLUME = 0.004, 3.0  # per hour, litres
DRUG = "MIL93"


def after(hours: float) -> datetime:
    """So many hours after the first dose of the first subject."""
    return START + timedelta(hours=hours)


def concentration_at(hours: float, doses: list[tuple[float, float]]) -> float:
    """Exact concentration, ug/mL, at a time after the first dose.

    Args:
        hours: after the first dose.
        doses: start in hours and dose in mg of each infusion of an hour.
    """
    total = 0.0
    for start, dose in doses:
        since = hours - start
        if since <= 0:
            continue
        during = min(since, 1.0)
        total += dose / (VOLUME * RATE) * (1 - math.exp(-RATE * during)) * math.exp(-RATE * (since - during))
    return total


@dataclass
class Build:
    """Records of a study, added one after the other.

    Attributes:
        protocol: a shipped one.
        records: by kind.
    """

    protocol: Protocol = field(default_factory=lambda: load_shipped("mil93"))
    records: dict[str, list[Record]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add(
            StudyRecord(record_id="study", study_id="T", study_title="T", site_id="01", site_zone="Asia/Shanghai"),
            ProtocolVersion(
                record_id="v1", version="1", effective_on=date(2026, 1, 1), content=content_to_json(self.protocol)
            ),
        )

    def add(self, *records: Record) -> "Build":
        """Add records."""
        for record in records:
            self.records.setdefault(record.kind, []).append(record)
        return self

    def change(self, record: Record) -> "Build":
        """Put a record in the place of the one with its id; the lists of the other kinds stay the same objects."""
        listed = self.records[record.kind]
        place = next(at for at, one in enumerate(listed) if one.record_id == record.record_id)
        self.records[record.kind] = [*listed[:place], record, *listed[place + 1 :]]
        return self

    def one(self, kind: type[Record], **wanted: Any) -> Any:
        """The only record of a kind with these values."""
        found = [
            one for one in self.records[kind.kind] if all(getattr(one, name) == value for name, value in wanted.items())
        ]
        assert len(found) == 1, found
        return found[0]

    def study(self, cut_off: datetime | None = None, before: Study | None = None) -> Study:
        """The study; by default long after everything."""
        records = {kind: tuple(listed) for kind, listed in self.records.items()}
        return Study.of(records, cut_off=cut_off or after(24 * 400), before=before)

    def subject(self, subject_id: str = "01-001", *, level: int = 3, part_id: str = "mono") -> "Build":
        """A subject enrolled at a level."""
        return self.add(
            Subject(
                record_id=f"s-{subject_id}",
                subject_id=subject_id,
                consent_date=date(2026, 2, 20),
                sex=Sex.FEMALE,
                birth_year=1960,
                tumour_type="Gastric",
                weight_kg=Decimal(60),
            ),
            Eligibility(
                record_id=f"e-{subject_id}", subject_id=subject_id, is_eligible=True, decided_on=date(2026, 2, 25)
            ),
            Enrolment(
                record_id=f"n-{subject_id}",
                subject_id=subject_id,
                part_id=part_id,
                dose_level=level,
                enrolled_at=START - timedelta(days=3),
            ),
        )

    def dose(self, cycle: int, subject_id: str = "01-001", *, mg: str = "180", **changes: Any) -> "Build":
        """An infusion of an hour, three weeks after the one before."""
        start = changes.pop("started_at", START + (cycle - 1) * CYCLE)
        values: dict[str, Any] = {
            "record_id": f"d-{subject_id}-{cycle}",
            "subject_id": subject_id,
            "cycle": cycle,
            "started_at": start,
            "ended_at": start + timedelta(hours=1),
            "planned_mg": Decimal(mg),
            "given_mg": Decimal(mg),
        }
        return self.add(Administration(**values | changes))

    def sample(self, cycle: int, hours: str, subject_id: str = "01-001", **changes: Any) -> "Build":
        """A sample taken exactly at its nominal time, the predose one five minutes before."""
        due = START + (cycle - 1) * CYCLE + timedelta(hours=float(hours))
        sample_id = f"{subject_id}-C{cycle}-{hours}"
        values: dict[str, Any] = {
            "record_id": f"p-{sample_id}",
            "subject_id": subject_id,
            "sample_id": sample_id,
            "analyte": DRUG,
            "cycle": cycle,
            "day": int(float(hours) // 24) + 1,
            "nominal_hours": Decimal(hours),
            "taken_at": due if hours != "0" else due - timedelta(minutes=5),
        }
        return self.add(PkSample(**values | changes))

    def result(self, cycle: int, hours: str, subject_id: str = "01-001", **changes: Any) -> "Build":
        """The exact concentration of a sample, to five digits; below 0.05 it is BLQ."""
        given: list[Administration] = [
            one
            for one in self.records["administration"]
            if one.subject_id == subject_id  # type: ignore[attr-defined, misc]
        ]
        doses = [((one.started_at - START) / timedelta(hours=1), float(one.given_mg)) for one in given]
        sample = self.one(PkSample, sample_id=f"{subject_id}-C{cycle}-{hours}")
        at = (sample.taken_at - START) / timedelta(hours=1) if sample.taken_at else 0.0
        exact = concentration_at(at, doses)
        values: dict[str, Any] = {
            "record_id": f"c-{sample.sample_id}",
            "subject_id": subject_id,
            "sample_id": sample.sample_id,
            "analyte": DRUG,
            "value": Decimal(f"{exact:.5g}") if exact >= 0.05 else None,
            "is_blq": exact < 0.05,
            "lloq": Decimal("0.05"),
            "unit": "ug/mL",
        }
        return self.add(Concentration(**values | changes))

    def cycle(
        self, cycle: int, subject_id: str = "01-001", *, hours: tuple[str, ...] = HOURS, mg: str = "180"
    ) -> "Build":
        """A dose with its samples and their results."""
        self.dose(cycle, subject_id, mg=mg)
        for one in hours:
            self.sample(cycle, one, subject_id)
            self.result(cycle, one, subject_id)
        return self


def one_subject(*cycles: int) -> Build:
    """A subject with full profiles in some cycles."""
    build = Build().subject()
    for cycle in cycles:
        build.cycle(cycle)
    return build


def with_change(build: Build, kind: type[Record], record_id: str, **changes: Any) -> Build:
    """The build with one record changed."""
    return build.change(replace(build.one(kind, record_id=record_id), **changes))
