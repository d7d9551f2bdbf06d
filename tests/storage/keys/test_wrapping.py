from dataclasses import replace

import pytest

from storage.keys.wrapping import Argon2Cost, KeySlot, unwrap, wrap
from tests.storage.keys.build import CHEAP, KEY, PASSWORD

WHO = {"file_id": "a" * 32, "user_id": "lin.wei"}


@pytest.fixture
def slot():
    return wrap(KEY, **WHO, password=PASSWORD, cost=CHEAP)


def test_the_right_password_opens_a_slot_and_no_other_does(slot):
    assert unwrap(slot, file_id="a" * 32, password=PASSWORD) == KEY
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), "x" * 10_000):
        assert unwrap(slot, file_id="a" * 32, password=wrong) is None


def test_a_password_typed_in_full_width_letters_is_the_same(slot):
    assert unwrap(slot, file_id="a" * 32, password=PASSWORD.replace("s", "ｓ")) == KEY


@pytest.mark.parametrize("what", ["another study", "another user", "wrapped key", "nonce", "salt", "cost"])
def test_a_slot_that_was_moved_or_edited_does_not_open(slot, what):
    def flipped(content):
        return bytes([content[0] ^ 1]) + content[1:]

    edited = {
        "another study": slot,
        "another user": replace(slot, user_id="chen.yu"),
        "wrapped key": replace(slot, wrapped=flipped(slot.wrapped)),
        "nonce": replace(slot, nonce=flipped(slot.nonce)),
        "salt": replace(slot, salt=flipped(slot.salt)),
        "cost": replace(slot, cost=Argon2Cost(16, 1, 1)),
    }[what]
    file_id = "b" * 32 if what == "another study" else "a" * 32
    assert unwrap(edited, file_id=file_id, password=PASSWORD) is None


def test_no_two_slots_are_alike_and_none_holds_key_or_password(slot):
    again = wrap(KEY, **WHO, password=PASSWORD, cost=CHEAP)
    assert len({slot.salt, again.salt, slot.nonce, again.nonce, slot.wrapped, again.wrapped}) == 6
    written = str(slot.as_json()) + repr(slot)
    assert KEY.secret.hex() not in written
    assert PASSWORD not in written
    assert KeySlot.from_json(slot.as_json()) == slot


# statements 16 and 31
def test_a_second_implementation_opens_a_slot(slot):
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    row = slot.as_json()
    stretch = Argon2id(
        salt=bytes.fromhex(row["salt"]),
        length=32,
        iterations=row["passes"],
        lanes=row["lanes"],
        memory_cost=row["memory_kib"],
    )
    about = '{"file_id":"' + "a" * 32 + '","format":"titrant-keys","user_id":"lin.wei"}'
    opened = AESGCM(stretch.derive(PASSWORD.encode())).decrypt(
        bytes.fromhex(row["nonce"]), bytes.fromhex(row["wrapped_key"]), about.encode()
    )
    assert opened == KEY.secret


def test_the_usual_cost_is_that_of_rfc_9106():
    assert Argon2Cost() == Argon2Cost(memory_kib=65536, passes=3, lanes=4)


@pytest.mark.parametrize("cost", [(4, 1, 1), (2**32, 3, 4), (65536, 0, 4), (65536, 3, 0), (65536, 65, 4), (8, 1, 4)])
def test_a_cost_that_is_none_or_takes_the_whole_memory_is_refused(slot, cost):
    with pytest.raises(ValueError, match="does not work"):
        Argon2Cost(*cost)
    row = slot.as_json() | dict(zip(("memory_kib", "passes", "lanes"), cost, strict=True))
    with pytest.raises(ValueError, match="does not work"):
        KeySlot.from_json(row)


@pytest.mark.parametrize("change", [{"kdf": "pbkdf2"}, {"cipher": "none"}, {"salt": "00"}, {"nonce": ""}])
def test_a_slot_made_otherwise_is_refused(slot, change):
    with pytest.raises(ValueError, match=r"wrapping|length"):
        KeySlot.from_json(slot.as_json() | change)
