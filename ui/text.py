"""Every reason, finding and term in words: the one place where typed answers become sentences.

``Words`` holds what a sentence needs beyond its numbers: the site's time zone and the part whose doses are named.
Sentences are looked up by code in ``ui/sentences.py`` and go through Qt's translation.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.summaries.table import Format
from domain.terms import Action, LevelState
from ui.sentences import MONTHS, SENTENCES, TERMS

if TYPE_CHECKING:
    from domain.escalation.recommendation import Recommendation
    from domain.protocol.model import Part, Protocol

EN_DASH = "\u2013"
MINUS = "\u2212"


def tr(text: str, context: str = "titrant") -> str:
    """The text in the language of the user."""
    return QCoreApplication.translate(context, text)


def marked(text: str) -> str:
    """Marks a text that is translated where it is shown."""
    return text


class Words:
    """Turns values into words for one study and part."""

    def __init__(self, zone: ZoneInfo, part: "Part | None" = None, protocol: "Protocol | None" = None) -> None:
        """Keep the context.

        Args:
            zone: the site's time zone.
            part: whose levels are named with their doses.
            protocol: whose provenance names the sources.
        """
        self.zone, self.part, self.protocol = zone, part, protocol

    def say(self, value: object, form: Format | None = None) -> str:
        """Any value of a table cell in words; nothing is the empty string."""
        match value:
            case None:
                return ""
            case Reason():
                return self.reason(value)
            case Finding():
                return self.finding(value)
            case bool():
                return tr("yes") if value else tr("no")
            case StrEnum():
                return term(value)
            case datetime():
                return self.day(value) if form is Format.DATE else self.moment(value)
            case date():
                return say_date(value)
            case PartialDate():
                return say_partial(value)
            case Decimal():
                return with_minus(say_number(value))
            case int() | float():
                return with_minus(str(value))
            case _:
                return str(value)

    def reason(self, reason: Reason) -> str:
        """A reason as a sentence."""
        return self._fill(reason.code, reason.numbers)

    def finding(self, finding: Finding) -> str:
        """A finding as a sentence."""
        return self._fill(finding.code, finding.numbers)

    def source(self, reason: Reason) -> str:
        """Where the rule behind a reason comes from; "" where it rests on none."""
        if not reason.source or self.protocol is None or self.part is None:
            return ""
        origin = self.protocol.source_of(self.part, reason.source)
        if origin.is_assumed:
            return tr("assumption: {source}").format(source=origin.source)
        return origin.source

    def _fill(self, code: str, numbers: Mapping[str, object]) -> str:
        said = {name: self._number(name, value) for name, value in numbers.items()}
        for name in ("subjects", "pending", "evaluable", "events", "days", "hours"):
            value = numbers.get(name)
            if isinstance(value, int):
                said[f"{name}_noun"] = noun(name, value)
        if "count" not in numbers:
            dlts = numbers.get("dlt", 0)
            said["count"] = f"{dlts} {tr('DLT') if dlts == 1 else tr('DLTs')}"
        if isinstance(numbers.get("level"), int):
            said["Level"] = capital(str(said["level"]))
        return tr(SENTENCES[code]).format(**said)

    def _number(self, name: str, value: object) -> str:
        if name in ("level", "lower", "next", "skipped", "other") and isinstance(value, int):
            return self.level(value)
        if name in ("hours",) and isinstance(value, int):
            return say_hours(value)
        if name == "ordinal" and isinstance(value, int):
            return ordinal(value)
        if name in ("action", "state", "reason") and isinstance(value, str) and value in TERMS:
            return tr(TERMS[value])
        if name == "until" and value is None:
            return tr("no date can be given yet")
        return self.say(value)

    def level(self, number: int) -> str:
        """A level with its dose: "level 4 (0.3 mg/kg)"."""
        if self.part is None or not 1 <= number <= len(self.part.levels):
            return tr("level {number}").format(number=number)
        level = self.part.level(number)
        return tr("level {number} ({dose} {unit})").format(number=number, dose=say_number(level.dose), unit=level.unit)

    def action(self, action: StrEnum) -> str:
        """The one word of an action chip."""
        return tr(TERMS[f"action:{action.value}"])

    def state(self, state: LevelState) -> str:
        """State of a level."""
        return tr(TERMS[f"state:{state.value}"])

    def headline(self, recommendation: "Recommendation") -> str:
        """The recommendation as one sentence."""
        if recommendation.headline is not None:
            return self.reason(recommendation.headline)
        level = recommendation.dose_level
        numbers: dict[str, object] = {"level": level, "subjects": recommendation.subjects}
        if level is not None:
            tally = recommendation.tally(level)
            numbers |= {"dlt": tally.dlt, "evaluable": tally.evaluable, "pending": tally.pending}
            numbers["ordinal"] = tally.evaluable + tally.pending + 1
        code = f"headline_{recommendation.action.value.replace('-', '_')}"
        if recommendation.act_now is not recommendation.action:
            code = "headline_from"
            numbers["until"] = recommendation.next_dose_at
        elif recommendation.action is Action.WAIT and level is not None and not recommendation.tally(level).evaluable:
            code = "headline_wait_first"
        elif level is not None and not recommendation.tally(level).treated and recommendation.action is Action.ENROL:
            code = "headline_start"
        elif recommendation.action is Action.EXPAND and level is not None and not recommendation.tally(level).evaluable:
            code = "headline_fill"
        return self._fill(code, numbers)

    def moment(self, moment: datetime) -> str:
        """Date and time at the site: "1 Dec 2026 08:40"."""
        local = moment.astimezone(self.zone)
        return f"{say_date(local.date())} {local:%H:%M}"

    def day(self, moment: datetime) -> str:
        """The date at the site."""
        return say_date(moment.astimezone(self.zone).date())

    def moment_with_offset(self, moment: datetime) -> str:
        """Date, time and offset: "20 Nov 2026 14:10 +08:00"."""
        offset = moment.astimezone(self.zone).strftime("%z")
        return f"{self.moment(moment)} {offset[:3]}:{offset[3:5]}"


def chip_of(recommendation: "Recommendation") -> str:
    """Name of the action chip: Wait where somebody is asked for but nobody may be dosed now."""
    return recommendation.act_now.value.replace("-", "_")


def term(value: StrEnum) -> str:
    """A controlled term in words."""
    return tr(TERMS.get(f"{type(value).__name__}:{value.value}", value.value.capitalize()))


def say_date(day: date) -> str:
    """A day: "1 Dec 2026"."""
    return tr("{day} {month} {year}").format(day=day.day, month=tr(MONTHS[day.month - 1]), year=day.year)


def say_partial(moment: PartialDate) -> str:
    """A partial date as far as known: "Nov 2026"."""
    if moment.month is None:
        return str(moment.year)
    month = tr(MONTHS[moment.month - 1])
    if moment.day is None:
        return tr("{month} {year}").format(month=month, year=moment.year)
    text = say_date(date(moment.year, moment.month, moment.day))
    return text if moment.hour is None else f"{text} {moment.hour:02d}:{moment.minute:02d}"


def say_number(number: Decimal | None) -> str:
    """A number without an exponent and without trailing zeros after the point; "" for none."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_minus(number: str) -> str:
    """A number as it is read: with a true minus. What is typed, or goes into a file, keeps the hyphen."""
    return f"{MINUS}{number[1:]}" if number.startswith("-") else number


def say_hours(hours: int) -> str:
    """A stretch of hours, in weeks where it is whole weeks."""
    if hours and hours % 168 == 0:
        weeks = hours // 168
        return tr("1 week") if weeks == 1 else tr("{weeks} weeks").format(weeks=weeks)
    return tr("{hours} h").format(hours=hours)


def ordinal(number: int) -> str:
    """First to sixth in words, then as a figure."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth")
    return tr(words[number - 1]) if number <= len(words) else tr("{number}th").format(number=number)


def noun(name: str, number: int) -> str:
    """The noun that goes with a count."""
    singular = {
        "subjects": "subject",
        "pending": "subject",
        "evaluable": "evaluable",
        "events": "event",
        "days": "day",
        "hours": "hour",
    }[name]
    if name == "evaluable" or number == 1:
        return tr(singular)
    return tr(f"{singular}s")


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def utc_now() -> datetime:
    """The clock: aware UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
