"""The import of concentrations through the screen (PK-1): every row is accounted for, differences are shown."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.ui.pages.pk import make_pk_session
from ui.models.import_rows import Fate
from ui.screens.concentration_import import ConcentrationImport
from ui.settings import Settings
from ui.theme import apply_theme

HEADER = "Sample ID,Concentration,Unit,LLOQ"


@pytest.fixture
def screen(qtbot, qapp, tmp_path: Path) -> ConcentrationImport:
    apply_theme(qapp, "light")
    screen = ConcentrationImport(make_pk_session(tmp_path / "s.titrant"), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(screen)
    screen.show()
    return screen


def load(screen: ConcentrationImport, *rows: str, name: str = "new.csv") -> None:
    path = screen.session.file.path.with_name(name)
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    screen.load(path)


def test_rows_in_are_accepted_and_refused_rows(screen: ConcentrationImport):  # PK-1
    before = screen.session.file.position
    known = next(one for one in screen.session.study.concentrations_of("01-009") if one.sample_id == "01-009-C1-24H")
    load(
        screen,
        "01-009-C1-24H,9.99,ug/mL,0.1",
        f"01-009-C1-5H,{_value(screen, '01-009-C1-5H')},ug/mL,0.1",
        "nobody,1,ug/mL,0.1",
        "01-009-C1-1H,furlong,ug/mL,0.1",
    )
    fates = {line.number: line.fate for line in screen.lines}
    assert fates == {2: Fate.CHANGE, 3: Fate.SAME, 4: Fate.REFUSED, 5: Fate.REFUSED}
    assert f"result: 9.99 µg/mL, recorded {known.value} µg/mL" in screen.lines[0].said[0]
    assert screen.session.file.position == before


def test_a_correction_is_taken_with_its_reason(qtbot, screen: ConcentrationImport):  # PK-1
    load(screen, "01-009-C1-24H,9.99,ug/mL,0.1")
    assert not screen.import_button.isEnabled()
    screen.reason.set_value("The laboratory's corrected file")
    with qtbot.waitSignal(screen.imported) as imported:
        screen.run()
    assert imported.args == [1]
    assert _value(screen, "01-009-C1-24H") == Decimal("9.99")


def test_what_a_corrected_file_leaves_away_is_named(screen: ConcentrationImport):  # PK-1
    load(screen, "01-009-C1-24H,9.99,ug/mL,0.1", name="pk.csv")
    assert screen.run_dry is not None
    assert "not in this one" in screen.run_dry.remarks[0]


def _value(screen: ConcentrationImport, sample_id: str) -> Decimal | None:
    listed = screen.session.study.concentrations_of(sample_id[:6])
    return next(one.value for one in listed if one.sample_id == sample_id)
