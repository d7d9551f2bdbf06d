from dataclasses import MISSING

import pytest
from hypothesis import given, settings

from domain.content import content_of
from domain.records import RECORD_KINDS
from storage.mapping import mapping_of
from tests.storage.strategies import records_of


# What is signed is what is stored: two independent ways to write a record agree.
@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=RECORD_KINDS)
def test_the_signed_content_is_the_payload_without_the_defaults(kind):
    mapping = mapping_of(kind)

    @settings(max_examples=20)
    @given(records_of(kind))
    def agrees(record):
        content = content_of(record)
        payload = mapping.payload_of(record)
        assert content.pop("kind") == kind.kind
        for field in mapping.fields:
            if field.name in content and not field.codec.is_json:
                assert content[field.name] == payload[field.name]
            elif field.name not in content:
                assert field.default is not MISSING
                assert payload[field.name] == field.default

    agrees()
