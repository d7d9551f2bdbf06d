"""What antibody results come to: a table of histories, each with its answer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exposure.antibodies import (
    AntibodyFindings,
    AntibodyStatus,
    Persistence,
    antibody_findings,
    judge_antibodies,
)
from domain.partial_date import PartialDate
from domain.records import AdaResult
from domain.terms import AntibodyResult
from tests.domain.build import ZONE
from tests.domain.exposure.build import START, Build, one_subject

S = AntibodyStatus


def history(text: str) -> AntibodyFindings:
    """ "0- 3+80 18+160n": week after the first dose, + or -, titre, n for neutralising, x for not neutralising."""
    results = []
    for number, word in enumerate(text.split()):
        week, sign, rest = word.partition("+") if "+" in word else word.partition("-")
        at = START + timedelta(weeks=int(week)) - timedelta(hours=1)
        neutralising = {"n": AntibodyResult.POSITIVE, "x": AntibodyResult.NEGATIVE}.get(
            rest[-1:], AntibodyResult.NOT_REPORTED
        )
        titre = rest.rstrip("nx")
        results.append(
            AdaResult(
                record_id=str(number),
                subject_id="01-001",
                drug="MIL93",
                taken_at=PartialDate.of(at.astimezone(ZONE)),
                result=AntibodyResult.POSITIVE if sign == "+" else AntibodyResult.NEGATIVE,
                titre=Decimal(titre) if titre else None,
                neutralising=neutralising,
            )
        )
    return judge_antibodies(results, START, zone=ZONE)


@pytest.mark.parametrize(
    ("text", "status", "persistence", "reason"),
    [
        ("", S.NOT_ASSESSED, None, "ada_no_later_sample"),
        ("0-", S.NOT_ASSESSED, None, "ada_no_later_sample"),
        ("0+", S.BASELINE_ONLY, None, "ada_no_later_sample"),
        ("0- 3-", S.NEGATIVE, None, None),
        ("3-", S.NEGATIVE, None, "ada_no_baseline"),
        ("3+", S.NO_BASELINE, None, "ada_no_baseline"),
        ("0- 3+ 6-", S.INDUCED, Persistence.TRANSIENT, "ada_induced"),
        ("0- 3+ 6+ 9-", S.INDUCED, Persistence.TRANSIENT, "ada_induced"),
        ("0- 3+ 18+ 21-", S.INDUCED, Persistence.TRANSIENT, "ada_induced"),
        ("0- 3+ 19+ 21-", S.INDUCED, Persistence.PERSISTENT, "ada_induced"),
        ("0- 3- 6+", S.INDUCED, Persistence.PERSISTENT, "ada_induced"),
        ("0+20 3+79", S.PRE_EXISTING, None, "ada_not_boosted"),
        ("0+20 3+80", S.BOOSTED, None, "ada_boosted"),
        ("0+20 3+ 6+80 9-", S.BOOSTED, None, "ada_boosted"),
        ("0+20 3+", S.PRE_EXISTING, None, "ada_no_titre"),
        ("0+ 3+80", S.PRE_EXISTING, None, "ada_no_titre"),
        ("0+20 3-", S.BASELINE_ONLY, None, "ada_gone"),
    ],
)
def test_a_history_has_its_status_and_its_reason(text, status, persistence, reason):  # PK-4
    found = history(text)
    assert (found.status, found.persistence) == (status, persistence)
    assert [one.code for one in found.reasons] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("text", "is_neutralising"),
    [("0- 3+10n", True), ("0- 3+10x", False), ("0- 3+10x 6+10n", True), ("0- 3+10", None), ("0+10n 3-", None)],
)
def test_neutralising_is_said_only_of_positive_samples_after_the_first_dose(text, is_neutralising):  # PK-4
    assert history(text).is_neutralising is is_neutralising


def test_a_sample_of_the_day_of_the_first_dose_is_one_at_baseline():  # PK-4
    day = AdaResult(
        record_id="1",
        subject_id="01-001",
        drug="MIL93",
        taken_at=PartialDate(2026, 3, 2),
        result=AntibodyResult.POSITIVE,
    )
    assert judge_antibodies([day], START, zone=ZONE).status is S.BASELINE_ONLY
    assert judge_antibodies([day], None, zone=ZONE).status is S.BASELINE_ONLY


def test_the_factor_of_a_boost_is_an_option():  # PK-4
    results = list(history("0+20 3+40").later)
    baseline = history("0+20 3+40").baseline
    assert baseline is not None
    found = judge_antibodies([baseline, *results], START, zone=ZONE, boost=Decimal(2))
    assert found.status is S.BOOSTED


def test_only_one_drug_and_only_reported_results_are_looked_at():  # PK-4
    build = one_subject(1)
    for number, (drug, result) in enumerate(
        [("MIL93", AntibodyResult.NEGATIVE), ("other", AntibodyResult.POSITIVE), ("mil93", AntibodyResult.NOT_REPORTED)]
    ):
        build.add(
            AdaResult(
                record_id=str(number),
                subject_id="01-001",
                drug=drug,
                taken_at=PartialDate(2026, 4, 1 + number),
                result=result,
            )
        )
    found = antibody_findings(build.study(), "01-001", drug="MIL93")
    assert (found.status, len(found.later)) == (S.NEGATIVE, 1)
    assert antibody_findings(build.study(), "01-001").is_positive


def test_the_mark_of_a_profile_says_what_was_known_by_its_end():  # PK-4
    found = history("0- 3+10")
    assert found.mark_at(START, 100).code == "ada_negative_by_then"  # type: ignore[union-attr]
    assert found.mark_at(START, 504).code == "ada_positive_by_then"  # type: ignore[union-attr]
    assert history("").mark_at(START, 504) is None
    assert antibody_findings(Build().subject().study(), "01-001").status is S.NOT_ASSESSED


@given(st.permutations(["0-", "3+10", "6-", "9+40n", "12-"]))
def test_the_order_in_which_results_come_in_does_not_matter(words):
    found, wanted = history(" ".join(words)), history("0- 3+10 6- 9+40n 12-")
    assert (found.status, found.persistence, found.is_neutralising) == (
        wanted.status,
        wanted.persistence,
        wanted.is_neutralising,
    )
