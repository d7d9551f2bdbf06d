"""A calendar as iCalendar text, for the site's own calendar program. It names subjects by number only.

Source: RFC 5545.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from domain.schedule.due_visit import DueVisit, VisitStatus

_WIDTH = 75
_LEFT_OUT = (VisitStatus.NOT_APPLICABLE, VisitStatus.MISSED, VisitStatus.DONE, VisitStatus.DONE_OUT)


def write_ics(
    visits: Iterable[DueVisit],
    *,
    study_id: str,
    now: datetime,
    title_of: Callable[[DueVisit], str] | None = None,
    window_of: Callable[[DueVisit], str] | None = None,
) -> str:
    """The visits to come as whole-day events; lines end with CR LF.

    Args:
        visits: of any subjects; done ones and those that do not apply are left out.
        study_id: part of each event's identity, so that a second import replaces the first.
        now: aware; the moment of the export.
        title_of: what an event is called; by default study, number and visit.
        window_of: what its description says; by default the days of the window.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Titrant//Visits//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for visit in visits:
        if visit.status in _LEFT_OUT:
            continue
        title = title_of(visit) if title_of else f"{study_id} {visit.subject_id}: {visit.key}"
        window = window_of(visit) if window_of else f"{visit.earliest.isoformat()} – {visit.latest.isoformat()}"
        identity = "-".join(f"{study_id}-{visit.subject_id}-{visit.key}".split())
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(identity)}@titrant",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{visit.planned:%Y%m%d}",
            f"DTEND;VALUE=DATE:{visit.planned + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            f"DESCRIPTION:{_escaped(window)}",
            f"STATUS:{'TENTATIVE' if visit.is_projected else 'CONFIRMED'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    """A text value (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never inside a character (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece = ""
    for character in line:
        # A continued line begins with a blank.
        width = _WIDTH - (1 if pieces else 0)
        if len((piece + character).encode()) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
