"""``titrant nca``: profiles from a CSV file, their parameters by CDISC code."""

import argparse
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ui.command_line import Refused, nca_command
from ui.command_line.nca_table import NEEDED

Capture = pytest.CaptureFixture[str]
GOOD = ((0, "BLQ"), (1, 10), (2, 8), (4, 5), (8, 2.5), (12, 1.2), (24, 0.3))
CODES = {
    "cmax": "CMAX", "tmax": "TMAX", "tlag": "TLAG", "clast": "CLST", "tlast": "TLST", "c0": "C0",
    "auclast": "AUCLST", "aucall": "AUCALL", "aucinf_obs": "AUCIFO", "aucinf_pred": "AUCIFP",
    "aucpext_obs": "AUCPEO", "aucpext_pred": "AUCPEP", "lambda_z": "LAMZ", "half_life": "LAMZHL", "r2": "R2",
    "r2adj": "R2ADJ", "lz_n": "LAMZNPT", "lz_lo": "LAMZLL", "lz_hi": "LAMZUL", "aumclast": "AUMCLST",
    "aumcinf_obs": "AUMCIFO", "aumcinf_pred": "AUMCIFP", "auc_tau": "AUCTAU", "cavg": "CAVG", "cmin": "CMIN",
    "ctau": "CTROUGH", "fluct": "FLUCP", "swing": "SWING", "acc_index": "AILAMZ", "vss_obs": "VSSO",
    "vss_pred": "VSSP",
}  # fmt: skip
BY_F = {"vz_obs": ("VZFO", "VZO"), "vz_pred": ("VZFP", "VZP"), "cl_obs": ("CLFO", "CLO"), "cl_pred": ("CLFP", "CLP")}


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    nca_command.add_to(parser.add_subparsers())
    chosen = parser.parse_args(["nca", *arguments])
    return int(chosen.run(chosen))


def write(path: Path, text: str) -> str:
    file = path / "concentrations.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def table(subjects: dict[str, Any], header: str = ",".join(NEEDED), extra: str = "") -> str:
    lines = [header]
    for subject, rows in subjects.items():
        lines += [f"{subject},{time},{'' if conc is None else conc}{extra}" for time, conc in rows]
    return "\n".join(lines) + "\n"


def profiles(capsys: Capture, path: Path, text: str, *options: str, code: int = 0) -> list[dict[str, Any]]:
    assert run(write(path, text), "--json", *options) == code
    return json.loads(capsys.readouterr().out)["profiles"]  # type: ignore[no-any-return]


def one(capsys: Capture, path: Path, text: str, *options: str) -> dict[str, Any]:
    (found,) = profiles(capsys, path, text, *options)
    return found["parameters"]  # type: ignore[no-any-return]


def test_each_profile_has_its_parameters_with_units_and_flags(capsys: Capture, tmp_path: Path) -> None:
    # PK-2
    options = ("--dose", "100", "--time-unit", "h", "--conc-unit", "ug/mL", "--dose-unit", "mg")
    text = table({"001": GOOD, "002": GOOD})
    first, second = profiles(capsys, tmp_path, text, "--method", "linuplogdown", *options)
    assert (first["subject"], second["subject"]) == ("001", "002")
    assert first["parameters"] == second["parameters"]
    found = first["parameters"]
    assert found["CMAX"] == {"value": 10.0, "unit": "ug/mL", "flags": []}
    assert found["AUCLST"]["unit"] == "h*ug/mL"
    assert found["CLFO"]["unit"] == "L/h"
    assert found["LAMZNPT"] == {"value": 4, "unit": "", "flags": []}
    assert found["AUCTAU"] == {"value": None, "reason": "The dosing interval is not given."}
    assert "logarithmic where it falls" in first["method"]


def test_the_published_cases_come_out_of_the_command_line(capsys: Capture, tmp_path: Path, shared_cases: Any) -> None:
    wrong = []
    for case in shared_cases("nca")["cases"]:
        if "expected" not in case:
            continue
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["subject", "time", "conc", "dose", "tinf", "route", "lloq"])
        fixed = [case["dose"], case["tinf"], case["route"], "" if case["lloq"] is None else case["lloq"]]
        for time, conc in zip(case["time"], case["conc"], strict=True):
            writer.writerow(["1", time, "" if conc is None else conc, *fixed])
        options = ["--method", case["auc_method"], "--blq", case["blq_rule"]]
        if case.get("tau"):
            options += ["--tau", str(case["tau"])]
        if "-ss-" in case["id"]:
            options += ["--steady-state"]
        found = one(capsys, tmp_path, out.getvalue(), *options)
        is_iv = case["route"] != "extravascular"
        for key, expected in case["expected"].items():
            name = CODES.get(key) or (BY_F[key][is_iv] if key in BY_F else None)
            if name is None:
                continue
            got = found[name]["value"]
            is_right = got is None if expected is None else abs(got - expected) <= case["tol_rel"] * abs(expected)
            if not is_right:
                wrong.append((case["id"], key, expected, got))
    assert wrong == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (((0, 0), (1, 5), (1, 4), (2, 3)), ("row 10, column time", "row 11", "time 1")),
        (((0, 0), (1, 5), ("", 4), (2, 3)), ("row 11, column time", "no time")),
        (((0, 0), (1, 5), (2, -1), (4, 1)), ("row 11, column conc", "-1 is negative")),
        (((0, 0), (1, "high"), (2, 1), (4, 1)), ("row 10, column conc", '"high" is not a number')),
        (((0, None), (1, None)), ("column conc", "no samples")),
    ],
)
def test_a_faulty_profile_is_refused_by_name_and_the_others_are_computed(
    capsys: Capture, tmp_path: Path, rows: Any, said: tuple[str, ...]
) -> None:
    text = table({"good": GOOD, "bad": rows, "fine": GOOD})
    assert run(write(tmp_path, text), "--json") == 1
    out, err = capsys.readouterr()
    good, bad, fine = json.loads(out)["profiles"]
    assert good["parameters"] == fine["parameters"]
    assert bad["parameters"] == {}
    assert "subject bad" in err
    for part in said:
        assert part in err
        assert part in bad["refused"]


