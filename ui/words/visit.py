"""What visits are called: in a list, at the head of a column, and with their days."""

from dataclasses import dataclass
from datetime import date

from domain.protocol.model import Protocol
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.plan import (
    DOSING,
    END_OF_TREATMENT,
    IMAGING,
    SCREENING,
    Anchor,
    VisitRule,
    split_key,
)
from ui.text import capital, tr
from ui.words.date import short_day

SURVIVAL = "survival"


@dataclass(frozen=True)
class ColumnWords:
    """The head of a matrix column: the group that it stands in, "" for none, and its own short name."""

    group: str
    label: str


class VisitWords:
    """Names the visits of a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        """Keep the plans of the protocol's parts."""
        rules = [rule for part in protocol.parts if part.visits for rule in part.visits.visits]
        self._rules: dict[str, VisitRule] = {rule.code: rule for rule in rules}
        self._has_days = any(rule.anchor is Anchor.CYCLE and rule.days for rule in rules)
        self.has_plan = bool(rules)

    def knows(self, key: str) -> bool:
        """Whether a text is the key of a visit, and not what somebody called one."""
        code, _number = split_key(key)
        return code in (SCREENING, DOSING, IMAGING, END_OF_TREATMENT, SURVIVAL) or code in self._rules

    def name(self, key: str) -> str:
        """A visit in a list: "Cycle 2 day 1, dose", "Safety 60", "Scan, week 12"."""
        code, number = split_key(key)
        rule = self._rules.get(code)
        if code == SCREENING:
            return tr("Screening")
        if code == DOSING:
            return tr("Cycle {cycle} day 1, dose").format(cycle=number)
        if code == IMAGING:
            return tr("Tumour scan, week {week}").format(week=number)
        if code == END_OF_TREATMENT:
            return tr("End of treatment")
        if code == SURVIVAL:
            return tr("Survival call {number}").format(number=number)
        if rule is not None and rule.anchor is Anchor.CYCLE:
            day = tr("Cycle {cycle} day {day}").format(cycle=number, day=rule.days + 1)
            return day if code == f"day_{rule.days + 1}" else f"{day}, {_plain(code)}"
        stem, _, days = code.rpartition("_")
        if stem and days.isdigit():
            said = tr("{visit} visit, day {day}").format(visit=capital(_plain(stem)), day=days)
            return f"{said} ({number})" if number else said
        return capital(_plain(code)) + (f" {number}" if number else "")

    def short_name(self, key: str) -> str:
        """A visit where there is little room: "C2", "C2 D8", "W12", "D60", "call 3"."""
        code, number = split_key(key)
        rule = self._rules.get(code)
        if code == DOSING and not self._has_days:
            return tr("C{cycle}").format(cycle=number)
        if rule is not None and rule.anchor is Anchor.CYCLE:
            return tr("C{cycle} D{day}").format(cycle=number, day=rule.days + 1)
        if code == IMAGING:
            return tr("W{week}").format(week=number)
        if code == SURVIVAL:
            return tr("call {number}").format(number=number)
        return self.column(key).label

    def column(self, key: str) -> ColumnWords:
        """The head of a visit's column."""
        code, number = split_key(key)
        rule = self._rules.get(code)
        if code == SCREENING:
            return ColumnWords("", tr("Scr"))
        if rule is not None and rule.anchor is Anchor.CYCLE:
            if self._has_days:
                return ColumnWords(tr("Cycle {cycle}").format(cycle=number), tr("D{day}").format(day=rule.days + 1))
            return ColumnWords(tr("Dose of cycle"), str(number))
        if code == IMAGING:
            return ColumnWords(tr("Scan week"), str(number))
        if code == SURVIVAL:
            return ColumnWords(tr("Survival"), str(number))
        if code == END_OF_TREATMENT:
            return ColumnWords(tr("After treatment"), tr("End"))
        _, _, days = code.rpartition("_")
        label = tr("D{day}").format(day=days) if days.isdigit() else capital(_plain(code))[:4]
        group = tr("After treatment") if rule is not None and rule.anchor is not Anchor.CONSENT else ""
        return ColumnWords(group, f"{label} {number}" if number else label)


def _plain(code: str) -> str:
    return code.replace("_", " ")


def say_window(visit: DueVisit) -> str:
    """The planned day with its window: "20 Nov ± 1 d", "20 Nov \u2212 3/+ 7 d"."""
    early, late = (visit.planned - visit.earliest).days, (visit.latest - visit.planned).days
    day = short_day(visit.planned)
    if early == late:
        return tr("{day} ± {days} d").format(day=day, days=early) if early else day
    if not early:
        return tr("{day} + {days} d").format(day=day, days=late)
    if not late:
        return tr("{day} \u2212 {days} d").format(day=day, days=early)
    return tr("{day} \u2212 {early}/+ {late} d").format(day=day, early=early, late=late)


def say_left(visit: DueVisit, today: date) -> str:
    """What is left of an open visit's window: "until tomorrow", "last day", "since 17 Nov"."""
    if visit.status is VisitStatus.OUT_OF_WINDOW:
        return tr("closed {day}").format(day=short_day(visit.latest))
    if visit.status is VisitStatus.SOON:
        opens = (visit.earliest - today).days
        return tr("from tomorrow") if opens == 1 else tr("from {day}").format(day=short_day(visit.earliest))
    if visit.status not in (VisitStatus.DUE, VisitStatus.OVERDUE):
        return ""
    left = visit.days_left(today)
    if left == 0:
        return tr("today only") if visit.earliest == visit.latest else tr("last day")
    return tr("until tomorrow") if left == 1 else tr("until {day}").format(day=short_day(visit.latest))


def status_word(status: VisitStatus) -> str:
    """The word of a status in a chip or a legend."""
    return {
        VisitStatus.DONE: tr("done"),
        VisitStatus.DONE_PARTLY: tr("gaps"),
        VisitStatus.DONE_OUT: tr("done, out of window"),
        VisitStatus.MISSED: tr("not done"),
        VisitStatus.DUE: tr("due"),
        VisitStatus.OVERDUE: tr("overdue"),
        VisitStatus.OUT_OF_WINDOW: tr("out of window"),
        VisitStatus.SOON: tr("soon"),
        VisitStatus.LATER: tr("later"),
        VisitStatus.NOT_APPLICABLE: tr("not applicable"),
    }[status]
