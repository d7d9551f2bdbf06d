"""Levels side by side: every figure counted by hand (ESC-12, AE-6)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.escalation.status import assess_status
from domain.partial_date import PartialDate
from domain.records import AdaResult, Administration, EndOfTreatment, Record
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import Amount, Share, plain_value, plain_weighed, say_figure, value_of
from domain.rp2d.weighing import median_of, weigh_doses
from domain.summaries.weighed_doses import tabulate_weighed_doses
from domain.terms import ActionTaken, AntibodyResult, DoseChange, EndReason, Relationship
from tests.domain.build import Built, Place, build, event
from tests.domain.rp2d.build import MTD_AT_3, second_part_content
from ui.text import Words

RELATED: dict[str, Any] = {"relationship": Relationship.PROBABLE}


def dose(place: Place, cycle: int, day: int, *, share: str = "1", **items: Any) -> Administration:
    """A dose of a later cycle, so many days after the first."""
    planned = Decimal(10)
    return Administration(
        record_id=f"dose-{place.subject_id}-{cycle}",
        subject_id=place.subject_id,
        cycle=cycle,
        started_at=place.dosed_at + timedelta(days=day),
        planned_mg=planned,
        given_mg=planned * Decimal(share),
        **items,
    )


def first_dose(place: Place) -> Administration:
    """The first dose with a round number of milligrams, so that intensities can be worked out by hand."""
    return dose(place, 1, 0)


def ada(place: Place, day: int, result: AntibodyResult) -> AdaResult:
    on = PartialDate.of((place.dosed_at + timedelta(days=day)).date())
    return AdaResult(record_id=f"ada-{place.subject_id}-{day}", subject_id=place.subject_id, drug="BAT6026",
                     taken_at=on, result=result)  # fmt: skip


@pytest.fixture(scope="module")
def weighed_study() -> Built:
    """Six subjects at level 3, called A to F, of whom some had what has to be weighed."""
    built = build(MTD_AT_3, with_decisions=True)
    a, b, c, d, e, f = (place for place in built.places if place.dose_level == 3)
    later: list[Record] = [
        *(first_dose(place) for place in (a, b, c, d, e, f)),
        # A: a dose of one half, and an event of the definition on day 31.
        dose(a, 2, 21, share="0.5", change=DoseChange.REDUCED, reason="rash"),
        event(a.subject_id, "Pneumonitis", 3, a.dosed_at + timedelta(days=30), **RELATED),
        # B: the second dose three weeks late; a related event of grade 4 after the window, and an unrelated one.
        dose(b, 2, 42),
        event(b.subject_id, "Colitis", 4, b.dosed_at + timedelta(days=45), **RELATED),
        event(b.subject_id, "Fall", 3, b.dosed_at + timedelta(days=46)),
        # C: the second dose omitted; grade 2 after the window is neither.
        dose(c, 2, 21, share="0", change=DoseChange.OMITTED, reason="wish"),
        event(c.subject_id, "Fatigue", 2, c.dosed_at + timedelta(days=30), **RELATED),
        # D: gave treatment up for an event. E: a drug was withdrawn for one.
        EndOfTreatment(
            record_id="eot-d",
            subject_id=d.subject_id,
            decided_on=PartialDate.of((d.dosed_at + timedelta(days=40)).date()),
            reason=EndReason.ADVERSE_EVENT,
        ),
        event(
            e.subject_id, "Nausea", 1, e.dosed_at + timedelta(days=30), action_taken=ActionTaken.WITHDRAWN, **RELATED
        ),
        ada(a, 30, AntibodyResult.POSITIVE),
        ada(b, 30, AntibodyResult.NEGATIVE),
        ada(c, -1, AntibodyResult.POSITIVE),
    ]
    return built.plus(*later)


def weighed(built: Built):
    return weigh_doses(built.status(built.cut_off + timedelta(days=60)))


# ESC-12, AE-6: counted by hand from the fixture
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("treated", 6),
        ("evaluable", 6),
        ("dlt", Share(0, 6)),
        ("outside", Share(2, 6, 2)),
        ("later_severe", Share(2, 6, 2)),
        # Two, two, one that was omitted, and three times one: 1, 1, 1, 1, 2, 2.
        ("cycles", Amount("1", 6, "1", "2")),
        ("reduced", Share(1, 6)),
        ("delayed", Share(1, 6)),
        ("interrupted", Share(0, 6)),
        ("omitted", Share(1, 6)),
        # 15 of 20 mg; 20 mg in 63 days instead of 42; 10 of 20 mg; three times as planned: 50, 66.7, 75, 100, 100, 100.
        ("intensity", Amount("88", 6, "50", "100")),
        ("discontinued", Share(2, 6)),
        ("ada BAT6026", Share(1, 2)),
    ],
)
def test_every_figure_at_a_level_is_what_one_counts_by_hand(weighed_study, key, expected):
    assert weighed(weighed_study).value(key, 3) == expected


def test_other_levels_have_their_own_figures_and_nothing_is_pooled(weighed_study):
    found = weighed(weighed_study)
    assert found.levels == (1, 2, 3, 4)
    assert found.value("dlt", 4) == Share(2, 3)
    assert found.value("outside", 4) == Share(0, 3, 0)
    assert found.value("ada BAT6026", 4) is None
    assert found.value("dlt", 5) is None
    assert found.value("no such figure", 3) is None


# AE-6: outside the window it doesn't drive escalation, and it does appear here
def test_an_event_outside_the_window_moves_no_tally_and_stands_in_the_table(weighed_study):
    before = build(MTD_AT_3, with_decisions=True).status().recommendation
    after = weighed_study.status(weighed_study.cut_off + timedelta(days=60)).recommendation
    assert (after.action, after.dose_level, after.tallies) == (before.action, before.dose_level, before.tallies)


def test_every_topic_has_its_lines_in_order_and_what_was_not_measured_has_none(weighed_study):
    found = weighed(weighed_study)
    order = [one.topic for one in found.figures]
    assert order == sorted(order, key=list(WeighedTopic).index)
    assert {one.topic for one in found.figures} == set(WeighedTopic) - {WeighedTopic.EXPOSURE, WeighedTopic.RESPONSE}
    assert weigh_doses(build().status()).levels == ()


def test_a_pending_verdict_has_a_line_of_its_own():
    found = weigh_doses(build("1N 2N 3NN?").status())
    assert found.value("awaited", 3) == Share(1, 3)
    assert found.value("evaluable", 3) == 2
    assert weigh_doses(build("1N").status()).value("awaited", 1) is None


def test_the_table_is_the_same_figures_in_words_never_a_bare_share(weighed_study):
    status = weighed_study.status(weighed_study.cut_off + timedelta(days=60))
    table, words = tabulate_weighed_doses(status), Words(status.study.zone, status.part, status.study.protocol)
    assert [words.say(one.title) for one in table.columns][3:] == ["L3 0.1 mg/kg", "L4 0.3 mg/kg"]
    said = dict(zip(table.row_ids, [words.say(row[3].value) for row in table.rows], strict=True))
    assert said["outside"] == "2/6 (2)"
    assert said["dlt"] == "0/6"
    assert said["intensity"] == "88 (50\u2013100)"
    assert said["cycles"] == "1 (1\u20132)"
    assert said["ada BAT6026"] == "1/2"
    assert not any("%" in words.say(cell.value) for row in table.rows for cell in row[1:])
    assert tabulate_weighed_doses(build().status()).rows == ()
    marked = tabulate_weighed_doses(status, candidate=3)
    assert all(row[3].emphasis and not row[2].emphasis for row in marked.rows if row[0].indent)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        (["2"], Amount("2", 1, "2", "2")),
        (["2", "3"], Amount("2.5", 2, "2", "3")),
        (["98.4", "99.5"], Amount("99", 2, "98", "100")),
        (["10", "100"], Amount("55", 2, "10", "100")),
    ],
)
def test_a_median_keeps_halves_of_few_and_rounds_what_is_many(values, expected):
    assert median_of([Decimal(value) for value in values]) == expected


def test_a_figure_comes_back_from_its_stored_form():
    for value in (None, 0, 6, Share(1, 6), Share(1, 6, 2), Amount("6.91", 5), Amount("88", 6, "50", "100")):
        assert value_of(plain_value(value)) == value
    assert plain_weighed(weigh_doses(build("1N").status()))["figures"]["dlt"] == {"1": {"n": 0, "of": 1}}
    assert say_figure(Share(0, 6, 0)).code == "count_of"
    assert say_figure(Amount("6.91", 5)).code == "rp2d_amount"


def test_another_part_has_its_own_levels_and_none_are_pooled():  # ESC-12
    built = build(MTD_AT_3, with_decisions=True)
    (version,) = built.records["protocol_version"]
    moved = [place.subject_id for place in built.places if place.dose_level == 3][:2]
    enrolments = [one for one in built.records["enrolment"] if one.subject_id in moved]
    study = built.plus(
        replace(version, content=second_part_content(built.protocol)),
        *(replace(one, part_id="second") for one in enrolments),
    ).study()
    first, second = (weigh_doses(assess_status(study, study.protocol.part(name))) for name in ("mono", "second"))
    assert (first.value("treated", 3), second.value("treated", 3)) == (4, 2)
    assert second.levels == (3,)
    assert second.value("dlt", 3) == Share(0, 2)
