"""A laboratory's file of concentrations as a dry run: every row accepted or refused with row, column and remedy."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exposure.columns import COLUMNS
from domain.exposure.importing import read_concentrations
from domain.exposure.result_cell import ReadResult, read_nominal_hours, read_result_cell
from domain.importing.number_column import Mark
from domain.importing.rows import Outcome, WrongColumnsError
from domain.reasons import Reason
from domain.records import Concentration, PkSample
from domain.terms import SamplePurpose
from tests.domain.exposure.build import Build

HEADER = ["Subject", "Sample ID", "Conc", "Unit", "LLOQ", "Re-assay", "Comment"]
GOOD = ["01-001", "01-001-C1-24", "12.5", "ug/mL", "0.05", "", ""]
BUILD = Build().subject().subject("01-002").dose(1).dose(2)
for _hours in ("0", "1", "5", "24"):
    BUILD.sample(1, _hours).sample(1, _hours, "01-002")
BUILD.sample(1, "72", taken_at=None, not_taken_reason="veins").sample(2, "0", purpose=SamplePurpose.ADA)
SAMPLES: list[PkSample] = BUILD.records["pk_sample"]  # type: ignore[assignment]


def read(*rows, header=HEADER, existing=(), source="batch1.csv", **options):
    numbered = [(place, row) for place, row in enumerate(rows, 2)]
    found = read_concentrations(
        header, numbered, samples=SAMPLES, subjects=["01-001", "01-002"], existing=existing, source=source, **options
    )
    assert found.rows_in == len(rows)
    assert sorted([one.number for one in (*found.accepted, *found.refused)]) == [place for place, _ in numbered]
    return found


def row(**changes):
    return [
        changes.get(name.lower().replace(" ", "_").replace("-", ""), cell)
        for name, cell in zip(HEADER, GOOD, strict=True)
    ]


def refusals(report):
    return [
        (one.number, finding.numbers.get("column"), finding.numbers["fault"].code)
        for one in report.refused
        for finding in one.findings
    ]


def recorded(*reports) -> list[Concentration]:
    """What accepting reports leaves recorded."""
    kept: dict[tuple[str, str], Concentration] = {}
    for report in reports:
        for one in report.accepted:
            kept[one.record.sample_id, one.record.analyte] = replace(
                one.record, record_id=one.record.record_id or f"r{len(kept)}"
            )
    return list(kept.values())


def test_a_good_row_becomes_a_concentration_of_its_sample():  # PK-1
    accepted = read(GOOD).accepted[0]
    assert accepted.outcome is Outcome.NEW
    assert accepted.record == Concentration(
        record_id="",
        subject_id="01-001",
        sample_id="01-001-C1-24",
        analyte="MIL93",
        value=Decimal("12.5"),
        lloq=Decimal("0.05"),
        unit="ug/mL",
        source="batch1.csv",
    )


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"sample_id": "unknown"}, "Sample ID", "import_unknown_sample"),
        ({"sample_id": ""}, "Sample ID", "import_cell_empty"),
        ({"subject": "01-009"}, "Subject", "import_unknown_subject"),
        ({"subject": "01-002"}, "Subject", "import_sample_of_other_subject"),
        ({"sample_id": "01-001-C2-0"}, "Sample ID", "import_sample_not_for_pk"),
        ({"conc": ""}, "Conc", "import_concentration_empty"),
        ({"conc": "high"}, "Conc", "import_not_a_number"),
        ({"conc": "-1"}, "Conc", "import_concentration_negative"),
        ({"conc": ">1000"}, "Conc", "import_above_limit"),
        ({"conc": "ALQ"}, "Conc", "import_above_limit"),
        ({"conc": "ND"}, "Conc", "import_result_unsure"),
        ({"unit": ""}, "Unit", "import_unit_missing"),
        ({"unit": "mg"}, "Unit", "import_unit_not_of_concentration"),
        ({"lloq": "0"}, "LLOQ", "import_lloq_not_positive"),
        ({"lloq": "low"}, "LLOQ", "import_not_a_number"),
        ({"conc": "<0.1"}, "LLOQ", "import_lloq_differs"),
        ({"reassay": "maybe"}, "Re-assay", "import_not_yes_or_no"),
    ],
)
def test_a_row_is_refused_with_row_column_and_reason(changes, column, code):  # PK-1
    report = read(row(sample_id="01-001-C1-5"), row(**changes))
    assert refusals(report) == [(3, column, code)]
    assert len(report.accepted) == 1


def test_every_fault_of_a_row_is_named():  # PK-1
    codes = [code for _, _, code in refusals(read(row(sample_id="x", conc="y", unit="mg")))]
    assert codes == ["import_unknown_sample", "import_not_a_number"]
    assert len(refusals(read(row(sample_id="x", conc="<1", lloq="", unit="")))) == 2


@pytest.mark.parametrize(
    "text",
    ["BLQ", "bql", "BLOQ", "<LLOQ", "< LOQ", "Below LLOQ", "Not detected", "BLQ(<0.05)", "BLQ (LLOQ=0.05)", "<0.05",
     "＜0.05", "< 0.050", "低于定量下限", "BLQ（<0.05）"],
)  # fmt: skip
def test_blq_is_read_in_its_spellings(text):  # PK-1
    found = read(row(conc=text)).accepted[0].record
    assert (found.value, found.is_blq, found.lloq, found.flag) == (None, True, Decimal("0.05"), "")


@pytest.mark.parametrize("text", ["NR", "ns", "N/A", "QNS", "Insufficient volume", "haemolysed", "未做"])
def test_no_result_is_kept_as_it_was_written(text):  # PK-1
    found = read(row(conc=text, lloq="", unit="")).accepted[0].record
    assert (found.value, found.is_blq, found.flag) == (None, False, text)


def test_the_comment_stands_beside_no_result():
    assert read(row(conc="NR", comment="clotted")).accepted[0].record.flag == "NR: clotted"


def test_a_file_with_decimal_commas_is_read_as_one():  # PK-1
    report = read(row(conc="12,5", lloq="0,05"), row(sample_id="01-001-C1-5", conc="1,234", lloq="0,05"))
    assert [one.record.value for one in report.accepted] == [Decimal("12.5"), Decimal("1.234")]


def test_a_number_that_can_be_read_in_two_ways_is_refused_unless_the_file_decides():  # PK-1
    assert refusals(read(row(conc="1,234", lloq=""))) == [(2, "Conc", "import_number_ambiguous")]
    assert read(row(conc="1,234")).accepted[0].record.value == 1234


def test_a_number_below_the_limit_is_taken_with_a_doubt():
    accepted = read(row(conc="0.01")).accepted[0]
    assert [one.numbers["fault"].code for one in accepted.doubts] == ["pk_value_below_lloq"]


def test_a_result_of_a_sample_that_was_not_taken_is_doubted():
    accepted = read(row(sample_id="01-001-C1-72")).accepted[0]
    assert [one.numbers["fault"].code for one in accepted.doubts] == ["pk_sample_not_taken"]


def test_a_row_without_a_sample_id_is_found_by_subject_cycle_and_time():  # PK-1
    header = ["Subject ID", "Visit", "Nominal Time (h)", "Result", "Unit"]
    report = read(
        ["01-001", "C1", "24 h", "12.5", "ug/mL"],
        ["01-002", "Cycle 1", "Pre-dose", "BLQ", ""],
        ["01-001", "1", "48", "3", "ug/mL"],
        ["01-001", "one", "24", "3", "ug/mL"],
        ["01-001", "1", "EOI", "3", "ug/mL"],
        ["01-001", "", "24", "3", "ug/mL"],
        header=header,
    )
    assert [one.record.sample_id for one in report.accepted] == ["01-001-C1-24", "01-002-C1-0"]
    assert refusals(report) == [
        (4, "Nominal Time (h)", "import_no_sample_then"),
        (5, "Visit", "import_not_a_cycle"),
        (6, "Nominal Time (h)", "import_not_hours"),
        (7, "Visit", "import_cell_empty"),
    ]


def test_two_tubes_of_one_time_need_the_analyte():
    extra = replace(SAMPLES[2], record_id="m", sample_id="m", analyte="metabolite")
    header = ["subject", "cycle", "hours", "conc", "unit", "analyte"]
    mapping = {"hours": "hours"}

    def one(analyte):
        cells = ["01-001", "1", f"{extra.nominal_hours}", "3", "ug/mL", analyte]
        return read_concentrations(
            header, [(2, cells)], samples=[*SAMPLES, extra], subjects=["01-001"], existing=(), source="x",
            mapping=mapping,
        )  # fmt: skip

    assert refusals(one("")) == [(2, "hours", "import_several_samples_then")]
    assert one("Metabolite").accepted[0].record.sample_id == "m"


def test_two_different_results_of_a_sample_are_both_refused():  # PK-1
    report = read(GOOD, row(conc="13"), row(sample_id="01-001-C1-5"))
    assert refusals(report) == [(2, "Conc", "import_sample_twice"), (3, "Conc", "import_sample_twice")]
    assert len(report.accepted) == 1


def test_a_re_assay_stands_for_the_first_result():  # PK-5
    report = read(GOOD, row(conc="13", reassay="Y"))
    assert refusals(report) == [(2, "Conc", "import_reassayed")]
    assert (report.accepted[0].record.value, report.accepted[0].record.is_reassay) == (Decimal(13), True)
    assert len(read(row(conc="12", reassay="Y"), row(conc="13", reassay="Y")).refused) == 2


def test_the_same_row_again_is_no_second_result():
    assert [one.outcome for one in read(GOOD, GOOD).accepted] == [Outcome.NEW, Outcome.SAME]


def test_a_corrected_file_shows_what_is_new_changed_the_same_and_gone():  # PK-1
    first = recorded(read(GOOD, row(sample_id="01-001-C1-5"), row(sample_id="01-001-C1-1")))
    report = read(GOOD, row(sample_id="01-001-C1-5", conc="99"), row(sample_id="01-001-C1-0"), existing=first)
    assert [one.outcome for one in report.accepted] == [Outcome.SAME, Outcome.CHANGE, Outcome.NEW]
    changed = report.of(Outcome.CHANGE)[0]
    assert changed.before is not None
    assert (changed.before.value, changed.record.value) == (Decimal("12.5"), Decimal(99))
    assert changed.record.record_id == changed.before.record_id
    assert [one.sample_id for one in report.gone] == ["01-001-C1-1"]


def test_a_second_batch_makes_nothing_gone_but_a_named_correction_does():
    first = recorded(read(GOOD))
    other = row(sample_id="01-001-C1-5")
    assert read(other, existing=first, source="batch2.csv").gone == ()
    assert len(read(other, existing=first, source="batch1b.csv", replaces="batch1.csv").gone) == 1


def test_a_refused_row_is_not_gone():
    first = recorded(read(GOOD))
    assert read(row(conc="?"), existing=first).gone == ()


def test_a_change_keeps_that_a_person_left_the_value_out_and_says_so():
    first = [replace(one, excluded_because="mixed up") for one in recorded(read(GOOD))]
    accepted = read(row(conc="99"), existing=first).accepted[0]
    assert accepted.record.excluded_because == "mixed up"
    assert [one.numbers["fault"].code for one in accepted.doubts] == ["import_was_left_out"]
    assert read(GOOD, existing=first).accepted[0].outcome is Outcome.SAME


def test_a_second_import_of_the_same_file_changes_nothing():  # PK-1
    rows = [GOOD, row(sample_id="01-001-C1-5", conc="BLQ"), row(sample_id="01-001-C1-1", conc="NR")]
    again = read(*rows, existing=recorded(read(*rows)))
    assert {one.outcome for one in again.accepted} == {Outcome.SAME}
    assert again.gone == ()


def test_a_file_without_a_column_of_units_takes_the_one_given():
    header = ["sample", "result"]
    assert refusals(read(["01-001-C1-24", "1"], header=header)) == [(2, "unit", "import_unit_missing")]
    assert read(["01-001-C1-24", "1"], header=header, unit="ng/mL").accepted[0].record.unit == "ng/mL"


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        (["Sample ID"], ["import_column_missing"]),
        (["Conc", "Unit"], ["import_column_missing"]),
        (["Subject", "Conc"], ["import_column_missing", "import_column_missing"]),
    ],
)
def test_a_file_without_a_needed_column_is_refused_as_a_whole(header, codes):  # PK-1
    with pytest.raises(WrongColumnsError) as refused:
        read(header=header)
    assert [one.code for one in refused.value.findings] == codes


def test_a_mapping_is_remembered_and_a_wrong_one_is_refused():  # PK-1
    header = ["Tube", "Ergebnis", "Unit"]
    mapping = {"sample": "Tube", "value": "Ergebnis"}
    report = read(["01-001-C1-24", "1", "ug/mL"], header=header, mapping=mapping)
    assert report.mapping == {"sample": "Tube", "value": "Ergebnis", "unit": "Unit"}
    assert COLUMNS.guess(header, report.mapping) == report.mapping
    with pytest.raises(WrongColumnsError) as refused:
        read(header=header, mapping={"sample": "Gone", "nonsense": "Unit", "value": "Ergebnis"})
    assert {one.code for one in refused.value.findings} == {"import_column_gone", "import_unknown_field"}


def test_an_empty_or_overlong_row_is_refused():
    report = read(["", ""], [*GOOD, "more"], GOOD[:5])
    assert [(one.number, one.findings[0].numbers["fault"].code) for one in report.refused] == [
        (2, "import_row_empty"),
        (3, "import_row_length"),
    ]


@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=6))
def test_no_file_breaks_the_import_and_every_row_is_accounted_for(rows):  # PK-1
    read(*rows)


@given(st.text(max_size=20))
def test_any_cell_is_read_or_refused(text):
    found = read_result_cell(text, frozenset())
    if isinstance(found, ReadResult):
        assert sum([found.value is not None, found.is_blq, bool(found.flag)]) == 1
        assert found.value is None or found.value >= 0
    hours = read_nominal_hours(text)
    assert isinstance(hours, Reason) or hours >= 0


@given(st.decimals(0, 10**6, places=3))
def test_a_number_is_read_exactly(number):
    assert read_result_cell(f"{number}", frozenset({Mark.DOT})) == ReadResult(value=number)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("Predose", "0"), ("pre-dose", "0"), ("0 h (predose)", "0"), ("30 min", "0.5"), ("7 days", "168")],
)
def test_a_nominal_time_is_read_in_hours(text, hours):
    assert read_nominal_hours(text) == Decimal(hours)
