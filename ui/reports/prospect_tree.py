"""The dose-transition pathway on paper: a tree of next outcomes with probabilities, from the start or from today."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from domain.characteristics.histories import Cohort
from domain.characteristics.scenario import Scenario
from domain.characteristics.tables import Prospect, pathway
from domain.escalation.rule import Step, StepKind
from domain.notation import Group
from domain.protocol.model import Rules
from ui.design_sheet import say_probability
from ui.reports.lettering import INK, SMALL, SMALL_STRONG, Lettering, draw_line, fit_line
from ui.reports.paper import MARGIN, PAPERS, Slice, page_units
from ui.reports.words import tr
from ui.widgets.paint import draw_box

_PITCH, _BOX_HEIGHT, _PADDING, _HEAD = 50.0, 84.0, 16.0, 48.0
_BEND, _REACH, _GAP = 22.0, 110.0, 16.0
_DEEPEST = 4
# Of the rows that a page of the lower paper holds, below a heading and a few lines of text.
_MOST_ROWS = 38
_LEVELS_LEAST = 1


@dataclass(frozen=True)
class Twig:
    """A branch of the tree with what it leads to; outcomes that lead to the same are one.

    Attributes:
        label: what happens on the way: "0 DLT".
        chance: probability given the place before.
        reach: probability from the root on.
        said: where it leads: "level 4", "3 subjects"; one line where the trial ends.
        is_end: whether the trial ends there, or the committee chooses.
    """

    label: str
    chance: float
    reach: float
    said: tuple[str, ...]
    is_end: bool
    twigs: tuple["Twig", ...] = ()

    @property
    def rows(self) -> int:
        """Rows that it takes; a box takes at least two."""
        return max(2, sum(twig.rows for twig in self.twigs)) if self.twigs else 1

    def at_depth(self, depth: int) -> Iterator["Twig"]:
        """The twigs so many branches away."""
        if not depth:
            yield self
        for twig in self.twigs if depth else ():
            yield from twig.at_depth(depth - 1)


def grow_tree(rules: Rules, history: Sequence[Group], depth: int, scenario: Scenario) -> Twig:
    """The pathway in words, outcomes that lead to the same put together.

    Raises:
        ValueError: the history names a level that the scenario lacks.
    """
    root = pathway(rules, history, depth, scenario)
    held = frozenset(group.dose_level for group in history if group.outcomes)
    awaited = Counter[int]()
    for group in history:
        awaited[group.dose_level] += sum(outcome.is_pending for outcome in group.outcomes)
    waiting = sorted(level for level, count in awaited.items() if count)
    said = _say_step(root.step, held)
    if waiting:
        levels = ", ".join(map(str, waiting))
        where = tr("level {level}") if len(waiting) == 1 else tr("levels {level}")
        said = (where.format(level=levels), tr("{count} awaited").format(count=awaited.total()))
    is_end = not waiting and root.step.kind is not StepKind.DOSE
    return Twig("", 1.0, 1.0, said, is_end, _twigs(root.branches, held, many=len(waiting) > _LEVELS_LEAST))


def fit_tree(rules: Rules, history: Sequence[Group], scenario: Scenario) -> tuple[Twig, int]:
    """The deepest tree that one page of either paper holds, and its depth: at least 1.

    Raises:
        ValueError: the history names a level that the scenario lacks.
    """
    room = min(page_units(paper).width() for paper in PAPERS) - 2 * MARGIN  # type: ignore[arg-type]
    for depth in range(_DEEPEST, 1, -1):
        tree = grow_tree(rules, history, depth, scenario)
        if tree.rows <= _MOST_ROWS and _Columns.of(tree, room).fits:
            return tree, _height(tree)
    return _cut(grow_tree(rules, history, 1, scenario)), 1


def _height(tree: Twig) -> int:
    return 1 + max(map(_height, tree.twigs)) if tree.twigs else 0


def _cut(tree: Twig) -> Twig:
    """Where even the next outcomes are too many for a page, the least likely ones are told together."""
    if tree.rows <= _MOST_ROWS:
        return tree
    kept = sorted(tree.twigs, key=lambda twig: -twig.chance)[: _MOST_ROWS - 1]
    rest = [twig for twig in tree.twigs if twig not in kept]
    chance = sum(twig.chance for twig in rest)
    other = Twig(tr("other"), chance, chance, (tr("{count} less likely outcomes").format(count=len(rest)),), False)
    return replace(tree, twigs=(*(twig for twig in tree.twigs if twig in kept), other))


# --- words --------------------------------------------------------------------------------------


def _twigs(branches: Sequence[Prospect], held: frozenset[int], *, many: bool = False) -> tuple[Twig, ...]:
    alike: dict[object, list[Prospect]] = {}
    for branch in sorted(branches, key=lambda one: [(c.dose_level, c.dlts, c.moderates) for c in one.outcomes]):
        # No DLT and one are told apart even where they lead to the same.
        key = (branch.outcomes[:-1], branch.outcomes[-1].dlts > 0, _shape(branch))
        alike.setdefault(key, []).append(branch)
    groups = list(alike.values())
    parted = Counter(key for group in groups for key in {(one.outcomes[:-1], one.outcomes[-1].dlts) for one in group})
    found = []
    for group in groups:
        first = group[0]
        parts = any(parted[one.outcomes[:-1], one.outcomes[-1].dlts] > 1 for one in group)
        labels = [_say_cohorts([cohort], parts=cohort.tells_moderate) for cohort in first.outcomes[:-1]]
        labels.append(_say_cohorts([one.outcomes[-1] for one in group], parts=parts))
        if many:
            levels = [cohort.dose_level for cohort in first.outcomes]
            pairs = zip(levels, labels, strict=True)
            labels = [tr("L{level} {outcome}").format(level=level, outcome=label) for level, label in pairs]
        dosed = held | {cohort.dose_level for cohort in first.outcomes}
        found.append(
            Twig(
                " · ".join(labels), sum(one.chance for one in group), sum(one.reach for one in group),
                _say_step(first.step, dosed), first.step.kind is not StepKind.DOSE,
                _with_reach(_twigs(first.branches, dosed), sum(one.reach for one in group)),
            )
        )  # fmt: skip
    return tuple(found)


def _with_reach(twigs: Sequence[Twig], before: float) -> tuple[Twig, ...]:
    """The same twigs after a place that is reached with another probability."""
    return tuple(
        replace(twig, reach=before * twig.chance, twigs=_with_reach(twig.twigs, before * twig.chance)) for twig in twigs
    )


def _shape(place: Prospect) -> object:
    """What is the same for places from which everything goes on alike."""
    return place.step, tuple((one.outcomes, one.chance, _shape(one)) for one in place.branches)


def _say_cohorts(cohorts: Sequence[Cohort], *, parts: bool) -> str:
    """The outcomes of a group that are told together: "2+ DLT", "0 DLT, M"."""
    dlts, subjects = sorted({cohort.dlts for cohort in cohorts}), cohorts[0].subjects
    if len(dlts) == 1:
        said = tr("{count} DLT").format(count=dlts[0])
    elif dlts[-1] == subjects:
        said = tr("{count}+ DLT").format(count=dlts[0])
    else:
        said = tr("{least} to {most} DLT").format(least=dlts[0], most=dlts[-1])
    moderates = sorted({cohort.moderates for cohort in cohorts})
    if not parts or moderates == [0]:
        return said
    if moderates[0] == 0:
        return tr("{said}, up to {count} M").format(said=said, count=moderates[-1])
    if moderates[0] == 1:
        return tr("{said}, M").format(said=said)
    return tr("{said}, {count}+ M").format(said=said, count=moderates[0])


def _say_step(step: Step, held: frozenset[int]) -> tuple[str, ...]:
    level = tr("level {level}").format(level=step.level)
    match step.kind:
        case StepKind.DOSE if step.level in held:
            return level, tr("{count} more").format(count=step.subjects)
        case StepKind.DOSE:
            return level, tr("1 subject") if step.subjects == 1 else tr("{count} subjects").format(count=step.subjects)
        case StepKind.MTD:
            return (tr("{level} is the MTD").format(level=level),)
        case StepKind.MAD:
            return (tr("{level} cleared (MAD)").format(level=level),)
        case StepKind.STOP:
            return (tr("no tolerable level"),)
        case StepKind.CHOOSE:
            return (tr("{level}: the committee chooses").format(level=level),)
        case _:
            return (tr("{level}: wait").format(level=level),)


# --- on paper -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Columns:
    """Widths by depth: of the boxes, and of the branches that leave them."""

    boxes: tuple[float, ...]
    branches: tuple[float, ...]
    fits: bool

    @staticmethod
    def of(tree: Twig, width: float) -> "_Columns":
        """As wide as what they hold."""
        boxes, branches, x, right = [], [], 0.0, 0.0
        for depth in range(_height(tree) + 1):
            twigs = list(tree.at_depth(depth))
            ends = [twig for twig in twigs if not twig.twigs]
            right = max([right, *(x + 6 + _letters(twig).width(_line(twig)) for twig in ends)])
            inner = [twig for twig in twigs if twig.twigs]
            if not inner:
                break
            box = max(_box_width(twig, is_root=not depth) for twig in inner)
            branch = max(_branch_width(twig) for one in inner for twig in one.twigs)
            boxes.append(box)
            branches.append(branch)
            x += box + branch
        spare = max(0.0, width - _REACH - _GAP - right)
        # What is left over makes the branches longer, within reason.
        more = min(spare / max(len(branches), 1), 60.0)
        return _Columns(tuple(boxes), tuple(one + more for one in branches), right + _GAP + _REACH <= width)


def _line(twig: Twig) -> str:
    return ", ".join(twig.said)


def _letters(twig: Twig) -> Lettering:
    return SMALL_STRONG if twig.is_end else SMALL


def _box_width(twig: Twig, *, is_root: bool) -> float:
    reach = 0.0 if is_root else SMALL.width(say_probability(twig.reach)) + 24
    return max(SMALL_STRONG.width(twig.said[0]) + reach, *(SMALL.width(line) for line in twig.said)) + 2 * _PADDING


def _branch_width(twig: Twig) -> float:
    return _BEND + 10 + SMALL.width(twig.label) + 22 + SMALL_STRONG.width(say_probability(twig.chance)) + 14


@dataclass(frozen=True)
class ProspectTree:
    """The tree, root at the left; no page break divides it.

    Attributes:
        tree: as ``fit_tree`` gives it.
    """

    tree: Twig

    def slices(self, width: float) -> Sequence[Slice]:
        columns = _Columns.of(self.tree, width)

        def draw(painter: QPainter, x: float, y: float) -> None:
            head = tr("reached")
            draw_line(painter, x + width, y + 26, head, SMALL, right=True, color=INK.color("text3"))
            self._draw(painter, self.tree, x, y + _HEAD, 0, columns, x + width)

        return [Slice(_HEAD + self.tree.rows * _PITCH, draw, space_before=12)]

    def _draw(
        self, painter: QPainter, twig: Twig, x: float, y: float, depth: int, columns: _Columns, right: float
    ) -> float:
        """Draws a twig in its rows and returns the height of its middle."""
        height = twig.rows * _PITCH
        middle = y + height / 2
        if not twig.twigs:
            self._draw_end(painter, twig, x, middle, right)
            return middle
        box, end = columns.boxes[depth], x + columns.boxes[depth] + columns.branches[depth]
        # A box may take more rows than its branches.
        top = y + (height - sum(one.rows for one in twig.twigs) * _PITCH) / 2
        centers = []
        for one in twig.twigs:
            centers.append(self._draw(painter, one, end, top, depth + 1, columns, right))
            top += one.rows * _PITCH
        bend = x + box + _BEND
        painter.setPen(QPen(INK.color("edge"), 2.5))
        painter.drawLine(QPointF(x + box, middle), QPointF(bend, middle))
        painter.drawLine(QPointF(bend, min(middle, centers[0])), QPointF(bend, max(middle, centers[-1])))
        for one, center in zip(twig.twigs, centers, strict=True):
            painter.setPen(QPen(INK.color("edge"), 2.5))
            painter.drawLine(QPointF(bend, center), QPointF(end - (0 if one.twigs else 4), center))
            draw_line(painter, bend + 10, center - 8, one.label, SMALL)
            draw_line(painter, end - 14, center - 8, say_probability(one.chance), SMALL_STRONG, right=True)
        self._draw_box(painter, twig, QRectF(x, middle - _BOX_HEIGHT / 2, box, _BOX_HEIGHT), is_root=not depth)
        return middle

    @staticmethod
    def _draw_box(painter: QPainter, twig: Twig, frame: QRectF, *, is_root: bool) -> None:
        draw_box(painter, frame, 8, INK.color("surface"), INK.color("text"), 3.5 if is_root else 2.0)
        left, end = frame.x() + _PADDING, frame.right() - _PADDING
        draw_line(painter, left, frame.y() + 36, twig.said[0], SMALL_STRONG)
        if not is_root:
            reach = say_probability(twig.reach)
            draw_line(painter, end, frame.y() + 36, reach, SMALL, right=True, color=INK.color("text3"))
        for line in twig.said[1:]:
            draw_line(painter, left, frame.y() + 68, line, SMALL)

    @staticmethod
    def _draw_end(painter: QPainter, twig: Twig, x: float, middle: float, right: float) -> None:
        lettering = _letters(twig)
        said = fit_line(_line(twig), lettering, right - _REACH - x)
        draw_line(painter, x + 6, middle + 9, said, lettering)
        start = x + 6 + lettering.width(said) + 14
        painter.fillRect(QRectF(start, middle, max(0.0, right - _REACH - start), 1.2), INK.color("line"))
        draw_line(painter, right, middle + 9, say_probability(twig.reach), SMALL, right=True)
