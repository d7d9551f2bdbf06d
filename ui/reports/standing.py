"""What every printout says of itself: whether the records are locked, and whether it looks at the past."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.locking import lock_on
from domain.records import Lock, Record
from domain.study import Study
from domain.terms import LockScope
from ui.reports.paper import Frame, Report
from ui.reports.words import tr
from ui.text import Words

# The clock of a cut-off "now" has no seconds.
_SAME_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Print:
    """Who prints when, with what.

    Attributes:
        at: aware UTC.
        by: name of the person who prints.
        titrant_version: of the program; named in the foot.
        study_file: name of the file; named in the foot.
    """

    at: datetime
    by: str
    titrant_version: str = ""
    study_file: str = ""


def study_frame(study: Study, words: Words, title: str, printed: Print, subject_ids: Iterable[str]) -> Frame:
    """Head and foot of a printout of records: both limits, protocol, chain head, draft or locked (REP-1, REP-4).

    Args:
        study: at its cut-off.
        words: of the study.
        title: of the report.
        printed: who prints when.
        subject_ids: whose records it shows.
    """
    first = [
        tr("Site {site}").format(site=study.record.site_id),
        tr("Protocol v{version}").format(version=study.protocol.version.removeprefix("v")),
        tr("CTCAE v{version}").format(version=study.protocol.ctcae),
        tr("Records entered up to no. {position}").format(position=study.position),
        tr("Chain head {head}").format(head=say_head(study.head)) if study.head else "",
    ]
    second = [
        tr("Printed {at} by {name}").format(at=words.moment_with_offset(printed.at), name=printed.by),
        f"Titrant {printed.titrant_version}".strip(),
        printed.study_file,
    ]
    state = [say_lock_state(study, subject_ids), say_past(study, printed.at)]
    return Frame(
        study=study.record.study_id,
        title=title,
        cut_off=tr("Data cut-off {at}").format(at=words.moment_with_offset(study.cut_off)),
        foot_first=" · ".join(text for text in first if text),
        foot_second=" · ".join(text for text in second if text),
        foot_right=tr("Demonstration, invented data") if study.record.is_demo else "",
        state=" · ".join(text for text in state if text),
    )


def say_head(head: str) -> str:
    """The first digits of a hash in groups of four."""
    return " ".join(head[start : start + 4] for start in range(0, min(16, len(head)), 4))


def is_seen(study: Study, moment: datetime) -> bool:
    """Whether a moment is not after the cut-off; all of the cut-off's minute counts, since "now" has no seconds."""
    return moment - study.cut_off < _SAME_MOMENT


def say_past(study: Study, printed_at: datetime) -> str:
    """That a printout looks at a cut-off before its printing; "" where it shows the study as it stands."""
    if is_seen(study, printed_at):
        return ""
    return tr("Looks back: events after the cut-off are left out")


def say_lock_state(study: Study, subject_ids: Iterable[str]) -> str:
    """Draft or locked, as entered now: the study, or how many of the subjects that are shown."""
    locks = [one for one in study.entered.get(Lock.kind, ()) if isinstance(one, Lock) and one.is_locked]
    if any(one.scope is LockScope.STUDY for one in locks):
        return tr("Locked: the study's records are closed")
    wanted = frozenset(subject_ids)
    shown = [one for one in study.subjects if one.subject_id in wanted]
    locked = sum(_is_locked(study, one) for one in shown) if locks else 0
    if not shown or not locked:
        return tr("Draft: the records are not locked")
    if len(shown) == locked:
        return tr("Locked: the records shown are closed")
    return tr("Draft: {locked} of {shown} subjects are locked").format(locked=locked, shown=len(shown))


def _is_locked(study: Study, subject: Record) -> bool:
    return lock_on(study.entered, subject) is not None


def with_remark(report: Report, remark: str) -> Report:
    """The report with something more at the right of its foot."""
    right = " · ".join(text for text in (report.frame.foot_right, remark) if text)
    return Report(replace(report.frame, foot_right=right), report.blocks)
