"""Files of antibody and biomarker results: rows in = accepted + refused, and each refusal says why (PK-4)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.checks.antibody import check_ada_result
from domain.checks.biomarker import check_biomarker_result
from domain.exposure.import_antibodies import read_antibodies
from domain.exposure.import_biomarkers import read_biomarkers
from domain.importing.rows import ImportReport, Outcome, WrongColumnsError
from domain.partial_date import PartialDate
from domain.records import AdaResult, BiomarkerResult, PkSample
from domain.terms import AntibodyResult
from tests.domain.exposure.build import Build, after

NOW = after(24 * 300)
ADA_HEADER = ("Subject", "Date", "ADA result", "Titer", "NAb", "Sample ID")
MARKER_HEADER = ("Subject", "Date", "Marker", "Result", "Unit")


def build() -> Build:
    return Build().subject().subject("01-002").dose(1).sample(1, "24")


def numbered(rows) -> list[tuple[int, tuple[str, ...]]]:
    return [(number, tuple(cells)) for number, cells in enumerate(rows, 2)]


def read_ada(
    *rows, header=ADA_HEADER, made: Build | None = None, mapping=None, drug="MIL93"
) -> ImportReport[AdaResult]:
    made = made or build()
    study = made.study(NOW)
    return read_antibodies(
        header,
        numbered(rows),
        samples=made.records.get(PkSample.kind, ()),
        subjects=["01-001", "01-002"],
        existing=made.records.get(AdaResult.kind, ()),
        zone=study.zone,
        check=lambda result: check_ada_result(study, result, now=NOW),
        drug=drug,
    )


def read_markers(*rows, header=MARKER_HEADER, made: Build | None = None, **more) -> ImportReport[BiomarkerResult]:
    made = made or build()
    study = made.study(NOW)
    return read_biomarkers(
        header,
        numbered(rows),
        samples=made.records.get(PkSample.kind, ()),
        subjects=["01-001", "01-002"],
        existing=made.records.get(BiomarkerResult.kind, ()),
        zone=study.zone,
        check=lambda result: check_biomarker_result(study, result, now=NOW),
        **more,
    )


def codes(report: ImportReport) -> list[str]:
    return [one.numbers["fault"].code for row in report.refused for one in row.findings]


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("Positive", AntibodyResult.POSITIVE),
        (" confirmed  positive ", AntibodyResult.POSITIVE),
        ("+", AntibodyResult.POSITIVE),
        ("阳性", AntibodyResult.POSITIVE),
        ("NEG", AntibodyResult.NEGATIVE),
        ("Screened negative", AntibodyResult.NEGATIVE),
        ("NR", AntibodyResult.NOT_REPORTED),
    ],
)
def test_the_words_of_laboratories_are_read(said: str, result: AntibodyResult):  # PK-4
    titre = "1:80" if result is AntibodyResult.POSITIVE else ""
    found = read_ada(("01-001", "2026-03-10", said, titre, "", "")).accepted[0].record
    assert (found.result, found.drug, found.taken_at) == (result, "MIL93", PartialDate(2026, 3, 10))
    assert found.titre == (Decimal(80) if titre else None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("01-009", "2026-03-10", "Negative", "", "", ""), "import_unknown_subject"),
        (("", "2026-03-10", "Negative", "", "", ""), "import_cell_empty"),
        (("01-001", "", "Negative", "", "", ""), "import_no_date"),
        (("01-001", "10th", "Negative", "", "", ""), "import_not_a_date"),
        (("01-001", "2026-03-10", "", "", "", ""), "import_ada_empty"),
        (("01-001", "2026-03-10", "-", "", "", ""), "import_not_an_ada_result"),
        (("01-001", "2026-03-10", "ND", "", "", ""), "import_not_an_ada_result"),
        (("01-001", "2026-03-10", "Positive", "high", "", ""), "import_not_a_titre"),
        (("01-001", "2026-03-10", "Positive", "<20", "", ""), "import_not_a_titre"),
        (("01-001", "2026-03-10", "Positive", "0", "", ""), "ada_titre_not_positive"),
        (("01-001", "2026-03-10", "Negative", "", "Positive", ""), "ada_neutralising_without_antibodies"),
        (("01-001", "2027-03-10", "Negative", "", "", ""), "in_future"),
        (("01-001", "2026-03-10", "Negative", "", "", "tube 7"), "import_unknown_sample"),
        (("01-002", "2026-03-10", "Negative", "", "", "01-001-C1-24"), "import_sample_of_other_subject"),
        (("", "", "", "", "", ""), "import_row_empty"),
    ],
)
def test_a_row_of_antibodies_is_refused_with_its_reason(row, code: str):  # PK-4
    report = read_ada(row, ("01-002", "2026-03-10", "Negative", "", "", ""))
    assert (len(report.accepted), len(report.refused), report.rows_in) == (1, 1, 2)
    assert code in codes(report)


def test_a_sample_id_tells_subject_date_and_cycle():  # PK-4
    found = read_ada(("", "", "Negative", "", "", "01-001-c1-24")).accepted[0].record
    assert (found.subject_id, found.sample_id, found.cycle) == ("01-001", "01-001-C1-24", 1)
    assert str(found.taken_at) == "2026-03-03T09:00"


def test_a_date_that_differs_from_the_samples_is_doubtful():  # PK-4
    row = read_ada(("", "2026-03-05", "Negative", "", "", "01-001-C1-24")).accepted[0]
    assert [one.numbers["fault"].code for one in row.doubts] == ["import_date_differs"]


def test_a_positive_without_a_titre_is_doubtful_not_refused():  # PK-4
    row = read_ada(("01-001", "2026-03-10", "Positive", "", "", "")).accepted[0]
    assert [one.numbers["fault"].code for one in row.doubts] == ["ada_titre_missing"]


def test_antibodies_read_twice_are_the_same_and_a_corrected_file_shows_what_changes():  # PK-4
    made = build()
    first = read_ada(("01-001", "2026-03-10", "Positive", "80", "", "01-001-C1-24"), made=made)
    made.add(replace(first.accepted[0].record, record_id="a1", comment="seen"))
    again = read_ada(("01-001", "2026-03-10", "Positive", "1:80", "", ""), made=made)
    assert [row.outcome for row in again.accepted] == [Outcome.SAME]
    corrected = read_ada(("01-001", "2026-03-10", "Positive", "160", "Negative", ""), made=made).accepted[0]
    assert (corrected.outcome, corrected.record.record_id, corrected.record.titre) == (Outcome.CHANGE, "a1", 160)
    assert (corrected.record.comment, corrected.record.sample_id) == ("seen", "01-001-C1-24"), "kept where left empty"
    moved = read_ada(("", "2026-03-11", "Positive", "80", "", "01-001-C1-24"), made=made).accepted[0]
    assert (moved.outcome, moved.record.record_id) == (Outcome.CHANGE, "a1"), "the sample is the same one"


def test_two_rows_that_differ_are_both_refused():  # PK-4
    report = read_ada(
        ("01-001", "2026-03-10", "Positive", "80", "", ""), ("01-001", "2026-03-10", "Negative", "", "", "")
    )
    assert (report.accepted, codes(report)) == ((), ["import_rows_clash"] * 2)


def test_without_sample_ids_a_date_is_needed():  # PK-4
    with pytest.raises(WrongColumnsError) as found:
        read_ada(("01-001", "Negative"), header=("Subject", "Result"))
    assert [one.numbers["field"] for one in found.value.findings] == ["date"]


@pytest.mark.parametrize(
    ("cell", "value", "sign", "comment"),
    [
        ("4.2", "4.2", "", ""),
        ("<0.5", "0.5", "<", ""),
        ("BLQ (<0.5)", "0.5", "<", ""),
        ("BLQ", None, "", "BLQ"),
        ("QNS", None, "", "QNS"),
    ],
)
def test_a_marker_is_read_as_the_laboratory_writes_it(cell, value, sign, comment):  # PK-4
    found = read_markers(("01-001", "2026-03-10", "il-6", cell, "pg/mL"), markers=("IL-6",)).accepted[0].record
    assert (found.marker, found.sign, found.comment) == ("IL-6", sign, comment)
    assert found.value == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("01-001", "2026-03-10", "IL-6", "", "pg/mL"), "import_value_empty"),
        (("01-001", "2026-03-10", "IL-6", "many", "pg/mL"), "import_not_a_number"),
        (("01-001", "2026-03-10", "IL-6", ">900", "pg/mL"), "import_above_limit"),
        (("01-001", "2026-03-10", "", "4", "pg/mL"), "import_cell_empty"),
        (("01-001", "2020-03", "IL-6", "4", "pg/mL", "extra"), "import_row_length"),
    ],
)
def test_a_row_of_markers_is_refused_with_its_reason(row, code: str):  # PK-4
    report = read_markers(row)
    assert (report.rows_in, len(report.refused)) == (1, 1)
    assert code in codes(report)


def test_a_marker_of_another_name_or_without_a_unit_is_doubtful():  # PK-4
    made = build()
    plan_markers = made.study(NOW).protocol.part("mono").pk.markers
    row = read_markers(("01-001", "2026-03-10", "Unheard of", "4", ""), made=made).accepted[0]
    wanted = {"marker_without_unit"} | ({"marker_not_in_plan"} if plan_markers else set())
    assert {one.numbers["fault"].code for one in row.doubts} == wanted


def test_markers_of_a_whole_file_need_no_column():  # PK-4
    header = ("Subject", "Date", "Result")
    found = read_markers(("01-001", "2026-03-10", "4"), header=header, marker="CD80", unit="%").accepted[0].record
    assert (found.marker, found.unit) == ("CD80", "%")
    with pytest.raises(WrongColumnsError):
        read_markers(("01-001", "2026-03-10", "4"), header=header)


def test_a_corrected_marker_is_a_change_of_the_recorded_one():  # PK-4
    made = build()
    made.add(replace(read_markers(("01-001", "2026-03-10", "IL-6", "4", "pg/mL")).accepted[0].record, record_id="b1"))
    row = read_markers(("01-001", "2026-03-10", "il-6", "5", "pg/mL"), made=made).accepted[0]
    assert (row.outcome, row.record.record_id, row.record.value) == (Outcome.CHANGE, "b1", 5)


CELLS = st.sampled_from(["01-001", "01-002", "2026-03-10", "10/03/2026", "Positive", "4,5", "<1", "", "x", "1:80"])


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_every_row_is_accounted_for(rows):  # PK-4
    for report in (read_ada(*rows), read_markers(*rows)):
        numbers = sorted([row.number for row in report.accepted] + [row.number for row in report.refused])
        assert numbers == list(range(2, 2 + len(rows)))
        assert all(row.findings for row in report.refused)
