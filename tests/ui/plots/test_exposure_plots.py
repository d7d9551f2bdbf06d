"""The charts of exposure: axes, spread labels, and that all of them draw on screen and on paper."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from tests.ui.pages.pk import make_pk_session
from ui.models.pk_view import view_of
from ui.plots.axis import hours_axis, linear_axis, log_axis, say_tick, spread
from ui.plots.box_plot import BoxGroup, box_chart
from ui.plots.chart import Chart  # noqa: TC001 - the annotation of a local is read by people only
from ui.plots.panel_chart import Panel, PanelChart, PanelLine, _fitting
from ui.plots.profile_plot import INDIVIDUAL, MEAN, OVERLAY, profile_chart
from ui.plots.proportionality_plot import DosePoint, proportionality_chart
from ui.plots.terminal_plot import Use, terminal_chart
from ui.plots.trough_plot import trough_chart
from ui.reports.cohort import cohort_report
from ui.reports.lettering import INK
from ui.reports.paper import paginate
from ui.theme import apply_theme, theme

POSITIVE = st.floats(1e-4, 1e6)


@given(st.lists(POSITIVE, min_size=1, max_size=12), st.booleans())
def test_a_logarithmic_axis_holds_all_its_values_and_rises(values: list[float], is_dense: bool):
    axis = log_axis(values, is_dense=is_dense)
    assert all(axis.holds(value) for value in values)
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert axis.ticks


@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=12))
@example([5e-324])
@example([-5e-324])
def test_a_linear_axis_holds_zero_and_all_its_values(values: list[float]):
    axis = linear_axis(values)
    assert all(axis.holds(value) for value in (0.0, *values))


@given(st.floats(0.5, 20_000))
def test_hours_are_labelled_at_no_more_places_than_asked(longest: float):
    assert len(hours_axis(longest, ticks=4).ticks) <= 5


@given(st.lists(st.floats(0, 200), min_size=1, max_size=10))
def test_labels_are_spread_apart_within_the_field(heights: list[float]):
    placed = spread(sorted(heights), 15, 200)
    assert all(later - earlier >= 15 - 1e-9 for earlier, later in pairwise(placed))
    assert placed[-1] <= 200


@pytest.mark.parametrize(("value", "said"), [(0.001, "0.001"), (1000.0, "1000"), (-20.0, "−20"), (0.0, "0")])
def test_ticks_have_no_exponent(value: float, said: str):
    assert say_tick(value) == said


def test_a_box_needs_five_values():
    assert BoxGroup("level 1", (("a", 1.0), ("b", 2.0))).quartiles is None
    five = BoxGroup("level 1", tuple((str(number), float(number)) for number in range(1, 6)))
    assert five.quartiles == (2.0, 3.0, 4.0)


def test_every_chart_draws_on_screen_and_on_paper(qapp, tmp_path: Path):  # PK-3
    apply_theme(qapp, "light")
    session = make_pk_session(tmp_path / "s.titrant")
    view = view_of(session.study, session.part)
    charts: list[Chart | None] = [
        profile_chart(view.listed, view.levels, view.titles, is_log=is_log, look=look)
        for is_log in (True, False)
        for look in (INDIVIDUAL, MEAN, OVERLAY)
    ]
    values = {one.subject_id: value for one in view.complete if (value := one.number("cmax")) is not None}
    points = [DosePoint(name, view.levels[name] * 1.0, value) for name, value in values.items()]
    charts += [
        trough_chart(view.of_analyte, view.levels, view.titles),
        box_chart("Cmax", values, view.levels, dict.fromkeys(view.titles, "level")),
        proportionality_chart("Dose", "Cmax", points, view.model("cmax")),
        terminal_chart(view.complete[0]),
    ]
    rect = QRectF(0, 0, 640, 320)
    for chart in charts:
        assert chart is not None
        for ink in (theme, INK):
            image = QImage(640, 320, QImage.Format.Format_RGB32)
            painter = QPainter(image)
            chart.draw(painter, rect, ink, 1.0, "01-009")
            painter.end()
        assert all(rect.contains(spot.rect.center()) for spot in chart.spots(rect, theme))


def test_the_fit_goes_through_three_points_or_more(qapp, tmp_path: Path):  # PK-2
    session = make_pk_session(tmp_path / "s.titrant")
    view = view_of(session.study, session.part)
    for one in view.complete:
        chart = terminal_chart(one)
        if chart is not None and chart.fit is not None:
            assert sum(point.use is Use.IN_FIT for point in chart.points) >= 3
            assert chart.fit.lambda_z > 0


def test_the_cohort_report_has_the_sections_of_exposure(qapp, tmp_path: Path):  # REP-1, PK-3
    apply_theme(qapp, "light")
    session = make_pk_session(tmp_path / "s.titrant")
    report = cohort_report(session.status, session.words, printed_at=session.clock(), printed_by="Lin Yue")
    titles = " ".join(getattr(block, "title", "") for block in report.blocks)
    for part in ("Concentration profiles, cycle 1", "Dose proportionality", "Anti-drug antibodies", "Trough"):
        assert part in titles
    assert paginate(report, QSizeF(2100, 2970))


def test_many_levels_in_a_narrow_window_give_the_room_of_ids_to_the_curves():
    panels = tuple(Panel(f"Level {n} \u00b7 {n}00 mg", (PanelLine(f"01-00{n}", ()),)) for n in range(1, 8))
    chart = PanelChart("Profiles", panels, linear_axis([504.0]), linear_axis([100.0]))
    narrow, wide = (chart.fields(QRectF(0, 0, width, 180)) for width in (600, 1400))
    assert all(one.width() > 44 for one in narrow)
    assert all(second.left() - first.right() > 25.9 for first, second in pairwise(narrow)), "no tick meets the next"
    assert all(second.left() - first.right() > 51.9 for first, second in pairwise(wide)), "ids have their room"


def test_a_title_without_room_says_the_dose_alone():
    assert _fitting("Level 7 \u00b7 600 mg", 300, theme, 1.0) == "Level 7 \u00b7 600 mg"
    assert _fitting("Level 7 \u00b7 600 mg", 60, theme, 1.0) == "600 mg"
