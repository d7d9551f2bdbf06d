"""The trial notation: ``"1N 2MNN 3NN?"`` is dose levels with the outcomes of their subjects, in order of dosing.

N no DLT, T DLT, M moderate toxicity, ``?`` in the window, ``m`` in the window with a moderate toxicity already seen,
X not evaluable, ``x`` not evaluable but with a moderate toxicity. A level may come back: ``"3NNN 4TTN 3NNN"``.

Source: made known by the R package escalation (Brock 2019, arXiv:1907.00161); M, ?, m, X and x are ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.terms import Outcome

_GROUP = re.compile(r"(\d+)([A-Za-z?]+)")


class NotationError(ValueError):
    """A history that can't be read, with the place where reading failed.

    Attributes:
        position: 1-based character position.
        token: the piece that can't be read.
        problem: "token", "letter" or "level".
    """

    def __init__(self, problem: str, token: str, position: int, levels: int = 0) -> None:
        """Keep the place; the sentence is made by ``str``."""
        self.problem, self.token, self.position, self.levels = problem, token, position, levels
        texts = {
            "token": f'"{token}" at character {position}: expected a dose level and outcomes, such as 3NNT',
            "letter": f'"{token}" at character {position} is not an outcome; use N, T, M, ?, m, X or x',
            "level": f"dose level {token} at character {position}: the protocol has levels 1 to {levels}",
        }
        super().__init__(texts[problem])


@dataclass(frozen=True)
class Group:
    """Subjects dosed one after the other at one level."""

    dose_level: int
    outcomes: tuple[Outcome, ...]

    def __str__(self) -> str:
        """The group in the notation."""
        return f"{self.dose_level}{''.join(self.outcomes)}"


def parse_history(text: str, levels: int) -> tuple[Group, ...]:
    """Read a history.

    Args:
        text: groups parted by blanks; may be empty.
        levels: how many levels the protocol has.

    Raises:
        NotationError: it can't be read, or names a level that the protocol lacks.
    """
    groups = []
    for token in re.finditer(r"\S+", text):
        place = token.start() + 1
        match = _GROUP.fullmatch(token.group())
        if not match:
            raise NotationError("token", token.group(), place)
        level = int(match[1])
        if not 1 <= level <= levels:
            raise NotationError("level", match[1], place, levels)
        for offset, letter in enumerate(match[2]):
            if letter not in set(Outcome):
                raise NotationError("letter", letter, place + len(match[1]) + offset)
        groups.append(Group(level, tuple(Outcome(letter) for letter in match[2])))
    return tuple(groups)


def format_history(groups: Iterable[Group]) -> str:
    """The history in the notation."""
    return " ".join(str(group) for group in groups)
