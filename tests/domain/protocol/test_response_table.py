"""The response table of a protocol file: rules, endpoints, rates and the schedule of scans, each with its source."""

import tomllib
from decimal import Decimal
from importlib import resources

import pytest

from domain.protocol.assumptions import change_assumptions
from domain.protocol.reader import (
    ProtocolRefused,
    content_to_json,
    load_shipped,
    read_content,
    read_json,
    shipped_protocols,
)
from domain.response.endpoints import USUAL_ENDPOINTS, Event
from domain.response.imaging_schedule import ImagingSchedule
from domain.response.plan import USUAL_PLAN
from domain.response.rules import ResponseRules
from domain.response.terms import PrAfterCr

DEATH, PD = frozenset({Event.DEATH}), frozenset({Event.PD})
EITHER = frozenset(Event)


def content(protocol_id="imm27m"):
    text = resources.files("domain.protocols").joinpath(f"{protocol_id}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@pytest.mark.parametrize(
    ("protocol_id", "rates", "ends"),
    [
        ("mil93", ("ORR",), {"DoR": EITHER, "PFS": EITHER}),
        ("mil97", ("ORR", "DCR"), {"DoR": EITHER, "PFS": EITHER, "OS": DEATH}),
        ("imm27m", ("ORR", "DCR", "CBR"), {"DoR": PD, "PFS": EITHER}),
        ("bat6021", ("ORR",), {"DoR": EITHER, "PFS": EITHER, "OS": DEATH}),
        ("bat6026", ("ORR",), {"DoR": EITHER, "PFS": EITHER, "OS": DEATH}),
    ],
)
def test_each_protocol_reports_what_it_registered(protocol_id, rates, ends):  # EFF-2, PRO-1
    plan = load_shipped(protocol_id).response
    assert plan is not None
    assert plan.endpoints.rates == rates
    assert {one.name: one.events for one in plan.endpoints.endpoints} == ends
    assert plan.rules == ResponseRules()
    assert plan.imaging == ImagingSchedule(6, 24, 9, 7)


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_value_of_response_is_sourced_or_assumed_against_what_the_registration_says(protocol_id):  # PRO-1
    protocol = load_shipped(protocol_id)
    table = content(protocol_id)["response"]
    paths = [f"response.{key}" for key in table if key not in ("source", "imaging")]
    paths += [f"response.imaging.{key}" for key in table["imaging"] if key != "source"]
    for path in paths:
        origin = protocol.provenance[path]
        assert origin.source, path
        assert origin.says or not origin.is_assumed, path


def test_only_bat6021_registers_its_scans():  # EFF-1, PRO-1
    for protocol_id in shipped_protocols():
        is_assumed = load_shipped(protocol_id).provenance["response.imaging.every_weeks"].is_assumed
        assert is_assumed is (protocol_id != "bat6021")


def test_the_os_of_mil97_is_death_and_says_that_the_registered_text_repeats_pfs():  # EFF-2
    protocol = load_shipped("mil97")
    assert "response.os" in protocol.assumptions
    assert protocol.provenance["response.os"].choices == ("death", "pd or death")
    said = [reason for one in protocol.response.endpoints.endpoints for reason in one.method()]
    how = next(one for one in said if one.code == "endpoint_says")
    assert how.numbers["name"] == "OS"
    assert "repeats the definition of PFS" in how.numbers["how"]
    changed = change_assumptions(protocol, {"response.os": "pd or death"}, confirmed_by="A. Chen")
    assert changed.response.endpoints.named("OS").events == EITHER


def test_a_confirmed_option_reaches_the_rules_and_survives_the_study_file():  # EFF-1, PRO-4
    values = {"response.max_ne": 2, "response.pr_after_cr": "pd", "response.imaging.every_weeks": 8}
    changed = change_assumptions(load_shipped("mil93"), values, confirmed_by="A. Chen")
    assert changed.response.rules == ResponseRules(max_ne=2, pr_after_cr=PrAfterCr.PROGRESSION)
    assert changed.response.imaging == ImagingSchedule(8, 24, 9, 7)
    assert read_json(content_to_json(changed)).response == changed.response


def test_a_file_without_the_table_has_no_plan_and_the_usual_one_holds():
    raw = content()
    del raw["response"]
    assert read_content(raw).response is None
    assert USUAL_PLAN.endpoints == USUAL_ENDPOINTS


def test_a_file_without_a_schedule_has_none():
    raw = content()
    del raw["response"]["imaging"]
    assert read_content(raw).response.imaging is None


def test_a_gap_of_missed_visits_censors_dor_and_pfs_but_not_os():  # EFF-2
    raw = content("mil97")
    raw["response"]["max_gap_days"] = 130
    endpoints = read_content(raw).response.endpoints
    assert {one.name: one.max_gap_days for one in endpoints.endpoints} == {"DoR": 130, "PFS": 130, "OS": None}


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"rates": ["ORR", "XRR"]}, "response.rates[2]", "protocol_type_choice"),
        ({"rates": "ORR"}, "response.rates", "protocol_type_choices"),
        ({"rates": []}, "response.rates", "protocol_response_no_rate"),
        ({"dor": "death"}, "response.dor", "protocol_type_choice"),
        ({"confirm_days": 0}, "response.confirm_days", "protocol_too_small"),
        ({"confirm_day": 28}, "response.confirm_day", "protocol_misspelt_key"),
        ({"benefit_days": None}, "response.benefit_days", "protocol_response_no_benefit"),
        ({"sd_min_days": None}, "response.sd_min_days", "protocol_missing"),
        ({"imaging": {"every_weeks": 6}}, "response.imaging.until_week", "protocol_missing"),
        ({"imaging": "often"}, "response.imaging", "protocol_type_table"),
    ],
)
def test_a_fault_of_the_table_is_named_with_its_place(change, field, code):  # PRO-3
    raw = content()
    raw["response"] |= change
    raw["response"] = {key: value for key, value in raw["response"].items() if value is not None}
    with pytest.raises(ProtocolRefused) as refused:
        read_content(raw)
    assert (field, code) in [(one.field, one.code) for one in refused.value.findings]


def test_a_first_scan_after_its_own_interval_is_refused():  # PRO-3
    raw = content("bat6021")
    raw["response"]["imaging"]["every_weeks"] = 30
    with pytest.raises(ProtocolRefused) as refused:
        read_content(raw)
    assert [one.code for one in refused.value.findings] == ["protocol_imaging_no_scan"]


def test_due_weeks_are_every_six_to_week_24_and_every_nine_after():  # EFF-1
    assert list(ImagingSchedule(6, 24, 9, 7).due_weeks(52)) == [6, 12, 18, 24, 33, 42, 51]
    assert list(ImagingSchedule(8, 20, 12, 7).due_weeks(40)) == [8, 16, 28, 40]
