import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RecoveryKeyMistyped
from storage.keys.data_key import DataKey
from storage.keys.recovery import CHARACTERS, read_recovery, recovery_text

KEYS = st.binary(min_size=32, max_size=32).map(DataKey)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


# statement 28
@given(KEYS)
def test_the_recovery_key_is_fourteen_groups_of_four_and_reads_back(key):
    text = recovery_text(key)
    assert [len(group) for group in text.split("-")] == [4] * 14
    assert read_recovery(text) == key


@given(KEYS, st.sampled_from(["lower", "O and I", "no hyphens", "dashes", "full width", "lines"]))
def test_the_recovery_key_may_be_typed_as_people_type(key, manner):
    text = recovery_text(key)
    typed = {
        "lower": text.lower(),
        "O and I": text.replace("0", "o").replace("1", "l", 1).replace("1", "I"),
        "no hyphens": text.replace("-", ""),
        "dashes": text.replace("-", " – "),
        "full width": "".join(chr(ord(letter) + 0xFEE0) for letter in text),
        "lines": text.replace("-", "\n  "),
    }[manner]
    assert read_recovery(typed) == key


@given(KEYS, st.integers(0, CHARACTERS - 1), st.sampled_from(LETTERS))
def test_a_wrong_character_is_noticed(key, place, letter):
    letters = recovery_text(key).replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    if wrong != letters:
        with pytest.raises(RecoveryKeyMistyped, match="group by group"):
            read_recovery(wrong)


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (lambda text: text[:-1], "55 characters of 56"),
        (lambda text: text + "A", "57 characters of 56"),
        (lambda text: "", "0 characters of 56"),
        (lambda text: "U" + text[1:], '"U" is not used'),
        (lambda text: "中" + text[1:], '"中" is not used'),
    ],
)
def test_what_is_no_recovery_key_is_said_to_be_so_and_why(change, detail):
    with pytest.raises(RecoveryKeyMistyped, match=detail):
        read_recovery(change(recovery_text(DataKey(bytes(range(32))))))


def test_the_recovery_key_is_base32_of_key_and_checksum_as_any_other_program_would_write_it():
    secret = bytes(range(32))
    whole = base64.b32encode(secret + hashlib.sha256(secret).digest()[:3]).decode()
    letters = whole.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", LETTERS))
    text = recovery_text(DataKey(secret))
    assert text.replace("-", "") == letters
    # Printed keys lie in envelopes for years.
    assert text == "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFP-63ED"


def test_a_key_does_not_show_itself():
    key = DataKey(bytes(range(32)))
    assert "01" not in repr(key)
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(b"short")
    assert DataKey.random() != DataKey.random()
