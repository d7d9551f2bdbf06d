"""Signing needs an account and its role, both of them (TRU-5, statement 15)."""

import pytest

from domain.terms import Role, SignatureMeaning
from storage.access import check_signing
from storage.errors import RecordRefused
from storage.person import Person

NAMED = Person(user_id="lin", name="Lin Yue", role=Role.INVESTIGATOR.value)
NAMELESS = Person(user_id="", name="Lin Yue", role=Role.INVESTIGATOR.value)


@pytest.mark.parametrize(("role", "person"), [(None, NAMED), (Role.INVESTIGATOR, NAMELESS), (None, NAMELESS)])
def test_nobody_signs_without_an_account_or_without_its_role(role: Role | None, person: Person) -> None:
    with pytest.raises(RecordRefused) as refused:
        check_signing(role, person, "adverse_event", "ae-1", SignatureMeaning.RESPONSIBILITY)
    assert refused.value.code == "signature_needs_account"


def test_who_has_both_signs_under_that_role() -> None:
    given = check_signing(Role.INVESTIGATOR, NAMED, "adverse_event", "ae-1", SignatureMeaning.RESPONSIBILITY)
    assert given is Role.INVESTIGATOR
