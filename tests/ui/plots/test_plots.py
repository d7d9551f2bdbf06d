"""Plots: one description, drawn alike on screen, in files and on paper; the numbers survive."""

import csv
import io
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from ui.plots.draw_plot import draw_plot, layout_plot, legend_of
from ui.plots.plot import Fence, Plot, Rule, Series, nice_top, say_rounded, tick_step
from ui.plots.plot_block import PlotBlock
from ui.plots.plot_view import LegendView, PlotView
from ui.plots.save_plot import PlotNotWrittenError, render_plot, save_plot
from ui.theme import LIGHT, PaperInk, Theme, apply_theme, theme

BARS = Plot(
    "P(MTD = level)",
    ("none", "0.1", "1"),
    "Dose, mg/kg",
    "P(MTD)",
    bars=(
        Series("A  this protocol", (0.1, 0.6, 0.3), "solid", (0.0, 0.0, 0.3), "highest level cleared"),
        Series("B  3+3", (0.2, 0.5, 0.3), "outlined"),
    ),
)
LINES = Plot(
    "Assumed toxicity",
    ("0.1", "1", "10"),
    "Dose, mg/kg",
    "Probability",
    lines=(Series("DLT", (0.01, 0.2, 0.5)), Series("moderate", (0.05, None, None), "outlined")),
    rules=(Rule(1 / 6, "1 in 6"),),
)


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


def drawn(plot: Plot, ink, size=(600, 300)) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_plot(painter, QRectF(0, 0, *size), plot, ink)
    painter.end()
    return image


def test_bars_stand_on_the_axis_and_are_as_high_as_their_values():
    place = layout_plot(QRectF(0, 0, 600, 300), BARS, theme)
    heights = [box.height() / place.field.height() for box in place.bars[0]]
    assert heights == pytest.approx([0.1, 0.6, 0.3])
    assert all(box.bottom() == pytest.approx(place.field.bottom()) for box in place.bars[0])
    assert not place.bars[0][1].intersects(place.bars[1][1])


def test_what_is_not_nothing_is_never_drawn_as_nothing():
    plot = Plot("t", ("a", "b"), "", "p", bars=(Series("", (0.0, 1e-6)),))
    boxes = layout_plot(QRectF(0, 0, 300, 200), plot, theme).bars[0]
    assert boxes[0].height() == 0
    assert boxes[1].height() >= 1


def test_solid_outlined_and_hatched_bars_can_be_told_apart_without_colour():
    for ink in (theme, PaperInk()):
        image = drawn(BARS, ink)
        place = layout_plot(QRectF(0, 0, 600, 300), BARS, ink)

        def share(box: QRectF, picture: QImage = image) -> float:
            inner = box.adjusted(4, 4, -4, -4).toRect()
            dark = [
                picture.pixelColor(x, y).lightness() < 200
                for x in range(inner.left(), inner.right())
                for y in range(inner.top(), inner.bottom())
            ]
            return sum(dark) / len(dark)

        solid, hatched, outlined = place.bars[0][1], place.bars[0][2], place.bars[1][1]
        assert share(solid) > 0.95
        assert share(outlined) < 0.15
        assert 0.1 < share(hatched) < 0.8


def test_ticks_are_few_and_round():
    for top in (0.1, 0.2, 0.4, 0.5, 0.8, 1.0, 5.0, 6.0, 20.0):
        count = top / tick_step(top)
        assert 2 <= count <= 5.01
    assert nice_top(0.44, least=0.4) == pytest.approx(0.5)
    assert nice_top(0.01) == pytest.approx(0.2)
    assert [say_rounded(value, 2) for value in (0.0, 0.0004, 0.41)] == ["0.00", "<0.01", "0.41"]


def test_a_legend_is_there_only_where_there_is_something_to_tell_apart():
    assert [name for _, name in legend_of(BARS)] == ["A  this protocol", "B  3+3"]
    assert legend_of(Plot("t", ("a",), "", "p", bars=(Series("", (0.5,)),))) == []


@pytest.mark.parametrize("plot", [BARS, LINES], ids=["bars", "lines"])
@pytest.mark.parametrize("ending", [".svg", ".png", ".csv"])
def test_a_plot_is_saved(tmp_path: Path, plot: Plot, ending: str):
    path = tmp_path / f"plot{ending}"
    save_plot(plot, path)
    content = path.read_bytes()
    if ending == ".svg":
        text = content.decode()
        assert "<svg" in text
        assert "0 0 760 420" in text
        assert plot.title in text
        assert "base64" not in text
    elif ending == ".png":
        assert QImage(str(path)).width() == 2280
    else:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row[0] for row in rows[1:]] == list(plot.categories)
        assert float(rows[2][1]) == plot.series[0].values[1]


def test_texts_of_the_svg_have_the_size_they_have_on_screen(tmp_path: Path):
    save_plot(BARS, tmp_path / "p.svg")
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)', (tmp_path / "p.svg").read_text())}
    # 14 is the painter's font before anything is written.
    assert {12.0, 13.0} <= sizes <= {12.0, 13.0, 14.0}


def test_a_file_is_light_whatever_the_theme(qapp, tmp_path: Path):
    light = render_plot(BARS)
    apply_theme(qapp, "dark")
    assert render_plot(BARS) == light
    assert light.pixelColor(5, 5) == QColor(LIGHT.surface)


def test_a_place_that_cant_be_written_and_a_strange_ending_are_refused(tmp_path: Path):
    with pytest.raises(PlotNotWrittenError, match="can't be written"):
        save_plot(BARS, tmp_path / "no" / "p.svg")
    with pytest.raises(PlotNotWrittenError, match="ends in"):
        save_plot(BARS, tmp_path / "p.gif")


def test_a_change_of_theme_repaints(qtbot, qapp):
    view = PlotView(BARS)
    qtbot.addWidget(view)
    view.resize(500, 240)
    view.show()
    light = view.grab().toImage()
    apply_theme(qapp, "dark")
    qtbot.wait(1)
    assert view.grab().toImage() != light


def test_the_arrow_keys_name_each_category(qtbot):
    view = PlotView(BARS)
    qtbot.addWidget(view)
    view.show_plot(BARS)
    view.show()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == BARS.say_category(view._cursor)
    assert "0.60" in BARS.say_category(1)
    legend = LegendView()
    qtbot.addWidget(legend)
    legend.show_plot(BARS, is_short=True)
    short = legend.sizeHint().width()
    legend.show_plot(BARS)
    assert legend.sizeHint().width() > short


def test_a_plot_fits_on_paper_beside_another():
    (piece,) = PlotBlock((BARS, LINES)).slices(1760)
    assert piece.height == 480
    image = QImage(1760, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    piece.draw(painter, 0, 0)
    painter.end()
    colours = {image.pixelColor(x, y).saturation() for x in range(0, 1760, 7) for y in range(0, 480, 7)}
    assert colours == {0}


def test_a_fence_and_a_rule_are_named_and_drawn():
    fenced = Plot("t", ("1", "2", "3"), "", "p", bars=(Series("", (0.2, 0.5, 0.3)),), fences=(Fence(1, "planned 2"),))
    plain = Plot("t", ("1", "2", "3"), "", "p", bars=(Series("", (0.2, 0.5, 0.3)),))
    ink = Theme(LIGHT)
    assert drawn(fenced, ink) != drawn(plain, ink)
    assert drawn(LINES, ink) != drawn(Plot(**{**LINES.__dict__, "rules": ()}), ink)
