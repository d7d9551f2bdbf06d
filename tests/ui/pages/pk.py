"""Samples, concentrations, antibodies and a shipment for the tests of the screen, on a well-known history."""

import math
import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from domain.partial_date import PartialDate
from domain.records import (
    AdaResult,
    Administration,
    BiomarkerResult,
    Concentration,
    PkSample,
    Record,
    Shipment,
)
from domain.study import Study
from domain.terms import AntibodyResult
from storage.study_file import StudyFile
from tests.ui.kept import copy_kept
from tests.ui.pages.studies import NOW, PERSON, ZONE, make_session
from ui.session import Session

HISTORY = "1N 2MNN 3NNXN 4NNT??"
DRUG = "BAT6026"
LLOQ = Decimal("0.1")
HOURS = ("0", "1", "5", "24", "72", "168", "336")
FAST, SLOW, VOLUME = 0.06, 0.0042, 3.2  # per hour, per hour, litres


def concentration_at(hours: float, dose: Administration, share: float) -> float:
    """A two-phase fall after an infusion of one hour, ug/mL; 0 before it."""
    if hours <= 0:
        return 0.0
    top = share * float(dose.given_mg) / VOLUME
    return top * min(hours, 1.0) * (0.35 * math.exp(-FAST * (hours - 1)) + 0.65 * math.exp(-SLOW * (hours - 1)))


def samples_of(study: Study) -> Iterator[Record]:
    """The samples of all doses up to now with what was measured in them."""
    chance = random.Random(6)
    for subject in study.subjects:
        subject_id, share = subject.subject_id, chance.uniform(0.85, 1.15)
        for dose in study.administrations(subject_id):
            hours = HOURS if dose.cycle in (1, 4) else ("0", "1")
            for hour in hours if dose.given_mg > 0 and dose.cycle <= 6 else ():
                after = float(hour) + (0.05 if hour != "0" else -0.3)
                at = dose.started_at + timedelta(hours=after)
                if at > NOW:
                    continue
                value = concentration_at(after, dose, share) * math.exp(chance.gauss(0, 0.05))
                value += 0.0 if dose.cycle == 1 else 0.15 * share * float(dose.given_mg) / VOLUME
                sample_id = f"{subject_id}-C{dose.cycle}-{hour}H"
                yield PkSample(
                    record_id=f"p-{sample_id}", subject_id=subject_id, sample_id=sample_id, analyte=DRUG,
                    cycle=dose.cycle, day=int(float(hour) // 24) + 1, nominal_hours=Decimal(hour), taken_at=at,
                )  # fmt: skip
                is_blq = value < float(LLOQ)
                yield Concentration(
                    record_id=f"c-{sample_id}", subject_id=subject_id, sample_id=sample_id, analyte=DRUG,
                    value=None if is_blq else Decimal(f"{value:.4g}"), is_blq=is_blq, lloq=LLOQ, unit="ug/mL",
                    source="pk.csv",
                )  # fmt: skip


def others_of(study: Study) -> Iterator[Record]:
    """Antibodies and a biomarker around the doses, and the samples of one subject on their way."""
    for number, subject in enumerate(study.subjects):
        subject_id = subject.subject_id
        for dose in study.administrations(subject_id):
            if dose.started_at > NOW or dose.cycle > 4 or dose.given_mg <= 0:
                continue
            at = PartialDate.of((dose.started_at - timedelta(hours=1)).astimezone(ZONE))
            is_positive = number % 4 == 1 and dose.cycle > 1
            yield AdaResult(
                record_id=f"ada-{subject_id}-{dose.cycle}", subject_id=subject_id, drug=DRUG, taken_at=at,
                cycle=dose.cycle, result=AntibodyResult.POSITIVE if is_positive else AntibodyResult.NEGATIVE,
                titre=Decimal(80) if is_positive else None,
                neutralising=AntibodyResult.NEGATIVE if is_positive else AntibodyResult.NOT_REPORTED,
            )  # fmt: skip
            yield BiomarkerResult(
                record_id=f"bio-{subject_id}-{dose.cycle}", subject_id=subject_id, marker="IL-6", taken_at=at,
                cycle=dose.cycle, timepoint="predose", value=Decimal(4 + number % 5 + 3 * (dose.cycle - 1)),
                unit="pg/mL",
            )  # fmt: skip


def make_pk_session(path: Path, *, with_results: bool = True, history: str = HISTORY) -> Session:
    """A session on the history, with samples and results up to now."""
    return Session(StudyFile.open(copy_kept(path, _measure, with_results, history)), PERSON, clock=lambda: NOW)


def _measure(path: Path, with_results: bool, history: str) -> None:
    session = make_session(path, history)
    records = [*samples_of(session.study), *others_of(session.study)] if with_results else []
    sent = tuple(one.sample_id for one in records if isinstance(one, PkSample) and one.subject_id == "01-002")
    if sent:
        day = (NOW - timedelta(days=1)).date()
        records.append(Shipment(record_id="ship-1", shipment_id="WB-1", sent_on=day, sample_ids=sent))
    if records:
        session.file.save_all(records, person=PERSON, now=NOW)
    session.file.close()
