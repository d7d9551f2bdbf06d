"""What a plot shows, as a value: the screen, a saved file and the paper draw the same description."""

import math
from dataclasses import dataclass
from typing import Literal

Look = Literal["solid", "outlined", "hatched"]


@dataclass(frozen=True)
class Series:
    """One value for each category.

    Attributes:
        name: said in the legend; "" for none.
        values: None where there is nothing to draw.
        look: a solid bar, an outlined one, or one that is hatched; of a line: its points filled or hollow.
        parts: of each bar, how much at its upper end is hatched; empty for none.
        part_name: what the hatched part means, in the legend.
    """

    name: str
    values: tuple[float | None, ...]
    look: Look = "solid"
    parts: tuple[float, ...] = ()
    part_name: str = ""

    def part(self, index: int) -> float:
        """The hatched part of a bar."""
        return self.parts[index] if self.parts else 0.0


@dataclass(frozen=True)
class Rule:
    """A dashed line that is named: a horizontal one at a value."""

    value: float
    name: str


@dataclass(frozen=True)
class Fence:
    """A dashed vertical line after a category, and its name."""

    after: int
    name: str


@dataclass(frozen=True)
class Plot:
    """A plot over evenly spaced categories.

    Attributes:
        title: of the plot; on screen it stands in the card's header, in a file above the axes.
        categories: below the axis, left to right.
        x_title: what the categories are, with the unit.
        y_title: what the values are; a column head of the CSV.
        bars, lines: what is drawn; bars of one category stand side by side.
        top: upper end of the axis.
        decimals: of the axis.
        value_decimals: of the values written on bars.
        label_every: which categories are labelled where there are many.
    """

    title: str
    categories: tuple[str, ...]
    x_title: str
    y_title: str
    bars: tuple[Series, ...] = ()
    lines: tuple[Series, ...] = ()
    rules: tuple[Rule, ...] = ()
    fences: tuple[Fence, ...] = ()
    top: float = 1.0
    decimals: int = 1
    value_decimals: int = 2
    label_every: int = 1

    @property
    def series(self) -> tuple[Series, ...]:
        """Everything that has values."""
        return self.bars + self.lines

    @property
    def ticks(self) -> tuple[float, ...]:
        """Values at which the axis is labelled."""
        step = tick_step(self.top)
        return tuple(number * step for number in range(round(self.top / step) + 1))

    def say_value(self, value: float) -> str:
        """A value as it is written on its bar."""
        return say_rounded(value, self.value_decimals)

    def say_category(self, index: int) -> str:
        """A category with its values, for a tooltip and a screen reader: "1: this protocol 0.41, 3+3 0.38"."""
        said = [
            f"{one.name} {self.say_value(value)}".strip()
            for one in self.series
            if (value := one.values[index]) is not None
        ]
        return f"{self.categories[index]}: {', '.join(said)}"


def say_rounded(value: float, decimals: int) -> str:
    """A number with so many decimals; what would round to nothing, but is not nothing, is "<0.01"."""
    least = 10.0**-decimals
    if 0 < value < least / 2:
        return f"<{least:.{decimals}f}"
    return f"{value:.{decimals}f}"


def tick_step(top: float) -> float:
    """The distance between ticks that gives four to six of them."""
    power = 10.0 ** math.floor(math.log10(top / 5 + 1e-12))
    return next((power * factor for factor in (1, 2, 2.5, 5, 10) if top / (power * factor) <= 5.001), power * 10)


def nice_top(highest: float, *, least: float = 0.2) -> float:
    """The upper end of an axis that leaves room for the values on the bars."""
    wanted = max(highest * 1.02, least)
    step = tick_step(wanted)
    return math.ceil(wanted / step - 1e-9) * step
