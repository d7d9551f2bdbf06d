"""Signing in, in words: failed attempts, lock-outs, what a password must be, roles."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from domain.reasons import Finding
from domain.terms import Role
from storage.errors import RecordRefused, StudyFileError, WrongPassword
from storage.keys.failed_log_ins import FREE_TRIES, LOCKED_FOR
from ui.sentences import SENTENCES
from ui.sentences.sign_in import SIGN_IN
from ui.text import capital, marked, say_date, tr
from ui.words.date import say_moment
from ui.words.error import say_error

_SENTENCES = {**SENTENCES, **SIGN_IN}
WRONG_PASSWORD = marked("The password is wrong. Small and capital letters count.")


def say(code: str, numbers: Mapping[str, object] | None = None) -> str:
    """The sentence of a code."""
    said = {name: say_date(value) if isinstance(value, date) else value for name, value in (numbers or {}).items()}
    return tr(_SENTENCES[code]).format(**said)


def say_finding(finding: Finding) -> str:
    """A finding about a password or an account as a sentence."""
    return say(finding.code, finding.numbers)


def say_role(role: str) -> str:
    """A role as a label: "Medical monitor", "PK analyst"."""
    return capital(tr(role))


def role_options() -> list[tuple[str, str]]:
    """Every role of an account: its value and its label."""
    return [(role.value, say_role(role.value)) for role in Role]


def say_person(name: str, role: str) -> str:
    """Name and role in one line: "Lin Yue, investigator"."""
    return f"{name}, {tr(role)}" if role else name


def say_span(span: timedelta) -> str:
    """A stretch of time, up: "15 minutes", "4 hours", "1 day"."""
    minutes = max(1, -(-int(span.total_seconds()) // 60))
    for size, one, many in ((1440, tr("1 day"), tr("{count} days")), (60, tr("1 hour"), tr("{count} hours"))):
        if minutes >= size and minutes % size == 0:
            return one if minutes == size else many.format(count=minutes // size)
    return tr("1 minute") if minutes == 1 else tr("{count} minutes").format(count=minutes)


def say_failures(moments: Sequence[datetime], counting: int) -> tuple[str, str]:
    """Title and text of the box about failed attempts.

    Args:
        moments: of the attempts since the last sign-in, in the zone to be shown, oldest first.
        counting: how many of them count towards locking the user out.
    """
    count = len(moments)
    title = (
        tr("1 failed attempt since the last sign-in")
        if count == 1
        else tr("{count} failed attempts since the last sign-in").format(count=count)
    )
    times = _times(moments)
    text = tr("{times}. Not you? Tell the sponsor.").format(times=times)
    if counting:
        left = max(1, FREE_TRIES - counting)
        span = LOCKED_FOR[min(max(0, counting + 1 - FREE_TRIES), len(LOCKED_FOR) - 1)]
        text += " " + tr("After {left} more this person is locked for {span}.").format(left=left, span=say_span(span))
    return title, text


def say_locked(until: datetime, now: datetime) -> tuple[str, str]:
    """Title and text while a user is locked out; both in the zone to be shown."""
    title = tr("Locked until {time}").format(time=f"{until:%H:%M}" if until.date() == now.date() else say_moment(until))
    text = tr("Too many wrong passwords: try again in {span}, or let an administrator unlock this person.")
    return title, text.format(span=say_span(until - now))


def say_refusal(error: StudyFileError | RecordRefused) -> tuple[str, str]:
    """What the key store refused, as a box says it."""
    if isinstance(error, WrongPassword):
        return tr(WRONG_PASSWORD), ""
    if isinstance(error, RecordRefused) and error.code in SIGN_IN:
        return tr("Not done."), say(error.code, error.numbers)
    return say_error(error)


def _times(moments: Sequence[datetime]) -> str:
    """The last three moments; the date once where it is the same day."""
    shown = moments[-3:]
    said: list[str] = []
    for index, moment in enumerate(shown):
        same_day = index > 0 and moment.date() == shown[index - 1].date()
        said.append(f"{moment:%H:%M}" if same_day else say_moment(moment))
    if len(said) == 1:
        return said[0]
    last = tr("{first} and {last}").format(first=", ".join(said[:-1]), last=said[-1])
    return tr("Lately {times}").format(times=last) if len(moments) > len(shown) else last
