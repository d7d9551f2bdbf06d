"""``titrant recist``: lesions from a CSV file to responses, best response and endpoints."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]
HEADER = "subject,visit,date,lesion,kind,nodal,mm,status"
BASELINE = ["1,baseline,2026-01-01,T1,target,no,50,measured", "1,baseline,2026-01-01,N1,non-target,no,,present"]
LATER = ["1,1,2026-02-16,T1,target,no,30,measured", "1,1,2026-02-16,N1,non-target,no,,present"]
OTHER = ["2,baseline,2026-01-01,T1,target,no,27.0,measured", "2,1,2026-02-16,T1,target,no,32.4,measured"]


def write(path: Path, rows: list[str], header: str = HEADER, name: str = "lesions.csv") -> str:
    file = path / name
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return str(file)


def recist(
    capsys: Capture, path: Path, rows: list[str], *options: str, code: int = 0, header: str = HEADER
) -> tuple[dict[str, Any], str]:
    assert main(["recist", write(path, rows, header), *options, "--json"]) == code
    out, err = capsys.readouterr()
    return json.loads(out), err


def overall(subject: dict[str, Any]) -> list[str]:
    return [visit["overall"] for visit in subject["visits"][1:]]


def test_sums_responses_best_response_and_dates(capsys: Capture, tmp_path: Path) -> None:  # EFF-1, EFF-2
    more = [row.replace("1,1,2026-02-16", "1,2,2026-03-30") for row in LATER]
    said, _ = recist(capsys, tmp_path, [*BASELINE, *LATER, *more, *OTHER])
    first, second = said["subjects"]
    assert [visit["sum_mm"] for visit in first["visits"]] == [50.0, 30.0, 30.0]
    assert overall(first) == ["PR", "PR"]
    assert (first["confirmed_bor"], first["response_date"], first["confirmed_response"]) == ("PR", "2026-02-16", True)
    assert first["visits"][1]["change_from_baseline_percent"] == -40
    assert first["visits"][1]["codes"] == ["target_pr", "non_target_left"]
    assert (second["visits"][1]["target"], second["progression_date"]) == ("PD", "2026-02-16")
    assert second["visits"][1]["non_target"] == "NONE"
    rates = {(one["rate"], one["denominator"]): (one["x"], one["n"]) for one in said["rates"]}
    assert rates["ORR", "treated"] == (1, 2)
    assert said["method"][0].startswith("RECIST 1.1")


def test_published_target_cases_run_through_the_command(capsys: Capture, tmp_path: Path, shared_cases) -> None:
    cases = shared_cases("recist")["target_response"]
    rows = []
    for number, case in enumerate(cases):
        for at, lengths in enumerate([case["baseline_mm"], *case["visits_mm"]]):
            day = f"2026-{1 + at:02}-05"
            for place, (mm, nodal) in enumerate(zip(lengths, case["nodal"], strict=True), 1):
                status = "not-evaluable" if mm is None else "measured"
                found = f"{'' if mm is None else mm},{status}"
                rows.append(f"{number},{at or 'baseline'},{day},T{place},target,{'yes' if nodal else 'no'},{found}")
    said, _ = recist(capsys, tmp_path, rows)
    for subject, case in zip(said["subjects"], cases, strict=True):
        assert [visit["target"] for visit in subject["visits"][1:]] == case["expected"], case["id"]


def test_an_equivocal_new_lesion_dates_pd_back_once_it_is_certain(capsys: Capture, tmp_path: Path) -> None:
    rows = [*BASELINE, *LATER, "1,1,2026-02-16,X1,new,no,,equivocal"]
    assert overall(recist(capsys, tmp_path, rows)[0]["subjects"][0]) == ["PR"]
    rows += [row.replace("1,1,2026-02-16", "1,2,2026-03-30") for row in LATER]
    rows += ["1,2,2026-03-30,X1,new,no,12,measured"]
    said, _ = recist(capsys, tmp_path, rows)
    assert overall(said["subjects"][0]) == ["PD", "PD"]
    assert said["subjects"][0]["progression_date"] == "2026-02-16"


def test_dates_of_the_subject_make_the_endpoints(capsys: Capture, tmp_path: Path) -> None:  # EFF-2
    dates = "subject,first_dose,death,new_therapy,last_alive"
    rows = ["1,2026-01-05,2026-06-01,,", "2,2026-01-05,,,2026-07-01", "3,2026-01-05,2026-03-05,,"]
    start = write(tmp_path, rows, dates, "dates.csv")
    said, err = recist(capsys, tmp_path, [*BASELINE, *LATER, *OTHER], "--start", start)
    ends = {one["subject"]: one["endpoints"] for one in said["subjects"]}
    assert [(ends[who]["PFS"]["date"], ends[who]["PFS"]["code"]) for who in "123"] == [
        ("2026-06-01", "event_death"),
        ("2026-02-16", "event_pd"),
        ("2026-03-05", "event_death"),
    ]
    assert (ends["2"]["OS"]["days"], ends["2"]["OS"]["event"]) == (177, False)
    assert said["subjects"][2]["bor"] == "MISSING"
    assert "subject 3 has no row in lesions.csv" in err


def test_a_protocol_brings_its_definitions(capsys: Capture, tmp_path: Path) -> None:
    start = write(tmp_path, ["1,2026-01-05,2026-06-01"], "subject,first_dose,death", "dates.csv")
    more = [row.replace("1,1,2026-02-16", "1,2,2026-03-30") for row in LATER]
    rows = [*BASELINE, *LATER, *more]
    said, _ = recist(capsys, tmp_path, rows, "--start", start, "--protocol", "imm27m")
    assert said["subjects"][0]["endpoints"]["DoR"]["code"] == "censored_death_no_event"
    said, _ = recist(capsys, tmp_path, rows, "--start", start, "--protocol", "MIL97")
    assert said["subjects"][0]["endpoints"]["DoR"]["code"] == "event_death"
    assert "repeats the definition of PFS" in " ".join(said["method"])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,1,2026-02-16,T1,target,no,-5,measured", 'row 4, column mm: "-5" is negative'),
        ("1,1,2026-02-16,T1,target,no,ten,measured", 'row 4, column mm: "ten" is not a length'),
        ("1,1,2026-02-16,T1,target,no,NaN,measured", 'row 4, column mm: "NaN" is not a length'),
        ("1,1,2026-02-16,T1,target,no,,measured", "row 4, column mm: is empty, but the lesion is measured"),
        ("1,1,2026-02-16,T1,target,no,12,absent", "row 4, column mm: 12 mm, but the lesion is absent"),
        ("1,1,2026-02-16,T1,target,no,12,gone", 'row 4, column status: "gone" is not measured'),
        ("1,1,2026-02-16,T1,target,no,,unequivocal-pd", "row 4, column status: unequivocal-pd does not fit"),
        ("1,1,2026-02-16,T1,target,maybe,12,measured", 'row 4, column nodal: "maybe" is neither yes nor no'),
        ("1,1,16/02/2026,T1,target,no,12,measured", 'row 4, column date: "16/02/2026" is not a date'),
        ("1,1,2026-02,T1,target,no,12,measured", 'row 4, column date: "2026-02" has no day'),
        ("1,1,2026-02-16,T1,tumour,no,12,measured", 'row 4, column kind: "tumour" is not target'),
        ("1,one,2026-02-16,T1,target,no,12,measured", 'row 4, column visit: "one" is neither'),
        (",1,2026-02-16,T1,target,no,12,measured", "row 4, column subject: is empty"),
        ("1,1,2026-02-16,T2,target,no,12,measured", "row 4: target lesion T2 has no row at baseline"),
        ("1,1,2026-02-16,N2,non-target,no,,present", "row 4: non-target lesion N2 has no row at baseline"),
        ("1,1,2026-02-16,T1,non-target,no,,present", "row 4: lesion T1 is non-target here and target before"),
        ("1,baseline,2026-01-01,X1,new,no,,present", "row 4: lesion X1 is new, but stands at baseline"),
        ("1,baseline,2026-01-01,T1,target,no,51,measured", "row 4: lesion T1 stands at baseline twice, first in row 2"),
        ("1,1,2025-12-31,T1,target,no,30,measured", "row 4: visit 1 on 2025-12-31 lies before the baseline"),
        ("1,1,2026-02-16,T1", "row 4, has 4 cells"),
    ],
)
def test_what_can_not_be_true_is_named_with_its_row_and_others_are_derived(
    capsys: Capture, tmp_path: Path, row: str, said: str
) -> None:
    answer, err = recist(capsys, tmp_path, [*BASELINE, row, *OTHER], code=1)
    assert f"lesions.csv, {said}" in err
    assert any(said in one for one in answer["errors"])
    assert answer["subjects"][-1]["confirmed_bor"] == "PD"


def test_a_refused_length_is_never_left_out_of_a_sum(capsys: Capture, tmp_path: Path) -> None:
    rows = [*BASELINE, "1,baseline,2026-01-01,T2,target,no,x,measured", *LATER]
    answer, _ = recist(capsys, tmp_path, [*rows, "1,1,2026-02-16,T2,target,no,20,measured"], code=1)
    assert answer["subjects"][0]["visits"][1]["codes"][0] == "target_no_baseline_sum"
    rows = [*BASELINE, "1,baseline,2026-01-01,T2,target,no,20,measured", *LATER]
    answer, _ = recist(capsys, tmp_path, [*rows, "1,1,2026-02-16,T2,target,no,-1,measured"], code=1)
    assert overall(answer["subjects"][0]) == ["NE"]


def test_a_lesion_that_stands_twice_with_different_lengths_is_not_evaluable(capsys: Capture, tmp_path: Path) -> None:
    answer, err = recist(capsys, tmp_path, [*BASELINE, *LATER, LATER[0].replace("30", "31")], code=1)
    assert overall(answer["subjects"][0]) == ["NE"]
    assert "row 6: lesion T1 stands at visit 1 twice, first in row 4, with another finding" in err
    answer, err = recist(capsys, tmp_path, [*BASELINE, *LATER, LATER[0]], code=1)
    assert overall(answer["subjects"][0]) == ["PR"]
    assert "it is taken once" in err


def test_a_subject_without_baseline_is_not_derived(capsys: Capture, tmp_path: Path) -> None:
    answer, err = recist(capsys, tmp_path, [*LATER, *OTHER], code=1)
    assert "row 2: subject 1 has no baseline visit and is not derived" in err
    assert [one["bor"] for one in answer["subjects"]] == [None, "PD"]
    assert answer["not_counted"] == ["1"]


def test_what_may_be_true_is_kept_with_a_warning(capsys: Capture, tmp_path: Path) -> None:
    rows = [f"1,baseline,2026-01-01,T{at},target,no,20,measured,Liver,CT" for at in range(1, 7)]
    rows += [f"1,1,2026-02-16,T{at},target,no,9.96,measured,Liver,MRI" for at in range(1, 7)]
    answer, err = recist(capsys, tmp_path, rows, header=f"{HEADER},organ,method")
    assert overall(answer["subjects"][0]) == ["PR"]
    assert "warning: lesions.csv, row 7: target lesion T6 is number 6; RECIST 1.1 takes at most 5" in err
    assert "row 4: target lesion T3 is number 3 in liver" in err
    assert "row 8: the method changes from CT to MRI" in err
    assert "9.96 mm is taken as 10 mm" in err


@pytest.mark.parametrize(
    ("dates", "said", "has_endpoints"),
    [
        ("1,2026-01-05,2026-02-01,,", "death on 2026-02-01 lies before visit 1 on 2026-02-16", False),
        ("1,2026-01-05,2026-01-02,,", "death on 2026-01-02 lies before the first dose", False),
        ("1,2026-01-05,,2025-12-01,", "new anti-cancer therapy on 2025-12-01 lies before the first dose", True),
        ("1,2026-01-05,2026-03-01,,2026-04-01", "last known alive on 2026-04-01 lies after death", False),
        ("1,2026-01-05,soon,,", 'dates.csv, row 2, column death: "soon" is not a date', False),
    ],
)
def test_dates_that_contradict_each_other_are_told_and_responses_are_kept(
    capsys: Capture, tmp_path: Path, dates: str, said: str, has_endpoints: bool
) -> None:
    start = write(tmp_path, [dates], "subject,first_dose,death,new_therapy,last_alive", "dates.csv")
    answer, err = recist(capsys, tmp_path, [*BASELINE, *LATER], "--start", start, code=1)
    assert said in err
    assert "dates.csv, row 2" in err
    assert overall(answer["subjects"][0]) == ["PR"]
    assert bool(answer["subjects"][0]["endpoints"]) is has_endpoints


def test_a_person_reads_answers_reasons_and_rates(capsys: Capture, tmp_path: Path) -> None:
    assert main(["recist", write(tmp_path, [*BASELINE, *LATER, *OTHER])]) == 0
    out = capsys.readouterr().out
    assert "1: best response PR (visit 1, 2026-02-16), confirmed SD" in out
    assert "Target lesions: 32.4 mm, 5.4 mm over the nadir of 27 mm; at least 20 % and 5 mm." in out
    assert "ORR: 0/2 treated, 95 % interval 0.0 to 84.2 % (Clopper-Pearson)" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--protocol", "none"], '"none" is neither a shipped protocol'),
        (["--cut-off", "soon"], '"soon" is not a date'),
        (["--sd-min", "-1"], "--sd-min is -1"),
        (["--max-gap", "0"], "--max-gap is 0"),
    ],
)
def test_wrong_use_has_a_sentence(capsys: Capture, tmp_path: Path, options: list[str], said: str) -> None:
    assert main(["recist", write(tmp_path, OTHER), *options]) == 2
    assert said in capsys.readouterr().err


def test_a_file_without_its_columns_is_refused(capsys: Capture, tmp_path: Path) -> None:
    assert main(["recist", write(tmp_path, [], "subject,visit")]) == 1
    assert "lacks the columns date, lesion, kind, nodal, mm, status" in capsys.readouterr().err
    assert main(["recist", write(tmp_path, [])]) == 1
    assert "has no row below the first" in capsys.readouterr().err


def test_a_protocol_brings_its_rules_and_an_option_goes_before_it(  # EFF-1, EFF-2
    capsys: Capture, tmp_path: Path
) -> None:
    text = resources.files("domain.protocols").joinpath("imm27m.toml").read_text(encoding="utf-8")
    own = text.replace("accepts_sd = { value = false", "accepts_sd = { value = true")
    own = own.replace("confirm_days = { value = 28", "confirm_days = { value = 84")
    own = own.replace("pr_sticks = { value = true", "pr_sticks = { value = false")
    path = tmp_path / "own.toml"
    path.write_text(own, encoding="utf-8")
    rows = [*BASELINE, *LATER]
    said, _ = recist(capsys, tmp_path, rows, "--protocol", str(path))
    assert "confirmed after 84 days or more" in said["method"][0]
    assert "one SD between a PR and its confirmation accepted" in said["method"][0]
    assert "PR judged at each visit" in said["method"][0]
    assert "clinical benefit from day 84" in said["method"][0]
    said, _ = recist(
        capsys, tmp_path, rows, "--protocol", str(path), "--confirm", "28", "--no-accept-sd", "--no-pr-each-visit"
    )
    assert "confirmed after 28 days or more" in said["method"][0]
    assert "no SD between" in said["method"][0]
    assert "continues until PD" in said["method"][0]


def test_a_protocol_without_cbr_says_nothing_of_benefit(capsys: Capture, tmp_path: Path) -> None:  # EFF-2
    said, _ = recist(capsys, tmp_path, [*BASELINE, *LATER], "--protocol", "bat6026")
    assert "clinical benefit" not in said["method"][0]
    assert {one["rate"] for one in said["rates"]} == {"ORR", "ORR unconfirmed"}
