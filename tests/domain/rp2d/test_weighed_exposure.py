"""Exposure as it is weighed: by analyte, cycle, parameter and level, from exact curves of one compartment."""

from dataclasses import replace
from decimal import Decimal

from domain.escalation.status import PartStatus, assess_status
from domain.records import Concentration, PkSample
from domain.records.recommended_dose import WeighedTopic
from domain.rp2d.figures import Amount, Figure
from domain.rp2d.weighed_exposure import weigh_exposure
from tests.domain.exposure.build import Build


def status_of(build: Build) -> PartStatus:
    study = build.study()
    return assess_status(study, study.protocol.first_part)


def by_key(build: Build, levels: tuple[int, ...] = (1, 2, 3)) -> dict[str, tuple[Amount | None, ...]]:
    return {one.key: one.by_level for one in weigh_exposure(status_of(build), levels)}  # type: ignore[misc]


def dosed(subjects: dict[str, tuple[int, str]], cycles: int) -> Build:
    """Subjects with a level and a dose in mg, each with full profiles in so many cycles."""
    build = Build()
    for subject_id, (level, mg) in subjects.items():
        build.subject(subject_id, level=level)
        for cycle in range(1, cycles + 1):
            build.cycle(cycle, subject_id, mg=mg)
    return build


# PK-2, PK-3: 180 mg as 1 h infusion into 3 L gives 59.88 ug/mL, twice as much twice that; sqrt(59.88 x 119.76) = 84.68
def test_each_level_has_its_geometric_mean_in_the_first_cycle_and_at_steady_state() -> None:
    build = dosed({"01-001": (1, "180"), "01-002": (1, "360"), "01-003": (2, "720")}, cycles=5)
    assert by_key(build) == {
        "cmax MIL93 1": (Amount("84.7", 2), Amount("240", 1), None),
        "auctau MIL93 1": (Amount("18400", 2), Amount("52000", 1), None),
        # MIL93 takes cycle 4 for steady state; sqrt(69.059 x 138.12) = 97.66
        "cmax MIL93 4": (Amount("97.7", 2), Amount("276", 1), None),
        "auctau MIL93 4": (Amount("21200", 2), Amount("60000", 1), None),
    }


def test_a_figure_says_what_it_is_of_and_in_which_unit() -> None:
    figures: list[Figure] = list(weigh_exposure(status_of(dosed({"01-001": (1, "180")}, cycles=1)), (1,)))
    assert [one.topic for one in figures] == [WeighedTopic.EXPOSURE] * 2
    assert [one.label.code for one in figures] == ["rp2d_cmax", "rp2d_auctau"]
    assert [dict(one.label.numbers) for one in figures] == [
        {"analyte": "", "cycle": 1, "unit": "ug/mL"},
        {"analyte": "", "cycle": 1, "unit": "h*ug/mL"},
    ]


def test_without_an_area_at_steady_state_the_first_cycle_stands_alone() -> None:
    assert set(by_key(dosed({"01-001": (1, "180")}, cycles=3))) == {"cmax MIL93 1", "auctau MIL93 1"}


def test_the_first_cycle_at_steady_state_that_has_an_area_is_weighed() -> None:
    build = dosed({"01-001": (1, "180")}, cycles=3)
    build.cycle(4, "01-001", hours=("0", "1"))  # a peak, but no area over three weeks
    for cycle in (5, 6):
        build.cycle(cycle, "01-001")
    assert {key.split()[-1] for key in by_key(build)} == {"1", "5"}


def test_a_protocol_that_says_nothing_of_steady_state_takes_the_second_cycle() -> None:
    status = status_of(dosed({"01-001": (1, "180")}, cycles=3))
    silent = replace(status, part=replace(status.part, pk=None))
    assert [one.key.split()[-1] for one in weigh_exposure(silent, (1,))] == ["1", "1", "2", "2"]


def test_a_level_without_a_value_of_a_parameter_has_none_and_a_parameter_without_any_is_left_out() -> None:
    build = dosed({"01-001": (1, "180")}, cycles=1)
    build.subject("01-002", level=2).cycle(1, "01-002", hours=("0", "1"))
    assert by_key(build)["auctau MIL93 1"] == (Amount("13000", 1), None, None)
    assert by_key(build)["cmax MIL93 1"] == (Amount("59.9", 1), Amount("59.9", 1), None)
    peaks = Build().subject("01-001", level=1).cycle(1, "01-001", hours=("0", "1"))
    assert set(by_key(peaks)) == {"cmax MIL93 1"}


def test_only_the_levels_asked_for_are_weighed_in_their_order() -> None:
    build = dosed({"01-001": (1, "180"), "01-002": (2, "360")}, cycles=1)
    assert by_key(build, (2, 1))["cmax MIL93 1"] == (Amount("120", 1), Amount("59.9", 1))
    assert by_key(build, (3,)) == {}


def test_analytes_are_told_apart_by_name_where_there_are_several() -> None:
    build = dosed({"01-001": (1, "180")}, cycles=1)
    for sample in tuple(build.records[PkSample.kind]):
        assert isinstance(sample, PkSample)
        result = build.one(Concentration, sample_id=sample.sample_id)
        other = f"{sample.sample_id}-M1"
        build.add(
            replace(sample, record_id=f"p-{other}", sample_id=other, analyte="M1"),
            replace(
                result,
                record_id=f"c-{other}",
                sample_id=other,
                analyte="M1",
                value=None if result.value is None else result.value / Decimal(2),
            ),
        )
    figures = {one.key: one for one in weigh_exposure(status_of(build), (1,))}
    assert set(figures) == {f"{name} {analyte} 1" for name in ("cmax", "auctau") for analyte in ("MIL93", "M1")}
    assert figures["cmax MIL93 1"].by_level == (Amount("59.9", 1),)
    assert figures["cmax M1 1"].by_level == (Amount("29.9", 1),)
    assert {one.label.code for one in figures.values()} == {"rp2d_cmax_of", "rp2d_auctau_of"}
    assert {one.label.numbers["analyte"] for one in figures.values()} == {"MIL93", "M1"}


def test_whoever_is_not_treated_in_the_part_is_not_weighed() -> None:
    status = status_of(dosed({"01-001": (1, "180"), "01-002": (1, "360")}, cycles=1))
    without = replace(status, assessments=tuple(one for one in status.assessments if one.subject_id == "01-002"))
    assert next(iter(weigh_exposure(without, (1,)))).by_level == (Amount("120", 1),)