def test_columns_win_over_options_and_options_fill_gaps(capsys: Capture, tmp_path: Path) -> None:
    text = "subject,time,conc,dose\n1,0,10,50\n1,1,8,\n1,2,6,\n1,4,3,\n2,0,10,\n2,1,8,\n2,2,6,\n2,4,3,\n"
    first, second = profiles(capsys, tmp_path, text, "--dose", "100", "--route", "iv_bolus")
    assert second["parameters"]["CLO"]["value"] == pytest.approx(2 * first["parameters"]["CLO"]["value"])
    assert first["route"] == "iv_bolus"


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("dose", "must be the same"),
        ("route", "must be the same"),
        ("conc-unit", "the unit is"),
        ("conc_unit", "the unit is"),
    ],
)
def test_what_changes_within_a_profile_is_refused(capsys: Capture, tmp_path: Path, column: str, said: str) -> None:
    low, high = {"dose": ("50", "60"), "route": ("iv_bolus", "extravascular")}.get(column, ("ng/mL", "ug/mL"))
    text = f"subject,time,conc,{column}\n1,0,10,{low}\n1,1,8,{high}\n1,2,6,{low}\n"
    (found,) = profiles(capsys, tmp_path, text, code=1)
    assert "row 3" in found["refused"]
    assert said in found["refused"]


def test_equal_numbers_may_be_written_differently(capsys: Capture, tmp_path: Path) -> None:
    text = "subject,time,conc,dose\n1,0,10,50\n1,1,8,50.0\n1,2,6,5e1\n"
    assert one(capsys, tmp_path, text)["CMAXD"]["value"] == pytest.approx(0.2)


def test_cycles_are_profiles_of_their_own_and_accumulation_compares_them(capsys: Capture, tmp_path: Path) -> None:
    rows = [
        f"1,{time},{conc * cycle},C{cycle},10" for cycle in (2, 1) for time, conc in ((0, 2), (1, 8), (4, 4), (8, 2))
    ]
    text = "subject,time,conc,cycle,dose\n" + "\n".join(rows)
    second, first = profiles(capsys, tmp_path, text, "--tau", "8")
    assert (second["cycle"], first["cycle"]) == ("C2", "C1")
    assert second["parameters"]["ARAUC"]["value"] == pytest.approx(2)
    assert first["parameters"]["ARAUC"]["value"] is None


def test_a_refused_first_cycle_is_no_reference_and_no_other_takes_its_place(capsys: Capture, tmp_path: Path) -> None:
    rows = [f"1,{time},{conc},{cycle}" for cycle in (1, 2, 3) for time, conc in ((0, 2), (1, 8), (4, 4), (8, 2))]
    text = "subject,time,conc,cycle\n" + "\n".join([*rows, "1,8,2,1"])
    found = profiles(capsys, tmp_path, text, "--tau", "8", code=1)
    assert [profile["parameters"].get("ARCMAX", {}).get("value") for profile in found] == [None, None, None]


@pytest.mark.parametrize(
    ("option", "lower", "points"),
    [
        ("4:24", 4, 4),
        ("8,12,24", 8, 3),
        ("#5,#6,#7", 8, 3),
        ("5", 2, 5),
        ("1=4:12", 4, 3),
        ("4, 8, 24", 4, 3),
    ],
)
def test_points_of_the_slope_may_be_chosen(
    capsys: Capture, tmp_path: Path, option: str, lower: float, points: int
) -> None:
    found = one(capsys, tmp_path, table({"1": GOOD}), "--lambda-z-points", option, "--lambda-z-reason", "by eye")
    assert (found["LAMZLL"]["value"], found["LAMZNPT"]["value"]) == (lower, points)
    assert "points-chosen-by-hand" in found["LAMZ"]["flags"]


