"""The Design page on a real study: exact numbers, a curve that can be dragged or typed, and answers that follow."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.graph import build_graph
from domain.characteristics.named import NAMED, named_design_of, open_rules
from domain.characteristics.outcomes import next_outcomes
from domain.characteristics.ready import READY, scenario_of
from domain.escalation.recommend import history_of, treated_from
from domain.notation import parse_history
from domain.protocol.reader import load_shipped, shipped_protocols
from tests.ui.pages.studies import make_session
from ui.design_sheet import Entry, Kind
from ui.pages.design_page import DesignPage
from ui.pages.design_scenario_card import DLT, MODERATE
from ui.theme import title_font

HISTORY = "1N 2MNN 3NNXN 4NNT??"
REFERENCE = (0.01, 0.01, 0.03, 0.08, 0.20, 0.35, 0.50, 0.65)


def page_of(qtbot, path: Path, history: str = HISTORY, protocol_id: str = "bat6026", size=(1240, 822)) -> DesignPage:
    page = DesignPage(make_session(path / "s.titrant", history, protocol_id=protocol_id))
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    qtbot.wait(1)
    return page


def said_in(page: DesignPage, row: int) -> list[str]:
    return [entry.said for entry in page.table_card.sheet.rows[row]]


def test_the_ready_scenario_over_eight_levels_gives_the_published_reference(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    page.scenario_card.with_optional.click()
    qtbot.wait(40)
    assert page.scenario_card.scenario.dlt == REFERENCE
    assert [text for text in said_in(page, -1) if text.strip()][3:] == ["19.69", "23.40", "3.29", "3.32"]
    assert page.sentence.text() == "Most likely MTD: level 5 (1 mg/kg), 0.41. A needs 3.7 subjects fewer than B."


def test_an_optional_level_counts_only_where_it_was_opened_or_is_asked_for(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    assert page.scenario_card.levels == 7
    assert "Without the optional level 8." in page.basis.text()


def test_dragging_a_point_changes_the_answer_with_the_next_frame(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    editor, before = page.scenario_card.editor, page.sentence.text()
    start = editor.point_position(DLT, 4).toPoint()
    viewport = editor.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start - QPoint(0, 90))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start - QPoint(0, 90))
    qtbot.wait(40)
    value = page.scenario_card.dlt[3]
    assert value > 0.2
    assert page.scenario_card.is_own
    assert page.scenario_card.fields[DLT][3].text() == f"{value:.2f}"
    assert page.sentence.text() != before
    assert page.comparison().answers[0] == exact_characteristics(page.session.part.rules, page.scenario_card.scenario)


def test_the_keyboard_does_what_the_mouse_does(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    editor = page.scenario_card.editor
    editor.setFocus()
    editor.choose_point(DLT, 5)
    QTest.keyClick(editor, Qt.Key.Key_Left)
    assert editor.current == (DLT, 4)
    before = page.scenario_card.dlt[3]
    QTest.keyClick(editor, Qt.Key.Key_Up)
    qtbot.wait(40)
    QTest.keyClick(editor, Qt.Key.Key_PageUp)
    qtbot.wait(40)
    assert page.scenario_card.dlt[3] == pytest.approx(before + 0.11)
    assert "level 4" in editor.accessibleName()
    QTest.keyClick(editor, Qt.Key.Key_M)
    assert editor.current == (MODERATE, 2)
    QTest.keyClick(editor, Qt.Key.Key_Down)
    qtbot.wait(40)
    assert page.scenario_card.moderate[1] == pytest.approx(0.04)


def test_a_typed_probability_counts_and_an_impossible_one_is_refused_beside_its_field(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    field = page.scenario_card.fields[DLT][2]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.3")
    qtbot.wait(40)
    assert page.scenario_card.dlt[2] == 0.3
    assert field.text() == "0.3"
    assert "P(DLT) falls from level 3 to level 4" in page.scenario_card.finding.text
    field.selectAll()
    QTest.keyClicks(field, "1.3")
    assert page.scenario_card.dlt[2] != 1.3
    assert field.toolTip() == "A probability lies between 0 and 1."


def test_dlt_and_moderate_toxicity_never_exceed_one_together(qtbot, tmp_path: Path):
    card = page_of(qtbot, tmp_path).scenario_card
    card.editor.point_moved.emit(DLT, 1, 0.98)
    assert card.moderate[0] == pytest.approx(0.02)
    assert card.scenario.dlt[0] == 0.98


def test_many_changes_before_a_frame_cost_one_redraw(qtbot, tmp_path: Path, monkeypatch):
    page = page_of(qtbot, tmp_path)
    drawn = []
    monkeypatch.setattr(page.plot_card, "show_plot", drawn.append)
    for value in (0.31, 0.32, 0.33, 0.34):
        page.scenario_card.editor.point_moved.emit(DLT, 5, value)
    qtbot.wait(60)
    assert len(drawn) == 1


def test_dragging_a_point_builds_no_graph_of_states_anew(qtbot, tmp_path: Path):
    # What a step costs: benchmarks/design_drag.py
    page = page_of(qtbot, tmp_path)
    page.scenario_card.with_optional.click()
    page.redraw()
    built = build_graph.cache_info().misses
    for step in range(5):
        page.scenario_card.editor.point_moved.emit(DLT, 5, round(0.2 + step / 200, 3))
        page.redraw()
    assert build_graph.cache_info().misses == built


def test_from_here_takes_todays_subjects_and_pending_verdicts_follow_the_scenario(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    page.origin.set_value("here")
    qtbot.wait(40)
    history = parse_history(HISTORY, 8)
    expected = exact_characteristics(page.session.part.rules, page.scenario_card.scenario, history=history)
    assert page.comparison().answers[0] == expected
    assert page.sentence.text().startswith("Most likely MTD from here")
    assert page.comparison().names == ("from here", "from the start")
    assert page.other.isHidden()


def test_the_tree_tells_every_number_of_dlts_with_its_probability(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    page.origin.set_value("here")
    page.table_card.which.set_value("outcomes")
    qtbot.wait(40)
    rows = [[entry.said for entry in row] for row in page.table_card.sheet.rows]
    assert [row[0] for row in rows] == ["no DLT", "1 DLT", "2 DLTs", "3 DLTs"]
    assert rows[0][2] == "Open level 5, 3 subjects"
    assert rows[1][2].startswith("Level 4 closes; go down to level 3")
    assert sum(row[1].value for row in page.table_card.sheet.rows) == pytest.approx(1, abs=1e-12)
    assert len(page.table_card.tree.row_rects()) == 4
    assert "0.64" in page.table_card.tree.accessibleDescription() or "no DLT" in rows[0][0]


@pytest.mark.parametrize("history", ["", "1?", "1m", "1M", "1N 2N 3NN?", "1N 2MNN 3NNXN 4NNT??", "1N 2N 3NTT"])
@pytest.mark.parametrize("protocol_id", ["bat6026", "bat6021", "imm27m"])
def test_the_branches_together_are_the_whole(history: str, protocol_id: str):
    part = load_shipped(protocol_id).first_part
    levels = part.usable_levels()
    scenario = scenario_of(READY[0], levels)
    subjects = treated_from(parse_history(history, levels))
    outcomes = next_outcomes(part, subjects, scenario, with_optional=False)
    assert outcomes is not None
    assert sum(branch.chance for branch in outcomes.branches) == pytest.approx(1, abs=1e-12)
    whole = exact_characteristics(part.rules, scenario, history=history_of(subjects))
    mixed = [
        sum(branch.chance * branch.after.selection[level] for branch in outcomes.branches)
        for level in range(levels + 1)
    ]
    assert mixed == pytest.approx(list(whole.selection), abs=1e-9)
    mean = sum(branch.chance * branch.after.mean_total for branch in outcomes.branches)
    # The exact answer waits for the verdicts still awaited; the tree counts who is still to be dosed beside them.
    is_mixed = any(one.outcome.is_pending for one in subjects) and outcomes.to_come > sum(
        one.outcome.is_pending for one in subjects
    )
    least = whole.mean_total - 1e-9
    assert mean >= least if is_mixed else mean == pytest.approx(whole.mean_total, abs=1e-9)


def test_a_moderate_toxicity_parts_a_branch_while_acceleration_lasts():
    part = load_shipped("bat6026").first_part
    outcomes = next_outcomes(part, (), scenario_of(READY[0], 7), with_optional=False)
    assert [(branch.dlts, branch.moderates) for branch in outcomes.branches] == [(0, "none"), (0, "some"), (1, "")]


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_shipped_protocol_has_every_table_and_plot(qtbot, tmp_path: Path, protocol_id: str):
    page = page_of(qtbot, tmp_path, "1N", protocol_id, (1080, 642))
    for view in ("levels", "totals", "designs", "readings", "outcomes"):
        page.table_card.which.set_value(view)
        qtbot.wait(1)
        assert page.table_card.sheet.rows
    for plot in ("selection", "subjects", "dlts", "total"):
        page.plot_card.which.set_value(plot)
        qtbot.wait(1)
        assert page.plot_card.view.plot == page.plot
    assert page.minimumSizeHint().height() <= 642


def test_more_than_planned_is_told_where_the_protocol_plans_a_number(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path, "1N", "imm27m")
    page.plot_card.which.set_value("total")
    qtbot.wait(1)
    rows = {row[0].said: row[1] for row in page.table_card.sheet.rows}
    answer = page.comparison().answers[0]
    assert rows["P(more than the 16 planned)"].value == pytest.approx(answer.more_than(16))
    assert page.plot.fences[0].name == "more than the 16 planned"


def test_the_named_designs_differ_in_search_down_and_top():
    rules = load_shipped("bat6026").first_part.rules
    assert named_design_of(rules).title == "3+3, top stopped"
    scenario = Scenario(REFERENCE)
    means = [exact_characteristics(one.rules(rules), scenario).mean_total for one in NAMED]
    assert means[0] > means[1] > means[2]
    assert all(one.rules(rules).accelerated_levels == 0 for one in NAMED)


def test_the_open_readings_are_those_of_the_protocol_with_the_taken_one_first():
    protocol = load_shipped("bat6026")
    rules = open_rules(protocol, protocol.first_part, scenario_of(READY[0], 7))
    bearing = [rule.path.rpartition(".")[2] for rule in rules if rule.readings]
    assert bearing == ["fill", "top"]
    assert all(rule.readings[0].is_taken and len(rule.readings) > 1 for rule in rules if rule.readings)
    assert {rule.path.rpartition(".")[2] for rule in rules} >= {"replace_not_evaluable", "more_than_full"}


def test_the_table_is_copied_and_saved_with_all_its_digits(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    page.table_card.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Level", "Dose, mg/kg", "P(DLT)"]
    answer = page.comparison().answers[0]
    assert float(lines[1].split("\t")[3]) == pytest.approx(answer.selection[7], abs=1e-9)
    assert page.files.save_table(page.table_card.sheet, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()[0].startswith("Level,")
    assert not page.files.save_table(page.table_card.sheet, tmp_path / "no" / "t.csv")
    assert page.banner.isVisible()


def test_another_cut_off_or_an_entry_reaches_the_page(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    page.origin.set_value("here")
    first = page.session.status.assessments[0]
    page.session.changed.connect(lambda _changes: page.show_study())
    page.session.choose_cut_off(first.first_dose_at)
    assert sum(len(group.outcomes) for group in page.answers.history()) == 1


@pytest.mark.parametrize("size", [(1080, 642), (1240, 822)])
def test_nothing_is_cut_off(qtbot, tmp_path: Path, size: tuple[int, int]):
    page = page_of(qtbot, tmp_path, size=size)
    page.scenario_card.with_optional.click()
    qtbot.wait(40)
    assert page.size().toTuple() == size
    assert QFontMetricsF(title_font()).horizontalAdvance(page.sentence.text()) <= page.sentence.width()
    table = page.table_card.tables["levels"]
    assert table.verticalScrollBar().maximum() == 0
    assert table.horizontalScrollBar().maximum() == 0
    for box in (page.scenario_card.with_moderate, page.scenario_card.with_optional):
        assert box.width() >= box.sizeHint().width()
    assert not page.plot_card.title_label.is_elided


def test_numbers_near_nothing_and_near_certain_are_not_rounded_away():
    said = [Entry(value, Kind.PROBABILITY).said for value in (0.0, 0.001, 0.41, 0.999, 1.0)]
    assert said == ["0", "<0.01", "0.41", ">0.99", "1.00"]
    assert Entry(-0.5, Kind.SHIFT).said == "\u22120.50"
    assert replace(Entry(0.123456789123), kind=Kind.MEAN).plain == 0.123456789


def table_file(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = (Path(__file__).parents[3] / "docs" / "decision-table.md").read_text(encoding="utf-8")
    text = text.split("```csv\n")[1].split("```")[0]
    for before, after in changes:
        text = text.replace(before, after)
    (tmp_path / "our table.csv").write_text(text)
    return tmp_path / "our table.csv"


def test_an_imported_decision_table_becomes_b_under_its_file_name(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    assert page.files.import_table(table_file(tmp_path))
    assert page.other.currentText() == "our table.csv"
    comparison = page.comparison()
    assert comparison.names == ("this protocol", "our table.csv")
    expected = exact_characteristics(NAMED[0].rules(page.session.part.rules), comparison.scenario)
    assert comparison.answers[1].mean_total == pytest.approx(expected.mean_total)
    assert not page.banner.isVisible()
    for view in ("levels", "totals", "designs", "readings", "outcomes"):
        page.table_card.which.set_value(view)
    page.scenario_card.editor.point_moved.emit(DLT, 4, 0.3)
    qtbot.wait(40)
    assert page.comparison().answers[1].mean_total != comparison.answers[1].mean_total
    page.other.set_value(NAMED[1].variant.name)
    assert page.comparison().names[1] == "3+3, top stopped"


def test_a_table_with_faults_is_not_taken_and_the_banner_names_every_row(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    before = page.other.value()
    assert not page.files.import_table(table_file(tmp_path, ("6,3,DU", "6,3,E"), ("6,5,DU\n", "")))
    said = page.banner.accessibleName()
    assert page.banner.isVisible()
    assert said.startswith("our table.csv was not imported; 3 to put right.")
    assert "row 9: E with 3 DLTs in 6 subjects is not safe." in said
    assert "table: 5 DLTs in 6 subjects is missing." in said
    assert page.other.value() == before
    assert page.answers.table is None
    assert not page.files.import_table(tmp_path / "none.csv")
    assert page.files.import_table(table_file(tmp_path, ("3,2,DU", "3,2,S"), ("6,2,DU", "6,2,S")))
    assert "row 4: S with 2 DLTs in 3" in page.banner.accessibleName()
    page.banner.button.click()
    assert not page.banner.isVisible()


def test_many_faults_scroll_and_leave_the_page_its_size(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path, size=(1080, 642))
    assert not page.files.import_table(table_file(tmp_path, ("DU", "UP"), (",E", ",X")))
    qtbot.wait(40)
    assert page.size().toTuple() == (1080, 642)
    assert page.minimumSizeHint().height() <= 642
    assert page.banner.accessibleName().count("is no action") == 10
    assert page._banner_area.verticalScrollBar().maximum() > 0
    page.banner.button.click()
    assert page.sentence.isVisible()


def test_printing_from_here_starts_the_pathway_at_todays_state(qtbot, tmp_path: Path):
    page = page_of(qtbot, tmp_path)
    assert not any("Next outcomes" in getattr(block, "title", "") for block in page.appendix().blocks)
    page.origin.set_value("here")
    texts = [
        inner.text
        for block in page.appendix().blocks
        for inner in getattr(block, "blocks", ())
        if hasattr(inner, "text")
    ]
    assert any(text.startswith("From today's state, 1N 2MNN 3NNXN 4NNT??.") for text in texts)
