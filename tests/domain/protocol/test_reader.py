"""Reading, keeping and reading again."""

import contextlib
import json
import re
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.protocol.model import Provenance
from domain.protocol.reader import (
    ProtocolRefused,
    content_to_json,
    load_shipped,
    read_content,
    read_json,
    read_protocol,
    shipped_protocols,
)

TEXT = resources.files("domain.protocols").joinpath("bat6026.toml").read_text(encoding="utf-8")
DESCRIPTION = Path(__file__).resolve().parents[3] / "docs" / "protocol-file.md"


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_a_protocol_survives_the_way_through_json(protocol_id):  # PRO-4
    protocol = load_shipped(protocol_id)
    text = content_to_json(protocol)
    again = read_json(text)
    assert again == protocol
    assert again.provenance == protocol.provenance
    assert list(again.provenance) == list(protocol.provenance)
    assert [str(level.dose) for level in again.first_part.levels] == [
        str(level.dose) for level in protocol.first_part.levels
    ]
    assert content_to_json(again) == text


def test_json_is_canonical_and_its_doses_are_text():
    text = content_to_json(load_shipped("mil97"))
    content = json.loads(text)
    assert content["parts"][0]["levels"] == ["0.01", "0.03", "0.1", "0.2", "0.3", "0.45"]
    assert text == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_content_parsed_by_anybody_is_read():
    protocol = load_shipped("bat6026")
    assert read_content(json.loads(content_to_json(protocol))) == protocol
    assert read_content(json.loads(content_to_json(protocol)), name="other").protocol_id == "other"


def test_reading_leaves_the_given_content_alone():
    content = json.loads(content_to_json(load_shipped("bat6026")))
    before = json.dumps(content)
    read_content(content, name="other")
    assert json.dumps(content) == before


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"study": NaN}', "[" * 100_000])
def test_json_that_is_no_protocol_is_refused(text):  # PRO-3
    with pytest.raises(ProtocolRefused):
        read_json(text)


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    assert read_protocol("\ufeff" + TEXT.replace("\n", "\r\n"), name="bat6026") == load_shipped("bat6026")


def test_terms_may_be_written_in_capital_letters():
    assert read_protocol(TEXT.replace('"escalation"', '"ESCALATION"'), name="bat6026") == load_shipped("bat6026")


def test_the_described_sixth_study_reads():  # PRO-1
    block = re.search(r"```toml\n(.*?)```", DESCRIPTION.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    protocol = read_protocol(block[1], name="abc123")
    assert protocol.part("expansion").window == protocol.first_part.window
    assert protocol.provenance["parts.mono.rules.reservation_days"].choices == (3, 7, 14)


def test_a_part_takes_over_what_it_does_not_give():  # PRO-2
    protocol = load_shipped("mil97")
    mono, q2w = protocol.part("mono"), protocol.part("q2w")
    assert q2w.rules.spacing == mono.rules.spacing
    assert (q2w.window.end, q2w.drugs) == (mono.window.end, mono.drugs)
    assert (q2w.window.days, q2w.rules.accelerated_levels) == (28, 0)
    assert protocol.provenance["parts.q2w.window.end"] == Provenance("as part mono")


def test_an_amended_part_may_have_levels_and_the_part_they_came_from():  # PRO-4
    content = json.loads(content_to_json(load_shipped("mil97")))
    content["parts"][1]["levels"] = ["0.2", "0.3"]
    q2w = read_content(content).part("q2w")
    assert [level.dose for level in q2w.levels] == [Decimal("0.2"), Decimal("0.3")]
    assert {level.unit for level in q2w.levels} == {"mg/kg"}


@given(
    st.lists(
        st.decimals(min_value="0.001", max_value=1000, places=3), min_size=3, max_size=12, unique=True
    ).map(sorted)
)  # fmt: skip
def test_rising_doses_are_kept_exactly_and_falling_ones_refused(doses):  # PRO-3
    content = json.loads(content_to_json(load_shipped("mil97")))
    content["parts"][0]["levels"] = [str(dose) for dose in doses]
    protocol = read_content(content)
    assert [level.dose for level in read_json(content_to_json(protocol)).first_part.levels] == doses
    content["parts"][0]["levels"].reverse()
    with pytest.raises(ProtocolRefused) as refused:
        read_content(content)
    assert len(refused.value.findings) == len(doses) - 1


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_any_value_anywhere_is_read_or_refused_and_never_an_error(data):  # PRO-3
    content = json.loads(content_to_json(load_shipped(data.draw(st.sampled_from(shipped_protocols())))))
    place, steps = content, data.draw(st.integers(1, 5))
    for _ in range(steps):
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key]:
            break
        if data.draw(st.booleans()):
            place = place[key]
            key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(_VALUES)
    with contextlib.suppress(ProtocolRefused):
        read_content(content)
