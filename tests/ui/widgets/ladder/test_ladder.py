"""The ladder by pointer, keyboard and screen reader, on a real study file."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from tests.ui.pages.studies import make_session
from ui.theme import apply_theme, body_font, caption_font
from ui.widgets.ladder.card import LadderCard
from ui.widgets.ladder.ladder_rows import LadderRow, build_rows

HISTORY = "1N 2MNN 3NNXN 4NNT??"


def rows_of(path: Path, history: str) -> tuple[LadderRow, ...]:
    session = make_session(path / "study.titrant", history)
    with session.file:
        return build_rows(session.status, session.words)


def row(rows: tuple[LadderRow, ...], level: int) -> LadderRow:
    return next(one for one in rows if one.level == level)


@pytest.fixture
def card(qtbot, tmp_path: Path) -> LadderCard:
    card = LadderCard()
    qtbot.addWidget(card)
    card.set_rows(rows_of(tmp_path, HISTORY))
    card.resize(800, 620)
    card.show()
    return card


def item_named(card: LadderCard, start: str):
    return next(one for one in card.ladder.items if one.accessibleName().startswith(start))


def test_highest_dose_is_on_top_and_each_row_says_its_state(tmp_path: Path):
    rows = rows_of(tmp_path, HISTORY)
    assert [one.level for one in rows] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert (row(rows, 8).state, row(rows, 8).line) == ("Optional", "needs a decision")
    assert row(rows, 5).state == "Closed"
    assert row(rows, 5).line.startswith("from ")
    assert row(rows, 4).state == "Filling to six"
    assert row(rows, 4).line.startswith("slot from ")
    assert (row(rows, 4).evaluable, row(rows, 4).treated, row(rows, 4).dlt) == (3, 5, 1)
    assert [one.mark.state for one in row(rows, 4).marks] == ["N", "N", "T", "?", "?", "+"]
    assert row(rows, 4).marks[-1].label in row(rows, 4).line
    assert row(rows, 3).state == "Cleared"
    assert row(rows, 2).mode == "accelerated, then 3+3"
    assert row(rows, 1).mode == "accelerated"
    assert row(rows, 8).mode == "3+3, optional"


@pytest.mark.parametrize(
    ("history", "level", "state", "node"),
    [
        ("1N 2MNN 3NNT 4N", 4, "Suspended", "suspended"),
        ("1N 2MNN 3NTT 4NNN", 3, "Exceeded", "exceeded"),
        ("1N 2MNN 3NTT 4NNN", 4, "Suspended", "suspended"),
        ("1N 2N 3NNN 4TTN", 4, "Exceeded", "exceeded"),
        ("1N 2N 3NNNNNN 4TTN", 3, "MTD", "mtd"),
        ("1?", 1, "Waiting", "current"),
        ("", 1, "Open", "current"),
        ("", 2, "Closed", "closed"),
    ],
)
def test_a_level_looks_as_it_stands(tmp_path: Path, history: str, level: int, state: str, node: str):
    found = row(rows_of(tmp_path, history), level)
    assert (found.state, found.node) == (state, node)
    assert state in found.words or found.node == "mtd"


def test_every_mark_and_every_rung_has_a_name_in_words(card: LadderCard):
    names = [one.accessibleName() for one in card.ladder.items]
    assert len(names) == 8 + 5 + 4 + 3 + 1 + 1
    assert all(names)
    assert "01-011: DLT" in names
    assert any(name.startswith("01-012: in the window, ") for name in names)
    assert any(name.startswith("Level 4, 0.3 mg/kg, 3+3; 3 evaluable of 5 treated, 1 DLT.") for name in names)


def test_a_click_and_enter_open_the_subject_and_an_empty_slot_opens_nothing(card: LadderCard, qtbot):
    with qtbot.waitSignal(card.subject_chosen) as caught:
        qtbot.mouseClick(item_named(card, "01-011"), Qt.MouseButton.LeftButton)
    assert caught.args == ["01-011"]
    with qtbot.waitSignal(card.subject_chosen) as caught:
        qtbot.keyClick(item_named(card, "01-012"), Qt.Key.Key_Return)
    assert caught.args == ["01-012"]
    with qtbot.assertNotEmitted(card.subject_chosen):
        qtbot.mouseClick(item_named(card, "slot, first dose"), Qt.MouseButton.LeftButton)


def test_one_tab_stop_and_arrows_reach_all(card: LadderCard, qtbot):
    stops = [one for one in card.ladder.items if one.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert [one.accessibleName()[:8] for one in stops] == ["Level 4,"]
    with qtbot.waitActive(card):
        card.activateWindow()
    card.ladder.items[0].setFocus()
    reached = {card.ladder.items[0]}
    for _ in card.ladder.items:
        qtbot.keyClick(card.focusWidget(), Qt.Key.Key_Right)
        reached.add(card.focusWidget())
    assert reached == set(card.ladder.items)


def test_a_pointed_item_is_where_it_is_painted(card: LadderCard):
    for item in card.ladder.items:
        assert item.geometry() == item.item.box.toAlignedRect()
        if item.item.index >= 0:
            assert card.ladder.childAt(item.item.mark.center().toPoint()) is item


def test_sixty_subjects_at_a_level_go_behind_a_tile_that_opens(qtbot, tmp_path: Path):
    card = LadderCard()
    qtbot.addWidget(card)
    card.set_rows(rows_of(tmp_path, f"1N 2N 3{'N' * 30}T{'N' * 29} 4N"))
    card.resize(800, 620)
    card.show()
    few = len(card.ladder.items)
    tile = next(one for one in card.ladder.items if "more at level 3" in one.accessibleName())
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert len(card.ladder.items) == few + 60 - 11
    qtbot.mouseClick(item_named(card, "Show fewer"), Qt.MouseButton.LeftButton)
    assert len(card.ladder.items) == few


@pytest.mark.parametrize("height", [430, 400])
def test_sixty_subjects_at_a_level_never_cut_the_last_rung_of_a_low_ladder(qtbot, tmp_path: Path, height: int):
    card = LadderCard()
    qtbot.addWidget(card)
    card.set_compact(True)
    card.set_rows(rows_of(tmp_path, f"1N 2N 3{'N' * 30}T{'N' * 29} 4N"))
    card.resize(696, 620)
    card.show()
    qtbot.wait(1)
    card.resize(696, height)
    qtbot.wait(1)
    ladder = card.ladder
    assert ladder.layout_now.height <= ladder.parentWidget().height()
    assert ladder.height() == ladder.parentWidget().height()
    assert any("more at level 3" in one.accessibleName() for one in ladder.items)


def test_what_weighs_is_not_put_behind_the_tile_to_save_a_line(qtbot, tmp_path: Path):
    card = LadderCard()
    qtbot.addWidget(card)
    card.set_compact(True)
    card.set_rows(rows_of(tmp_path, "1N 2N 3NNNNNNTNNNNTNNNTT 4NNNNNNNNNN"))
    card.resize(600, 380)
    card.show()
    qtbot.wait(1)
    for level, is_short in ((3, False), (4, True)):
        tops = {one.item.box.top() for one in card.ladder.items if one.item.rung == 8 - level and one.item.index >= 0}
        assert len(tops) == (1 if is_short else 2)
    said = [one.accessibleName() for one in card.ladder.items]
    assert sum("DLT" in one and one.startswith("01-") and "no DLT" not in one for one in said) == 4


@pytest.mark.parametrize("size", [(800, 620), (696, 440)])
@pytest.mark.parametrize("history", [HISTORY, "1N 2MNN 3NTT 4NNN", "1N 2N 3NNNNNN 4TTN"])
def test_no_text_of_a_row_is_wider_than_its_place(qtbot, tmp_path: Path, size: tuple[int, int], history: str):
    card = LadderCard()
    qtbot.addWidget(card)
    card.set_rows(rows_of(tmp_path, history))
    card.resize(*size)
    card.show()
    caption, strong = QFontMetricsF(caption_font()), QFontMetricsF(body_font(600))
    for place, one in zip(card.ladder.layout_now.rungs, card.ladder.rows, strict=True):
        assert caption.horizontalAdvance(one.mode) <= place.mode.width() + 0.5
        assert strong.horizontalAdvance(one.state) <= place.state.width()
        assert caption.horizontalAdvance(one.line) <= place.line.width()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_card_paints_in_both_themes(qapp, card: LadderCard, name: str):
    apply_theme(qapp, name)
    image = card.grab().toImage()
    assert len({image.pixelColor(x, y).name() for x in range(0, 800, 5) for y in range(0, 620, 3)}) > 12
