"""Invented persons, and their place in the study."""

import random
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.protocol.model import Part
from domain.records import Eligibility, Enrolment, Subject
from domain.terms import Sex

TUMOURS = ("Colorectal", "Gastric", "NSCLC", "HCC", "Oesophageal", "Ovarian", "Pancreatic", "Cervical", "Melanoma")
_OF_WOMEN = frozenset({"Ovarian", "Cervical"})


def draw_weight(chance: random.Random) -> Decimal:
    """A body weight in kg."""
    return Decimal(chance.randint(480, 860)) / 10


def draw_subject(
    subject_id: str, consent: datetime, zone: ZoneInfo, weight: Decimal, chance: random.Random, *, fits: bool = False
) -> Subject:
    """An invented person.

    Args:
        subject_id: screening number.
        consent: moment of the consent.
        zone: of the site.
        weight: in kg.
        chance: of the invented particulars.
        fits: whether the tumour has to be one that the sex can have.
    """
    day = consent.astimezone(zone).date()
    sex = chance.choice((Sex.FEMALE, Sex.MALE))
    birth_year = day.year - chance.randint(44, 72)
    known = [one for one in TUMOURS if not fits or sex is Sex.FEMALE or one not in _OF_WOMEN]
    return Subject(
        record_id=f"subject-{subject_id}",
        subject_id=subject_id,
        consent_date=day,
        sex=sex,
        birth_year=birth_year,
        tumour_type=chance.choice(known),
        weight_kg=weight,
    )


def tumour_for(limit: str) -> str:
    """The tumour type of a subject in a cohort that is limited to one, as a site would write it."""
    named = limit.casefold()
    return next((one for one in TUMOURS if one.casefold() in named), limit)


def eligible(subject_id: str, on: date) -> Eligibility:
    """The investigator's yes."""
    return Eligibility(record_id=f"eligibility-{subject_id}", subject_id=subject_id, is_eligible=True, decided_on=on)


def enrolment_of(subject_id: str, part: Part, dose_level: int, at: datetime, *, cohort: int | None = None) -> Enrolment:
    """The subject's place at a level, or in a cohort."""
    return Enrolment(
        record_id=f"enrolment-{subject_id}",
        subject_id=subject_id,
        part_id=part.part_id,
        dose_level=dose_level,
        enrolled_at=at,
        cohort=cohort,
    )
