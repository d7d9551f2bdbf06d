"""What a password must be: long, and not the first thing that anybody would try.

No rule asks for capitals, digits or signs, and none makes a password expire: both lead to worse passwords.
Source: NIST SP 800-63B section 5.1.1.2; the 12 characters are statement 16 of the yardstick.
"""

import unicodedata

from domain.reasons import Finding

SHORTEST = 12
_FEWEST_DIFFERENT = 5
# What people choose when told to take twelve characters: words and runs that, once or repeated, fill the length.
_COMMON = (
    *("password", "passwort", "passw0rd", "pa55word", "letmein", "welcome", "iloveyou", "admin", "administrator"),
    *("qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y", "1qaz2wsx3edc", "abcdefghijkl", "qazwsxedc"),
    *("changeme", "secret", "default", "woaini", "5201314", "titrant", "clinicaltrial", "hospital", "test", "demo"),
)
_RUNS = tuple(
    run * 3 for run in ("0123456789", "1234567890"[::-1], "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
)


def password_findings(password: str, user_id: str) -> tuple[Finding, ...]:
    """What is wrong with a password for that user; nothing if it may be used.

    Codes: ``password_short`` (numbers: length, shortest), ``password_blank_ends``, ``password_holds_user_id``,
    ``password_common``.
    """
    plain = unicodedata.normalize("NFKC", password)
    findings = []
    if len(plain) < SHORTEST:
        findings.append(Finding("password", "password_short", numbers={"length": len(plain), "shortest": SHORTEST}))
    if plain != plain.strip():
        findings.append(Finding("password", "password_blank_ends"))
    letters = "".join(filter(str.isalnum, plain.casefold()))
    own = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", user_id).casefold()))
    if own and _is_little_more_than(letters, own):
        findings.append(Finding("password", "password_holds_user_id"))
    if len(set(plain)) < _FEWEST_DIFFERENT or (letters and _is_common(letters)):
        findings.append(Finding("password", "password_common"))
    return tuple(findings)


def _is_common(letters: str) -> bool:
    return any(letters in run for run in _RUNS) or any(_is_little_more_than(letters, word) for word in _COMMON)


def _is_little_more_than(letters: str, word: str) -> bool:
    """Whether what is left without the word, however often, are a few digits such as a year."""
    left = letters.replace(word, "")
    return word in letters and (not left or (left.isdigit() and len(left) <= SHORTEST // 2))
