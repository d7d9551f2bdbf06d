"""Tables of exposure, antibodies and biomarkers: what stands in them and how it is written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.exposure.due import SampleState
from domain.exposure.of_study import exposures
from domain.exposure.reconciliation import Whereabouts
from domain.partial_date import PartialDate
from domain.pk.proportionality import Proportionality
from domain.protocol.reader import load_shipped
from domain.reasons import Finding, Reason
from domain.records import AdaResult, BiomarkerResult, Concentration, PkSample, Shipment, SlopeDecision
from domain.summaries.biomarkers import tabulate_biomarker_changes, tabulate_biomarkers
from domain.summaries.pk_antibodies import antibody_drugs, tabulate_antibodies, tabulate_antibody_listing
from domain.summaries.pk_concentrations import (
    tabulate_concentrations,
    tabulate_concentrations_by_time,
    tabulate_troughs,
)
from domain.summaries.pk_numbers import write_number, write_percent
from domain.summaries.pk_parameters import tabulate_pk_listing, tabulate_pk_parameters, tabulate_profile
from domain.summaries.pk_proportionality import tabulate_proportionality
from domain.summaries.pk_samples import (
    tabulate_labels,
    tabulate_reconciliation,
    tabulate_sample_counts,
    tabulate_shipments,
)
from domain.terms import AntibodyResult
from tests.domain.exposure.build import DRUG, Build, after, one_subject, with_change


def three_subjects(*, level: int = 3) -> Build:
    """Three subjects of a level with 180, 171 and 190 mg in cycles 1 and 2."""
    build = Build()
    for number, mg in enumerate(("180", "171", "190"), 1):
        subject_id = f"01-00{number}"
        build.subject(subject_id, level=level)
        for cycle in (1, 2):
            build.cycle(cycle, subject_id, mg=mg)
    return build


def part_of(study):
    return study.protocol.part("mono")


def rows(table, **wanted):
    keys = [column.key for column in table.columns]
    found = [dict(zip(keys, (cell.value for cell in row), strict=True)) for row in table.rows]
    return [one for one in found if all(one[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize(
    ("value", "written"),
    [(10.0, "10.0"), (1234.0, "1230"), (0.004, "0.00400"), (59.88, "59.9"), (0.0, "0"), (2.675, "2.68"), (None, None)],
)
def test_numbers_have_three_significant_digits_with_their_zeros(value, written):  # PK-3
    assert write_number(value) == written


def test_percentages_have_one_decimal():
    assert [write_percent(one) for one in (4.05, 100.0, 13.349)] == ["4.1", "100.0", "13.3"]


def test_the_summary_has_all_statistics_by_level_and_cycle():  # PK-3
    study = three_subjects().study()
    table = tabulate_pk_parameters(study, part_of(study))
    cmax = rows(table, level=3, cycle=1, parameter="CMAX")[0]
    assert (cmax["analyte"], cmax["unit"], cmax["n"]) == (DRUG, "ug/mL", 3)
    assert (cmax["mean"], cmax["sd"], cmax["cv"]) == ("60.0", "3.16", "5.3")
    assert (cmax["geometric_mean"], cmax["geometric_cv"]) == ("59.9", "5.3")
    assert (cmax["median"], cmax["minimum"], cmax["maximum"]) == ("59.9", "56.9", "63.2")
    assert rows(table, cycle=1, parameter="ARAUC") == []
    assert rows(table, cycle=2, parameter="ARCMAX")[0]["n"] == 3


def test_a_summary_of_one_has_no_spread():  # PK-3
    study = one_subject(1).study()
    cmax = rows(tabulate_pk_parameters(study, part_of(study)), parameter="CMAX")[0]
    assert (cmax["n"], cmax["mean"], cmax["sd"], cmax["cv"], cmax["geometric_cv"]) == (1, "59.9", None, None, None)


def test_a_profile_left_out_is_in_the_listing_and_not_in_the_summary():  # PK-2, PK-3
    build = three_subjects().add(
        SlopeDecision(
            record_id="x",
            subject_id="01-003",
            cycle=1,
            analyte=DRUG,
            is_left_out=True,
            reason="infusion broken off",
            decided_at=after(9000),
        )
    )
    study = build.study()
    table = tabulate_pk_parameters(study, part_of(study))
    assert rows(table, cycle=1, parameter="CMAX")[0]["n"] == 2
    assert isinstance(table.caption, Reason)
    assert table.caption.numbers["number"] == 1
    listing = tabulate_pk_listing(study, part_of(study))
    left = rows(listing, subject="01-003", cycle=1)[0]
    assert left["cmax"] == "63.2"
    assert "infusion broken off" in str(left["remarks"])


def test_the_listing_names_units_in_its_header_and_faults_in_its_rows():  # PK-3
    build = with_change(three_subjects(), Concentration, "c-01-002-C1-24", unit="")
    study = build.study()
    table = tabulate_pk_listing(study, part_of(study))
    titles = {column.key: column.title for column in table.columns}
    assert titles["cmax"] == "CMAX, ug/mL"
    assert titles["cl_obs"] == "CLO, L/h"
    assert titles["half_life"] == "LAMZHL, h"
    faulty = rows(table, subject="01-002", cycle=1)[0]
    assert faulty["cmax"] is None
    assert isinstance(faulty["remarks"], Finding)
    assert rows(table, subject="01-001", cycle=1)[0]["cmax"] == "59.9"


def test_a_listing_of_nothing_still_has_its_columns():
    study = Build().subject().study()
    part = part_of(study)
    for table in (tabulate_pk_listing(study, part), tabulate_pk_parameters(study, part), tabulate_troughs(study, part)):
        assert table.columns
        assert table.rows == ()


def test_the_table_of_one_profile_has_every_parameter_or_its_reason():  # PK-2
    study = one_subject(1).study()
    table = tabulate_profile(exposures(study)[0])
    assert rows(table, parameter="CMAX")[0]["value"] == "59.9"
    assert rows(table, parameter="LAMZNPT")[0]["value"].isdigit()
    assert rows(table, parameter="C0")[0]["reason"].code == "pk_absent_only_bolus"
    assert all((row["value"] is None) is (row["reason"] is not None) for row in rows(table))


def test_concentrations_are_listed_with_actual_times_and_remarks():  # PK-1
    build = with_change(one_subject(1), PkSample, "p-01-001-C1-24", taken_at=after(27))
    with_change(build, Concentration, "c-01-001-C1-5", excluded_because="mixed up")
    with_change(build, Concentration, "c-01-001-C1-72", value=None, flag="NR")
    study = build.study()
    table = tabulate_concentrations(study, part_of(study))
    late = rows(table, nominal=Decimal(24))[0]
    assert (late["actual"], late["deviation"], late["remarks"]) == (Decimal("27.00"), 180, SampleState.OUTSIDE_WINDOW)
    assert rows(table, nominal=Decimal(0))[0]["concentration"] == Reason("pk_blq", {"lloq": Decimal("0.05")})
    assert rows(table, nominal=Decimal(72))[0]["concentration"] == "NR"
    assert rows(table, nominal=Decimal(5))[0]["remarks"].code == "pk_result_left_out"
    assert table.row_ids[0] == "c-01-001-C1-0"


def test_mean_profiles_and_troughs_count_blq_as_nought():  # PK-3
    study = three_subjects().study()
    by_time = tabulate_concentrations_by_time(study, part_of(study))
    predose = rows(by_time, cycle=1, nominal=Decimal(0))[0]
    assert (predose["n"], predose["blq"], predose["mean"], predose["geometric_mean"]) == (3, 3, "0", None)
    troughs = tabulate_troughs(study, part_of(study))
    assert [row["cycle"] for row in rows(troughs)] == [2]
    assert rows(troughs)[0]["mean"] == "8.02"


def test_exposure_in_proportion_to_dose_has_a_slope_of_one():  # PK-3
    build = Build()
    for level, (mg, factor) in enumerate((("18", 1.0), ("60", 1.02), ("180", 0.99), ("600", 1.01)), 1):
        for copy in (1, 2):
            subject_id = f"01-{level}0{copy}"
            build.subject(subject_id, level=level).cycle(1, subject_id, mg=mg)
            for one in list(build.records["concentration"]):
                if isinstance(one, Concentration) and one.subject_id == subject_id and one.value:
                    share = Decimal(str(factor * (1 + 0.01 * copy)))
                    build.change(replace(one, value=one.value * share))
    study = build.study()
    row = rows(tabulate_proportionality(study, part_of(study)), cycle=1, parameter="CMAX")[0]
    assert row["n"] == 8
    assert row["ratio"] == "33.3"
    assert 0.98 < float(row["slope"]) < 1.02
    assert row["conclusion"] is Proportionality.PROPORTIONAL


def test_where_there_is_no_power_model_the_reason_stands():  # PK-3
    study = three_subjects().study()
    row = rows(tabulate_proportionality(study, part_of(study)), cycle=1, parameter="CMAX")[0]
    assert (row["slope"], row["conclusion"].code) == (None, "pk_power_one_dose")


def antibody(number: int, subject_id: str, day: str, positive: bool, **changes) -> AdaResult:
    result = AntibodyResult.POSITIVE if positive else AntibodyResult.NEGATIVE
    return AdaResult(
        record_id=f"a{number}",
        subject_id=subject_id,
        drug=DRUG,
        taken_at=PartialDate.parse(day),
        result=result,
        **changes,
    )


def with_antibodies() -> Build:
    build = three_subjects()
    build.add(antibody(1, "01-001", "2026-03-01", False), antibody(2, "01-001", "2026-03-24", True, titre=Decimal(40)))
    build.add(antibody(3, "01-002", "2026-03-01", False), antibody(4, "01-002", "2026-03-23", False))
    return build.add(antibody(5, "01-003", "2026-03-01", False))


def test_the_antibody_table_has_numerators_denominators_and_exact_intervals():  # PK-4
    study = with_antibodies().study()
    table = tabulate_antibodies(study, part_of(study), DRUG)
    lines = {row["line"].code: row for row in rows(table)[:7]}
    positive = lines["ada_line_positive"]
    assert (positive["number"], positive["of"], positive["percent"]) == (1, 2, None)
    assert (positive["low"], positive["high"]) == ("1.3", "98.7")
    assert lines["ada_line_boosted"]["number"] is None
    assert table.caption == Reason("caption_antibodies", {"drug": DRUG, "evaluable": 2, "dosed": 3})
    assert antibody_drugs(study, part_of(study)) == (DRUG,)


def test_a_percentage_stands_from_ten_subjects_on():  # PK-4
    build = Build()
    for number in range(10):
        subject_id = f"01-{number:03d}"
        build.subject(subject_id).dose(1, subject_id)
        build.add(antibody(2 * number, subject_id, "2026-03-01", False))
        build.add(antibody(2 * number + 1, subject_id, "2026-03-23", number < 3))
    study = build.study()
    table = tabulate_antibodies(study, part_of(study), DRUG)
    induced = rows(table)[3]
    assert (induced["number"], induced["of"], induced["percent"]) == (3, 10, "30.0")
    assert (induced["low"], induced["high"]) == ("6.7", "65.2")


def test_antibodies_mark_the_profiles_and_are_listed():  # PK-4
    study = with_antibodies().study()
    listing = tabulate_pk_listing(study, part_of(study))
    marks = {(row["subject"], row["cycle"]): row["antibodies"] for row in rows(listing)}
    assert marks["01-001", 1].code == "ada_negative_by_then"
    assert marks["01-001", 2].code == "ada_positive_by_then"
    table = tabulate_antibody_listing(study, part_of(study))
    assert len(table.rows) == 5
    assert [row["status"] is not None for row in rows(table)] == [True, False, True, False, True]


def test_biomarkers_are_listed_and_summarised_with_their_change():  # PK-4
    build = Build(load_shipped("mil97"))
    for number in (1, 2):
        subject_id = f"01-00{number}"
        build.subject(subject_id).dose(1, subject_id)
        for place, (day, value) in enumerate((("2026-03-01", 10), ("2026-03-23", 10 + 5 * number))):
            build.add(
                BiomarkerResult(
                    record_id=f"{number}{place}",
                    subject_id=subject_id,
                    marker="CD80",
                    taken_at=PartialDate.parse(day),
                    cycle=1 + place,
                    timepoint="predose",
                    value=Decimal(value),
                    unit="pg/mL",
                )
            )
    study = build.study()
    listed = rows(tabulate_biomarkers(study, part_of(study)), subject="01-002")
    assert [(row["change"], row["percent"]) for row in listed] == [(None, None), (Decimal(10), Decimal("100.0"))]
    changes = rows(tabulate_biomarker_changes(study, part_of(study)), cycle=2)
    assert [(row["what"].code, row["n"], row["mean"]) for row in changes] == [
        ("marker_value", 2, "17.5"),
        ("marker_change", 2, "7.50"),
    ]


def test_reconciliation_lists_each_sample_and_on_request_only_what_is_open():  # PK-5
    build = one_subject(1)
    build.add(
        Shipment(
            record_id="w",
            shipment_id="W-1",
            sent_on=date(2026, 3, 20),
            sample_ids=tuple(f"01-001-C1-{hours}" for hours in ("0", "1", "5", "24", "72", "168", "336")),
            received_at=after(600),
            absent_ids=("01-001-C1-5",),
        )
    )
    with_change(build, Concentration, "c-01-001-C1-336", value=None, flag="")
    study = build.study(after(700))
    table = tabulate_reconciliation(study, part_of(study))
    states = {row["sample"]: row["where"] for row in rows(table) if row["sample"]}
    assert states["01-001-C1-24"] is Whereabouts.REPORTED
    assert states["01-001-C1-336"] is Whereabouts.RECEIVED
    open_rows = rows(tabulate_reconciliation(study, part_of(study), only_open=True))
    assert {row["where"] for row in open_rows} == {Whereabouts.MISSING, Whereabouts.REPORTED}
    assert [row["sample"] for row in open_rows if row["sample"]] == ["01-001-C1-5"]
    counts = rows(tabulate_sample_counts(study))[0]
    assert [counts[key] for key in ("taken", "sent", "received", "reported")] == [7, 7, 6, 6]
    assert rows(tabulate_shipments(study))[0]["absent"] == "01-001-C1-5"


def test_labels_are_rows_for_print():  # PK-5
    study = Build().subject().dose(1).study(after(-0.5))
    assert [row["due"] for row in rows(tabulate_labels(study, "01-001"))[:2]] == [None, None], "before the dose"
    study = Build().subject().dose(1).study(after(0))
    first = rows(tabulate_labels(study, "01-001", 1))[0]
    assert (first["sample"], first["study"], first["subject"]) == ("01-001-C1-0H-MIL93", "T", "01-001")
    assert first["visit"] == Reason("pk_visit", {"cycle": 1, "day": 1})
