"""Tumour types are free texts: what two of them have in common."""

import pytest

from domain.parts.tumour_words import is_same_tumour, shares_word


@pytest.mark.parametrize(
    ("first", "second", "shares", "is_same"),
    [
        ("Gastric", "gastric cancer", True, True),
        ("NSCLC", " nsclc ", True, True),
        ("Gastric or gastro-oesophageal junction adenocarcinoma", "Gastric", True, False),
        ("Pancreatic cancer", "Gastric cancer", False, False),
        ("Renal cell carcinoma", "Hepatocellular carcinoma", False, False),
        ("", "", True, True),
        ("", "Gastric", False, False),
        ("cancer", "carcinoma", False, False),
    ],
)
def test_two_texts_share_a_word_or_name_the_same_tumour(first, second, shares, is_same):  # PRO-2
    assert shares_word(first, second) is shares
    assert shares_word(second, first) is shares
    assert is_same_tumour(first, second) is is_same
    assert is_same_tumour(second, first) is is_same
