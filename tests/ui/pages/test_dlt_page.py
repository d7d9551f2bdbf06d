"""The DLT page: verdicts by level and cohort, and the page in each of its states (AE-5, ESC-11)."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storage.study_file import StudyFile
from tests.ui.pages.dlt import FINISHED, OPEN, headings, rows, said
from tests.ui.pages.studies import NOW, PERSON
from tests.ui.parts import ALL, COMBINED, EXPANSION, session_at
from tests.ui.stage import settle
from ui.pages.subject_head import Fact
from ui.session import Session


def test_the_list_names_each_level_highest_first_with_its_count(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    assert headings(page) == [
        "Level 5, 100 mg: 1 DLT in 2 evaluable",
        "Level 4, 30 mg: 0 DLTs in 3 evaluable",
        "Level 3, 10 mg: 0 DLTs in 1 evaluable",
        "Level 2, 3 mg: 0 DLTs in 1 evaluable",
        "Level 1, 1 mg: 0 DLTs in 1 evaluable",
    ]
    tags = {subject: row.tag.text for subject, row in rows(page).items()}
    assert (tags["01-010"], tags["01-009"], tags["01-008"], tags["01-006"]) == (
        "not yet known", "T met", "not met", "X not evaluable",
    )  # fmt: skip
    assert page.list.current() == "01-010"
    assert page.list_card.caption_label.text() == "10 treated"


# ESC-11: in an expansion a DLT is its cohort's, whatever other cohort takes the same dose.
def test_an_expansion_is_listed_by_cohort(open_dlt: Any, tmp_path: Path) -> None:
    session = session_at(tmp_path, ALL)
    session.choose_part(COMBINED)
    page = open_dlt("", session=session)
    assert headings(page) == ["Cohort 2: 100 mg, NSCLC: 0 DLTs in 2 evaluable"]
    session.choose_part(EXPANSION)
    page.show_study()
    assert headings(page) == ["Cohort 1: 100 mg, Colorectal: 1 DLT in 3 evaluable"]
    assert list(rows(page)) == ["01-027", "01-026", "01-025"]


def test_a_study_open_for_reading_only_shows_the_verdicts_and_says_why_nothing_can_be_signed(
    open_dlt: Any, tmp_path: Path
) -> None:
    page = open_dlt(FINISHED)
    with StudyFile.open(page.session.file.path, read_only=True) as file:
        reading = open_dlt("", session=Session(file, PERSON, clock=lambda: NOW))
        assert "The study is open for reading only." in said(reading.panel)
        assert not reading.panel.is_judging
        assert not reading.panel.sign_button.isVisibleTo(reading.panel)
        assert len(rows(reading)) == 6


def test_a_study_without_treated_subjects_says_what_comes_first(open_dlt: Any, qtbot: Any) -> None:
    page = open_dlt("")
    assert page.empty_state.title_label.text() == "No verdicts yet"
    with qtbot.waitSignal(page.section_wanted) as caught:
        page.empty_state.button.click()
    assert caught.args == ["subjects"]


def test_sixty_subjects_are_walked_through_with_the_arrow_keys(open_dlt: Any, qtbot: Any) -> None:
    history = "1N 2N 3N " + " ".join(f"{level}NNN" for level in (4, 5, 6, 7, 8)) + " 8NNN" * 14
    page = open_dlt(history)
    assert len(rows(page)) == 60
    seen = [page.list.current()]
    for _ in range(59):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        seen.append(page.list.current())
    assert seen == list(rows(page))
    assert seen[-1] in said(page.head)


def test_the_head_gives_up_its_last_facts_and_never_widens_the_page(open_dlt: Any, qtbot: Any) -> None:
    page = open_dlt(OPEN)
    head, around = page.head, QWidget()
    qtbot.addWidget(around)
    row = QHBoxLayout(around)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(head)
    around.resize(640, 70)
    around.show()
    shown = []
    for width in (340, *range(344, 620, 12)):
        around.resize(width, 70)
        settle()
        assert head.width() == width
        assert head.open_button.geometry().right() < width
        shown.append(sum(fact.isVisible() for fact in head.findChildren(Fact)))
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (1, 3)


def test_everything_that_can_be_used_has_a_name(open_dlt: Any) -> None:
    page = open_dlt(OPEN)
    for widget in (
        page.list, page.head.open_button, page.panel.choices, page.panel.reason.edit, page.panel.signer.edit,
        page.panel.sign_button, page.panel.second, page.clauses.views[0].link, *page.clauses.views,
        *page.panel.choices.rows(),
    ):  # fmt: skip
        assert widget.accessibleName()
    model = page.list.rows
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("01-010, not yet known")
