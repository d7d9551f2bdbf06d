"""The printed report form of a serious adverse event: one page, every field, boxes that are ticked (AE-2)."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.partial_date import PartialDate
from domain.records import AdverseEvent, DrugAssessment, GradeChange, Intervention, SafetyReport
from domain.terms import (
    ActionTaken,
    AeOutcome,
    Grade,
    InterventionKind,
    Judgement,
    Relationship,
    SeriousCriterion,
)
from tests.ui.pages.studies import NOW, make_session
from ui.reports.form_blocks import FactGrid, Ticks
from ui.reports.output import render_pages
from ui.reports.paper import Report
from ui.reports.sae_form import sae_form
from ui.reports.tables import TableBlock
from ui.session import Session

NARRATIVE = "On day 8 platelets fell to 19 without bleeding; two units were given and the count rose within a day. " * 8


@pytest.fixture
def session(qapp, tmp_path: Path) -> Session:
    return make_session(tmp_path / "s.titrant", "1N 2MNN 3NNXN 4NNT??")


def event_of(session: Session) -> AdverseEvent:
    """An event in which every field says something."""
    event = AdverseEvent(
        record_id="sae",
        subject_id="01-012",
        term="Platelet count decreased",
        verbatim="low platelets",
        grade=Grade.SEVERE,
        onset=PartialDate(2026, 11, 15),
        grade_changes=(
            GradeChange(PartialDate(2026, 11, 17), Grade.LIFE_THREATENING),
            GradeChange(PartialDate(2026, 11, 18), Grade.MODERATE),
        ),
        end=PartialDate(2026, 11, 19),
        relationship=Relationship.PROBABLE,
        action_taken=ActionTaken.DELAYED,
        other_drugs=(DrugAssessment("tislelizumab", Relationship.UNLIKELY, ActionTaken.NONE),),
        seriousness=(SeriousCriterion.HOSPITALISATION, SeriousCriterion.OTHER_IMPORTANT),
        aware_at=NOW - timedelta(hours=20),
        admitted_on=PartialDate(2026, 11, 17),
        discharged_on=PartialDate(2026, 11, 19),
        outcome=AeOutcome.RECOVERED,
        is_expected=Judgement.NO,
        is_immune_related=Judgement.YES,
        narrative=NARRATIVE,
    )
    session.save(event)
    for number in range(3):
        session.save(
            Intervention(
                record_id=f"i{number}",
                subject_id="01-012",
                name="Platelet concentrate",
                intervention_kind=InterventionKind.PLATELETS,
                start=PartialDate(2026, 11, 17),
                end=PartialDate(2026, 11, 17),
                dose="1 unit i.v.",
                treats=("sae",),
            )
        )
    sent = NOW - timedelta(hours=2)
    session.save(
        SafetyReport(record_id="r", subject_id="01-012", event_id="sae", sent_at=sent, sent_to="Sponsor, safety desk")
    )
    return event


def form_of(session: Session, event: AdverseEvent) -> Report:
    return sae_form(session.study, event, session.words, printed_at=NOW, printed_by="Lin Yue", titrant_version="1.0")


def said(report: Report) -> str:
    """Every word of the blocks."""
    words: list[str] = []
    for block in report.blocks:
        match block:
            case FactGrid():
                words += [f"{label}: {value}" for label, value in block.facts]
            case Ticks():
                words += [f"[{'x' if ticked else ' '}] {text}" for text, ticked in block.boxes]
            case TableBlock():
                words += [" | ".join(block.say(cell.value, None) for cell in row) for row in block.table.rows]
            case _:
                words += [str(getattr(block, "text", "")), str(getattr(block, "title", ""))]
    return "\n".join(words)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_everything_of_an_event_stands_on_one_page(session: Session, paper):
    report = form_of(session, event_of(session))
    assert len(render_pages(report, dpi=40, paper=paper)) == 1


def test_every_field_is_said(session: Session):
    words = said(form_of(session, event_of(session)))
    for text in (
        "Screening number: 01-012",
        "Reported as: low platelets",
        "Grade over time: 3 from 15 Nov 2026, 4 from 17 Nov 2026, 2 from 18 Nov 2026",
        "Maximum grade: 4",
        "End: 19 Nov 2026",
        "Outcome: Recovered",
        "[x] Hospitalisation",
        "[x] Medically important",
        "[ ] Death",
        "Site aware: 19 Nov 2026 18:10",
        "Admitted to hospital: 17 Nov 2026",
        "Discharged: 19 Nov 2026",
        "Expected by the brochure: No",
        "Immune-related: Yes",
        "BAT6026 | Probable | Dose delayed",
        "tislelizumab | Unlikely | Dose not changed",
        "Platelet concentrate | Platelet transfusion | 1 unit i.v. | 17 Nov 2026 | 17 Nov 2026",
        "Sponsor, safety desk",
        "24 hours",
        "15 days",
        NARRATIVE,
    ):
        assert text in words, text


def test_a_form_to_be_filled_by_hand_leaves_lines_for_the_narrative(session: Session):
    bare = AdverseEvent(
        record_id="bare",
        subject_id="01-012",
        term="Colitis",
        grade=Grade.SEVERE,
        onset=PartialDate(2026, 11),
        seriousness=(SeriousCriterion.HOSPITALISATION,),
    )
    session.save(bare)
    report = form_of(session, bare)
    assert len(render_pages(report, dpi=40)) == 1
    words = said(report)
    assert "Site aware: \n" in words, "what nobody has said is an en dash on paper, not an invented value"
    assert "BAT6026 |  | Dose not changed" in words
