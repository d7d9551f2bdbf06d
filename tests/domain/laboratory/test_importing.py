"""A laboratory file as a dry run: every row accepted or refused with row, column and remedy."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.importing.rows import ImportReport, Outcome, WrongColumnsError
from domain.laboratory.columns import COLUMNS
from domain.laboratory.importing import read_results
from domain.partial_date import PartialDate
from domain.records import LabResult
from tests.domain.laboratory.build import NOW, ZONE, result

HEADER = ["Subject", "Test", "Date", "Result", "Unit", "LLN", "ULN"]
GOOD = ["01-001", "HGB", "2026-03-09", "120", "g/L", "130", "175"]


def read(*rows, header=HEADER, existing=(), now: datetime = NOW, mapping=None) -> ImportReport:
    numbered = [(place, row) for place, row in enumerate(rows, 2)]
    return read_results(
        header, numbered, subjects=["01-001", "01-002"], existing=existing, zone=ZONE, now=now, mapping=mapping
    )


def row(**changes):
    return [changes.get(name.lower(), cell) for name, cell in zip(HEADER, GOOD, strict=True)]


def refusals(report):
    """Row, column and code of every refusal."""
    return [
        (refused.number, finding.numbers.get("column"), finding.numbers["fault"].code)
        for refused in report.refused
        for finding in refused.findings
    ]


def test_a_good_row_becomes_a_result_without_an_id():
    report = read(GOOD)
    assert (report.rows_in, len(report.accepted), report.refused) == (1, 1, ())
    found = report.accepted[0].record
    assert found == LabResult(
        record_id="",
        subject_id="01-001",
        test="HGB",
        taken_at=PartialDate(2026, 3, 9),
        value=found.value,
        unit="g/L",
        lln=found.lln,
        uln=found.uln,
    )
    assert (str(found.value), str(found.lln), str(found.uln)) == ("120", "130", "175")


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"subject": "01-009"}, "Subject", "import_unknown_subject"),
        ({"subject": ""}, "Subject", "import_cell_empty"),
        ({"test": "Blood"}, "Test", "import_unknown_test"),
        ({"test": ""}, "Test", "import_cell_empty"),
        ({"date": ""}, "Date", "import_cell_empty"),
        ({"date": "9th of March"}, "Date", "import_not_a_date"),
        ({"date": "03/04/2026"}, "Date", "import_date_ambiguous"),
        ({"date": "2026-05-01"}, "Date", "in_future"),
        ({"result": ""}, "Result", "import_value_empty"),
        ({"result": "1+"}, "Result", "import_not_a_number"),
        ({"result": "-5"}, "Result", "lab_value_negative"),
        ({"unit": "furlong"}, "Unit", "lab_unit_not_of_test"),
        ({"unit": ""}, "Unit", "lab_unit_needed"),
        ({"lln": "low"}, "LLN", "import_not_a_number"),
        ({"lln": "180"}, "LLN", "lab_range_reversed"),
    ],
)
def test_a_bad_cell_is_refused_with_its_row_and_column_and_the_rest_is_taken(changes, column, code):
    report = read(row(test="K", unit="mmol/L", result="4", lln="", uln=""), row(**changes))
    assert refusals(report) == [(3, column, code)]
    assert [accepted.number for accepted in report.accepted] == [2]


def test_every_fault_of_a_row_is_named_at_once():
    report = read(row(subject="x", test="y", date="z", result="?"))
    assert [column for _, column, _ in refusals(report)] == ["Subject", "Test", "Date", "Result"]


def test_a_doubtful_value_is_accepted_with_the_doubt():
    report = read(row(result="12"))
    assert [(doubt.numbers["fault"].code, doubt.is_hard) for doubt in report.accepted[0].doubts] == [
        ("lab_not_plausible", False)
    ]


@pytest.mark.parametrize("text", ["BLQ", "ND", "not done", "n/a", "未检出"])
def test_what_a_laboratory_writes_without_a_number_is_kept_as_a_comment(text):
    found = read(row(result=text, unit="")).accepted or read(row(result=text)).accepted
    assert (found[0].record.value, found[0].record.comment) == (None, text)


def test_a_sign_is_kept():
    found = read(row(test="LDH", result="<30", unit="U/L")).accepted[0].record
    assert (found.sign, str(found.value)) == ("<", "30")


def test_one_style_of_date_is_decided_for_the_whole_column():
    report = read(
        row(date="03/04/2026"), row(date="25/03/2026", test="K", unit="mmol/L", result="4"), now=NOW.replace(month=6)
    )
    assert [str(accepted.record.taken_at) for accepted in report.accepted] == ["2026-04-03", "2026-03-25"]


def test_dates_in_three_styles_leave_only_the_ambiguous_out():
    report = read(
        row(date="2026-03-09"),
        row(date="25/03/2026"),
        row(date="03/26/2026"),
        row(date="9 Mar 2026 08:00"),
        row(date="03/02/2026"),
    )
    assert refusals(report) == [(6, "Date", "import_date_ambiguous")]
    assert len(report.accepted) == 4


def test_mixed_decimal_commas_leave_only_the_ambiguous_out():
    k = {"test": "K", "unit": "mmol/L", "lln": "3,5", "uln": "5.3"}
    report = read(
        row(**k, result="4,1"), row(**k, result="4.2", date="2026-03-10"), row(**k, result="4,123", date="2026-03-11")
    )
    assert refusals(report) == [(4, "Result", "import_number_ambiguous")]
    assert [str(accepted.record.value) for accepted in report.accepted] == ["4.1", "4.2"]


def test_a_range_in_one_column_and_a_time_in_its_own_are_read():
    header = ["受试者编号", "检验项目", "采样日期", "时间", "结果", "单位", "参考范围"]
    report = read(["01-001", "血红蛋白", "2026年3月9日", "8:30", "120↓", "g/L", "130~175"], header=header)
    found = report.accepted[0].record
    assert (found.test, str(found.taken_at), str(found.lln), str(found.uln)) == (
        "HGB",
        "2026-03-09T08:30",
        "130",
        "175",
    )
    bad = read(["01-001", "血红蛋白", "2026-03-09", "", "120", "g/L", "normal"], header=header)
    assert refusals(bad) == [(2, "参考范围", "import_not_a_range")]


class TestTwice:
    there = result("HGB", 120, "g/L", "2026-03-09", lln=130, uln=175, record_id="there", visit="C1D8")

    def test_the_same_as_recorded_is_the_same(self):
        accepted = read(GOOD, existing=[self.there]).accepted[0]
        assert (accepted.outcome, accepted.record) == (Outcome.SAME, self.there)

    def test_another_value_is_a_change_of_the_recorded_result(self):
        accepted = read(row(result="118"), existing=[self.there]).accepted[0]
        assert (accepted.outcome, accepted.before, accepted.record.record_id) == (Outcome.CHANGE, self.there, "there")
        assert (str(accepted.record.value), accepted.record.visit) == ("118", "C1D8")

    def test_the_same_row_again_in_the_file_is_taken_once(self):
        report = read(GOOD, GOOD)
        assert [accepted.outcome for accepted in report.accepted] == [Outcome.NEW, Outcome.SAME]
        assert len(report.of(Outcome.NEW)) == 1

    def test_two_values_at_one_time_are_both_refused(self):
        report = read(GOOD, row(result="118"), row(test="K", unit="mmol/L", result="4"))
        assert refusals(report) == [(2, "Result", "import_rows_clash"), (3, "Result", "import_rows_clash")]
        assert report.refused[0].findings[0].numbers["fault"].numbers["rows"] == "2, 3"
        assert len(report.accepted) == 1

    def test_two_values_at_two_times_are_two_results(self):
        report = read(row(date="2026-03-09 08:00"), row(date="2026-03-09 20:00", result="118"))
        assert [accepted.outcome for accepted in report.accepted] == [Outcome.NEW, Outcome.NEW]


class TestColumns:
    def test_columns_are_known_by_many_names(self):
        header = ["USUBJID", "LBTESTCD", "LBDTC", "LBORRES", "LBORRESU", "LBORNRLO", "LBORNRHI", "LBNAM", "VISIT", "x"]
        assert list(COLUMNS.guess(header)) == [
            "subject", "test", "date", "value", "unit", "lln", "uln", "laboratory", "visit",
        ]  # fmt: skip

    def test_a_remembered_mapping_wins_where_the_header_has_its_columns(self):
        header = ["Subject", "Test", "Date", "Received", "Result"]
        assert COLUMNS.guess(header, {"date": "Received", "unit": "Gone"})["date"] == "Received"
        assert "unit" not in COLUMNS.guess(header, {"date": "Received", "unit": "Gone"})
        report = read(["01-001", "INR", "2026-03-09", "2026-03-10", "1.1"], header=header, mapping={"date": "Received"})
        assert str(report.accepted[0].record.taken_at) == "2026-03-10"
        assert report.mapping["value"] == "Result"

    @pytest.mark.parametrize(
        ("header", "mapping", "expected"),
        [
            (["a", "b"], None, ["import_column_missing"] * 4),
            (["Subject", "Test", "Date"], None, ["import_column_missing"]),
            ([*HEADER, "Result"], None, ["import_column_twice"]),
            (HEADER, {"value": "Gone"}, ["import_column_gone"]),
            (HEADER, {"colour": "Unit"}, ["import_unknown_field"]),
        ],
    )
    def test_wrong_columns_are_refused_before_any_row(self, header, mapping, expected):
        with pytest.raises(WrongColumnsError) as refused:
            read(GOOD, header=header, mapping=mapping)
        assert [finding.code for finding in refused.value.findings] == expected

    def test_short_rows_are_filled_and_long_or_empty_ones_refused(self):
        report = read(GOOD[:5], [*GOOD, "", ""], ["", ""], [*GOOD, "x"])
        assert [accepted.number for accepted in report.accepted] == [2, 3]
        assert refusals(report) == [(4, None, "import_row_empty"), (5, None, "import_row_length")]


CELLS = st.one_of(
    st.sampled_from([*GOOD, "", "BLQ", "<5", "7,4", "1,234", "03/04/2026", "血小板", "K"]), st.text(max_size=12)
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_whatever_the_cells_hold_every_row_is_accepted_or_refused_once(rows):
    report = read(*rows)
    numbers = sorted([*(one.number for one in report.accepted), *(one.number for one in report.refused)])
    assert numbers == list(range(2, 2 + len(rows)))
    assert report.rows_in == len(rows)
    assert all(refused.findings for refused in report.refused)


@given(st.lists(st.tuples(st.sampled_from(["2026-03-09", "2026-03-10"]), st.sampled_from(["120", "118"])), max_size=6))
def test_importing_a_file_twice_changes_nothing(places):
    rows = [row(date=at, result=value) for at, value in places]
    first = read(*rows)
    taken = [accepted.record for accepted in first.of(Outcome.NEW)]
    again = read(*rows, existing=taken)
    assert {accepted.outcome for accepted in again.accepted} <= {Outcome.SAME}
    assert len(again.accepted) == len(first.accepted)