def test_points_may_be_excluded_for_one_subject(capsys: Capture, tmp_path: Path) -> None:
    text = table({"1": GOOD, "2": GOOD})
    first, second = profiles(capsys, tmp_path, text, "--lambda-z-exclude", "2=24", "--lambda-z-reason", "haemolysed")
    assert first["parameters"]["LAMZUL"]["value"] == 24
    assert second["parameters"]["LAMZUL"]["value"] == 12
    assert "haemolysed" in second["method"]


def test_partial_areas_have_the_code_of_cdisc(capsys: Capture, tmp_path: Path) -> None:
    text = table({"1": GOOD})
    assert one(capsys, tmp_path, text, "--partial", "0:2")["AUCINT"]["value"] == pytest.approx(14)
    two = one(capsys, tmp_path, text, "--partial", "0:1", "--partial", "1:2")
    assert (two["AUCINT_0_1"]["value"], two["AUCINT_1_2"]["value"]) == (5, 9)


def test_a_limit_in_the_cell_is_the_limit_of_quantification(capsys: Capture, tmp_path: Path) -> None:
    rows = ((0, "<0.2"), (1, 10), (2, "< 0.2"), (4, 5), (8, "bql"))
    found = one(capsys, tmp_path, table({"1": rows}), "--blq", "half-mid", "--lloq", "0.2")
    assert found["AUCLST"]["value"] == pytest.approx(5 + 5.05 + 5.1)
    assert found["AUCLST"]["flags"] == ["blq-half-lloq"]


def test_a_duration_makes_an_infusion(capsys: Capture, tmp_path: Path) -> None:
    (found,) = profiles(capsys, tmp_path, table({"1": GOOD}), "--tinf", "1", "--dose", "5")
    assert found["route"] == "iv_infusion"
    assert "VSSO" in found["parameters"]


def test_rows_may_be_unsorted_and_mixed(capsys: Capture, tmp_path: Path) -> None:
    rows = [f"{subject},{time},{conc}" for time, conc in reversed(GOOD) for subject in ("1", "2")]
    mixed = profiles(capsys, tmp_path, "\n".join([",".join(NEEDED), *rows]))
    assert mixed == profiles(capsys, tmp_path, table({"1": GOOD, "2": GOOD}))


def test_semicolons_with_decimal_commas_are_read(capsys: Capture, tmp_path: Path) -> None:
    text = "subject;time;conc;site\n1;0;0;A\n1;0,5;10,5;A\n1;2;8;A\n"
    assert one(capsys, tmp_path, text)["CMAX"]["value"] == 10.5


def test_a_decimal_comma_that_splits_a_cell_is_refused(capsys: Capture, tmp_path: Path) -> None:
    (found,) = profiles(capsys, tmp_path, "subject,time,conc\n1,0,0\n1,1,9,5\n1,2,8\n", code=1)
    assert "row 3: has 4 cells" in found["refused"]
    assert "decimals with a point" in found["refused"]


def test_a_row_without_a_subject_is_named(capsys: Capture, tmp_path: Path) -> None:
    assert run(write(tmp_path, table({"1": GOOD, "": GOOD[:1]})), "--json") == 1
    out, err = capsys.readouterr()
    assert len(json.loads(out)["profiles"]) == 1
    assert "row 9, column subject" in err


def test_the_words_for_a_person_have_a_line_a_parameter(capsys: Capture, tmp_path: Path) -> None:
    assert run(write(tmp_path, table({"007": GOOD})), "--conc-unit", "ng/mL") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "subject 007, extravascular"
    assert lines[1].startswith("  Areas: linear trapezoids.")
    assert "  CMAX         10 ng/mL" in lines
    assert any(line.startswith("  VSSO") and "intravenous" in line for line in lines)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--steady-state",), "--tau"),
        (("--tau", "0"), "above 0"),
        (("--tau", "day"), "not a number"),
        (("--dose", "-1"), "above 0"),
        (("--partial", "12"), "A:B"),
        (("--partial", "12:0"), "later time"),
        (("--lambda-z-points", "1,2"), "fewer than 3"),
        (("--lambda-z-points", "8:4"), "later one"),
        (("--lambda-z-points", "nobody=4:8"), "nobody"),
        (("--conc-unit", "mg"), "not a unit of concentration"),
        (("--time-unit", "mg"), "not a unit of time"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        run(write(tmp_path, table({"1": GOOD})), *options)
    assert refusal.value.code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subject,conc\n1,2\n", "lacks the column time"),
        ("", "lacks the columns subject, time, conc"),
        ("subject,time,conc,conc\n1,0,0,0\n", "twice"),
        ("subject,time,conc\n", "no samples"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        run(write(tmp_path, text), "--json")
    assert refusal.value.code == 1


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        run(str(tmp_path / "none.csv"))
    file = tmp_path / "latin.csv"
    file.write_bytes(b"subject,time,conc\nM\xfcller,0,0\n")
    with pytest.raises(Refused, match="UTF-8"):
        run(str(file))
