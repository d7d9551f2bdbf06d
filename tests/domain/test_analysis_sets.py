"""Who is analysed for what, and why not."""

from decimal import Decimal

import pytest

from domain.analysis_sets import AnalysisSet, derive_analysis_sets, derive_membership, members_of
from domain.records import Concentration, PkSample
from domain.summaries.analysis_sets import tabulate_analysis_sets, tabulate_set_counts
from domain.summaries.counts import tabulate_counts
from domain.summaries.dose_intensity import tabulate_dose_intensity
from domain.summaries.emergent_events import gather_emergent
from domain.summaries.response_rates import tabulate_response_rates
from domain.terms import SamplePurpose
from tests.domain.build import build
from tests.domain.schedule.build import ID, Story


def test_dlt_evaluable_is_who_completed_the_window_or_had_a_dlt():  # SUB-4
    members = derive_analysis_sets(build("1N 2N 3NTX?").study())
    inside = [AnalysisSet.DLT in one for one in members]
    assert inside == [True, True, True, True, False, False]
    assert [one.absent[AnalysisSet.DLT].code for one in members[4:]] == ["outcome_left", "outcome_in_window"]
    assert all(AnalysisSet.SAFETY in one for one in members)


def test_who_was_not_dosed_is_in_no_set():  # SUB-4
    one = derive_membership(Story().enrolled().study(0), ID)
    assert one.sets == frozenset()
    assert {reason.code for reason in one.absent.values()} == {"set_not_treated"}


def sample(story: Story, hours: str, number: int) -> PkSample:
    return PkSample(
        record_id=f"p{number}",
        subject_id=ID,
        sample_id=f"S{number}",
        cycle=1,
        analyte="BAT6021",
        nominal_hours=Decimal(hours),
        taken_at=story.at(0, 10),
        purpose=SamplePurpose.PK,
    )


def test_the_pk_set_needs_a_usable_result_after_a_dose():  # SUB-4
    story = Story().dosed(1)

    def why() -> str:
        one = derive_membership(story.study(30), ID)
        return one.absent[AnalysisSet.PK].code if AnalysisSet.PK in one.absent else ""

    story.add(sample(story, "0", 1))
    assert why() == "set_no_pk_sample"
    story.add(sample(story, "24", 2))
    assert why() == "set_no_pk_result"
    result = Concentration(record_id="c", subject_id=ID, sample_id="S2", analyte="BAT6021", value=Decimal(3))
    story.add(result)
    assert why() == ""
    story.add(
        Concentration(
            record_id="c",
            subject_id=ID,
            sample_id="S2",
            analyte="BAT6021",
            value=Decimal(3),
            excluded_because="haemolysed",
        )
    )
    assert why() == "set_no_pk_result"


def test_the_table_says_who_is_in_and_why_not():  # SUB-4
    built = build("1N 2N 3NX")
    table = tabulate_analysis_sets(built.study(), built.part)
    assert table.column("subject") == ("01-001", "01-002", "01-003", "01-004")
    assert [one.code for one in table.column("dlt")] == ["set_member"] * 3 + ["outcome_left"]
    assert table.caption.numbers["safety"] == 4
    assert table.caption.numbers["dlt"] == 3


def test_the_counts_name_who_is_out_by_level():  # SUB-4
    built = build("1N 2N 3NTX?")
    table = tabulate_set_counts(built.study(), built.part)
    assert table.column("level")[:-1] == ("3", "2", "1")
    assert [(one.numbers["n"], one.numbers["of"]) for one in table.column("dlt")] == [(2, 4), (1, 1), (1, 1), (4, 6)]
    assert table.column("out") == ("01-005, 01-006", None, None, "01-005, 01-006")


@pytest.mark.parametrize("history", ["1N 2MNN 3NNXN 4NNT??", "1N 2N 3NTX?", "1X 1N", "1?"])
def test_every_table_counts_the_subjects_of_its_set(history):  # SUB-4
    built = build(history)
    status = built.status()
    study, part = status.study, built.part
    safety = members_of(study, AnalysisSet.SAFETY, part)
    emergent = gather_emergent(status)
    assert tuple(sorted(emergent.levels)) == safety == tuple(sorted(one.subject_id for one in status.assessments))
    counts = tabulate_counts(status)
    assert counts.column("treated") == (len(safety),)
    assert counts.column("evaluable") == (len(members_of(study, AnalysisSet.DLT, part)),)
    assert len(tabulate_dose_intensity(study, part).rows) == len(safety)
    rates = tabulate_response_rates(study, part)
    of = {one.numbers["n"] for one in rates.column("count")}
    assert of <= {len(safety), len(members_of(study, AnalysisSet.EFFICACY, part))}
