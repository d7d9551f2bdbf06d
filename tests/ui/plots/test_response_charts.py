"""Charts of tumour response as values: places, words, marks, and that screen, file and paper draw them (EFF-3)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from domain.reasons import Reason
from domain.response.kaplan_meier import kaplan_meier
from domain.response.plots import Mark, SpiderLine, SpiderPoint, SwimmerLane, SwimmerMark, numbers_at_risk
from domain.response.terms import Response
from domain.summaries.table import Column, Format, Table, cells
from ui.plots.chart import Chart, fit_end, letters_of, response_fill, say_change, short_id, text_width
from ui.plots.chart_block import ChartBlock
from ui.plots.save_chart import chart_size, render_chart
from ui.plots.spider_plot import SpiderChart
from ui.plots.survival_plot import SurvivalChart
from ui.plots.swimmer_plot import Lane, LaneMark, SwimmerChart
from ui.plots.waterfall_plot import Bar, WaterfallChart
from ui.table_csv import table_as_csv
from ui.text import Words
from ui.theme import PaperInk, apply_theme, theme

RECT = QRectF(0, 0, 640, 260)


def waterfall(count: int) -> WaterfallChart:
    changes = [0.6 - 1.5 * at / max(1, count - 1) for at in range(count)]
    kinds = (Response.PD, Response.SD, Response.PR)
    bars = [
        Bar(f"01-{at + 1:03d}", at % 5 + 1, change, kinds[min(2, at * 3 // count)], at == count - 1, at == 0)
        for at, change in enumerate(changes)
    ]
    return WaterfallChart("Best change in target sum, %", tuple(bars))


def spider(count: int) -> SpiderChart:
    lines = []
    for at in range(count):
        points = [SpiderPoint(-6, 0.0, None, False)]
        points += [SpiderPoint(42 * n, (at - count / 2) * n / (4 * count), Response.SD, n == 3) for n in (1, 2, 3)]
        lines.append(SpiderLine(f"01-{at + 1:03d}", 1, Response.SD, tuple(points)))
    return SpiderChart("Change in target sum over time, %", tuple(lines))


def swimmer(count: int) -> SwimmerChart:
    lanes = []
    for at in range(count):
        extra = (SwimmerMark(160, Mark.DEATH),) if at == 0 else ()
        lane = SwimmerLane(f"01-{at + 1:03d}", 1 + at % 5, Response.PR, 120, 160, at > 0, 42, 84, extra)
        lanes.append(Lane(lane, (LaneMark(42, Response.PR), LaneMark(84, Response.PD, False, True, at == 0))))
    return SwimmerChart("Time on study", tuple(lanes))


def survival(times: Sequence[int], events: Sequence[bool]) -> SurvivalChart:
    curve = kaplan_meier(times, events)
    return SurvivalChart("Progression-free survival", curve, numbers_at_risk(curve), "PFS")


CHARTS = {
    "waterfall": lambda count: waterfall(count),
    "spider": lambda count: spider(count),
    "swimmer": lambda count: swimmer(count),
    "survival": lambda count: survival([7 * (at + 1) for at in range(count)], [at % 3 != 0 for at in range(count)]),
}


def inked(chart: Chart, ink: Any, unit: float = 1.0, chosen: str = "") -> int:
    """How many pixels of a drawing are not its ground."""
    image = QImage(int(RECT.width() * unit), int(RECT.height() * unit), QImage.Format.Format_RGB32)
    image.fill(ink.color("surface"))
    painter = QPainter(image)
    chart.draw(painter, QRectF(0, 0, RECT.width() * unit, RECT.height() * unit), ink, unit, chosen)
    painter.end()
    ground = ink.color("surface").rgb()
    return sum(image.pixel(x, y) != ground for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("count", [0, 1, 8, 60])
def test_each_chart_is_drawn_with_no_one_subject_and_sixty(qapp: Any, name: str, count: int) -> None:  # EFF-3
    apply_theme(qapp, "light")
    chart = CHARTS[name](count)
    for ink in (theme, PaperInk()):
        assert inked(chart, ink) > 20
        assert inked(chart, ink, 2.0) > 20
    assert len(chart.spots(RECT, theme)) >= min(count, 1)


@pytest.mark.parametrize("name", CHARTS)
def test_a_saved_chart_is_as_high_as_its_words_need(qapp: Any, name: str) -> None:
    chart = CHARTS[name](60)
    image = render_chart(chart)
    assert image.height() == 3 * chart_size(chart).height() >= 3 * (chart.least_height + 28)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_on_paper_fits_a_page(qapp: Any, name: str) -> None:
    (piece,) = ChartBlock(CHARTS[name](60)).slices(1700)
    assert piece.height <= QSizeF(2100, 2970).height() - 600


def test_the_bars_lie_beside_each_other_and_say_themselves(qapp: Any) -> None:
    spots = waterfall(8).spots(RECT, theme)
    assert all(one.rect.right() <= other.rect.left() + 1e-6 for one, other in pairwise(spots))
    assert spots[0].words == "01-001, level 1, best change +60 %, PD, new lesion"
    assert spots[-1].words == "01-008, level 3, best change −90 %, PR, not yet confirmed"


def test_the_axis_of_a_waterfall_holds_every_bar_and_never_falls_below_minus_100() -> None:
    chart = WaterfallChart(
        "", (Bar("01-001", 1, 1.37, Response.PD, False, False), Bar("01-002", 1, -1.0, Response.CR, False, False))
    )
    low, high = chart.ends
    assert low == -1.0
    assert high >= 1.37
    assert WaterfallChart("", ()).ends == (-0.5, pytest.approx(0.4))


def test_a_survival_curve_names_a_median_that_is_not_reached() -> None:
    assert survival([50, 60], [False, False]).median_words.startswith("median not reached")
    assert survival([], []).median_words == "no subject"
    assert survival([70, 140, 210], [True, True, True]).median_words.startswith("median 20.0 weeks")


def test_the_lane_says_treatment_responses_death_and_the_disagreement() -> None:
    words = swimmer(1).lanes[0].words
    assert words == ("01-001, level 1, treated to week 17, week 6 PR, week 12 PD, investigator differs, death")


def test_a_response_has_letters_whatever_its_colour(qapp: Any) -> None:
    assert [letters_of(one) for one in (Response.CR, Response.NON_CR_NON_PD, Response.NE)] == ["CR", "NN", "NE"]
    apply_theme(qapp, "dark")
    for response in Response:
        fill, _line, text = response_fill(response, theme)
        assert fill is None or fill != text
        assert letters_of(response)
    apply_theme(qapp, "light")


@pytest.mark.parametrize(
    ("fraction", "said"), [(0.238, "+24"), (-0.41, "−41"), (0.0, "0"), (-0.001, "0"), (1.0, "+100")]
)
def test_a_change_is_a_whole_signed_percent_with_a_true_minus(fraction: float, said: str) -> None:
    assert say_change(fraction) == said


def test_a_subject_is_shortened_to_its_number_in_the_site() -> None:
    assert short_id("01-015") == "015"


def test_a_change_that_only_rounds_to_a_limit_has_a_decimal() -> None:
    assert [say_change(one) for one in (-0.296, -0.2999, -0.3, -0.304, 0.196, 0.2)] == [
        "−29.6", "−29.9", "−30", "−30.4", "+19.6", "+20",
    ]  # fmt: skip


def test_a_long_subject_number_keeps_its_end(qapp: Any) -> None:
    assert fit_end("015", 60, 12, 400, theme) == "015"
    shown = fit_end("SCR000000015", 60, 12, 400, theme)
    assert shown.startswith("…")
    assert shown.endswith("015")
    assert text_width(shown, 12, 400, theme) <= 60
    assert fit_end("SCR000000015", 1, 12, 400, theme) == "5"


@pytest.mark.parametrize("count", [1, 3, 8, 25, 60])
@pytest.mark.parametrize("width", [260.0, 420.0, 640.0])
@pytest.mark.parametrize("shift", [-0.4, 0.0, 0.5])
def test_the_key_of_a_waterfall_lies_on_no_bar_nor_letters(qapp: Any, count: int, width: float, shift: float) -> None:
    bars = tuple(replace(bar, change=max(-1.0, bar.change + shift), is_open=True) for bar in waterfall(count).bars)
    chart = WaterfallChart("", bars)
    field = chart._field(QRectF(0, 0, width, 190), 1.0)
    place = chart._place_of_key(field, 130, 32, 1.0)
    if place is None:
        return
    key, pitch = QRectF(place.x(), place.y(), 130, 32), field.width() / count
    for at, bar in enumerate(bars):
        top, bottom = chart._extent(bar, field, 1.0)
        assert not key.intersects(QRectF(field.left() + at * pitch, top + 1, pitch, bottom - top - 2)), bar.words


def test_the_number_below_the_deepest_bar_lies_above_the_names(qapp: Any) -> None:
    rect = QRectF(0, 0, 640, 190)
    for chart in (waterfall(9), waterfall(2)):
        field = chart._field(rect, 1.0)
        lowest = max(chart._extent(bar, field, 1.0)[1] for bar in chart.bars)
        assert lowest <= rect.bottom() - 36 + 1e-6


def test_a_spider_of_sixty_is_high_enough_for_its_names() -> None:
    assert spider(60).least_height >= 600
    assert spider(3).least_height == 150


def test_a_file_keeps_the_hyphen_for_a_minus_and_the_screen_has_a_true_one() -> None:
    words = Words(ZoneInfo("UTC"))
    columns = (Column("change", "Change (%)", Format.NUMBER), Column("n", "n", Format.NUMBER), Column("say", "Said"))
    why = Reason("response_sd_too_early", {"response": "SD", "visit": 1, "day": -3, "days": 42})
    table = Table("t", "T", columns, (cells((Decimal("-12.50"), -2, why)), cells((None, None, "typed − so"))))
    assert table_as_csv(table, words).decode("utf-8-sig").splitlines()[1:] == [
        "-12.5,-2,\"SD at visit 1 is too early for SD: day -3, at least 42 are needed.\"", ",,typed − so",
    ]  # fmt: skip
    assert [words.say(one) for one in (Decimal("-12.50"), -2, -0.5, Decimal(3))] == ["−12.5", "−2", "−0.5", "3"]
