"""A study from the trial notation: ``build_study("1N 2MNN 3NNXN 4NNT??")``.

Subjects are dosed one after the other as the protocol's spacing lets them; what each outcome needs (events, leaving,
an assessment still open) is recorded with dates that fit. The cut-off lies a day after the last window, or inside the
windows of the subjects who are still pending at the end.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.escalation.status import PartStatus, assess_status, recommend_at
from domain.notation import parse_history
from domain.partial_date import PartialDate
from domain.protocol.model import Part, Protocol
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import (
    Administration,
    AdverseEvent,
    Attendee,
    Decision,
    Eligibility,
    Enrolment,
    Leaving,
    ProtocolVersion,
    Record,
    StudyRecord,
    Subject,
)
from domain.study import Study
from domain.terms import (
    AeOutcome,
    CommitteeAction,
    Grade,
    LeaveReason,
    Outcome,
    Relationship,
    SeriousCriterion,
    Sex,
)

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 at the site
TUMOURS = ("Colorectal", "Gastric", "NSCLC", "HCC", "Oesophageal", "Ovarian", "Pancreatic", "Cervical")


@dataclass(frozen=True)
class Place:
    """One subject of the history with the moments that the builder chose."""

    subject_id: str
    dose_level: int
    outcome: Outcome
    dosed_at: datetime
    window_ends_at: datetime


@dataclass(frozen=True)
class Built:
    """Raw records by kind, as entered, with the cut-off that the history speaks of."""

    records: dict[str, tuple[Record, ...]]
    cut_off: datetime
    protocol: Protocol
    places: tuple[Place, ...]

    @property
    def part(self) -> Part:
        return self.protocol.first_part

    def plus(self, *further: Record) -> "Built":
        """The same with further records; one with a known ``record_id`` takes the other's place."""
        records = dict(self.records)
        for record in further:
            kept = tuple(one for one in records.get(record.kind, ()) if one.record_id != record.record_id)
            records[record.kind] = (*kept, record)
        return replace(self, records=records)

    def study(self, cut_off: datetime | None = None, *, position: int = 1533, head: str = "41d8b07e92c50f3a") -> Study:
        return Study.of(self.records, cut_off=cut_off or self.cut_off, position=position, head=head)

    def status(self, cut_off: datetime | None = None) -> PartStatus:
        return assess_status(self.study(cut_off), self.part)


def build(history: str = "", *, protocol_id: str = "bat6026", with_decisions: bool = False) -> Built:
    """Records for a history under a shipped protocol.

    Args:
        history: in the trial notation; may be empty.
        protocol_id: of the protocol file.
        with_decisions: whether a committee decision, made as the rules recommended, opens each new group.
    """
    protocol = load_shipped(protocol_id)
    part = protocol.first_part
    places = _schedule(history, part)
    cut_off = _cut_off(places)
    records: dict[str, list[Record]] = {
        "study": [
            StudyRecord(
                record_id="study",
                study_id=protocol.study_id,
                study_title=protocol.title,
                site_id="01",
                site_zone=ZONE.key,
            )
        ],
        "protocol_version": [
            ProtocolVersion(
                record_id="version-1",
                version=protocol.version,
                effective_on=date(2026, 1, 5),
                content=content_to_json(protocol),
            )
        ],
    }
    for number, place in enumerate(places):
        for record in _records_of(place, number, part, cut_off):
            records.setdefault(record.kind, []).append(record)
    built = Built({kind: tuple(listed) for kind, listed in records.items()}, cut_off, protocol, places)
    return built.plus(*_decisions(built)) if with_decisions else built


def build_study(
    history: str = "", *, cut_off: datetime | None = None, further: Iterable[Record] = (), **how: Any
) -> Study:
    """The study of a history; ``further`` records are added, ``how`` as in ``build``."""
    return build(history, **how).plus(*further).study(cut_off)


def event(subject_id: str, term: str, grade: int, onset: datetime | PartialDate | str, **items: Any) -> AdverseEvent:
    """An adverse event, not related unless the items say otherwise."""
    if isinstance(onset, datetime):
        onset = PartialDate.of(onset.astimezone(ZONE).date())
    elif isinstance(onset, str):
        onset = PartialDate.parse(onset)
    items.setdefault("relationship", Relationship.NOT_RELATED)
    items.setdefault("record_id", f"ae-{subject_id}-{term}-{onset}")
    return AdverseEvent(subject_id=subject_id, term=term, grade=Grade(grade), onset=onset, **items)


