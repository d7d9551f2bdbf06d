"""What the file itself insists on before a record is written: identity, uniqueness, references, what was signed.

Clinical findings are computed in the domain and answered on the form before a record comes here.
"""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.records import Adjudication, Decision, PartOpening, RecommendedDose, Record, Signature, StudyRecord
from storage.canonical import Payload
from storage.codecs import UnfitError, check_text
from storage.errors import RecordRefused, StaleView
from storage.mapping import RecordMapping
from storage.stream import Head

# Signed as they stand: the committee decides anew, the person gives another verdict or signature.
SIGNED_KINDS = frozenset({Decision.kind, RecommendedDose.kind, PartOpening.kind, Adjudication.kind, Signature.kind})

if TYPE_CHECKING:
    from sqlite_utils import Database


def check_new(db: "Database", mapping: RecordMapping, payload: Payload) -> None:
    """Refuse a new record whose id is taken, in any kind, or that clashes with another.

    Raises:
        RecordRefused: see the codes below.
    """
    record_id = str(payload["record_id"])
    if db.execute("SELECT 1 FROM event WHERE record_id = ?", [record_id]).fetchone():
        raise RecordRefused("record_id_taken", kind=mapping.name, record_id=record_id, field="record_id")
    _check_unique(db, mapping, payload)
    _check_reference(db, mapping, payload)


def check_correction(db: "Database", mapping: RecordMapping, before: Payload, after: Payload) -> None:
    """Refuse a correction that changes nothing, what is signed, or what other records refer to.

    Raises:
        RecordRefused: see the codes below.
    """
    record_id = str(after["record_id"])
    if before == after:
        raise RecordRefused("nothing_changed", kind=mapping.name, record_id=record_id)
    if mapping.name in SIGNED_KINDS:
        raise RecordRefused("signed", kind=mapping.name, record_id=record_id)
    if mapping.name == "subject" and before["subject_id"] != after["subject_id"]:
        _check_not_referred_to(db, before)
    _check_unique(db, mapping, after)
    _check_reference(db, mapping, after)


def check_decision(decision: Decision | RecommendedDose | PartOpening, head: Head) -> None:
    """Refuse to sign a decision, a recommended dose or an opening that rests on other data than the file holds now.

    Raises:
        StaleView: position or chain head differ from the file's.
    """
    if (decision.position, decision.head) != (head.position, head.hash):
        raise StaleView(seen=decision.position, current=head.position)


def check_zone(record: Record) -> None:
    """Refuse a study whose time zone is not known.

    Raises:
        RecordRefused: code "unknown_zone".
    """
    if isinstance(record, StudyRecord):
        try:
            ZoneInfo(record.site_zone)
        except (KeyError, ValueError, OSError):
            raise RecordRefused(
                "unknown_zone", kind=record.kind, record_id=record.record_id, field="site_zone"
            ) from None


def check_reason(reason: str, *, is_needed: bool) -> str:
    """The reason without white space around it.

    Raises:
        RecordRefused: "reason_missing" where one is needed, "not_text" where it can't be written.
    """
    try:
        reason = check_text(reason).strip()
    except UnfitError as unfit:
        raise RecordRefused(unfit.code, field="reason") from None
    if is_needed and not reason:
        raise RecordRefused("reason_missing", field="reason")
    return reason


def _check_unique(db: "Database", mapping: RecordMapping, payload: Payload) -> None:
    fields = mapping.kind.unique_by
    if fields is None:
        return
    conditions = "".join(f' AND "{field}" = ?' for field in fields)
    values = [mapping.by_name[field].to_column(payload[field]) for field in fields]
    query = f'SELECT 1 FROM "{mapping.name}" WHERE record_id <> ?{conditions}'
    if db.execute(query, [payload["record_id"], *values]).fetchone():
        raise RecordRefused(
            "not_unique",
            kind=mapping.name,
            record_id=str(payload["record_id"]),
            field=fields[-1] if fields else "",
        )


def _check_reference(db: "Database", mapping: RecordMapping, payload: Payload) -> None:
    for field in mapping.fields:
        if not field.is_reference:
            continue
        subject_id = field.to_column(payload[field.name])
        known = db.execute("SELECT 1 FROM subject WHERE subject_id = ?", [subject_id]).fetchone()
        if subject_id is not None and not known:
            raise RecordRefused(
                "unknown_subject", kind=mapping.name, record_id=str(payload["record_id"]), field=field.name
            )


def _check_not_referred_to(db: "Database", subject: Payload) -> None:
    referring = db.execute(
        "SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f "
        "WHERE m.type = 'table' AND f.\"table\" = 'subject'"
    ).fetchall()
    for (table,) in referring:
        if db.execute(f'SELECT 1 FROM "{table}" WHERE subject_id = ?', [subject["subject_id"]]).fetchone():
            raise RecordRefused(
                "in_use", kind="subject", record_id=str(subject["record_id"]), field="subject_id", used_by=table
            )
