"""Colours, type and spacing of Titrant, in light and dark.

Nothing outside this file names a colour. Widgets ask `theme.color("text2")` while they paint; a change
of theme sets the application palette, and Qt's palette change repaints every widget.
"""

from __future__ import annotations

import importlib.util
import logging
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

log = logging.getLogger(__name__)

ThemeName = Literal["light", "dark", "system"]

# Spacing, in device-independent pixels.
SPACE_XS, SPACE_S, SPACE_M = 4, 8, 16
PAGE_MARGIN, PAGE_TOP, CARD_PADDING = 24, 20, 20
RAIL_WIDTH, WIZARD_RAIL_WIDTH, CONTEXT_HEIGHT, CARD_TITLE_HEIGHT = 200, 248, 48, 44
CONTROL_HEIGHT, SIGN_HEIGHT, ROW_HEIGHT, HEADER_HEIGHT, RUNG_HEIGHT = 32, 36, 32, 32, 66
RADIUS_CARD, RADIUS_CONTROL, RADIUS_TAG = 8.0, 6.0, 4.0
BORDER, BORDER_SELECTED, BORDER_FOCUS = 1.0, 1.5, 2.0


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, each as #RRGGBB; see VISUAL.md for what each one is for."""

    window: str
    rail: str
    surface: str
    sunken: str
    line: str
    control: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    soft: str
    hardline: str
    hard: str
    warnline: str
    warn: str
    neutral: str
    on_neutral: str
    # Okabe-Ito fills are the same in both themes and always carry ink and a letter or glyph.
    sky: str = "#56B4E9"
    orange: str = "#E69F00"
    purple: str = "#CC79A7"
    yellow: str = "#F0E442"
    ink: str = "#15191E"


LIGHT = Tokens(
    window="#F6F7F9", rail="#ECEEF2", surface="#FFFFFF", sunken="#F1F3F6",
    line="#E1E5EA", control="#87909D", edge="#9AA3AF",
    text="#15191E", text2="#454D57", text3="#5C6570",
    accent="#0072B2", on_accent="#FFFFFF", soft="#E4F0F8",
    hardline="#9C3D72", hard="#FBEAF2", warnline="#8A5A00", warn="#FFF6DF",
    neutral="#E6E8EB", on_neutral="#15191E",
)  # fmt: skip
DARK = Tokens(
    window="#14171B", rail="#0F1215", surface="#1B1F25", sunken="#23282F",
    line="#2E343C", control="#6F7A88", edge="#67717E",
    text="#ECEFF3", text2="#B8C0CA", text3="#98A2AE",
    accent="#56B4E9", on_accent="#0D1216", soft="#18303F",
    hardline="#DE9DC0", hard="#38202D", warnline="#E9B84A", warn="#33290F",
    neutral="#3B424C", on_neutral="#ECEFF3",
)  # fmt: skip
TOKEN_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Tokens))


class Ink(Protocol):
    """Where a drawing function takes its colours from: the current theme, or paper."""

    @property
    def is_paper(self) -> bool:
        """True if shapes must be told apart without any colour."""
        ...

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        ...


class Theme(QObject):
    """The current theme. One instance, `theme`, changed only by `apply_theme`."""

    changed = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._colors = _colors_of(tokens)

    @property
    def is_paper(self) -> bool:
        return False

    @property
    def is_dark(self) -> bool:
        return self._tokens is DARK

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def color(self, token: str) -> QColor:
        """The colour of a token in the current theme.

        Raises:
            KeyError: if there is no such token.
        """
        return self._colors[token]

    def use_tokens(self, tokens: Tokens) -> None:
        """Switches to another set of tokens; call `apply_theme` instead, which also sets the palette."""
        self._tokens = tokens
        self._colors = _colors_of(tokens)


class PaperInk:
    """Black and greys for print: tokens keep their names, hues become shapes and weights."""

    _GREYS: ClassVar[dict[str, str]] = {
        "window": "#FFFFFF", "rail": "#FFFFFF", "surface": "#FFFFFF", "sunken": "#F2F2F2", "line": "#B0B0B0",
        "control": "#606060", "edge": "#404040", "text": "#000000", "text2": "#202020", "text3": "#404040",
        "accent": "#000000", "on_accent": "#FFFFFF", "soft": "#EDEDED", "hardline": "#000000", "hard": "#FFFFFF",
        "warnline": "#000000", "warn": "#FFFFFF", "neutral": "#FFFFFF", "on_neutral": "#000000",
        "sky": "#FFFFFF", "orange": "#D0D0D0", "purple": "#000000", "yellow": "#FFFFFF", "ink": "#000000",
    }  # fmt: skip

    @property
    def is_paper(self) -> bool:
        return True

    def color(self, token: str) -> QColor:
        return QColor(self._GREYS[token])


def _colors_of(tokens: Tokens) -> dict[str, QColor]:
    return {name: QColor(getattr(tokens, name)) for name in TOKEN_NAMES}


theme = Theme(LIGHT)


