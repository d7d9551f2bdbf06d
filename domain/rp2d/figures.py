"""The figures that are weighed, as values: subjects of subjects, or a number with how many it was made of."""

from dataclasses import dataclass
from typing import Any

from domain.reasons import Reason
from domain.records.recommended_dose import WeighedTopic

# Raised when a figure is added or counted in another way, so that what was signed before is not taken for changed.
VERSION = 1


@dataclass(frozen=True)
class Share:
    """So many subjects of so many.

    Attributes:
        events: how many events they had; None where subjects are all that is counted.
    """

    n: int
    of: int
    events: int | None = None


@dataclass(frozen=True)
class Amount:
    """A number that describes a group, as it is written, with how many subjects it was made of.

    Attributes:
        value: as written; a Reason where it is a word, such as "not reached".
        least: smallest of the group, as written, or "".
        most: largest.
    """

    value: str | Reason
    n: int
    least: str = ""
    most: str = ""


@dataclass(frozen=True)
class Figure:
    """One line of what is weighed.

    Attributes:
        key: short name; what is stored with a signature goes by it.
        by_level: value of each level, in the order of the levels; None where there is none.
    """

    key: str
    topic: WeighedTopic
    label: Reason
    by_level: tuple[Share | Amount | int | None, ...]


@dataclass(frozen=True)
class WeighedDoses:
    """Levels side by side.

    Attributes:
        levels: that hold treated subjects, lowest first.
        figures: in the order of the topics.
    """

    levels: tuple[int, ...]
    figures: tuple[Figure, ...]

    def value(self, key: str, level: int) -> Share | Amount | int | None:
        """A figure at a level; None where there is none."""
        if level not in self.levels:
            return None
        place = self.levels.index(level)
        return next((one.by_level[place] for one in self.figures if one.key == key), None)

    def of_topic(self, topic: WeighedTopic) -> tuple[Figure, ...]:
        """The lines of a topic."""
        return tuple(one for one in self.figures if one.topic is topic)


def plain_value(value: Share | Amount | int | None) -> object:
    """A figure as JSON values."""
    match value:
        case Share():
            plain: dict[str, object] = {"n": value.n, "of": value.of}
            return plain if value.events is None else {**plain, "events": value.events}
        case Amount():
            said = value.value.code if isinstance(value.value, Reason) else value.value
            return {"value": said, "n": value.n, "least": value.least, "most": value.most}
    return value


def value_of(plain: object) -> Share | Amount | int | None:
    """A figure as it was stored, as a value again."""
    if isinstance(plain, dict):
        if "of" in plain:
            return Share(plain["n"], plain["of"], plain.get("events"))
        said = plain["value"]
        return Amount(Reason(said) if said == "not_reached" else said, plain["n"], plain["least"], plain["most"])
    return plain if isinstance(plain, int) else None


def say_figure(value: Share | Amount | int | None) -> Reason | int | None:
    """A figure as a table cell says it: always with its denominator."""
    match value:
        case Share(events=None):
            return Reason("count_of", {"n": value.n, "of": value.of})
        case Share():
            counts = {"n": value.n, "of": value.of, "number": value.events}
            return Reason("count_with_events", counts) if value.n else Reason("count_of", counts)
        case Amount(value=Reason()):
            return Reason("rp2d_word", {"value": value.value})
        case Amount():
            # One value for all needs no range; and a range is of the subjects treated, who stand in the first line.
            code = "rp2d_amount" if value.least == value.most else "rp2d_range"
            said = {"value": value.value, "n": value.n, "least": value.least, "most": value.most}
            return Reason(code, said)
    return value


def plain_weighed(weighed: WeighedDoses) -> dict[str, Any]:
    """All of it as JSON values: figures by key, each by level, and by which set of figures."""
    return {
        "version": VERSION,
        "levels": list(weighed.levels),
        "figures": {
            one.key: {str(level): plain_value(value) for level, value in zip(weighed.levels, one.by_level, strict=True)}
            for one in weighed.figures
        },
    }
