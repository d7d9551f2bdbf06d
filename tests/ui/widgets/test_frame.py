"""Rail, context line, command palette, shortcut sheet, decision table and the gallery as a whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from ui.gallery.window import COMMANDS, Gallery
from ui.theme import apply_theme, caption_font, theme
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.context_line import ContextLine, ContextValues
from ui.widgets.decision_table import DecisionTable
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value import KeyValueList
from ui.widgets.palette_popup import Command, PalettePopup, matching_commands
from ui.widgets.rail import Rail, RailItem
from ui.widgets.shortcut_sheet import KeyCaps, ShortcutSheet

GROUPS = (
    (RailItem("overview", "Overview", "overview"), RailItem("today", "Today", "calendar", 3)),
    (RailItem("audit", "Audit", "audit"),),
)


def test_the_rail_is_walked_by_arrows_and_chosen_by_enter(qtbot):
    rail = Rail(GROUPS)
    qtbot.addWidget(rail)
    rail.resize(200, 600)
    rail.show()
    with qtbot.waitActive(rail):
        rail.activateWindow()
    rail.set_current("overview")
    first = rail.focusWidget() or rail
    first.setFocus()
    rail.nextInFocusChain().setFocus()
    qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Down)
    assert rail.current() == "overview"
    with qtbot.waitSignal(rail.section_chosen) as caught:
        qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Return)
    assert caught.args == ["today"]
    assert rail.current() == "today"


def test_the_rail_names_what_waits_and_who_works(qtbot):
    rail = Rail(GROUPS)
    qtbot.addWidget(rail)
    rail.set_person("Dr Lin Yue", "Investigator")
    rail.set_count("audit", 2)
    names = {child.accessibleName() for child in rail.findChildren(QWidget)}
    assert {
        "Overview",
        "Today, 3 waiting",
        "Audit, 2 waiting",
        "Dr Lin Yue, Investigator",
        "Change who is working",
    } <= names
    rail.set_groups(GROUPS[:1])
    assert rail.current() == ""


@pytest.mark.parametrize("width", [1080, 1240, 1720])
@pytest.mark.parametrize("is_dirty", [False, True])
def test_the_context_line_keeps_its_values_at_every_width(qtbot, width: int, is_dirty: bool):
    values = ContextValues("BAT6026", "01", "v1.0", "20 Nov 2026 14:10 +08:00", "13", "10", "14:08", is_dirty)
    line = ContextLine(values)
    qtbot.addWidget(line)
    line.resize(width, 48)
    line.show()
    assert line.values() == values
    facts = line.findChildren(QWidget)[0]
    assert facts.needed_width(0, 10.0) <= facts.width()
    line.find_button.resize(line.find_button.sizeHint())
    assert QFontMetricsF(caption_font(500)).horizontalAdvance("Ctrl+K") <= line.find_button.width() - 43
    assert not line.grab().isNull()


def test_the_find_button_asks_for_the_palette(qtbot):
    line = ContextLine()
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.find_requested):
        line.find_button.click()


def test_matches_hold_every_word_and_start_with_the_text_first():
    commands = [Command("1", "Open study"), Command("2", "Study design"), Command("3", "Audit")]
    assert [c.id for c in matching_commands(commands, "study")] == ["2", "1"]
    assert [c.id for c in matching_commands(commands, "STU op")] == ["1"]
    assert matching_commands(commands, "x") == []


def test_the_palette_runs_the_chosen_command(qtbot):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    popup = PalettePopup(COMMANDS, window)
    popup.open_over(window)
    qtbot.keyClicks(popup.search, "add")
    assert popup.titles() == ["Add adverse event"]
    with qtbot.waitSignal(popup.chosen) as caught:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert caught.args == ["add"]
    assert not popup.isVisible()
    popup.open_over(window)
    assert len(popup.titles()) == len(COMMANDS)
    qtbot.keyClick(popup.search, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_sheet_lists_what_has_keys(qtbot):
    sheet = ShortcutSheet(COMMANDS)
    qtbot.addWidget(sheet)
    assert sheet.row_count == sum(bool(command.shortcut) for command in COMMANDS)
    assert not sheet.isModal()
    assert not sheet.grab().isNull()


def test_key_caps_read_the_plus_key(qtbot):
    caps = KeyCaps("Ctrl++")
    qtbot.addWidget(caps)
    assert caps.accessibleName() == "Ctrl++"
    assert not caps.grab().isNull()


def test_the_decision_table_says_its_cells_and_frames_today(qtbot):
    table = DecisionTable({(3, 0): "E", (3, 1): "S", (3, 2): "DU"}, today=(3, 1))
    qtbot.addWidget(table)
    assert table.cell_words(3, 2) == "2 DLT in 3 evaluable: exceeded"
    assert table.cell_words(1, 2) == "2 DLT in 1 evaluable: not possible"
    assert table.accessibleName() == "Decision table. Today: 1 DLT in 3 evaluable: stay, fill"
    table.resize(table.sizeHint())
    image = table.grab().toImage()
    frame = table.cell_rect(3, 1)
    scale = image.devicePixelRatio()
    edge = image.pixelColor(int((frame.left() - 1) * scale), int(frame.center().y() * scale))
    assert edge.name() == theme.color("text").name()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.accessibleDescription() == "0 DLT in 3 evaluable: escalate"


def test_an_elided_label_tells_the_rest_in_a_tooltip(qtbot):
    label = ElidedLabel("Aspartate aminotransferase increased")
    qtbot.addWidget(label)
    assert label.sizeHint().width() >= QFontMetricsF(label.font()).horizontalAdvance(label.text())
    label.resize(80, 20)
    label.grab()
    assert label.is_elided
    assert label.toolTip() == "Aspartate aminotransferase increased"
    label.resize(400, 20)
    label.grab()
    assert not label.is_elided
    assert label.toolTip() == ""


def test_labels_follow_the_theme(qtbot, qapp):
    label = Label("text", token="text3")
    qtbot.addWidget(label)
    apply_theme(qapp, "dark")
    assert label.palette().windowText().color() == theme.color("text3")
    label.set_token("accent")
    assert label.palette().windowText().color() == theme.color("accent")


def test_a_banner_offers_one_action_and_an_empty_state_says_what_to_do(qtbot):
    banner = Banner("hard", "The disk is full.", "All saved work is safe.", "Try again")
    empty = EmptyState("chart", "No samples yet", "Import the laboratory’s file.", "Import samples")
    for widget in (banner, empty):
        qtbot.addWidget(widget)
        with qtbot.waitSignal(widget.action_triggered):
            widget.button.click()
    assert banner.accessibleName() == "The disk is full. All saved work is safe."
    banner.show_message("warn", "Needs review.")
    assert banner.button.isHidden()


def test_an_empty_value_is_an_en_dash(qtbot):
    facts = KeyValueList([("End", "")])
    qtbot.addWidget(facts)
    assert "End: –" in {child.accessibleName() for child in facts.findChildren(QWidget)}


def test_a_card_is_named_by_its_title(qtbot):
    card = Card("Timeline", "study day")
    qtbot.addWidget(card)
    assert card.accessibleName() == "Timeline"
    card.set_title("Adverse events, 6", "CTCAE v5.0")
    assert card.accessibleName() == "Adverse events, 6"


def test_every_interactive_widget_of_the_gallery_has_a_name(qtbot):
    gallery = Gallery()
    qtbot.addWidget(gallery)
    nameless = [
        child
        for child in gallery.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
        and not child.accessibleName()
        and not type(child).__module__.startswith("PySide6")
    ]
    assert nameless == []


@pytest.mark.parametrize("page", ["marks", "forms", "tables"])
def test_the_gallery_shows_every_page_in_both_themes(qtbot, page: str):
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.show_page(page)
    light = gallery.grab().toImage()
    gallery.toggle_theme()
    assert light != gallery.grab().toImage()
