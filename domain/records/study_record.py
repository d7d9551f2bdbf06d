"""The study itself and the protocol versions it runs under."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.records.item import Record, item


@dataclass(frozen=True, kw_only=True)
class StudyRecord(Record):
    """One row: which study this file is, at which site."""

    kind: ClassVar[str] = "study"
    title: ClassVar[str] = "Study"
    unique_by: ClassVar[tuple[str, ...] | None] = ()

    study_id: str = item("Study", cdisc="STUDYID", is_key=True)
    study_title: str = item("Title")
    site_id: str = item("Site", cdisc="SITEID")
    site_zone: str = item("Time zone", hint="IANA name, such as Asia/Shanghai")
    is_demo: bool = item("Demonstration", default=False)


@dataclass(frozen=True, kw_only=True)
class ProtocolVersion(Record):
    """A version of the protocol, whole, as confirmed for this study."""

    kind: ClassVar[str] = "protocol_version"
    title: ClassVar[str] = "Protocol version"
    unique_by: ClassVar[tuple[str, ...] | None] = ("version",)

    version: str = item("Version", is_key=True)
    effective_on: date = item("Effective")
    reason: str = item("Reason", default="")
    content: str = item("Content", hint="canonical JSON of the protocol file")


@dataclass(frozen=True, kw_only=True)
class Confirmation(Record):
    """A person's answer to one assumption: confirmed as shipped, or changed."""

    kind: ClassVar[str] = "confirmation"
    title: ClassVar[str] = "Confirmed assumption"

    path: str = item("Value", is_key=True, hint="path in the protocol file")
    shipped: str = item("Assumed")
    chosen: str = item("Chosen")
    reason: str = item("Reason", default="")
