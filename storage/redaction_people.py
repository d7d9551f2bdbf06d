"""A redaction takes two people, and counts only where the stream shows that two did it."""

import json
from collections.abc import Mapping
from typing import Any

from domain.records import Redaction
from domain.terms import RedactionState
from storage.errors import RecordRefused
from storage.person import Person


def check_second_person(redaction: Redaction, person: Person) -> None:
    """Refuse a redaction that is decided already, or by whoever asked for it.

    Raises:
        RecordRefused: "redaction_decided" or "redaction_needs_another".
    """
    about = {"kind": redaction.kind, "record_id": redaction.record_id}
    if redaction.state is not RedactionState.REQUESTED:
        raise RecordRefused("redaction_decided", **about, field="state")
    if not is_two(redaction.requested_user, redaction.requested_by, person.user_id, person.name):
        raise RecordRefused("redaction_needs_another", **about, field="decided_by", name=redaction.requested_by)


def is_two(user: str, name: str, other_user: str, other_name: str) -> bool:
    """Whether two people are named: by user id where both have one, else by name."""
    if user and other_user:
        return user != other_user
    return bool(other_name) and name.strip().casefold() != other_name.strip().casefold()


def vouched_for(rows: list[dict[str, Any]], payloads: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    """Number of each redacted event -> hash of what stands in its payload's place, by the last redaction that names it.

    Only what two people did counts; whether the redaction's own event is sound is checked like that of any other.
    """
    asked: dict[str, dict[str, Any]] = {}
    found: dict[int, str] = {}
    for row in rows:
        if row["kind"] != Redaction.kind:
            continue
        try:
            after = json.loads(payloads[row["sequence"]][1])["after"]
            request = asked.setdefault(row["record_id"], after)
            if after.get("state") != RedactionState.DONE.value or request is after:
                continue
            people = (request["requested_user"], request["requested_by"], row["user_id"], row["person"])
            if is_two(*people):
                found |= {
                    int(each["sequence"]): str(each["content_hash"])
                    for each in after["results"]
                    if each["sequence"] < row["sequence"]
                }
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
    return found
