import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.records import RECORD_KINDS, Record, item
from domain.terms import Grade
from storage.canonical import canonical_json
from storage.codecs import codec_of
from storage.engine import open_memory
from storage.errors import RecordRefused
from storage.mapping import mapping_of
from storage.migrations import MIGRATIONS
from storage.read_model import read_row, write_row
from tests.storage import build
from tests.storage.strategies import records_of


@pytest.fixture(scope="module")
def tables():
    db = open_memory()
    for migration in MIGRATIONS:
        for statement in migration.statements:
            db.execute(statement)
    yield db
    db.close()


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=RECORD_KINDS)
def test_a_record_of_any_kind_comes_back_from_its_payload_and_from_its_row(kind, tables):
    mapping = mapping_of(kind)

    @settings(max_examples=settings.default.max_examples // 4)
    @given(records_of(kind))
    def comes_back(record):
        payload = mapping.payload_of(record)
        assert mapping.record_of(json.loads(canonical_json(payload))) == record
        assert mapping.record_of_row(mapping.row_of(payload)) == record
        tables.execute("BEGIN")
        write_row(tables, mapping, payload, 7, is_new=True)
        assert read_row(tables, mapping, record.record_id) == (payload, 7)
        tables.rollback()

    comes_back()


@given(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3) | st.booleans() | st.none()))
def test_canonical_json_is_one_text_for_one_value(value):
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(dict(reversed(value.items()))) == text


def test_canonical_json_has_no_floats_and_no_escapes_for_chinese():
    assert canonical_json({"b": "胃", "a": [1, None]}) == '{"a":[1,null],"b":"胃"}'
    with pytest.raises(TypeError, match="floats"):
        canonical_json({"a": [{"b": 0.1}]})


def test_digits_stay_as_they_were_entered():
    payload = mapping_of(build.Subject).payload_of(build.subject())
    assert payload["weight_kg"] == "61.50"


def test_moments_are_written_in_utc_with_their_offset():
    local = datetime.fromisoformat("2026-03-02T09:30:00+08:00")
    payload = mapping_of(build.Leaving).payload_of(replace(build.one_of_each()[6], left_at=local))
    assert payload["left_at"] == "2026-03-02T01:30:00+00:00"


def test_a_deviation_of_no_subject_is_null_in_its_row_and_empty_in_the_record():
    mapping = mapping_of(build.Deviation)
    payload = mapping.payload_of(build.deviation())
    row = mapping.row_of(payload)
    assert row["subject_id"] is None
    assert mapping.record_of_row(row) == build.deviation()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"grade": 2}, "grade", "not_a_term"),
        ({"grade": None}, "grade", "missing"),
        ({"onset": "2026-02"}, "onset", "wrong_type"),
        ({"onset": date(2026, 2, 1)}, "onset", "wrong_type"),
        ({"grade_changes": []}, "grade_changes", "wrong_type"),
        ({"term": "a\0b"}, "term", "not_text"),
        ({"term": "half \ud83d"}, "term", "not_text"),
        ({"term": Grade.MILD}, "term", "wrong_type"),
        ({"record_id": ""}, "record_id", "missing"),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_refused_with_field_and_code(changes, field, code):
    with pytest.raises(RecordRefused) as refused:
        mapping_of(build.AdverseEvent).payload_of(replace(build.adverse_event(), **changes))
    assert (refused.value.kind, refused.value.field, refused.value.code) == ("adverse_event", field, code)


@pytest.mark.parametrize(
    ("annotation", "value", "code"),
    [
        (int, True, "wrong_type"),
        (int, 2**63, "out_of_range"),
        (Decimal, Decimal("NaN"), "not_a_number"),
        (Decimal, Decimal("1e999"), "out_of_range"),
        (Decimal, 1.5, "wrong_type"),
        (datetime, datetime(2026, 1, 1), "no_time_zone"),  # noqa: DTZ001
        (datetime, datetime.fromisoformat("0001-01-01T00:00:00+08:00"), "out_of_range"),
        (date, datetime(2026, 1, 1, tzinfo=UTC), "wrong_type"),
        (tuple[str, ...], ["a"], "wrong_type"),
        (tuple[build.Attendee, ...], ("a",), "wrong_type"),
    ],
)
def test_a_codec_takes_its_own_type_only(annotation, value, code):
    with pytest.raises(Exception, match=code):
        codec_of(annotation).encode(value)


@pytest.mark.parametrize("annotation", [float, dict[str, str], str | int, list[str]])
def test_a_type_that_cannot_be_stored_is_a_mistake_of_the_record_kind(annotation):
    with pytest.raises(TypeError, match="no codec"):
        codec_of(annotation)


@dataclass(frozen=True, kw_only=True)
class Grown(Record):
    kind: ClassVar[str] = "grown"
    title: ClassVar[str] = "Grown"
    old: str = item("Old")
    new: int = item("New", default=5)


def test_an_event_from_before_a_field_existed_takes_the_fields_default():
    mapping = mapping_of(Grown)
    assert mapping.record_of({"record_id": "a", "old": "x"}) == Grown(record_id="a", old="x", new=5)


@pytest.mark.parametrize("payload", [{"record_id": "a"}, {"record_id": "a", "old": "x", "gone": 1}])
def test_a_payload_that_lacks_a_field_or_has_an_unknown_one_is_not_read(payload):
    with pytest.raises(KeyError):
        mapping_of(Grown).record_of(payload)
