"""Marks, chips and nodes: words fit their boxes, states differ also without colour."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from ui.theme import PaperInk, font, theme
from ui.widgets.chip import ActionChip
from ui.widgets.chip_paint import CHIP_STYLES, chip_width, chip_word, draw_chip
from ui.widgets.icons import ICON_NAMES, draw_icon, icon, icon_path
from ui.widgets.mark import SubjectMark
from ui.widgets.mark_paint import Mark, draw_mark, mark_words
from ui.widgets.paint import draw_text
from ui.widgets.rung_paint import draw_node, draw_row_ground
from ui.widgets.tag_paint import draw_grade_square, draw_tag, tag_width

STATES = ["N", "M", "T", "?", "m", "X", "x", "+"]
NODES = ["cleared", "current", "closed", "optional", "exceeded", "suspended", "mtd"]


def picture(draw, *, scale: float = 1.0, width: int = 60, height: int = 60) -> QImage:
    image = QImage(int(width * scale), int(height * scale), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def grey(image: QImage) -> bytes:
    return bytes(image.convertToFormat(QImage.Format.Format_Grayscale8).constBits())


@pytest.mark.parametrize("ink", [theme, PaperInk()], ids=["screen", "paper"])
def test_every_mark_looks_different_in_grey(ink):
    marks = [Mark(state, 11, 0.5) for state in STATES]
    pictures = {grey(picture(lambda p, m=m: draw_mark(p, QRectF(5, 5, 30, 30), m, ink))) for m in marks}
    assert len(pictures) == len(STATES)


@pytest.mark.parametrize("ink", [theme, PaperInk()], ids=["screen", "paper"])
def test_every_node_looks_different_in_grey(ink):
    pictures = {grey(picture(lambda p, s=s: draw_node(p, QPointF(20, 20), s, ink))) for s in NODES}
    assert len(pictures) == len(NODES)


def test_every_grade_looks_different_on_paper():
    pictures = {
        grey(picture(lambda p, g=g: draw_grade_square(p, QRectF(5, 5, 20, 20), g, PaperInk()))) for g in range(1, 6)
    }
    assert len(pictures) == 5


def test_a_dlt_is_a_black_square_on_paper():
    image = picture(lambda p: draw_mark(p, QRectF(5, 5, 30, 30), Mark("T"), PaperInk()))
    assert image.pixelColor(8, 20).name() == "#000000"


def test_every_mark_has_words_of_its_own():
    assert len({mark_words(Mark(state, 11)) for state in STATES}) == len(STATES)
    assert mark_words(Mark("?", 1)) == "in the window, 1 day left"
    assert mark_words(Mark("?", 11)) == "in the window, 11 days left"


@pytest.mark.parametrize("height", [20, 24, 28])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("text", [None, "升级到下一剂量水平"])
def test_no_chip_is_narrower_than_its_words(height: int, scale: float, text: str | None):
    for action in CHIP_STYLES:
        width = chip_width(action, height, text)
        image = picture(
            lambda p, a=action, w=width: draw_chip(p, QRectF(0, 0, w, height), a, theme, text), scale=scale, width=300
        )
        assert not image.isNull()
        size = 12 if height == 20 else 14
        word = chip_word(action) if text is None else text
        assert width >= QFontMetricsF(font(size, 600)).horizontalAdvance(word) + 2 * 4 + size


def test_a_text_too_long_is_shortened_and_says_so():
    results = []
    picture(lambda p: results.append(draw_text(p, QRectF(0, 0, 40, 20), "aspartate", font(14), theme.color("text"))))
    picture(lambda p: results.append(draw_text(p, QRectF(0, 0, 400, 20), "aspartate", font(14), theme.color("text"))))
    assert results == [False, True]


def test_tags_and_row_grounds_draw():
    for fill in ("", "soft", "warn", "hard", "purple", "neutral"):
        image = picture(lambda p, f=fill: draw_tag(p, QRectF(0, 0, tag_width("T met"), 20), "T met", theme, fill=f))
        assert len(set(grey(image))) > 2
    for kind in ("current", "optional", "exceeded"):
        assert len(set(grey(picture(lambda p, k=kind: draw_row_ground(p, QRectF(0, 0, 60, 40), k, theme))))) > 1


@pytest.mark.parametrize("name", ICON_NAMES)
def test_an_icon_stays_inside_its_square_and_leaves_ink(name: str):
    bounds = icon_path(name).boundingRect()
    assert min(bounds.left(), bounds.top()) >= 0.75
    assert max(bounds.right(), bounds.bottom()) <= 15.25
    assert len(set(grey(picture(lambda p: draw_icon(p, QRectF(5, 5, 16, 16), name, theme.color("text")))))) > 2
    assert not icon(name).pixmap(16, 16).isNull()


def test_widgets_say_in_words_what_they_show(qtbot):
    mark = SubjectMark(Mark("T"), subject="01-013")
    chip = ActionChip("wait")
    for widget in (mark, chip):
        qtbot.addWidget(widget)
    assert mark.accessibleName() == mark.toolTip() == "01-013: DLT"
    assert chip.accessibleName() == "Wait"
    chip.set_action("escalate", "Escalate to level 5")
    assert chip.accessibleName() == "Escalate to level 5"
    assert chip.sizeHint().width() >= chip_width("escalate", 28, "Escalate to level 5")
