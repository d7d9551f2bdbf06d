"""A plot saved from the Design page is put on record under the code of figures."""

from pathlib import Path
from typing import Any

from tests.ui.pages.studies import make_session
from ui.pages.design_page import DesignPage


def test_a_plot_of_the_design_is_saved_and_on_record(qtbot: Any, qapp: Any, tmp_path: Path) -> None:  # AUD-1
    session = make_session(tmp_path / "s.titrant", "1N")
    page = DesignPage(session)
    qtbot.addWidget(page)
    page.show_study()
    plot = page.plot
    assert page.files.save_plot(plot, tmp_path / "selection.svg")
    (last,) = session.file.events(limit=1)
    assert last.event.record_id == "export_figure"
    position = session.file.position
    assert not page.files.save_plot(plot, tmp_path / "no" / "selection.svg")
    assert session.file.position == position  # what was not written is not on record
    session.file.close()
