"""The tokens hold the contrast that VISUAL.md states, and changing the theme reaches what is painted."""

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme import (
    DARK,
    LIGHT,
    TOKEN_NAMES,
    PaperInk,
    Tokens,
    apply_theme,
    body_font,
    caption_font,
    load_fonts,
    theme,
    title_font,
)

# Foreground, ground, and the ratio in light and dark.
PAIRS = [
    ("control", "surface", 3.2, 3.8),
    ("text", "surface", 17.7, 14.3),
    ("text2", "surface", 8.6, 9.0),
    ("text2", "soft", 7.4, 7.5),
    ("text3", "surface", 5.9, 6.4),
    ("text3", "rail", 5.1, 7.3),
    ("text3", "soft", 5.1, 5.3),
    ("accent", "surface", 5.2, 7.2),
    ("accent", "soft", 4.5, 5.9),
    ("on_accent", "accent", 5.2, 8.2),
    ("hardline", "surface", 6.3, 7.6),
    ("hardline", "hard", 5.5, 6.9),
    ("warnline", "surface", 5.9, 9.0),
    ("warnline", "warn", 5.5, 7.8),
    ("on_neutral", "neutral", 14.4, 8.8),
    ("ink", "sky", 7.6, 7.6),
    ("ink", "orange", 7.8, 7.8),
    ("ink", "purple", 5.8, 5.8),
    ("ink", "yellow", 13.3, 13.3),
]


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(QColor(first)), luminance(QColor(second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("name", "ground", "light", "dark"), PAIRS)
def test_a_pair_of_tokens_has_the_contrast_that_is_written_down(name: str, ground: str, light: float, dark: float):
    for tokens, expected in ((LIGHT, light), (DARK, dark)):
        assert contrast(getattr(tokens, name), getattr(tokens, ground)) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "sunken", "soft", "window", "rail", "hard", "warn"])
def test_words_are_readable_on_every_ground(tokens: Tokens, ground: str):
    names = ("text", "text2") + (("text3",) if ground not in ("hard", "warn") else ())
    assert min(contrast(getattr(tokens, name), getattr(tokens, ground)) for name in names) >= 4.5


@pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_applying_a_theme_sets_the_palette_and_says_so(qapp: QApplication, qtbot, name: str, tokens: Tokens):
    apply_theme(qapp, "dark" if name == "light" else "light")
    with qtbot.waitSignal(theme.changed):
        apply_theme(qapp, name)
    with qtbot.assertNotEmitted(theme.changed):
        apply_theme(qapp, name)
    assert theme.tokens is tokens
    assert theme.is_dark == (name == "dark")
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(tokens.surface)
    assert qapp.palette().color(QPalette.ColorRole.Accent) == QColor(tokens.accent)
    assert qapp.styleSheet() == ""


def test_following_the_system_is_light_or_dark(qapp: QApplication):
    apply_theme(qapp, "system")
    assert theme.tokens in (LIGHT, DARK)


def test_the_shipped_fonts_are_found_and_used(qapp: QApplication):
    assert load_fonts() >= {"Inter", "Noto Sans SC"}
    assert QFontInfo(body_font()).family() == "Inter"


def test_there_are_three_sizes_with_true_weights(qapp: QApplication):
    load_fonts()
    assert [f.pixelSize() for f in (title_font(), body_font(), caption_font())] == [20, 14, 12]
    assert title_font().weight() == QFont.Weight.DemiBold
    assert body_font(500).variableAxisValue(QFont.Tag("wght")) == 500
    assert body_font(tabular=True).featureValue(QFont.Tag("tnum")) == 1
    assert body_font().featureValue(QFont.Tag("tnum")) == 0


def test_paper_has_every_token_and_only_greys():
    ink = PaperInk()
    assert ink.is_paper
    for name in TOKEN_NAMES:
        color = ink.color(name)
        assert color.red() == color.green() == color.blue()


def test_an_unknown_token_is_an_error():
    with pytest.raises(KeyError):
        theme.color("red")
