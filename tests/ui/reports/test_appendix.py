"""The protocol appendix: for every protocol, every number from the engine and every rule with its source."""

import shutil
import subprocess
from zoneinfo import ZoneInfo

import pytest

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.ready import READY, scenario_of
from domain.characteristics.tables import Situation, decision_table
from domain.escalation.recommend import treated_from
from domain.escalation.rule import Count, StepKind
from domain.notation import parse_history
from domain.protocol.model import Rules, with_rules
from domain.protocol.reader import load_shipped, shipped_protocols
from ui.command_line import main
from ui.reports.appendix import protocol_appendix, rules_hash
from ui.reports.output import render_pages, save_pdf
from ui.reports.paper import PAPERS, page_units, paginate
from ui.reports.pathway import Fork, chance_of, decision_letters, derive_fork
from ui.reports.prospect_tree import ProspectTree, Twig, fit_tree, grow_tree
from ui.text import Words, utc_now

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")


def report_of(protocol_id: str, **how):
    protocol = load_shipped(protocol_id)
    part = protocol.first_part
    words = Words(ZoneInfo("UTC"), part, protocol)
    return protocol_appendix(protocol, part, words, printed_at=utc_now(), printed_by="Lin Yue", **how)


def text_of(path) -> str:
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_shipped_protocol_has_an_appendix_on_either_paper(qapp, tmp_path, protocol_id: str, paper):
    report = report_of(protocol_id)
    assert save_pdf(report, tmp_path / "a.pdf", paper) == len(render_pages(report, 40, paper)) >= 4


