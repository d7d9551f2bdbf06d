"""Pharmacokinetics on paper: parameters under their level and cycle, no word and no number broken (PK-3)."""

from pathlib import Path

import pytest

from domain.summaries.pk_parameters import tabulate_pk_parameters
from tests.ui.pages.pk import make_pk_session
from ui.reports.column_widths import GAP, is_spanning, spans
from ui.reports.lettering import BODY
from ui.reports.paper import MARGIN, page_units
from ui.reports.pk_section import by_profile_group, pk_sections
from ui.reports.tables import TableBlock


@pytest.fixture(scope="module")
def session(qapp, tmp_path_factory: pytest.TempPathFactory):
    made = make_pk_session(Path(tmp_path_factory.mktemp("pk")) / "s.titrant")
    yield made
    made.file.close()


def test_level_and_cycle_are_said_once_above_their_parameters(session):
    table = tabulate_pk_parameters(session.study, session.part)
    told = by_profile_group(table, session.words)
    heads = [row[0].value for row in told.rows if row[0].emphasis]
    assert heads[0] == "Level 1 (0.01 mg/kg), cycle 1"
    assert len(heads) == len(set(zip(table.column("level"), table.column("cycle"), strict=True)))
    rows = [row for row in told.rows if not row[0].emphasis]
    assert [[cell.value for cell in row] for row in rows] == [[cell.value for cell in row[3:]] for row in table.rows]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_word_and_no_number_of_any_table_is_broken(session, paper):
    width = page_units(paper).width() - 2 * MARGIN
    for section in pk_sections(session.status, session.words):
        for block in section.content:
            if isinstance(block, TableBlock):
                heads, texts = block.in_words()
                room = width - GAP * (len(heads) - 1)
                assert sum(spans(block.table.columns, heads, block.table.rows, texts, room)[1]) <= room, section.title
                assert all(BODY.width(text[0]) <= width for text in texts if is_spanning(text))
