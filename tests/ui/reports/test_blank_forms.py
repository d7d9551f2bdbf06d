"""Blank forms: one for each record kind, with a place for every field that a person fills in (REP-2)."""

import pytest

from domain.protocol.reader import load_shipped
from domain.records import AdverseEvent, Decision, Eligibility, Subject, items_of
from domain.terms import Sex
from tests.domain.build import START, ZONE
from ui.reports.blank_fields import BlankField
from ui.reports.blank_forms import FormHead, blank_field, blank_forms, form_kinds
from ui.reports.field_values import label_of
from ui.reports.output import render_pages
from ui.reports.paper import page_units, paginate
from ui.reports.standing import Print
from ui.text import Words, term

PROTOCOL = load_shipped("bat6026")


def forms(*kinds):
    words = Words(ZONE, PROTOCOL.first_part, PROTOCOL)
    return blank_forms(PROTOCOL, words, Print(START, "Lin Yue", "0"), site_id="01", kinds=kinds)


def field_of(kind, name):
    return blank_field(kind, name, items_of(kind)[name])


@pytest.mark.parametrize("kind", form_kinds(), ids=lambda kind: kind.kind)
def test_each_kind_has_a_form_with_its_own_labels(qapp, kind):  # REP-2
    report = forms(kind)
    assert report.blocks[0].title == kind.title
    labels = [block.label for block in report.blocks if isinstance(block, BlankField)]
    assert labels
    assert labels == [label for label in (label_of(kind.kind, name) for name in items_of(kind)) if label in labels]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_form_begins_a_page_and_hardly_any_takes_a_second(qapp, paper):
    report = forms()
    heads = [block for block in report.blocks if isinstance(block, FormHead)]
    pages = paginate(report, page_units(paper))
    beginning = [page for page in pages if page[0].slice.starts_page]
    assert len(heads) == len(form_kinds()) == len(beginning)
    assert len(pages) <= len(heads) + 2
    assert len(render_pages(report, 20, paper)) == len(pages)


def test_a_closed_list_is_boxes_in_the_words_of_the_screen(qapp):
    assert field_of(Subject, "sex").choices == tuple(term(one) for one in Sex)
    assert field_of(AdverseEvent, "grade").choices == ("1", "2", "3", "4", "5")
    assert field_of(Eligibility, "is_eligible").choices == ("yes", "no")
    assert "tick all that apply" in field_of(AdverseEvent, "seriousness").hint


def test_a_date_has_its_places_and_a_time_only_where_one_is_recorded(qapp):
    assert field_of(Subject, "consent_date").parts == ("day", "month", "year")
    assert field_of(AdverseEvent, "aware_at").parts == ("day", "month", "year", "time")
    assert field_of(AdverseEvent, "grade_changes").parts == ("since", "grade")


def test_a_unit_stands_with_its_label(qapp):
    assert field_of(Subject, "weight_kg").label == "Weight, kg"


def test_nobody_is_asked_for_what_the_program_works_out(qapp):
    labels = [block.label for block in forms(Decision).blocks if isinstance(block, BlankField)]
    assert not {"Chain head", "Stream position", "Hash of the evidence", "Record id"} & set(labels)
