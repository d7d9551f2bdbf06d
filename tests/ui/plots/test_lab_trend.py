"""The laboratory trend: bands from the same grades as the results, a log scale where it helps, letters, values."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from tests.ui.pages.laboratory import make_lab_session
from ui.models.lab_trend_of import driving_test, say_unit, trend_of
from ui.models.timeline_of import timeline_of
from ui.plots.draw_lab_trend import draw_trend, is_crossed, layout_trend
from ui.plots.lab_trend import LabTrend, TrendPoint, TrendRule, scale_of
from ui.plots.lab_trend_view import LabTrendView
from ui.theme import PaperInk, apply_theme, theme
from ui.widgets.timeline import TimelineView


@pytest.fixture(autouse=True)
def light_theme(qapp) -> None:
    apply_theme(qapp, "light")


@pytest.fixture
def study(tmp_path: Path):
    return make_lab_session(tmp_path / "s.titrant").study


def trend(study, subject_id: str, code: str) -> LabTrend:
    found = trend_of(study, subject_id, code)
    assert found is not None
    return found


def test_a_value_lies_in_the_band_of_its_own_grade(study):  # AE-3
    for subject_id, code in (("01-011", "ALT"), ("01-012", "PLAT"), ("01-006", "K")):
        shown = trend(study, subject_id, code)
        for point in shown.points:
            inside = [
                band.grade
                for band in shown.bands
                if (band.low is None or point.value > band.low) and (band.high is None or point.value < band.high)
            ]
            assert inside == ([point.grade] if point.grade else []), point.words


def test_the_scale_is_logarithmic_where_values_span_much(study):
    assert trend(study, "01-012", "PLAT").is_log
    assert trend(study, "01-011", "ALT").is_log
    assert not trend(study, "01-006", "K").is_log
    assert trend(study, "01-012", "PLAT").caption == "LLN 125, ULN 350, log scale"


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=20), st.lists(st.floats(0.001, 1e6), max_size=2))
def test_every_value_and_limit_is_on_the_scale(values, limits):
    low, high, is_log = scale_of(values, limits)
    assert low < min(values + limits)
    assert max(values + limits) < high
    assert low > 0 or not is_log


def test_window_and_today_are_days_since_the_first_dose(study):
    shown = trend(study, "01-012", "PLAT")
    assert shown.window == pytest.approx((0, 21))
    assert shown.today_text == "day 12"
    assert shown.points[1].day == pytest.approx(-0.5 / 24)


def test_the_first_the_worst_and_the_last_value_are_written(study):
    shown = trend(study, "01-011", "ALT")
    assert [shown.points[at].text for at in shown.written] == ["28", "312", "44"]


def test_points_keep_their_order_and_lie_in_the_field(study):
    shown = trend(study, "01-011", "ALT")
    place = layout_trend(QRectF(0, 0, 336, 168), shown)
    assert [point.x() for point in place.points] == sorted(point.x() for point in place.points)
    assert all(place.field.adjusted(-1, -1, 1, 1).contains(point) for point in place.points)
    highest = min(range(len(place.points)), key=lambda at: place.points[at].y())
    assert shown.points[highest].text == "312"


@pytest.mark.parametrize("name", ["light", "dark", "paper"])
def test_it_is_drawn_on_screen_and_paper_with_the_bands_apart(qapp, study, name: str):
    if name != "paper":
        apply_theme(qapp, name)  # type: ignore[arg-type]
    ink = PaperInk() if name == "paper" else theme
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(ink.color("surface"))
    painter = QPainter(image)
    shown = trend(study, "01-012", "PLAT")
    place = draw_trend(painter, QRectF(0, 0, 400, 200), shown, ink)
    painter.end()
    x = int(place.field.right()) - 4
    colors = [
        QColor(image.pixel(x, round(place.field.bottom() - (low + high) / 2 * place.field.height()))).name()
        for _, low, high in shown.grades
    ]
    assert len(set(colors)) == 4, "four grades, four grounds"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (QLineF(0, 5, 20, 5), True),
        (QLineF(5, -9, 5, 30), True),
        (QLineF(3, 3, 4, 4), True),
        (QLineF(0, 12, 20, 12), False),
        (QLineF(12, 0, 30, 9), False),
    ],
)
def test_a_line_crosses_a_box_or_not(line: QLineF, expected: bool):
    assert is_crossed(QRectF(0, 0, 10, 10), line) is expected


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_value_that_lines_run_through_stands_in_a_box(qapp, name: str):
    """One result where the window begins and a limit lies: above, below and at either side a line is in the way."""
    apply_theme(qapp, name)  # type: ignore[arg-type]
    point = TrendPoint("r", 0.0, 5.0, "5.00", "5.00", 0)
    shown = LabTrend("T", "", (point,), (), (TrendRule(5.0, "ULN"),), (0.0, 9.0), 8.0, "", -4.0, 9.0, 0.0, 10.0, False)
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    at = draw_trend(painter, QRectF(0, 0, 400, 200), shown, theme).points[0]
    painter.end()
    # Left of the first letter the limit would be seen; further right it is.
    assert image.pixelColor(round(at.x()) + 5, round(at.y())) == theme.color("surface")
    assert image.pixelColor(round(at.x()) + 60, round(at.y())) != theme.color("surface")


def test_arrow_keys_walk_the_results_and_say_them(qtbot, study):
    view = LabTrendView()
    qtbot.addWidget(view)
    shown = trend(study, "01-011", "ALT")
    view.show_trend(shown, shown.points[-1].record_id)
    view.resize(336, 168)
    view.show()
    assert "44 U/L, grade 1" in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert "92 U/L" in view.accessibleName()
    with qtbot.waitSignal(view.record_chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["01-011-ALT-21"]


def test_the_test_with_the_worst_grade_drives_the_timeline(qtbot, study):
    assert driving_test(study, "01-012") == "PLAT"
    assert driving_test(study, "01-011") == "ALT"
    assert driving_test(study, "01-001") is None


def test_the_timeline_has_room_for_it_only_where_a_value_grades(qtbot, tmp_path: Path):
    session = make_lab_session(tmp_path / "t.titrant")
    view = TimelineView("Timeline", "Dose given")
    qtbot.addWidget(view)
    view.resize(720, 400)
    quiet = timeline_of(session.study, "01-001", session.words)
    graded = timeline_of(session.study, "01-012", session.words)
    assert quiet is not None
    assert graded is not None
    view.show_timeline(quiet)
    assert view.lab_field().isEmpty()
    without = view.sizeHint().height()
    view.show_timeline(graded)
    assert view.sizeHint().height() > without + 100
    assert "Platelets" in view.accessibleDescription()
    field = view.lab_field()
    assert field.bottom() < view.sizeHint().height()
    view.show()
    image = view.grab().toImage()
    assert not image.isNull()


def test_units_are_written_as_on_paper():
    assert say_unit("10^9/L") == "10⁹/L"
    assert say_unit("umol/L") == "µmol/L"
    assert say_unit("4000 10^9/L is outside 0 to 400.") == "4000 10⁹/L is outside 0 to 400."
    assert say_unit("drug/menu") == "drug/menu"
