"""The cohort report: complete, both limits on each page, and what undoes a decision said first."""

import shutil
import string
import subprocess
from datetime import timedelta

import pytest

from domain.protocol.reader import shipped_protocols
from domain.records import Intervention, Lock
from domain.summaries.adverse_events import tabulate_grades_by_level, tabulate_worst_grades
from domain.summaries.decisions import tabulate_decisions
from domain.summaries.event_overview import tabulate_event_overview
from domain.summaries.open_items import tabulate_open_items
from domain.summaries.serious_events import tabulate_clocks, tabulate_serious_events
from domain.summaries.subjects import tabulate_subjects
from domain.summaries.toxicities import tabulate_toxicities
from domain.terms import InterventionKind, LockScope, Relationship
from tests.domain.build import START, ZONE, build, event
from ui.models.summary_table import SummaryTable
from ui.reports.blocks import Heading, Paragraph
from ui.reports.cohort import SECTIONS, cohort_report
from ui.reports.ladder import LadderBlock
from ui.reports.output import render_pages, save_pdf
from ui.reports.standing import say_past
from ui.reports.tables import TableBlock
from ui.reports.words import REPORT_SENTENCES
from ui.text import Words

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")
HISTORY = "1N 2MNN 3NNXN 4NNT??"


def report_of(built, cut_off=None, **how):
    words = Words(ZONE, built.part, built.protocol)
    at = built.cut_off + timedelta(minutes=12)
    return cohort_report(built.status(cut_off), words, printed_at=at, printed_by="Lin Yue", titrant_version="0", **how)


def text_of(report, path):
    save_pdf(report, path)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in told.split("\f")[:-1]]


def reclassified(built, number):
    one = built.places[number]
    onset = one.dosed_at + timedelta(days=4)
    return event(one.subject_id, "Colitis", 3, onset, relationship=Relationship.PROBABLE)


@needs_pdftotext
def test_every_section_is_there_and_both_limits_are_on_every_page(qapp, tmp_path):  # REP-1, REP-4
    pages = text_of(report_of(build(HISTORY, with_decisions=True)), tmp_path / "r.pdf")
    whole = " ".join(pages)
    for number, title in enumerate(
        (
            "Study status",
            "Parts of the study",
            "Dose ladder",
            "Subjects by level",
            "Dose-limiting toxicities",
            "Adverse events, overview",
            "Adverse events by system organ class and term",
            "Adverse events by term, maximum grade and level",
            "Related adverse events by system organ class and term",
            "Serious adverse events",
            "Reports of serious adverse events",
            "Treatment of adverse events",
            "Follow-up after the end of treatment",
            "Laboratory grades: baseline to worst",
            "Deviations by category",
            "Deviations",
            "Registered endpoints",
            "Committee decisions up to the cut-off",
            "What is still open",
            "Electronic signatures",
            "Review of this report",
        ),
        1,
    ):
        assert f"{number} {title}" in whole
    for number, page in enumerate(pages, 1):
        assert "Data cut-off 19 Aug 2026 14:00 +08:00" in page
        assert "Records entered up to no. 1533" in page
        assert "Chain head 41d8 b07e 92c5 0f3a" in page
        assert "Protocol v" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Interim, not a decision" in page
        assert "Draft: the records are not locked" in page
        assert "Looks back" in page


def block_of(report, key):
    return next(one for one in report.blocks if isinstance(one, TableBlock) and one.table.key == key)


def test_paper_and_screen_show_the_same_tables(qapp):  # REP-2
    built = build(HISTORY, with_decisions=True)
    status = built.status()
    words = Words(ZONE, built.part, built.protocol)
    report = report_of(built)
    for table in (
        tabulate_subjects(status),
        tabulate_toxicities(status),
        tabulate_event_overview(status),
        tabulate_worst_grades(status),
        tabulate_grades_by_level(status),
        tabulate_worst_grades(status, is_related=True),
        tabulate_serious_events(status.study, status.part),
        tabulate_clocks(status.study, status.part),
        tabulate_decisions(status),
        tabulate_open_items(status),
    ):
        block = next(one for one in report.blocks if isinstance(one, TableBlock) and one.table == table)
        model = SummaryTable(lambda: words)
        model.show_table(table)
        _, texts = block.in_words()
        for row, said in enumerate(texts):
            shown = [model.data(model.index(row, column)) for column in range(len(said))]
            # A cell of nothing is drawn as a dash on both.
            assert [one.strip("\u2013") for one in said] == [str(one).strip() for one in shown]


def test_sections_without_data_are_one_line(qapp):
    report = report_of(build(""))
    empty = [one.text for one in report.blocks if isinstance(one, Paragraph) and one.text.startswith("None")]
    assert len(empty) >= 9
    # What the protocol says is there before anybody is enrolled.
    tables = {one.table.key for one in report.blocks if isinstance(one, TableBlock)}
    assert tables <= {"parts", "gate", "registered_endpoints"}


