"""The recommended dose in the cohort report: the section, its figures, its signature block (ESC-12, AE-6, REP-1)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.rp2d.figures import Amount, Share
from domain.rp2d.weighing import weigh_doses
from domain.summaries.pk_parameters import tabulate_pk_parameters
from domain.summaries.response_rates import tabulate_best_by_level
from domain.terms import Relationship
from tests.domain.build import build, event
from tests.domain.rp2d.build import MAD, NOTES, declared, recommended
from tests.ui.pages.pk import make_pk_session
from tests.ui.pages.studies import NOW, PERSON
from tests.ui.pages.tumours import make_tumour_session
from ui.reports.blocks import Boxed, Heading, Paragraph, Signatures
from ui.reports.cohort import cohort_report
from ui.reports.paper import page_units, paginate
from ui.reports.rp2d_section import rp2d_sections
from ui.reports.tables import TableBlock
from ui.text import Words
from ui.theme import apply_theme


@pytest.fixture(autouse=True)
def _theme(qapp: Any) -> None:
    apply_theme(qapp, "light")


def words_of(status) -> Words:
    return Words(status.study.zone, status.part, status.study.protocol)


def signed_status(level: int = 3):
    built = declared()
    return built.plus(recommended(built.status(), level)).status()


def of_kind(sections, kind: type) -> list[Any]:
    return [block for one in sections for block in one.content if isinstance(block, kind)]


# ESC-12: MTD, MAD and recommended dose are three things, on paper too
def test_the_section_names_mtd_mad_and_what_was_signed_with_its_reason():
    status = signed_status(2)
    sections = rp2d_sections(status, words_of(status))
    assert [one.title for one in sections] == ["Recommended dose", "Levels side by side", "What was weighed"]
    mtd, mad = (block.text for block in of_kind(sections, Paragraph)[:2])
    assert mtd.startswith("MTD: level 3 (0.1 mg/kg), signed ")
    assert "By the rules: level 3 (0.1 mg/kg)." in mtd
    assert mad.startswith("MAD: not signed. By the rules: none.")
    (box,) = of_kind(sections, Boxed)
    assert box.sentence == "RP2D: level 2, 0.03 mg/kg"
    assert "at or below the MTD, level 3 (0.1 mg/kg)." in box.lines[0]
    assert not box.is_heavy


def test_all_that_was_weighed_is_printed_and_everybody_has_a_place_to_sign():
    status = signed_status()
    words = words_of(status)
    sections = rp2d_sections(status, words)
    levels, considered = of_kind(sections, TableBlock)
    assert [words.say(row[0].value) for row in considered.table.rows][1] == "DLT-type events outside the window"
    assert [row[1].value for row in considered.table.rows] == [one.note for one in NOTES]
    assert levels.table.rows[1][3].emphasis  # the recommended level's column
    (places,) = of_kind(sections, Signatures)
    assert places.people == (("Lin Yue", "principal investigator, agrees"), ("Zhou Min", "statistician, present"))


def test_later_data_stand_in_a_heavy_frame():
    built = declared()
    record = recommended(built.status(), 3)
    place = next(one for one in built.places if one.dose_level == 3)
    late = event(
        place.subject_id, "Pneumonitis", 3, place.dosed_at + timedelta(days=25), relationship=Relationship.PROBABLE
    )
    status = built.plus(record, late).status()
    (box,) = of_kind(rp2d_sections(status, words_of(status)), Boxed)
    assert box.is_heavy
    assert any(line.startswith("Entries up to its cut-off changed, level 3") for line in box.lines)


@pytest.mark.parametrize("history", ["", "1N 2N", "1N 2N 3NN?"])
def test_before_the_rules_come_to_an_mtd_or_mad_there_is_no_section(history):
    status = build(history, with_decisions=True).status()
    assert rp2d_sections(status, words_of(status)) == ()


def test_an_mtd_that_nobody_signed_is_there_without_a_recommended_dose():
    status = build("1N 2N 3NNN 4TTN 3NNN", with_decisions=True).status()
    sections = rp2d_sections(status, words_of(status))
    assert [one.title for one in sections] == ["Recommended dose", "Levels side by side"]
    assert of_kind(sections, Paragraph)[2].text == "RP2D: none signed up to the cut-off."


def test_the_mad_stands_in_its_own_field():
    status = declared("1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN", MAD, 7).status()
    mtd, mad = (block.text for block in of_kind(rp2d_sections(status, words_of(status)), Paragraph)[:2])
    assert "Not reached: no level was exceeded." in mtd
    assert mad.startswith("MAD: level 7 (6 mg/kg), signed")


def test_the_cohort_report_holds_the_section_on_its_pages():  # REP-1
    status = signed_status()
    report = cohort_report(status, words_of(status), printed_at=NOW, printed_by=PERSON.name)
    titles = [block.title for block in report.blocks if isinstance(block, Heading)]
    assert any(title.endswith("  Recommended dose") for title in titles)
    assert paginate(report, page_units("a4"))
    left_out = cohort_report(status, words_of(status), printed_at=NOW, printed_by=PERSON.name, without=("rp2d",))
    assert "Recommended dose" in left_out.frame.state


# Rule 6: the page of the recommended dose and the page of its area say the same
def test_exposure_is_that_of_the_pk_summary(tmp_path: Path):
    session = make_pk_session(tmp_path / "pk.titrant")
    status = session.status
    weighed = weigh_doses(status)
    summary = tabulate_pk_parameters(status.study, status.part)
    keys = [column.key for column in summary.columns]
    at = {name: keys.index(name) for name in ("analyte", "level", "cycle", "parameter", "n", "geometric_mean")}
    analyte = summary.rows[0][at["analyte"]].value
    compared = 0
    for row in summary.rows:
        said = {name: row[place].value for name, place in at.items()}
        if said["parameter"] == "CMAX" and said["cycle"] == 1:
            found = weighed.value(f"cmax {analyte} 1", said["level"])
            assert found == Amount(said["geometric_mean"], said["n"])
            compared += 1
    assert compared
    session.file.close()


def test_response_is_that_of_the_table_by_level(tmp_path: Path):
    session = make_tumour_session(tmp_path / "tumours.titrant")
    status = session.status
    weighed = weigh_doses(status)
    table = tabulate_best_by_level(status.study, status.part)
    level, treated, cr, pr = (table.column(key) for key in ("level", "treated", "cr", "pr"))
    compared = 0
    for place, number in enumerate(level):
        if isinstance(number, int):
            responders = (cr[place] or 0) + (pr[place] or 0)
            assert weighed.value("orr", number) == Share(responders, treated[place])
            compared += 1
    assert compared == len(weighed.levels)
    assert isinstance(weighed.value("pfs", weighed.levels[0]), Amount)
    session.file.close()
