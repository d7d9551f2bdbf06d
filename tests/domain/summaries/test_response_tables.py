"""The tables of tumour response, of one study."""

from datetime import date
from decimal import Decimal

import pytest

from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.response.calls import Parting
from domain.response.imaging import ScanState
from domain.response.kaplan_meier import Band
from domain.response.rates import Denominator
from domain.response.spoken import joined, spoken
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.summaries.response_best import tabulate_best_responses
from domain.summaries.response_calls import tabulate_disagreements
from domain.summaries.response_cells import in_percent, percent_change, share
from domain.summaries.response_endpoints import tabulate_endpoints
from domain.summaries.response_imaging import tabulate_imaging
from domain.summaries.response_rates import tabulate_best_by_level, tabulate_response_rates
from domain.summaries.response_survival import (
    derive_curve,
    tabulate_at_risk,
    tabulate_survival,
    tabulate_survival_by_level,
)
from domain.summaries.response_visits import tabulate_response_visits
from tests.domain.response.study_build import (
    FIRST,
    SCREEN,
    WHO,
    call,
    contact,
    followed,
    found,
    left,
    lesion,
    study_of,
    therapy,
    visit,
    week,
)

TWO = "1N 2N"


def test_a_subject_is_shown_visit_by_visit_with_the_investigator_beside():  # EFF-1
    node = lesion(1, LesionKind.NON_TARGET, is_nodal=True)
    more = [node, *(found(node, at, SCREEN, LesionStatus.PRESENT) for at in (0, 1, 2))]
    table = tabulate_response_visits(study_of(*followed(50, 35, 42), *more, call(1, Response.SD)), WHO)
    assert table.column("visit")[1:] == ("1", "2")
    assert table.column("date") == (SCREEN, week(6), week(12))
    assert table.column("sum") == (Decimal(50), Decimal(35), Decimal(42))
    assert table.column("from_baseline") == (None, Decimal("-30.0"), Decimal("-16.0"))
    assert table.column("from_nadir") == (None, Decimal("-30.0"), Decimal("20.0"))
    assert table.column("more") == (None, Decimal(-15), Decimal(7))
    assert table.column("target") == (None, Response.PR, Response.PD)
    assert table.column("non_target") == (None, Response.NON_CR_NON_PD, Response.NON_CR_NON_PD)
    assert table.column("new") == (None, False, False)
    assert table.column("overall") == (None, Response.PR, Response.PD)
    assert table.column("investigator") == (None, Response.SD, None)
    assert [row[0].emphasis for row in table.rows] == [False, True, False]
    assert table.row_ids == ("v0", "v1", "v2")
    why = table.column("why")[1]
    assert isinstance(why, Reason)
    assert why.numbers["this"].code == "target_pr"
    assert why.numbers["this"].numbers["mm"] == Decimal(35)
    assert why.numbers["rest"].numbers["lesions"] == "NT01"


def test_a_visit_after_new_therapy_says_that_it_does_not_count():
    table = tabulate_response_visits(study_of(*followed(50, 35, 30), therapy(PartialDate.of(week(8)))), WHO)
    assert [one.code for one in table.column("why")[1:]] == ["target_pr", "response_not_counted"]
    assert table.note.code == "visits_after_new_therapy"


def test_a_subject_without_tumour_records_has_an_empty_table():
    assert tabulate_response_visits(study_of(), WHO).rows == ()
    with pytest.raises(KeyError):
        tabulate_response_visits(study_of(), "nobody")


def test_rates_name_their_denominator_and_their_exact_interval():  # EFF-2
    table = tabulate_response_rates(study_of(*followed(50, 30, 30), history=TWO))
    assert [one.code for one in table.column("rate")] == [
        *("rate_orr", "rate_orr"),
        *("rate_orr_unconfirmed", "rate_orr_unconfirmed"),
        *("rate_dcr", "rate_dcr"),
    ]
    assert table.column("of") == tuple(Denominator) * 3
    assert [(one.numbers["x"], one.numbers["n"]) for one in table.column("count")][:2] == [(1, 2), (1, 1)]
    assert table.column("percent")[:2] == (Decimal("50.0"), Decimal("100.0"))
    assert (table.column("lower")[0], table.column("upper")[0]) == (Decimal("1.3"), Decimal("98.7"))
    assert table.note.code == "response_options"