def test_a_section_that_is_left_out_is_named_on_every_page(qapp):
    report = report_of(build(HISTORY), without={"ladder", "laboratory"})
    assert not any(isinstance(one, LadderBlock) for one in report.blocks)
    assert "Left out: Dose ladder, Laboratory shifts" in report.frame.state
    everything = report_of(build(HISTORY), without={kind.key for kind in SECTIONS})
    assert f"{len(SECTIONS)} sections left out" in everything.frame.state
    assert [one.title for one in everything.blocks if isinstance(one, Heading)] == [
        "1  Electronic signatures",
        "2  Review of this report",
    ]


def test_section_keys_are_unique_and_can_be_kept_as_one_line_of_text():
    keys = [kind.key for kind in SECTIONS]
    assert len(set(keys)) == len(keys)
    assert all(key.isidentifier() for key in keys)


def locked(scope, target=""):
    how = {"is_locked": True, "reason": "cleaned", "changed_by": "Zhou Min", "changed_at": START}
    return Lock(record_id=f"lock {target}", scope=scope, target=target, **how)


@pytest.mark.parametrize(
    ("locks", "said"),
    [
        ((), "Draft: the records are not locked"),
        ((locked(LockScope.STUDY),), "Locked: the study's records are closed"),
        ((locked(LockScope.SUBJECT, "01-001"),), "Draft: 1 of 2 subjects are locked"),
        (
            (locked(LockScope.SUBJECT, "01-001"), locked(LockScope.SUBJECT, "01-002")),
            "Locked: the records shown are closed",
        ),
    ],
)
def test_a_printout_says_whether_it_is_a_draft(qapp, locks, said):  # TRU-5
    assert said in report_of(build("1N 2N").plus(*locks)).frame.state


def test_only_a_print_after_the_cut_off_looks_back(qapp):
    study = build("1N").study()
    assert say_past(study, study.cut_off + timedelta(seconds=59)) == ""
    assert say_past(study, study.cut_off + timedelta(minutes=1))


def test_only_what_treats_an_event_or_may_is_listed(qapp):
    built = build("1N")
    at = built.cut_off - timedelta(days=3)
    sick = event("01-001", "Nausea", 1, at)

    def given(name, treats):
        return Intervention(
            record_id=name,
            subject_id="01-001",
            name=name,
            intervention_kind=InterventionKind.OTHER,
            start=sick.onset,
            treats=treats,
        )

    built = built.plus(sick, given("Antiemetic", (sick.record_id,)), given("Statin", ()), given("Unsaid", None))
    table = block_of(report_of(built), "interventions").table
    assert table.column("name") == ("Antiemetic", "Unsaid")


@needs_pdftotext
def test_an_undermined_decision_and_suspended_levels_stand_first_on_every_page(qapp, tmp_path):  # ESC-8, ESC-11
    built = build("1N 2N 3NNN 4NNN", with_decisions=True)
    built = built.plus(reclassified(built, 2), reclassified(built, 3))
    pages = text_of(report_of(built), tmp_path / "r.pdf")
    for page in pages:
        assert "Suspended: level 4. Level" in page
        assert "Later data change what the decision of" in page
        assert page.index("Suspended") < 150
    assert pages[0].index("Recommended then: Open level 4") < pages[0].index("1 Study status")


def test_a_study_that_stands_has_no_alert(qapp):
    assert report_of(build(HISTORY, with_decisions=True)).frame.alerts == ()


def test_equal_limits_give_equal_pages_and_later_entries_do_not_change_an_earlier_cut_off(qapp):  # REP-4
    built = build(HISTORY)
    pages = render_pages(report_of(built), 60)
    assert pages == render_pages(report_of(build(HISTORY)), 60)
    later = built.plus(event("01-001", "Nausea", 1, built.cut_off + timedelta(days=3)))
    assert render_pages(report_of(later), 60) == pages
    assert render_pages(report_of(later, built.cut_off + timedelta(days=4)), 60) != pages


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    "history",
    ["", "1?", "1T", "1TT", "1m", "1x", HISTORY, "1N 2N 3NNNNNN 4NTT", "1N 2N 3NNTNNNTT", "1N 4NNNNNNNNNNNNNN"],
)
def test_any_history_makes_pages(qapp, tmp_path, history, paper):
    report = report_of(build(history, with_decisions=True), signers=(("Lin Yue", "investigator"),) * 5)
    assert save_pdf(report, tmp_path / "r.pdf", paper) == len(render_pages(report, 40, paper)) >= 2


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_shipped_protocol_makes_a_report(qapp, tmp_path, protocol_id):
    built = build("1N 2NNN 3NNT??", protocol_id=protocol_id, with_decisions=True)
    assert save_pdf(report_of(built), tmp_path / "r.pdf") >= 2


def test_every_sentence_has_only_placeholders_that_words_can_fill():
    for code, sentence in REPORT_SENTENCES.items():
        assert code == code.lower()
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence))
