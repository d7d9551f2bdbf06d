"""The samples of a study by what a laboratory's file can call them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.importing.rows import Line
from domain.reasons import Reason
from domain.records import PkSample
from domain.terms import SamplePurpose


@dataclass(frozen=True)
class KnownSamples:
    """The samples and subjects of the study.

    Attributes:
        by_id: by sample id, small letters.
        by_place: by subject, cycle, nominal hours; several where analytes have tubes of their own.
        subjects: screening numbers, by small letters.
    """

    by_id: Mapping[str, PkSample]
    by_place: Mapping[tuple[str, int, Decimal], tuple[PkSample, ...]]
    subjects: Mapping[str, str]

    @classmethod
    def of(cls, samples: Iterable[PkSample], subjects: Iterable[str]) -> "KnownSamples":
        """The look-ups; samples for other purposes than concentrations are known by their id only."""
        listed = list(samples)
        places: dict[tuple[str, int, Decimal], tuple[PkSample, ...]] = {}
        for one in listed:
            if one.purpose is SamplePurpose.PK:
                key = (one.subject_id.casefold(), one.cycle, one.nominal_hours)
                places[key] = (*places.get(key, ()), one)
        return cls(
            {one.sample_id.strip().casefold(): one for one in listed},
            places,
            {subject.strip().casefold(): subject for subject in subjects},
        )

    def subject(self, line: Line) -> str | None:
        """The subject that a row names; None, and refused, if it is none of the study."""
        text = line.text("subject")
        found = self.subjects.get(text.casefold())
        if text and found is None:
            line.refuse("subject", Reason("import_unknown_subject", {"text": text}))
        return found

    def sample(self, line: Line) -> PkSample | None:
        """The sample whose id a row names; None, and refused, if there is none, or it is another subject's."""
        text = line.text("sample")
        sample = self.by_id.get(text.casefold())
        if text and sample is None:
            line.refuse("sample", Reason("import_unknown_sample", {"text": text}))
        subject = line.text("subject")
        if sample is not None and subject and sample.subject_id.casefold() != subject.casefold():
            numbers = {"sample": sample.sample_id, "subject": sample.subject_id}
            line.refuse("subject", Reason("import_sample_of_other_subject", numbers))
        return sample


def read_cycle(line: Line) -> int | None:
    """The cycle in a row, written 1, C1 or Cycle 1; None, and refused unless empty, if there is none."""
    text = line.text("cycle")
    digits = text.casefold().removeprefix("cycle").removeprefix("c").strip()
    if text and not (digits.isascii() and digits.isdigit()):
        line.refuse("cycle", Reason("import_not_a_cycle", {"text": text}))
        return None
    return int(digits) if digits else None
