"""The registered endpoints on paper, and the time frame below each analysis (PRO-5)."""

from zoneinfo import ZoneInfo

import pytest

from domain.protocol.reader import load_shipped, shipped_protocols
from domain.summaries.toxicities import tabulate_toxicities
from tests.domain.build import ZONE, build
from ui.reports.appendix import protocol_appendix
from ui.reports.blocks import Heading, Paragraph
from ui.reports.cohort import cohort_report
from ui.reports.endpoints_section import endpoint_blocks, endpoint_sections
from ui.reports.section import table_section
from ui.reports.tables import TableBlock
from ui.text import Words, utc_now


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_the_endpoints_stand_in_the_appendix_and_in_the_cohort_report(qapp, protocol_id):  # PRO-5
    protocol = load_shipped(protocol_id)
    words = Words(ZoneInfo("UTC"), protocol.first_part, protocol)
    printed = {"printed_at": utc_now(), "printed_by": "Lin Yue"}
    appendix = protocol_appendix(protocol, protocol.first_part, words, **printed)
    report = cohort_report(build("", protocol_id=protocol_id).status(), words, **printed)
    for made in (appendix, report):
        assert [one for one in made.blocks if isinstance(one, Heading) and "Registered endpoints" in one.title]
        (block,) = [
            one for one in made.blocks if isinstance(one, TableBlock) and one.table.key == "registered_endpoints"
        ]
        _, rows = block.in_words()
        assert [tuple(row[1:3]) for row in rows] == [(one.title, one.time_frame) for one in protocol.endpoints]
        assert all(cell for row in rows for cell in row)


def test_the_section_is_one_table_with_four_columns(qapp):
    built = build("1N")
    words = Words(ZONE, built.part, built.protocol)
    (section,) = endpoint_sections(built.status(), words)
    heads, rows = section.content[0].in_words()
    assert list(heads) == ["Endpoint", "As registered", "Time frame", "Answered by"]
    assert rows[0][0] == "Primary"
    assert endpoint_blocks(built.protocol, words) == list(section.content)


def test_a_table_of_dlts_names_the_time_frame_below_it(qapp):  # PRO-5
    built = build("1N 2N 3NNT")
    words = Words(ZONE, built.part, built.protocol)
    section = table_section(tabulate_toxicities(built.status()), words)
    said = [one.text for one in section.content if isinstance(one, Paragraph)]
    assert said == ["DLT: registered primary endpoint; time frame 3 weeks."]