def _schedule(history: str, part: Part) -> tuple[Place, ...]:
    length = timedelta(days=part.window.days)
    spacing = part.rules.spacing
    places: list[Place] = []
    for group in parse_history(history, len(part.levels)):
        mine: list[Place] = []
        for outcome in group.outcomes:
            dosed_at = START if not places else places[-1].dosed_at + timedelta(hours=48)
            if not mine or outcome.is_pending:
                settled = [one.window_ends_at for one in places if not one.outcome.is_pending]
                dosed_at = max([dosed_at, *(end + timedelta(days=2) for end in settled)])
            if spacing.most_in_window and len(mine) >= spacing.most_in_window:
                dosed_at = max(dosed_at, mine[-spacing.most_in_window].window_ends_at + timedelta(days=1))
            if len(mine) == 1:
                dosed_at = max(dosed_at, mine[0].dosed_at + timedelta(hours=spacing.after_first_hours))
            place = Place(f"01-{len(places) + 1:03d}", group.dose_level, outcome, dosed_at, dosed_at + length)
            places.append(place)
            mine.append(place)
    return tuple(places)


def _cut_off(places: tuple[Place, ...]) -> datetime:
    if not places:
        return START
    settled = max((one.window_ends_at for one in places if not one.outcome.is_pending), default=START)
    if places[-1].outcome.is_pending:
        return max(places[-1].dosed_at + timedelta(days=8, hours=5), settled + timedelta(hours=1))
    return settled + timedelta(days=1)


def _records_of(place: Place, number: int, part: Part, cut_off: datetime) -> list[Record]:
    subject_id, dosed = place.subject_id, place.dosed_at
    weight = Decimal(52 + 7 * number % 31)
    planned = part.level(place.dose_level).planned_mg(weight) or Decimal(0)
    consented = (dosed - timedelta(days=12)).astimezone(ZONE).date()
    common: dict[str, Any] = {"subject_id": subject_id}
    found: list[Record] = [
        Subject(
            record_id=f"subject-{subject_id}",
            consent_date=consented,
            sex=(Sex.MALE, Sex.FEMALE)[number % 2],
            birth_year=1955 + 11 * number % 30,
            tumour_type=TUMOURS[number % len(TUMOURS)],
            weight_kg=weight,
            **common,
        ),
        Eligibility(
            record_id=f"eligibility-{subject_id}",
            is_eligible=True,
            decided_on=consented + timedelta(days=7),
            **common,
        ),
        Enrolment(
            record_id=f"enrolment-{subject_id}",
            part_id=part.part_id,
            dose_level=place.dose_level,
            enrolled_at=dosed - timedelta(hours=20),
            **common,
        ),
        Administration(
            record_id=f"dose-{subject_id}-1",
            cycle=1,
            started_at=dosed,
            weight_kg=weight,
            planned_mg=planned,
            given_mg=planned,
            **common,
        ),
    ]
    related: dict[str, Any] = {"relationship": Relationship.PROBABLE}
    if place.outcome.is_moderate:
        found.append(event(subject_id, "Rash maculo-papular", 2, dosed + timedelta(days=5), **related))
    if place.outcome is Outcome.DLT:
        found.append(
            event(
                subject_id,
                "Pneumonitis",
                3,
                dosed + timedelta(days=6),
                seriousness=(SeriousCriterion.HOSPITALISATION,),
                outcome=AeOutcome.RECOVERING,
                **related,
            )
        )
    if place.outcome in (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE):
        left_at = dosed + timedelta(days=10)
        found.append(
            Leaving(record_id=f"leaving-{subject_id}", left_at=left_at, reason=LeaveReason.CONSENT_WITHDRAWN, **common)
        )
    if place.outcome.is_pending and place.window_ends_at <= cut_off:
        onset = dosed + timedelta(days=9)
        found.append(event(subject_id, "Lipase increased", 3, onset, relationship=None))
    return found


def _decisions(built: Built) -> list[Decision]:
    """A decision an hour before the first dose of each new level, on the recommendation of that hour."""
    found: list[Decision] = []
    for before, place in zip(built.places, built.places[1:], strict=False):
        if before.dose_level == place.dose_level:
            continue
        at = place.dosed_at - timedelta(hours=24)
        _, answer = recommend_at(built.study(at), built.part)
        taken = {"action": answer.action.value, "dose_level": answer.dose_level, "subjects": answer.subjects}
        named = {action.value for action in CommitteeAction}
        found.append(
            Decision(
                record_id=f"decision-{len(found) + 1}",
                part_id=built.part.part_id,
                dose_level=answer.dose_level or place.dose_level,
                action=CommitteeAction(answer.action.value if answer.action.value in named else "hold"),
                subjects=answer.subjects,
                cut_off=at,
                position=212 + 371 * len(found),
                head="0f3a92c541d8b07e",
                protocol_version=built.protocol.version,
                recommended=json.dumps(taken, sort_keys=True),
                evidence_hash="0" * 64,
                attendees=(Attendee("Lin Yue", "principal investigator"), Attendee("Chen Hao", "medical monitor")),
                signed_by="Lin Yue",
                signed_role="principal investigator",
                signed_at=at,
            )
        )
    return found