@needs_pdftotext
def test_the_rules_stand_with_their_sources_and_assumptions(qapp, tmp_path):
    save_pdf(report_of("imm27m"), tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    for title in (
        "1 The design in words",
        "4 Decision tables",
        "5 Dose-transition pathway",
        "6 Pathway with probabilities",
    ):
        assert title in text
    assert "18 of 23 values are assumptions" in text
    assert "P(more than the 16 planned)" in text
    assert "Rules 78c5" in text or "Rules " in text
    assert "Computed exactly, no simulation" in text


@needs_pdftotext
def test_a_scenario_of_ones_own_and_todays_data_are_added(qapp, tmp_path):
    own = Scenario((0.05, 0.1, 0.2, 0.3, 0.4))
    subjects = treated_from(parse_history("1N 2NNT", 5))
    save_pdf(report_of("imm27m", scenarios=(("Drawn by hand", own),), subjects=subjects), tmp_path / "a.pdf")
    text = text_of(tmp_path / "a.pdf")
    assert "10 Next outcomes on today's data" in text
    assert "Drawn by hand" in text
    rules = load_shipped("imm27m").first_part.rules
    assert f"mean {exact_characteristics(rules, own).mean_total:.1f}" in text


def test_the_pathway_of_a_three_plus_three_level_has_the_textbook_chance():
    """P(escalate | p) = (1-p)^3 + 3p(1-p)^5: 0.906, 0.709, 0.494 at 0.1, 0.2, 0.3."""
    fork = derive_fork(Rules(), (Count(3), Count(), Count()), 2)
    for risk in (0.1, 0.2, 0.3, 0.6):
        wanted = (1 - risk) ** 3 + 3 * risk * (1 - risk) ** 5
        assert chance_of(fork, risk, lambda step: step.level > 2) == pytest.approx(wanted, abs=1e-12)


def test_the_first_accelerated_level_parts_by_moderate_toxicity():
    fork = derive_fork(load_shipped("bat6026").first_part.rules, (Count(),) * 7, 1)
    assert isinstance(fork, Fork)
    assert [(way.least, way.moderate) for way in fork.ways] == [(0, False), (0, True), (1, None)]
    assert fork.ways[0].then.kind is StepKind.DOSE


def test_the_decision_letters_are_the_rules_own():
    cells, parts = decision_letters(decision_table(Rules()))
    assert not parts
    assert [cells[one] for one in ((3, 0), (3, 1), (6, 1), (2, 2), (7, 2))] == ["E", "S +3", "E", "DU", "?"]
    assert (1, 2) not in cells
    assert decision_letters(decision_table(Rules(), Situation.TOP))[0][3, 0] == "MAD"
    rules = load_shipped("bat6026").first_part.rules
    cells, parts = decision_letters(decision_table(rules, Situation.ACCELERATED))
    assert parts
    assert [cells[1, row] for row in (0, 1, 2)] == ["E", "S +2", "S +2"]


def test_the_hash_tells_designs_apart_and_nothing_else():
    part = load_shipped("bat6026").first_part
    assert rules_hash(part) == rules_hash(load_shipped("bat6026").first_part)
    assert rules_hash(part) != rules_hash(with_rules(part, accelerated_levels=1))


def branches_of(twig: Twig) -> dict[str, Twig]:
    return {one.label: one for one in twig.twigs}


def ends_of(twig: Twig) -> list[Twig]:
    return [end for one in twig.twigs for end in ends_of(one)] if twig.twigs else [twig]


@pytest.mark.parametrize("history", ["", "1N 2MNN 3NN?", "1N 2MNN 3NNT", "1N 2N 3NNN 4NTT 3NN? 2?"])
@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_the_pathway_tree_adds_up_to_one_and_fits_one_page_of_either_paper(qapp, protocol_id: str, history: str):
    part = load_shipped(protocol_id).first_part
    scenario = scenario_of(READY[0], part.usable_levels())
    tree, depth = fit_tree(part.rules, parse_history(history, len(part.levels)), scenario)
    assert depth >= 1
    assert sum(end.reach for end in ends_of(tree)) == pytest.approx(1, abs=1e-12)
    report = report_of(protocol_id, subjects=treated_from(parse_history(history, len(part.levels))))
    for paper in PAPERS:
        size = page_units(paper)
        height = ProspectTree(tree).slices(size.width() - 340)[0].height
        assert height < size.height() - 700
        for page in paginate(report, size):
            assert all(placed.y + placed.slice.height <= size.height() - 200 for placed in page)


def test_the_pathway_from_today_says_where_each_outcome_leads(qapp):
    part = load_shipped("bat6026").first_part
    scenario = Scenario((0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5))
    tree = grow_tree(part.rules, parse_history("1N 2MNN 3NNT", 7), 2, scenario)
    assert tree.said == ("level 3", "3 more")
    found = branches_of(tree)
    assert {label: twig.said for label, twig in found.items()} == {
        "0 DLT": ("level 4", "3 subjects"),
        "1+ DLT": ("level 2", "3 more"),
    }
    assert found["0 DLT"].chance == pytest.approx(0.95**3)
    assert branches_of(found["0 DLT"])["2+ DLT"].said == ("level 3 is the MTD",)
    assert branches_of(found["1+ DLT"])["0 DLT"].is_end


def test_the_pathway_waits_for_whom_it_names_and_tells_moderate_toxicity_apart(qapp):
    part = load_shipped("bat6026").first_part
    scenario = scenario_of(READY[0], 7)
    assert list(branches_of(grow_tree(part.rules, (), 1, scenario))) == ["0 DLT", "0 DLT, M", "1 DLT"]
    tree = grow_tree(part.rules, parse_history("1N 2MNN 3NN?", 7), 1, scenario)
    assert tree.said == ("level 3", "1 awaited")
    assert list(branches_of(tree)) == ["0 DLT", "1 DLT"]
    ended = grow_tree(part.rules, parse_history("1NTT", 7), 1, scenario)
    assert (ended.said, ended.is_end, ended.twigs) == (("no tolerable level",), True, ())


@needs_pdftotext
def test_a_trial_that_has_ended_has_no_pathway(qapp, tmp_path):
    save_pdf(report_of("bat6026", subjects=treated_from(parse_history("1NTT", 7))), tmp_path / "a.pdf")
    assert "From today's state, 1NTT. No outcome is to come: no tolerable level." in text_of(tmp_path / "a.pdf")


def test_the_command_writes_the_file(qapp, tmp_path, capsys):
    out = tmp_path / "a.pdf"
    assert main(["appendix", "mil97", "--out", str(out), "--paper", "letter"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "pages written" in capsys.readouterr().out
    assert main(["appendix", "mil97", "--part", "nothing", "--out", str(out)]) == 2