# --- type ---------------------------------------------------------------------------------------

_FAMILIES: list[str] = ["Inter", "Noto Sans SC"]
_FONT_PACKAGES = (
    ("fontpkg_inter", "files/Inter[[]opsz,wght[]].ttf"),
    ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
)
_loaded_families: set[str] | None = None


def load_fonts() -> set[str]:
    """Registers the shipped fonts once and returns the families that were found.

    Needs a QGuiApplication. A missing font is logged; the system's own font then takes its place.
    """
    global _loaded_families
    if _loaded_families is not None:
        return _loaded_families
    _loaded_families = set()
    for package, pattern in _FONT_PACKAGES:
        spec = importlib.util.find_spec(package)
        files = sorted(Path(spec.origin).parent.glob(pattern)) if spec is not None and spec.origin else []
        if not files:
            log.warning("Font package %s is missing; using a system font instead", package)
        for file in files:
            font_id = QFontDatabase.addApplicationFont(str(file))
            if font_id < 0:
                log.warning("Font file %s can't be read; using a system font instead", file.name)
                continue
            _loaded_families.update(QFontDatabase.applicationFontFamilies(font_id))
    return _loaded_families


def font(pixel_size: int, weight: int = 400, *, tabular: bool = False) -> QFont:
    """A font of the app at any size; pages use `title_font`, `body_font` and `caption_font`."""
    return QFont(_made_font(pixel_size, weight, tabular))


@cache
def _made_font(pixel_size: int, weight: int, tabular: bool) -> QFont:
    """A font to copy: each row that is painted asks for some, and making one anew takes as long as drawing with it."""
    load_fonts()  # whoever measures before anything is drawn measures with the same fonts
    result = QFont(_FAMILIES)
    result.setPixelSize(pixel_size)
    result.setWeight(QFont.Weight(weight))
    # Inter comes as one variable file that Qt registers as Regular only: the axis gives the true weights.
    result.setVariableAxis(QFont.Tag("wght"), float(weight))
    # Unhinted text keeps its measures at every scale, so that what fits at 100 % also fits at 150 %.
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Set either way: a painter fills in what a font leaves open from its widget's font.
    result.setFeature(QFont.Tag("tnum"), 1 if tabular else 0)
    return result


def title_font() -> QFont:
    """20 px, 600: the one sentence of the page."""
    return font(20, 600)


def body_font(weight: int = 400, *, tabular: bool = False) -> QFont:
    """14 px: 400 for text, 500 for values, 600 for titles."""
    return font(14, weight, tabular=tabular)


def caption_font(weight: int = 400, *, tabular: bool = False) -> QFont:
    """12 px: 400 for captions, 500 for labels and headers."""
    return font(12, weight, tabular=tabular)


# --- applying -----------------------------------------------------------------------------------


def build_palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a theme, so that native parts (caret, selection, menus, popups) follow it."""
    role = QPalette.ColorRole
    palette = QPalette()
    for color_role, token in (
        (role.Window, "window"), (role.WindowText, "text"), (role.Base, "surface"), (role.AlternateBase, "sunken"),
        (role.Text, "text"), (role.Button, "surface"), (role.ButtonText, "text"), (role.BrightText, "on_accent"),
        (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.PlaceholderText, "text3"),
        (role.Light, "surface"), (role.Midlight, "line"), (role.Mid, "line"), (role.Dark, "control"),
        (role.Shadow, "edge"), (role.Link, "accent"), (role.LinkVisited, "accent"), (role.Accent, "accent"),
        (role.ToolTipBase, "text"), (role.ToolTipText, "surface"),
    ):  # fmt: skip
        palette.setColor(color_role, QColor(getattr(tokens, token)))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(tokens.text3))
    return palette


class _SystemFollower(QObject):
    """Follows the operating system between light and dark while the person's choice is "system"."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.is_following = False
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.is_following:
            _apply_tokens(self._app, _system_tokens(self._app))


def _system_tokens(app: QApplication) -> Tokens:
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _apply_tokens(app: QApplication, tokens: Tokens) -> None:
    palette = build_palette(tokens)
    if theme.tokens is tokens and app.palette() == palette:
        return  # every widget would be told for nothing
    theme.use_tokens(tokens)
    app.setPalette(palette)
    QToolTip.setPalette(palette)
    QToolTip.setFont(caption_font())
    theme.changed.emit()


def apply_theme(app: QApplication, name: ThemeName) -> None:
    """Sets style, palette and fonts. May be called again at any time.

    There is no style sheet: with one, Qt fills the ground of each text field anew and hides its own frame.

    Args:
        app: the application.
        name: "light", "dark", or "system" to follow the operating system.
    """
    load_fonts()
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setFont(body_font())
    follower = app.findChild(_SystemFollower)
    if not isinstance(follower, _SystemFollower):
        follower = _SystemFollower(app)
    follower.is_following = name == "system"
    _apply_tokens(app, _system_tokens(app) if name == "system" else DARK if name == "dark" else LIGHT)
