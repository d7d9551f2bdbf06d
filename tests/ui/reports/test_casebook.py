"""The subject casebook: every record with its corrections, signatures and queries, and nobody else's (REP-2)."""

import itertools
import shutil
import subprocess
from dataclasses import fields, replace

import pytest

from domain.content import CASEBOOK, SAID_OF_RECORDS, subject_of
from domain.records import RECORD_KINDS, Intervention, Query, QueryMessage, items_of
from domain.terms import InterventionKind, QueryState, SignatureMeaning
from tests.ui.build import make_session
from tests.ui.people import INVESTIGATOR, make_people_study, open_as
from ui.reports.blocks import Paragraph
from ui.reports.casebook import casebook_report, trail_of
from ui.reports.casebook_tables import list_facts, tabulate_queries, tabulate_records
from ui.reports.field_values import FieldValues
from ui.reports.form_blocks import FactGrid
from ui.reports.output import render_pages, save_pdf
from ui.reports.paper import page_units, paginate
from ui.reports.standing import Print
from ui.reports.tables import TableBlock
from ui.signing import casebook_of

HISTORY = "1N 2MNN 3NNXN 4NNT??"
needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")


@pytest.fixture(scope="module")
def session(qapp, tmp_path_factory):
    """Read by all tests here; one that moves the cut-off puts it back."""
    session = make_session(tmp_path_factory.mktemp("casebook"), HISTORY)
    yield session
    session.file.close()


@pytest.fixture
def own(qapp, tmp_path):
    """A study to write to."""
    session = make_session(tmp_path, HISTORY)
    yield session
    session.file.close()


def casebook(session, subject_id):
    printed = Print(session.clock(), "Lin Yue", "0", "study.titrant")
    return casebook_report(session.study, subject_id, session.words, printed, trail_of(session.file, subject_id))


def text_of(report, path):
    save_pdf(report, path)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def tables(report):
    return [one.table for one in report.blocks if isinstance(one, TableBlock)]


def test_every_field_of_every_record_of_the_subject_is_in_it(session):  # REP-2
    subject_id = next(one.subject_id for one in session.study.adverse_events)
    report = casebook(session, subject_id)
    values = FieldValues(session.words, {})
    printed = {text for block in report.blocks if isinstance(block, FactGrid) for fact in block.facts for text in fact}
    for block in report.blocks:
        if isinstance(block, TableBlock):
            heads, rows = block.in_words()
            printed |= {*heads, *(text for row in rows for text in row)}
    for kind, held in session.study.records.items():
        for one in held if kind not in SAID_OF_RECORDS else ():
            if subject_of(one) != subject_id:
                continue
            for label, value in list_facts(one, values):
                assert not value or value in printed, (kind, label)
                assert not value or label in printed, (kind, label)


def test_nobody_else_is_in_it(session):
    ids = [one.subject_id for one in session.study.subjects]
    report = casebook(session, ids[0])
    said = str([block.facts for block in report.blocks if isinstance(block, FactGrid)]) + str(tables(report))
    assert not any(other in said for other in ids[1:])
    with pytest.raises(KeyError):
        casebook(session, "99-999")


def test_a_correction_is_listed_with_old_and_new_who_when_and_why(own):  # TRU-5
    ae = own.study.adverse_events[0]
    assert not [one for one in tables(casebook(own, ae.subject_id)) if one.key == "corrections"]
    assert own.save(replace(ae, verbatim="felt sick"), reason="The word of the subject was missing")
    assert own.save(replace(ae, verbatim="felt very sick"), reason="Read again")
    (table,) = (one for one in tables(casebook(own, ae.subject_id)) if one.key == "corrections")
    assert table.column("field") == ("Reported as", "Reported as")
    assert table.column("before") == (None, "felt sick")
    assert table.column("after") == ("felt sick", "felt very sick")
    assert table.column("by") == ("Wang Fang, coordinator",) * 2
    assert table.column("at") == ("21 Nov 2026 14:10 +08:00",) * 2
    assert table.column("reason") == ("The word of the subject was missing", "Read again")


def test_a_linked_record_stands_by_its_name_not_by_its_id(own):
    ae = own.study.adverse_events[0]
    given = Intervention(
        record_id="given-1",
        subject_id=ae.subject_id,
        name="Ondansetron",
        intervention_kind=InterventionKind.OTHER,
        start=ae.onset,
        treats=(ae.record_id,),
    )
    assert own.save(given)
    said = str([block.facts for block in casebook(own, ae.subject_id).blocks if isinstance(block, FactGrid)])
    assert f"Adverse event: {ae.term}" in said
    assert ae.record_id not in said


