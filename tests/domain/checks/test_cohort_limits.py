"""Whom an expansion cohort is for: earlier therapy and marker; what contradicts asks a person, and blocks nobody."""

from decimal import Decimal

import pytest

from domain.partial_date import PartialDate
from domain.protocol.reader import content_to_json, load_shipped
from domain.records import BiomarkerResult, PriorTherapy
from domain.terms import PriorTherapyKind, Severity
from tests.domain.parts.story import Story, cohort, escalated


def combining(content: str = "") -> Story:
    """MIL93 with both cohorts of Part II open at 10 mg/kg."""
    story = escalated("mil93", content=content)
    story.condition("combination")
    story.open("combination", cohorts=[cohort(1, "3"), cohort(2, "3")])
    return story


def shown(story: Story, subject_id: str, value: str | None = "80", unit: str = "%", comment: str = "") -> None:
    story.keep(
        BiomarkerResult(
            record_id=f"marker-{subject_id}", subject_id=subject_id, marker="CLDN18.2",
            value=None if value is None else Decimal(value), unit=unit, comment=comment,
            taken_at=PartialDate.of(story.now.date()),
        )
    )  # fmt: skip


def treated_before(story: Story, subject_id: str, kind: PriorTherapyKind, name: str) -> None:
    story.keep(
        PriorTherapy(record_id=f"{subject_id}-{name}", subject_id=subject_id, therapy_kind=kind, name=name, line=1)
    )


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (None, []),
        (PriorTherapyKind.SYSTEMIC, ["cohort_for_untreated"]),
        (PriorTherapyKind.RADIOTHERAPY, []),
        (PriorTherapyKind.SURGERY, []),
    ],
)
def test_a_cohort_of_untreated_subjects_asks_about_an_earlier_systemic_therapy(kind, codes):  # PRO-2
    story = combining()
    subject_id = story.candidate("Gastric")
    shown(story, subject_id)
    if kind is not None:
        treated_before(story, subject_id, kind, "FOLFOX")
    findings = story.enrol(subject_id, "combination", 1, cohort=1)
    assert [one.code for one in findings] == codes
    assert all(one.severity is Severity.SOFT and one.numbers["given"] == "FOLFOX" for one in findings)


def test_a_cohort_of_pretreated_subjects_asks_for_an_earlier_systemic_therapy():  # PRO-2
    story = combining(content_to_json(load_shipped("mil93")).replace('"untreated"', '"pretreated"'))
    first, second = story.candidate("Gastric"), story.candidate("Gastric")
    for subject_id in (first, second):
        shown(story, subject_id)
    treated_before(story, second, PriorTherapyKind.SYSTEMIC, "FOLFOX")
    assert [one.code for one in story.enrol(first, "combination", 1, cohort=1)] == ["cohort_for_pretreated"]
    assert story.enrol(second, "combination", 1, cohort=1) == []


@pytest.mark.parametrize(
    ("value", "unit", "comment", "code"),
    [
        ("40", "%", "", None),
        ("80", "% of tumour cells", "", None),
        ("39", "%", "", "cohort_marker_below"),
        ("1", "%", "", "cohort_marker_below"),
        ("80", "H-score", "", "cohort_marker_below"),
        (None, "", "negative", "cohort_marker_below"),
        (None, "", "", "cohort_marker_not_shown"),
    ],
)
def test_a_marker_selects_from_the_limit_of_the_protocol(value, unit, comment, code):  # PRO-2
    story = combining()
    subject_id = story.candidate("Gastric")
    shown(story, subject_id, value, unit, comment)
    assert [one.code for one in story.enrol(subject_id, "combination", 1, cohort=1)] == ([code] if code else [])


def test_a_result_below_the_limit_is_told_as_it_was_entered():
    story = combining()
    subject_id = story.candidate("Gastric")
    shown(story, subject_id, "12", "%")
    (finding,) = story.enrol(subject_id, "combination", 1, cohort=1)
    assert finding.numbers == {"cohort": 1, "marker": "CLDN18.2 positive", "limit": "40 %", "given": "12 %"}
