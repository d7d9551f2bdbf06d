import pytest

from storage.keys.password_rules import password_findings


# statement 16
@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("seven green kettles", []),
        ("correct horse battery staple", []),
        ("我家门前有一条小河很清澈", []),
        ("no capitals no digits", []),
        ("k#9-Qm2v.Lx7", []),
        ("password manager of aunt Mei", []),
        ("", ["password_short", "password_common"]),
        ("k#9-Qm2v.Lx", ["password_short"]),
        ("我家门前有一条小河", ["password_short"]),
        (" seven green kettles", ["password_blank_ends"]),
        ("seven green kettles ", ["password_blank_ends"]),
        ("lin.wei lin.wei", ["password_holds_user_id"]),
        ("LinWei-202611", ["password_holds_user_id"]),
        ("Lin Wei likes kettles", []),
        ("aaaaaaaaaaaaaa", ["password_common"]),
        ("ababababababab", ["password_common"]),
        ("123456789012", ["password_common"]),
        ("987654321098", ["password_common"]),
        ("abcdefghijklmn", ["password_common"]),
        ("qwertyuiopas", ["password_common"]),
        ("PasswordPassword", ["password_common"]),
        ("Pass-word 2026!", ["password_common"]),
        ("ｐａｓｓｗｏｒｄ２０２６", ["password_common"]),
        ("titrant-titrant", ["password_common"]),
    ],
)
def test_a_password_is_long_and_not_the_first_thing_to_try(password, codes):
    assert [finding.code for finding in password_findings(password, "lin.wei")] == codes


def test_a_short_password_is_told_how_long_it_is_and_must_be():
    (finding,) = password_findings("k#9-Qm2v.Lx", "lin.wei")
    assert dict(finding.numbers) == {"length": 11, "shortest": 12}
