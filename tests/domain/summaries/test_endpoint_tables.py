"""Registered endpoints: each has its time frame, and something that answers it (PRO-5)."""

from dataclasses import replace

import pytest

from domain.protocol.model import Endpoint
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.protocol.time_frames import ANALYSES, NAMES
from domain.summaries.endpoints import ANSWERS, describe_time_frames, tabulate_registered_endpoints
from ui.sentences import SENTENCES


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_registered_endpoint_stands_with_its_time_frame_and_something_answers_it(protocol_id):  # PRO-5
    protocol = load_shipped(protocol_id)
    table = tabulate_registered_endpoints(protocol)
    assert table.column("title") == tuple(one.title for one in protocol.endpoints)
    assert table.column("time_frame") == tuple(one.time_frame for one in protocol.endpoints)
    assert [one.code == "endpoint_primary" for one in table.column("rank")] == [
        one.is_primary for one in protocol.endpoints
    ]
    codes = {one.code for one in table.column("answered")}
    assert "endpoint_by_nothing" not in codes
    assert codes <= set(SENTENCES)


def test_an_endpoint_that_no_table_answers_says_so():  # PRO-5
    added = replace(load_shipped("bat6026"), endpoints=(Endpoint("Quality of life (EORTC QLQ-C30)", "1 year"),))
    assert [one.code for one in tabulate_registered_endpoints(added).column("answered")] == ["endpoint_by_nothing"]
    assert tabulate_registered_endpoints(replace(added, endpoints=())).rows == ()


def test_every_analysis_is_shown_by_one_table_and_named_where_a_table_shows_several():
    assert set(NAMES) == set(ANALYSES) - {"biomarkers"}
    assert all(set(analyses) <= set(NAMES) for analyses in ANSWERS.values() if len(analyses) > 1)
    shown = [one for analyses in ANSWERS.values() for one in analyses]
    assert sorted(shown) == sorted(ANALYSES)
    assert {f"endpoint_by_{key}" for key in ANSWERS} <= set(SENTENCES)


@pytest.mark.parametrize(
    ("protocol_id", "key", "said"),
    [
        ("bat6021", "toxicities", ["DLT: registered primary endpoint; time frame 3 weeks."]),
        ("bat6026", "pk_parameters", ["Cmax: registered secondary endpoint; time frame at most 52 weeks."]),
        (
            "mil97", "pk_parameters",
            ["Cmax, AUC: registered secondary endpoint; time frame up to 1.5 years after enrolment."],
        ),
        ("imm27m", "response_rates", ["ORR, DCR, CBR: registered secondary endpoint; time frame 48 weeks."]),
        ("imm27m", "weighed_doses", ["MTD: registered primary endpoint; time frame 3 weeks."]),
        ("mil93", "toxicities", ["DLT: not among the registered endpoints."]),
        ("bat6021", "response_rates", ["ORR, DCR, CBR: not among the registered endpoints."]),
        (
            "mil97", "biomarker_changes",
            ["Registered secondary endpoint; time frame up to 2.5 years after enrolment."],
        ),
        ("mil93", "biomarker_changes", ["Not among the registered endpoints."]),
        ("bat6021", "deviations", []),
    ],
)  # fmt: skip
def test_a_table_says_the_time_frames_of_what_it_answers(protocol_id, key, said):  # PRO-5
    reasons = describe_time_frames(load_shipped(protocol_id), key)
    assert [SENTENCES[one.code].format(**one.numbers) for one in reasons] == said


def test_two_time_frames_are_two_lines():
    protocol = load_shipped("mil93")
    first, auc, *others = protocol.endpoints
    changed = replace(protocol, endpoints=(first, replace(auc, time_frame="6 months"), *others))
    frames = [(one.numbers["named"], one.numbers["frame"]) for one in describe_time_frames(changed, "pk_parameters")]
    assert sorted(frames) == [("AUC", "6 months"), ("Cmax", "up to 1 year after enrolment")]
