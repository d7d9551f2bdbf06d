"""AE-1. The texts of an official workbook against our catalogue."""

import json

import pytest

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.messages import MESSAGES
from domain.ctcae.texts import content_of, find_columns, read_texts, recognise_version, texts_of
from domain.ctcae.wording import digest_of, official_digests
from domain.records.laboratory import GradeTexts
from domain.terms import Grade

HEADER = ("MedDRA Code", "MedDRA SOC", "CTCAE Term", *(f"Grade {grade} \xa0\xa0" for grade in range(1, 6)))
HEADER += ("Definition", "Navigational Note", "CTCAE v5.0 Change")
PLATELETS = {"5.0": "Platelet count decreased", "6.0": "Thrombocytopenia"}


def table(version):
    """Rows as the official workbook has them, with words of our own."""
    rows = []
    for number, term in enumerate(terms_of(version).values(), 2):
        texts = [f"{term.name} {int(grade)}" if grade in term.grades else " -" for grade in Grade]
        rows.append((number, ["", term.soc, term.name, *texts, "A disorder.", "-", ""]))
    return rows


def place(rows, term):
    return next(index for index, (_, cells) in enumerate(rows) if cells[2] == term)


def said(reasons):
    return [MESSAGES[reason.code].format(**reason.numbers) for reason in reasons]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_term_has_the_texts_of_the_grades_that_exist(version):
    reading = read_texts(HEADER, table(version))
    assert (reading.version, reading.differences) == (version, ())
    assert list(reading.texts.terms) == list(terms_of(version))
    for name, texts in reading.texts.terms.items():
        assert tuple(texts.grades) == terms_of(version)[name].grades
        assert (texts.definition, texts.note) == ("A disorder.", "")
    assert reading.texts.grade_text(PLATELETS[version], Grade.SEVERE) == f"{PLATELETS[version]} 3"
    assert reading.texts.grade_text("Nausea", Grade.FATAL) == ""
    assert reading.texts.grade_text("No such term", Grade.MILD) == ""


@pytest.mark.parametrize("version", VERSIONS)
def test_words_that_are_not_the_official_ones_are_noticed_term_by_term(version):
    reading = read_texts(HEADER, table(version))
    assert len(reading.other_wording) == len(terms_of(version))
    assert said(reading.other_wording)[0] == f"Row 2: the wording of “Anemia” is not that of the NCI's CTCAE {version}."


def test_each_difference_names_row_and_column():
    rows = table("5.0")
    nausea, fatigue, anemia = (place(rows, term) for term in ("Nausea", "Fatigue", "Anemia"))
    rows[nausea][1][6] = "A text"
    rows[fatigue][1][3] = "\N{EN DASH}"
    rows[anemia][1][1] = "Investigations"
    del rows[place(rows, "Fever")]
    rows.append((900, rows[0][1]))
    rows.append((901, ["", "Investigations", "Boredom", "x", "-", "-", "-", "-", "x", "", ""]))
    reading = read_texts(HEADER, rows)
    assert reading.texts is None
    blood = "Blood and lymphatic system disorders"
    assert said(reading.differences) == [
        f"Row 2: “Anemia” is under “Investigations”; in CTCAE 5.0 it is under “{blood}”.",
        f"Row {nausea + 2}, column Grade 4: in CTCAE 5.0 “Nausea” has no such grade.",
        f"Row {fatigue + 2}, column Grade 1: “Fatigue” lacks the text of this grade of CTCAE 5.0.",
        "Row 900: the term “Anemia” is there a second time.",
        "Row 901: CTCAE 5.0 has no term “Boredom”.",
        "The term “Fever” of CTCAE 5.0 is missing.",
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_is_known_by_its_terms_even_from_a_part_of_them(version):
    names = list(terms_of(version))
    assert recognise_version(names) == recognise_version(names[::3]) == version


def test_a_list_that_fits_no_version_or_both_has_none():
    common = [name for name in terms_of("5.0") if name in terms_of("6.0")]
    for names in ([], ["Nausea"], common, [f"X{number}" for number in range(900)]):
        assert recognise_version(names) is None
    assert read_texts(HEADER, [(2, [""] * len(HEADER))]).version is None


def test_a_table_without_one_of_the_columns_is_no_ctcae_list():
    assert find_columns(HEADER) is not None
    for left_out in (1, 2, 3, 7, 8, 9):
        header = [name for position, name in enumerate(HEADER) if position != left_out]
        assert find_columns(header) is None
        assert read_texts(header, []).version is None


def test_the_texts_come_back_from_the_record_and_are_read_once():
    texts = read_texts(HEADER, table("6.0")).texts
    content = json.dumps(content_of(texts), sort_keys=True)
    record = GradeTexts(record_id="t", version="6.0", file_name="a.xlsx", file_hash="0" * 64, content=content)
    assert texts_of(record) == texts
    assert texts_of(record) is texts_of(record)
    for broken in ("{}", "[]", "{", '{"Anemia": 3}'):
        with pytest.raises(ValueError, match=r"CTCAE texts|Expecting"):
            texts_of(GradeTexts(record_id="t", version="6.0", file_name="", file_hash="", content=broken))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_term_has_a_digest_of_its_own_texts(version):
    digests = official_digests(version)
    assert list(digests) == list(terms_of(version))
    assert all(len(digest) == 12 for digest in digests.values())
    assert official_digests("4.03") == {}
    assert digest_of(["a  b", "c"]) == digest_of([" a\nb ", "c"]) != digest_of(["a b c", ""])