def test_cbr_is_reported_where_the_protocol_does_with_sd_from_week_12():  # EFF-2
    long, short = followed(50, 49, 49), followed(50, 49)
    for records, expected in ((long, 1), (short, 0)):
        table = tabulate_response_rates(study_of(*records, protocol_id="imm27m"))
        counts = dict(zip([one.code for one in table.column("rate")], table.column("count"), strict=True))
        assert counts["rate_cbr"].numbers["x"] == expected
        assert counts["rate_dcr"].numbers["x"] == 1


def test_a_study_without_subjects_has_no_percentage():
    table = tabulate_response_rates(study_of(history=""))
    assert set(table.column("percent")) == {None}
    assert {one.numbers["n"] for one in table.column("count")} == {0}
    assert tabulate_best_by_level(study_of(history="")).rows == ()


def test_best_responses_are_counted_by_level_and_add_up():
    table = tabulate_best_by_level(study_of(*followed(50, 30, 30), history=TWO))
    assert [row[1].value for row in table.rows] == [1, 1, 2]
    assert table.column("pr") == (1, None, 1)
    assert table.column("missing") == (None, 1, 1)
    assert table.column("evaluable") == (1, None, 1)


def test_the_listing_of_best_responses_gives_dates_change_and_why():  # EFF-2
    table = tabulate_best_responses(study_of(*followed(50, 48, 30, 30, 60), history=TWO))
    first, second = table.rows
    values = {column.key: cell.value for column, cell in zip(table.columns, first, strict=True)}
    assert (values["best"], values["confirmed"], values["change"]) == (Response.PR, Response.PR, Decimal("-40.0"))
    assert (values["response_on"], values["progression_on"]) == (week(12), week(24))
    assert (values["first_dose"], values["level"], values["evaluable"]) == (FIRST, 1, True)
    assert values["why"].code == "response_confirmed"
    assert (values["why"].numbers["visit"], values["why"].numbers["by"]) == ("2", "3")
    assert second[9].value is False
    assert second[10].value.numbers["this"].code == "response_no_baseline"


def test_endpoints_are_listed_with_event_or_censoring_and_reason():  # EFF-2
    study = study_of(*followed(50, 30, 30, 60), contact(week(40)), history=TWO)
    table = tabulate_endpoints(study)
    rows = list(zip(*(table.column(key) for key in ("subject", "endpoint", "end", "days", "event")), strict=True))
    assert rows == [
        (WHO, "DoR", week(18), 84, True),
        (WHO, "PFS", week(18), 126, True),
        (WHO, "OS", week(40), 280, False),
        *[("01-002", name, *end) for name, end in second_subject(study)],
    ]
    assert [one.code for one in table.column("why")][:3] == ["event_pd", "event_pd", "censored_alive"]
    assert len(table.row_ids) == len(table.rows)


def second_subject(study):
    dosed = study.first_dose("01-002").started_at.astimezone(study.zone).date()
    return [("PFS", (dosed, 0, False)), ("OS", (dosed, 0, False))]


def test_a_subject_whose_dates_contradict_each_other_is_listed_with_that():
    table = tabulate_endpoints(study_of(*followed(50, 30), left(week(5))))
    assert [one.code for one in table.column("why")] == ["endpoints_withheld"]
    assert table.column("end") == (None,)
    assert len(table.row_ids) == 1


def test_the_curve_is_listed_step_by_step_with_its_median():  # EFF-2, EFF-3
    study = study_of(*followed(50, 60), contact(week(9), died=PartialDate.of(week(8))), history=TWO)
    table = tabulate_survival(derive_curve(study, "PFS"), "PFS")
    assert table.column("time") == (0, 42)
    assert table.column("at_risk") == (2, 1)
    assert table.column("survival") == (Decimal("100.0"), Decimal("0.0"))
    assert (table.column("events"), table.column("censored")) == ((None, 1), (1, None))
    assert table.note.code == "survival_median"
    assert table.note.numbers["median"] == Decimal("42.0")
    assert table.note.numbers["from"].code == "not_reached"
    at_risk = tabulate_at_risk(study, "PFS")
    assert [column.key for column in at_risk.columns] == ["level", "week_0", "week_6"]
    assert [[cell.value for cell in row][1:] for row in at_risk.rows] == [[1, 1], [1, None], [2, 1]]
    assert tabulate_survival(derive_curve(study_of(history=""), "OS"), "OS").rows == ()


