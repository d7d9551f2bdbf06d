"""The sampling plan in the protocol appendix (PK-1)."""

import pytest

from domain.protocol.reader import load_shipped, shipped_protocols
from ui.reports.sampling_section import sampling_blocks
from ui.reports.tables import TableBlock


def cells_of(protocol_id: str) -> list[list[str]]:
    protocol = load_shipped(protocol_id)
    tables = [one for one in sampling_blocks(protocol, protocol.first_part) if isinstance(one, TableBlock)]
    return [[str(cell.value) for cell in row] for table in tables for row in table.table.rows]


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_sample_of_a_shipped_plan_is_printed_with_its_source(qapp, protocol_id: str):  # PK-1
    protocol = load_shipped(protocol_id)
    plan = protocol.first_part.pk
    rows = cells_of(protocol_id)
    assert bool(rows) is (plan is not None)
    if plan is None:
        return
    said = {row[4] for row in rows if len(row) == 6}
    for timetable in (*plan.samples, *plan.ada, *plan.marker_samples):
        assert ", ".join(f"{hours:f}" for hours in timetable.hours) in said
    assert all(row[2] for row in rows if len(row) == 3), "each value has a source"


def test_assumptions_say_so_and_cycles_are_drawn_together(qapp):  # PK-1
    rows = cells_of("mil93")
    antibodies = next(row for row in rows if row[0] == "Antibodies")
    assert antibodies[3:5] == ["1 to 6", "0"]
    assert antibodies[5].startswith("assumption: ")
    concentrations = [row for row in rows if len(row) == 6][:2]
    assert [row[3] for row in concentrations] == ["1, 4", "2, 3, 5, 6"]
