"""The cohort report of each part: gates and openings with signatures, the cohorts of an expansion (REP-1, PRO-2)."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.ui.parts import ALL, COMBINED, EXPANSION, PART_COMBINATION, PART_MONO, SIGNAL, session_at
from ui.command_line import main
from ui.pages.report_kinds import APPENDIX, COHORT, ReportChoice, report_kinds
from ui.pages.reports_page import ReportsPage
from ui.reports.cohort import cohort_report
from ui.reports.paper import Report
from ui.session import Session
from ui.text import Words


def report_of(session: Session, part_id: str) -> Report:
    study = session.study
    part = study.protocol.part(part_id)
    words = Words(study.zone, part, study.protocol)
    return cohort_report(session.status_of(part), words, printed_at=session.clock(), printed_by="Lin Yue")


def cells_of(report: Report, key: str, session: Session) -> list[list[str]]:
    table = next(block.table for block in report.blocks if getattr(getattr(block, "table", None), "key", "") == key)
    return [[session.words.say(cell.value) for cell in row] for row in table.rows]


def test_the_report_of_an_expansion_has_its_gate_its_opening_and_its_cohorts(tmp_path: Path, qapp) -> None:  # REP-1
    session = session_at(tmp_path, SIGNAL)
    report = report_of(session, EXPANSION)
    assert report.frame.title == "Cohort report, Monotherapy, dose expansion"
    assert report.frame.alerts == (
        "A DLT in the expansion goes to the committee (01-027): enrol nobody until it decides.",
    )
    cohorts = cells_of(report, "cohorts", session)
    assert [row[:6] for row in cohorts] == [
        ["1", "100 mg", "Colorectal", "3 of 6", "0 of 6", "1/3 (0.8–90.6)"],
        ["2", "30 mg", "NSCLC", "0 of 6", "0 of 6", ""],
    ]
    ((_, condition, _, evidence),) = cells_of(report, "gate", session)
    assert condition.startswith("Investigator and sponsor have chosen dose")
    assert evidence == "letter 17"
    ((_, chosen, reason, people, signer, _),) = cells_of(report, "openings", session)
    assert chosen == "1: 100 mg Colorectal; 2: 30 mg NSCLC"
    assert (reason, signer) == ("on the data of the source part", "Lin Yue, investigator")
    assert people == "Lin Yue, investigator; Chen Hao, medical monitor"


@pytest.mark.parametrize("part_id", [PART_MONO, PART_COMBINATION, EXPANSION, COMBINED])
def test_every_open_part_has_its_report(tmp_path: Path, qapp, part_id: str) -> None:  # REP-1
    session = session_at(tmp_path, ALL)
    report = report_of(session, part_id)
    assert session.study.protocol.part(part_id).title in report.frame.title
    assert [row[0] for row in cells_of(report, "parts", session) if row[0]] == [
        one.title for one in session.study.protocol.parts
    ]


def test_the_part_is_chosen_on_the_page_and_follows_the_one_that_is_shown(qtbot, tmp_path: Path) -> None:  # REP-1
    session = session_at(tmp_path, ALL)
    page = ReportsPage(session)
    qtbot.addWidget(page)
    session.changed.connect(lambda _changes: page.show_study())
    page.show_study()
    page.show()
    assert page.part.isVisible()
    assert page.part.value() == PART_MONO
    page.part.set_value(COMBINED)
    assert page.choice.part_id == COMBINED
    assert page._report is not None
    assert page._report.frame.title == "Cohort report, With tislelizumab, dose expansion"
    session.choose_part(EXPANSION)
    assert page.part.value() == EXPANSION


def test_the_appendix_of_an_expansion_is_that_of_the_part_it_took_its_doses_from(qapp, tmp_path: Path) -> None:
    session = session_at(tmp_path, ALL)
    kinds = {kind.key: kind for kind in report_kinds()}
    appendix = kinds[APPENDIX].build(session, session.clock(), ReportChoice(part_id=COMBINED))
    assert appendix.blocks
    assert kinds[COHORT].build(session, session.clock(), ReportChoice(part_id="nothing")).frame.title.startswith("Coh")


def run(session: Session, folder: Path, *more: str) -> int:
    session.file.close()
    day = (session.clock() + timedelta(days=1)).date().isoformat()
    return main(["report", str(session.file.path), "--out", str(folder / "r.pdf"), "--cutoff", day, *more])


def test_the_command_line_writes_the_report_of_a_part(qapp, tmp_path: Path, capsys) -> None:  # REP-1
    assert run(session_at(tmp_path, ALL), tmp_path, "--part", EXPANSION) == 0
    assert (tmp_path / "r.pdf").stat().st_size > 10_000
    assert "pages written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("nope", "There is no part nope; the protocol has: mono, combination, expansion-mono, expansion-combination."),
        (COMBINED, "The part expansion-combination is not open up to the cut-off. Condition 1 is not dated: "),
    ],
)
def test_the_command_line_says_why_a_part_has_no_report(qapp, tmp_path: Path, capsys, part: str, said: str) -> None:
    assert run(session_at(tmp_path, SIGNAL), tmp_path, "--part", part) != 0
    assert said in capsys.readouterr().err
