"""Labels of samples on sheets of 3 by 8 (PK-5)."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF

from domain.exposure.labels import sample_labels
from tests.ui.pages.pk import make_pk_session
from ui.pages.label_print import save_label_pdf
from ui.reports.label_sheet import A_SHEET, label_lines, place_of, render_sheet, sheet_count
from ui.text import Words


@pytest.fixture
def session(qapp, tmp_path: Path):
    return make_pk_session(tmp_path / "s.titrant")


def labels_of(session, subject_id: str = "01-012"):
    return sample_labels(session.study, subject_id)


def test_labels_lie_beside_and_below_each_other_on_the_sheet():  # PK-5
    places = [place_of(number) for number in range(A_SHEET)]
    sheet = QRectF(0, 0, 2100, 2970)
    assert all(sheet.contains(place) for place in places)
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :])
    assert (places[0].left(), places[0].top()) == pytest.approx((72.1, 129.0), abs=0.2), "7.2 and 12.9 mm"
    assert places[0].left() == pytest.approx(2100 - places[2].right())


@pytest.mark.parametrize(
    ("number", "first", "sheets"), [(0, 1, 0), (1, 1, 1), (24, 1, 1), (25, 1, 2), (24, 2, 2), (1, 24, 1)]
)
def test_a_begun_sheet_is_used_up(session, number: int, first: int, sheets: int):  # PK-5
    labels = (labels_of(session) * 9)[:number]
    assert len(labels) == number
    assert sheet_count(labels, first) == sheets


def test_a_label_names_study_subject_sample_time_analyte_and_matrix(session):  # PK-5
    label = next(one for one in labels_of(session) if one.nominal_hours == 24)
    said = " | ".join(label_lines(label, Words(session.study.zone)))
    for wanted in ("BAT6026", "01-012", "serum", "24 h", "cycle 1, day 2"):
        assert wanted in said
    before = next(one for one in labels_of(session) if one.nominal_hours == 0)
    assert "before the dose" in label_lines(before, Words(session.study.zone))[2]


def test_a_label_is_drawn_inside_its_place_and_a_long_id_is_never_cut(session):  # PK-5
    label = replace(
        labels_of(session)[0], sample_id="A-VERY-LONG-SAMPLE-IDENTIFIER-OF-MORE-THAN-ONE-LINE-01-012-C1-336H"
    )
    dpi = 254.0
    drawn = render_sheet([label], Words(session.study.zone), first=5, dpi=dpi)
    empty = render_sheet([], Words(session.study.zone), dpi=dpi)
    box = place_of(4)
    changed = [
        (x, y)
        for y in range(0, drawn.height(), 3)
        for x in range(0, drawn.width(), 3)
        if drawn.pixel(x, y) != empty.pixel(x, y)
    ]
    assert changed
    assert all(box.contains(x, y) for x, y in changed)


def test_a_sheet_is_saved_and_put_on_record_or_says_why_not(session, tmp_path: Path):  # PK-5
    before = session.file.position
    path = tmp_path / "labels.pdf"
    assert save_label_pdf(session, labels_of(session), path, 1) == ""
    assert path.read_bytes().startswith(b"%PDF")
    assert session.file.position == before + 1
    assert "could not be written" in save_label_pdf(session, labels_of(session), tmp_path / "none" / "labels.pdf", 1)
    assert not (tmp_path / "none").exists()
