"""Tumour response in the cohort report: the sections, and that they are printed (EFF-3, REP-1)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.reasons import Reason
from domain.response.terms import Response
from tests.ui.pages.studies import NOW, PERSON
from tests.ui.pages.tumours import make_tumour_session
from ui.plots.chart_block import ChartBlock
from ui.reports.cohort import cohort_report
from ui.reports.paper import PaperName, page_units, paginate
from ui.reports.response_section import response_sections
from ui.reports.tables import TableBlock
from ui.session import Session
from ui.theme import apply_theme


@pytest.fixture
def session(qapp: Any, tmp_path: Path) -> Iterator[Session]:
    apply_theme(qapp, "light")
    made = make_tumour_session(tmp_path / "s.titrant")
    yield made
    made.file.close()


def test_the_sections_are_rates_figures_endpoints_disagreements_and_scans(session: Session) -> None:
    sections = response_sections(session.status, session.words)
    assert [one.title for one in sections][:2] == ["Response rates", "Best overall response"]
    assert [one.title for one in sections][-2:] == [
        "Investigator and derived response",
        "Tumour scans against the schedule",
    ]
    charts = [block for one in sections for block in one.content if isinstance(block, ChartBlock)]
    assert [block.chart.title.split(",")[0] for block in charts][:3] == [
        "Best change in target sum",
        "Change in target sum over time",
        "Time on study",
    ]


def test_each_endpoint_is_summed_up_by_level_and_listed_by_subject(session: Session) -> None:  # EFF-2
    sections = {one.title: one for one in response_sections(session.status, session.words)}
    content = sections["Progression-free survival"].content
    tables = [block.table.key for block in content if isinstance(block, TableBlock)]
    assert tables == ["survival_pfs_by_level", "at_risk_pfs"]
    assert "Best response by level" in sections
    assert len(sections["Time-to-event endpoints"].content[0].table.rows) == 20  # PFS and OS of ten


def test_rates_by_the_calls_are_printed_where_a_call_differs(session: Session) -> None:  # EFF-1
    title = "Response rates by the investigator's calls"
    assert title in [one.title for one in response_sections(session.status, session.words)]
    call = next(one for one in session.study.response_calls_of("01-001") if one.visit_number == 3)
    agreed = replace(call, response=Response.PD)
    session.file.correct(agreed, person=PERSON, now=NOW, reason="read again")
    assert title not in [one.title for one in response_sections(session.status, session.words)]


def test_a_study_without_scans_has_none_of_them(qapp: Any, tmp_path: Path) -> None:
    session = make_tumour_session(tmp_path / "none.titrant", with_scans=False)
    assert response_sections(session.status, session.words) == ()
    session.file.close()


def test_the_cohort_report_holds_them_on_its_pages(session: Session) -> None:
    report = cohort_report(session.status, session.words, printed_at=NOW, printed_by=PERSON.name)
    assert any(isinstance(block, ChartBlock) for block in report.blocks)
    assert len(paginate(report, page_units("a4"))) > 3


def test_one_subject_is_said_as_one(session: Session) -> None:
    said = session.words.say(Reason("caption_survival", {"name": "DoR", "subjects": 1, "events": 1}))
    assert said == "DoR: 1 subject, 1 with event"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_table_is_parted_from_its_title(session: Session, paper: PaperName) -> None:
    report = cohort_report(session.status, session.words, printed_at=NOW, printed_by=PERSON.name)
    assert not any(page[-1].slice.keep_with_next for page in paginate(report, page_units(paper))[:-1])