def test_disagreements_are_listed_with_what_the_investigator_saw():  # EFF-1
    made = call(1, Response.SD, derived="SD", comment="oedema")
    table = tabulate_disagreements(study_of(*followed(50, 35), made))
    (row,) = table.rows
    assert [cell.value for cell in row[:9]] == [
        WHO,
        1,
        "1",
        week(6),
        Response.SD,
        Response.PR,
        "SD",
        Parting.CHANGED,
        "oedema",
    ]
    assert table.row_ids == (made.record_id,)


def test_scans_are_listed_with_their_windows_and_departures_stand_out():
    table = tabulate_imaging(study_of(visit(0, SCREEN), visit(1, week(6, 9)), left(week(9))))
    assert table.column("week") == (0, 6)
    assert table.column("state") == (ScanState.IN_WINDOW, ScanState.LATE)
    assert table.column("off") == (None, 2)
    assert [row[0].emphasis for row in table.rows] == [False, True]
    assert (table.column("from")[1], table.column("to")[1]) == (week(5), week(7))


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [(350, 500, "-30.0"), (1, 800, "-99.9"), (0, 500, "-100.0"), (None, 500, None), (5, 0, None), (5, None, None)],
)
def test_changes_are_exact_to_a_tenth_of_a_percent(now, then, expected):
    assert percent_change(now, then) == (None if expected is None else Decimal(expected))


def test_shares_of_nothing_and_of_something():
    assert (share(0, 0), share(1, 8)) == (None, Decimal("12.5"))
    assert (in_percent(None), in_percent(0.0125789)) == (None, Decimal("1.3"))


def test_a_reason_is_said_in_millimetres_and_by_visit():
    engine = Reason("response_confirmed", {"visit": 1, "by": 2, "days": 42, "mm": 123, "on": date(2026, 3, 2)})
    said = spoken(engine, ("3", "4")).numbers
    assert dict(said) == {"visit": "3", "by": "4", "days": 42, "mm": Decimal("12.3"), "on": date(2026, 3, 2)}
    assert joined([]) is None


def test_survival_is_summed_up_by_level_with_its_median_and_those_withheld_are_named():  # EFF-2, EFF-3
    study = study_of(*followed(50, 60), history=TWO)
    table = tabulate_survival_by_level(study, "PFS")
    rows = [[cell.value for cell in row] for row in table.rows]
    assert rows[0][:5] == [1, 1, 1, None, Decimal("6.0")]
    assert rows[1][:4] == [2, 1, None, 1]
    assert rows[1][4].code == "not_reached"
    assert rows[2][0].code == "all_levels"
    assert rows[2][1:5] == [2, 1, 1, Decimal("6.0")]
    assert table.caption.numbers == {"name": "PFS", "percent": 95, "band": Band.LOG_LOG}
    assert table.note is None
    nobody = tabulate_survival_by_level(study, "DoR")
    assert [cell.value for cell in nobody.rows[0]] == [1, *[None] * 6]
    wrong = study_of(*followed(50, 60), contact(week(9), died=PartialDate.of(week(5))))
    assert tabulate_survival_by_level(wrong, "PFS").note.numbers == {"named": WHO}
    assert tabulate_survival_by_level(study_of(history=""), "PFS").rows == ()
    assert tabulate_at_risk(study_of(history=""), "PFS").rows == ()


def test_the_endpoints_of_one_name_are_listed_alone():
    table = tabulate_endpoints(study_of(*followed(50, 60)), name="OS")
    assert table.column("endpoint") == ("OS",)


@pytest.mark.parametrize(
    ("now", "then", "expected"), [(9996, 10000, "0.0"), (9995, 10000, "-0.1"), (8775, 10000, "-12.3")]
)
def test_what_rounds_to_nothing_has_no_sign(now, then, expected):
    assert str(percent_change(now, then)) == expected
    assert str(in_percent((now - then) / then)) == expected
