"""The dates on the overview: next dose, group's end, slots held, who waits, the planned number."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from domain.records import Eligibility, Enrolment, Rescreening, Subject
from domain.terms import Sex
from tests.ui.pages.studies import NOW, PERSON, make_session
from ui.pages.overview_cards import WindowLine
from ui.pages.overview_dates import DateLine, Density, build_date_rows
from ui.pages.overview_page import OverviewPage
from ui.session import Session

HISTORY = "1N 2MNN 3NNXN 4NNT??"


def add(session: Session, subject_id: str, *, consent: int, eligible: int | None, enrolled: int | None = None) -> None:
    """A subject who consented, was found eligible, and was enrolled at level 4 so many days ago."""
    today, records = NOW.date(), []
    records.append(
        Subject(
            record_id=f"s{subject_id}",
            subject_id=subject_id,
            consent_date=today - timedelta(days=consent),
            sex=Sex.FEMALE,
            birth_year=1968,
            tumour_type="Gastric",
            weight_kg=Decimal(60),
        )
    )
    if eligible is not None:
        answered = today - timedelta(days=eligible)
        records.append(
            Eligibility(record_id=f"e{subject_id}", subject_id=subject_id, is_eligible=True, decided_on=answered)
        )
    if enrolled is not None:
        at, part = NOW - timedelta(days=enrolled), session.part.part_id
        records.append(
            Enrolment(record_id=f"n{subject_id}", subject_id=subject_id, part_id=part, dose_level=4, enrolled_at=at)
        )
    session.file.save_all(records, person=PERSON, now=NOW)


def rows(session: Session) -> dict[str, tuple[str, str]]:
    return {one.title: (one.value, one.line) for one in build_date_rows(session.status, session.words)}


def page_of(qtbot, session: Session, size: tuple[int, int] = (1240, 852)) -> OverviewPage:
    page = OverviewPage(session)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_study()
    page.show()
    qtbot.wait(1)
    return page


def lines(page: OverviewPage) -> list[WindowLine]:
    return [line for line in page.findChildren(WindowLine) if not line.isHidden()]


def test_the_next_dose_says_from_when_and_why_and_the_group_its_end(tmp_path: Path):  # SUB-2
    session = make_session(tmp_path / "s.titrant", HISTORY)
    earliest = session.status.recommendation.next_dose_at
    said = rows(session)
    value, line = said["Next dose, level 4"]
    assert value.startswith("from ")
    assert session.words.moment(earliest)[-5:] in value
    assert line == "At most 2 of a group may be in the window at once."
    value, line = said["Group complete, level 4"]
    assert value.startswith("from ")
    assert line.endswith("days from its first dose, if no slot waits")


@pytest.mark.parametrize(("protocol", "history", "days"), [("bat6026", "1N 2N", 42), ("bat6021", "1N 2N 3N", 29)])
def test_a_group_not_begun_says_how_long_it_lasts_at_least(tmp_path: Path, protocol, history, days):  # SUB-2
    session = make_session(tmp_path / "s.titrant", history, protocol_id=protocol)
    (line,) = (line for title, (_, line) in rows(session).items() if title.startswith("Group complete"))
    assert line.startswith(f"{days} days from its first dose")


def test_a_slot_that_is_held_names_who_may_be_dosed_from_when(tmp_path: Path):  # SUB-1, SUB-2
    session = make_session(tmp_path / "s.titrant", HISTORY)
    add(session, "01-020", consent=20, eligible=8, enrolled=2)
    value, line = rows(session)["Next dose, level 4"]
    assert value.startswith("from ")
    assert line.startswith("01-020 may then be dosed. At most 2")


def test_who_is_replaced_is_named_where_the_slot_is_open_again(tmp_path: Path):  # SUB-4
    session = make_session(tmp_path / "s.titrant", "1N 2N 3NNX")
    _, line = rows(session)["Next dose, level 3"]
    assert line.startswith("In the place of 01-005.")


def test_slots_held_come_first_then_who_waits_then_who_is_screened(qtbot, tmp_path: Path):  # SUB-1
    session = make_session(tmp_path / "s.titrant", HISTORY)
    add(session, "01-020", consent=20, eligible=8, enrolled=2)
    add(session, "01-021", consent=10, eligible=3)
    add(session, "01-022", consent=25, eligible=20, enrolled=9)  # lapsed two days ago
    page = page_of(qtbot, session)
    said = [line.accessibleName() for line in lines(page)][2:]
    assert [one[:6] for one in said] == ["01-020", "01-022", "01-021", "01-014"]
    assert "Slot reserved at level 4; lapses 25 Nov 14:10, 5 days left" in said[0]
    assert "Reservation lapsed; waits for a slot; screening to 23 Nov, 3 days left" in said[1]
    assert "Eligible since 17 Nov, no slot yet; screening to 8 Dec, 18 days left" in said[2]


def test_enter_on_who_waits_opens_the_subject(qtbot, tmp_path: Path):  # SUB-1
    session = make_session(tmp_path / "s.titrant", HISTORY)
    add(session, "01-021", consent=10, eligible=3)
    page = page_of(qtbot, session)
    line = lines(page)[2]
    line.setFocus()
    with qtbot.waitSignal(page.subject_chosen) as caught:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert caught.args == ["01-021"]


def test_who_is_screened_again_counts_from_the_second_screening(qtbot, tmp_path: Path):  # SUB-10
    session = make_session(tmp_path / "s.titrant", HISTORY)
    add(session, "01-023", consent=40, eligible=None)
    today = NOW.date()
    failed = Eligibility(
        record_id="f",
        subject_id="01-023",
        is_eligible=False,
        decided_on=today - timedelta(days=20),
        reason="creatinine",
    )
    again = Rescreening(record_id="r", subject_id="01-023", started_on=today - timedelta(days=4), reason="resolved")
    session.file.save_all([failed], person=PERSON, now=NOW)
    assert not any(line.subject_id == "01-023" for line in lines(page_of(qtbot, session)))
    session.file.save_all([again], person=PERSON, now=NOW)
    (line,) = (line for line in lines(page_of(qtbot, session)) if line.subject_id == "01-023")
    assert "24 days left" in line.accessibleName()


@pytest.mark.parametrize(
    ("history", "warns", "said"),
    [
        ("1N 2NN?", False, "P(more than 16): "),
        ("1N 2NNNNNN 3NNN 4NNN 5N?", True, "A further group may pass it. P(more than 16): "),
        ("1N 2NNNNNN 3NNN 4NNN 5NN?", True, "One more passes it. P(more than 16): "),
        ("1N 2NNNNNN 3NNNNNN 4NNN 5N?", True, "The planned number is passed."),
    ],
)
def test_the_planned_number_warns_before_it_is_passed(tmp_path: Path, history, warns, said):  # PRO-5
    session = make_session(tmp_path / "s.titrant", history, protocol_id="imm27m")
    (row,) = (one for one in build_date_rows(session.status, session.words) if one.title == "Enrolled, of planned")
    assert row.value.endswith("of 16")
    assert row.warns is warns
    assert row.line.startswith(said)


@pytest.mark.parametrize("size", [(1240, 852), (1080, 640)])
def test_a_warning_never_gives_way_and_nothing_is_lost_in_one_line(qtbot, tmp_path: Path, size):  # PRO-5
    session = make_session(tmp_path / "s.titrant", "1N 2NNNNNN 3NNN 4NNN 5N?", protocol_id="imm27m")
    block = page_of(qtbot, session, size).next_card.dates
    for density in Density:
        block.set_density(density)
        shown = [line.row.title for line in block.findChildren(DateLine) if not line.isHidden()]
        assert "Enrolled, of planned" in shown
        assert len(shown) == (1 if density is Density.LINE else len(block.rows))
