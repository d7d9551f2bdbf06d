"""The run that must come out, through a dated study file, the pages and the printed report (BAT6026)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.build import NOW, make_session
from tests.ui.command_line.test_decide import RUN
from ui.reports.cohort import cohort_report
from ui.reports.output import render_pages, save_pdf
from ui.screens.study_screen import StudyScreen
from ui.theme import apply_theme

DATED = [row for row in RUN if "choose" not in row and "?" not in row[0] and "m" not in row[0]]


@pytest.mark.parametrize(("history", "action", "level", "subjects"), DATED)
def test_the_dated_study_recommends_what_the_notation_does(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, history: str, action: str, level: int | None, subjects: int
) -> None:
    apply_theme(qapp, "light")
    session = make_session(tmp_path, history)
    answer = session.status.recommendation
    assert (answer.action.value, answer.dose_level, answer.subjects) == (action, level, subjects)
    screen = StudyScreen(session)
    qtbot.addWidget(screen)
    for section in ("overview", "decisions", "reports"):
        screen.go_to(section)
    words = session.words
    report = cohort_report(session.status, words, printed_at=NOW, printed_by="Wang Fang")
    assert save_pdf(report, tmp_path / "cohort.pdf", "a4") == len(render_pages(report, 40, "a4"))
