"""Finding a term by three letters or an everyday synonym."""

import pytest

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.search import find_terms, synonyms_of


def first(version: str, typed: str) -> str:
    return find_terms(version, typed)[0].name


@pytest.mark.parametrize(
    ("typed", "v5", "v6"),
    [
        ("ALT", "Alanine aminotransferase increased", "Alanine aminotransferase increased"),
        ("low platelets", "Platelet count decreased", "Thrombocytopenia"),
        ("platelet count decreased", "Platelet count decreased", "Thrombocytopenia"),
        ("thrombocytopenia", "Platelet count decreased", "Thrombocytopenia"),
        ("neutropenia", "Neutrophil count decreased", "Neutrophil count decreased"),
        ("pneumonia", "Lung infection", "Pneumonia"),
        ("anaemia", "Anemia", "Anemia"),
        ("Diarrhoea", "Diarrhea", "Diarrhea"),
        ("hb", "Anemia", "Anemia"),
        ("neu", "Neutrophil count decreased", "Neutrophil count decreased"),
        ("white dec", "White blood cell decreased", "White blood cell decreased"),
    ],
)
def test_what_is_typed_finds_the_term_of_the_version(typed: str, v5: str, v6: str) -> None:
    assert (first("5.0", typed), first("6.0", typed)) == (v5, v6)


@pytest.mark.parametrize("version", VERSIONS)
def test_three_letters_of_its_name_find_every_term(version: str) -> None:
    for name in terms_of(version):
        assert name in [term.name for term in find_terms(version, name[:3], most=1000)]
        assert name in [term.name for term in find_terms(version, name)]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_synonym_leads_to_terms_of_the_version(version: str) -> None:
    for everyday, names in synonyms_of(version).items():
        assert set(names) <= set(terms_of(version)), everyday
        assert set(names) <= {term.name for term in find_terms(version, everyday)}


def test_too_little_finds_nothing() -> None:
    assert find_terms("5.0", "") == find_terms("5.0", "an") == find_terms("5.0", "xyzzy") == []
