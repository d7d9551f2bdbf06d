"""Source verification: which fields and forms stand verified, and how much of a subject or a cohort (TRU-6).

Nothing is ticked off for good: a verification counts while the content is what the monitor saw. A later change
withdraws it, and changing back restores it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.content import SAID_OF_RECORDS, Records, field_hash, find_record, subject_of
from domain.reasons import Finding
from domain.records import RECORD_KINDS, Enrolment, Record, SourceVerification, items_of

# What is compared with a source document; decisions, verdicts and what is said of records have none.
_WITHOUT_SOURCE = SAID_OF_RECORDS | {"adjudication", "deviation", "safety_report", "slope_decision", "response_call"}
VERIFIABLE = frozenset(
    kind for kind, of in RECORD_KINDS.items() if "subject_id" in items_of(of) and kind not in _WITHOUT_SOURCE
)
_NAMES_THE_RECORD = frozenset({"record_id", "subject_id"})


class Verified(StrEnum):
    """How a form, or a field, stands."""

    NO = "not verified"
    PARTLY = "partly verified"
    YES = "verified"
    WITHDRAWN = "withdrawn by a later change"


@dataclass(frozen=True)
class FormVerification:
    """How much of one record stands verified.

    Attributes:
        fields: those to verify: all but the record's own id and its subject's, as far as something is entered.
        verified: of these, the ones that stand verified.
        withdrawn: of these, the ones that were verified and have changed since; all of a changed whole form.
    """

    record: Record
    fields: tuple[str, ...]
    verified: frozenset[str]
    withdrawn: frozenset[str]

    @property
    def state(self) -> Verified:
        """Of the form as a whole."""
        if self.withdrawn:
            return Verified.WITHDRAWN
        if self.verified == frozenset(self.fields):
            return Verified.YES
        return Verified.PARTLY if self.verified else Verified.NO

    def of(self, field: str) -> Verified:
        """Of one field."""
        if field in self.verified:
            return Verified.YES
        return Verified.WITHDRAWN if field in self.withdrawn else Verified.NO


@dataclass(frozen=True)
class Coverage:
    """Verified of all: numerators and denominators, never a bare percentage."""

    forms_verified: int = 0
    forms: int = 0
    fields_verified: int = 0
    fields: int = 0
    forms_withdrawn: int = 0


def subjects_at(records: Records, part_id: str, dose_level: int) -> frozenset[str]:
    """Screening numbers of the subjects enrolled at a level.

    Args:
        records: as the study gives them, so that their levels have the numbers of its cut-off.
        part_id: of the level.
        dose_level: its number.
    """
    return frozenset(
        one.subject_id
        for one in records.get(Enrolment.kind, ())
        if isinstance(one, Enrolment) and (one.part_id, one.dose_level) == (part_id, dose_level)
    )


def derive_coverage(records: Records, subject_ids: Iterable[str] | None = None) -> Coverage:
    """How much is verified.

    Args:
        records: as entered.
        subject_ids: of these subjects; None for all.
    """
    chosen = None if subject_ids is None else frozenset(subject_ids)
    verifications = _by_record(records)
    forms = [
        form_verification(record, verifications.get((kind, record.record_id), ()))
        for kind in sorted(VERIFIABLE)
        for record in records.get(kind, ())
        if chosen is None or subject_of(record) in chosen
    ]
    return Coverage(
        forms_verified=sum(form.state is Verified.YES for form in forms),
        forms=len(forms),
        fields_verified=sum(len(form.verified) for form in forms),
        fields=sum(len(form.fields) for form in forms),
        forms_withdrawn=sum(form.state is Verified.WITHDRAWN for form in forms),
    )


def form_verification(record: Record, verifications: Iterable[SourceVerification]) -> FormVerification:
    """How much of a record stands verified, by the verifications that are about it."""
    fields = tuple(
        name
        for name in items_of(type(record))
        if name not in _NAMES_THE_RECORD and getattr(record, name) not in (None, "", ())
    )
    verified: set[str] = set()
    ever: set[str] = set()
    for one in verifications:
        if one.is_withdrawn:
            continue
        names = {one.field} if one.field else set(fields)
        ever |= names
        if one.content_hash == field_hash(record, one.field):
            verified |= names
    return FormVerification(record, fields, frozenset(verified & set(fields)), frozenset(ever - verified))


def verifications_of(records: Records, kind: str, record_id: str) -> tuple[SourceVerification, ...]:
    """The verifications about a record, first to last."""
    return tuple(
        one
        for one in records.get(SourceVerification.kind, ())
        if isinstance(one, SourceVerification) and (one.about_kind, one.about_id) == (kind, record_id)
    )


def check_verification(records: Records, before: SourceVerification | None, after: SourceVerification) -> list[Finding]:
    """What forbids saving a verification: new, of content as it stands; afterwards it can only be withdrawn."""
    if before is not None:
        is_withdrawal = after.is_withdrawn and not before.is_withdrawn
        same = all(
            getattr(before, name) == getattr(after, name) for name in items_of(type(after)) if name != "is_withdrawn"
        )
        return [] if is_withdrawal and same else [Finding("is_withdrawn", "verification_stays")]
    about = find_record(records, after.about_kind, after.about_id)
    if about is None or about.kind not in VERIFIABLE:
        return [Finding("about_id", "about_unknown")]
    if after.field and after.field not in items_of(type(about)):
        return [Finding("field", "about_unknown_field", numbers={"named": after.field})]
    if after.subject_id != subject_of(about):
        return [Finding("subject_id", "about_other_subject")]
    if after.content_hash != field_hash(about, after.field):
        return [Finding("content_hash", "verification_of_other_content")]
    return []


def _by_record(records: Records) -> dict[tuple[str, str], list[SourceVerification]]:
    found: dict[tuple[str, str], list[SourceVerification]] = {}
    for one in records.get(SourceVerification.kind, ()):
        if isinstance(one, SourceVerification):
            found.setdefault((one.about_kind, one.about_id), []).append(one)
    return found