@needs_pdftotext
def test_signatures_and_queries_are_printed_with_their_state(qapp, tmp_path):  # TRU-2
    make_people_study(tmp_path / "s.titrant")
    session = open_as(tmp_path / "s.titrant", INVESTIGATOR)
    subject = session.study.subjects[0]
    about = casebook_of(session, subject.subject_id)
    assert session.do(
        lambda: session.file.sign(
            CASEBOOK, about, SignatureMeaning.APPROVAL, person=session.person, now=session.clock()
        )
    )
    (table,) = (one for one in tables(casebook(session, subject.subject_id)) if one.key == "signatures")
    assert table.column("who") == ("Chen Hao, investigator",)
    assert table.column("standing") == ("Valid: nothing of it has changed since.",)
    assert session.save(replace(subject, birth_year=subject.birth_year - 1), reason="Misread")
    text = text_of(casebook(session, subject.subject_id), tmp_path / "c.pdf")
    assert "BROKEN" in text
    assert "1 of 1 broken" in text
    assert "Queries None." in text
    session.file.close()


def test_a_query_stands_with_all_that_was_said(session):
    now = session.clock()
    said = (
        QueryMessage(now, "li.na", "Li Na", "monitor", "Which day?", QueryState.OPEN),
        QueryMessage(now, "wang.fang", "Wang Fang", "coordinator", "Day 3", QueryState.ANSWERED),
    )
    query = Query(
        record_id="q", about_kind="adverse_event", about_id="e", field="onset", state=QueryState.ANSWERED, messages=said
    )
    table = tabulate_queries([query], FieldValues(session.words, {"e": "Adverse event: Nausea"}), session.words)
    assert table.column("about") == ("Adverse event: Nausea", None)
    assert table.column("text") == ("Which day?", "Day 3")


def test_a_later_cut_off_shows_more_and_an_earlier_one_says_it_looks_back(session):  # REP-4
    dose = session.study.administrations("01-002")[0]
    session.choose_cut_off(dose.started_at)
    early = casebook(session, "01-002")
    assert "Looks back" in early.frame.state
    session.choose_cut_off(None)
    late = casebook(session, "01-002")
    assert "Looks back" not in late.frame.state
    assert len(late.blocks) > len(early.blocks)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_each_subject_makes_pages_on_both_papers_and_no_head_ends_one(session, paper):
    for subject in session.study.subjects:
        report = casebook(session, subject.subject_id)
        pages = paginate(report, page_units(paper))
        assert len(pages) == len(render_pages(report, 30, paper))
        assert not any(page[-1].slice.keep_with_next for page in pages[:-1])


@pytest.mark.parametrize("kind", [kind for kind in RECORD_KINDS.values() if kind.kind != "study"], ids=lambda k: k.kind)
def test_any_record_kind_can_be_told(qapp, session, kind):
    held = session.file.records().get(kind.kind, ())
    values = FieldValues(session.words, {})
    for one in held[:3]:
        facts = list_facts(one, values)
        assert len(facts) == len([name for name in items_of(kind) if name not in ("record_id", "subject_id")])
    if held:
        assert len(tabulate_records(held, values).rows) == len(held)
    assert {each.name for each in fields(kind)} == set(items_of(kind))


def test_visits_parts_and_tests_are_called_by_name(session):  # REP-2
    values = FieldValues(session.words, {})
    assert values.say("visit", "dosing 2") == "Cycle 2 day 1, dose"
    assert values.say("visit", "end_of_treatment") == "End of treatment"
    assert values.say("visit", "a telephone call") == "a telephone call"
    assert values.say("part_id", "mono") == "Monotherapy, dose escalation"
    assert values.say("test", "HGB") == "Hemoglobin"
    assert values.say("comment", "HGB") == "HGB"


def test_who_entered_a_record_is_not_parted_from_it(session):
    for subject in session.study.subjects:
        blocks = casebook(session, subject.subject_id).blocks
        for block, below in itertools.pairwise(blocks):
            if isinstance(below, Paragraph) and below.text.startswith("Entered by") and hasattr(block, "has_note"):
                assert block.has_note
