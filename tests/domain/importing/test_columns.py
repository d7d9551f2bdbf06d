"""Which column holds what: guessed, remembered, checked."""

from domain.importing.columns import ColumnNames

COLUMNS = ColumnNames(
    {"subject": ("subject", "subject id"), "value": ("result", "结果"), "unit": ("unit",)}, ("value",)
)


def test_columns_are_guessed_whatever_their_case_and_punctuation():  # PK-1
    assert COLUMNS.guess(["SUBJECT_ID", "结果 ", "Unit(s)", "units"]) == {"subject": "SUBJECT_ID", "value": "结果 "}


def test_what_is_remembered_wins_where_the_file_has_it():  # PK-1
    assert COLUMNS.guess(["Result", "C2"], {"value": "C2", "unit": "gone"}) == {"value": "C2"}


def test_the_first_of_two_fitting_columns_is_taken():
    assert COLUMNS.guess(["Result", "result "])["value"] == "Result"


def test_every_fault_of_a_mapping_is_named():
    codes = [one.code for one in COLUMNS.check(["A", "A", "B"], {"subject": "A", "unit": "C", "other": "B"})]
    assert codes == ["import_column_twice", "import_column_gone", "import_unknown_field", "import_column_missing"]
