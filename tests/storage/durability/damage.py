"""Ways in which a file comes back damaged from a disk, a stick or a mail."""

from collections.abc import Callable
from random import Random

PAGE = 4096


def flip_bits(content: bytearray, chance: Random) -> None:
    """One to eight bits anywhere."""
    for _ in range(chance.randrange(1, 9)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def change_letter(content: bytearray, chance: Random) -> None:
    """A letter or figure of a text is another one."""
    while True:
        place = chance.randrange(len(content))
        if bytes(content[place : place + 1]).isalnum():
            content[place] = content[place] ^ 1
            return


def flip_in_header(content: bytearray, chance: Random) -> None:
    """A byte of the database header, or of the first page's tree."""
    content[chance.randrange(min(108, len(content)))] = chance.randrange(256)


def truncate(content: bytearray, chance: Random) -> None:
    """The end is missing."""
    del content[chance.randrange(len(content)) :]


def truncate_at_page(content: bytearray, chance: Random) -> None:
    """The last pages are missing."""
    del content[chance.randrange(len(content) // PAGE + 1) * PAGE :]


def swap_pages(content: bytearray, chance: Random) -> None:
    """Two pages changed places."""
    one, other = (_page(content, chance) for _ in range(2))
    content[one], content[other] = content[other], content[one]


def double_page(content: bytearray, chance: Random) -> None:
    """A page lies in the place of another as well."""
    one, other = (_page(content, chance) for _ in range(2))
    content[one] = content[other]


def empty_page(content: bytearray, chance: Random) -> None:
    """A page of zeros, as after a write that never came."""
    content[_page(content, chance)] = bytes(PAGE)


def scribble(content: bytearray, chance: Random) -> None:
    """Noise over a stretch."""
    start = chance.randrange(len(content))
    noise = chance.randbytes(chance.randrange(1, 2000))
    content[start : start + len(noise)] = noise[: len(content) - start]


def shift(content: bytearray, chance: Random) -> None:
    """Some bytes too many, as of a transfer as text."""
    start = chance.randrange(len(content))
    content[start:start] = chance.randbytes(chance.randrange(1, 50))


def append(content: bytearray, chance: Random) -> None:
    """Something follows the end."""
    content += chance.randbytes(chance.randrange(1, 3 * PAGE))


def replace(content: bytearray, chance: Random) -> None:
    """Nothing is left but noise."""
    content[:] = chance.randbytes(chance.randrange(0, 5 * PAGE))


KINDS: tuple[Callable[[bytearray, Random], None], ...] = (
    *(flip_bits, change_letter, change_letter, flip_in_header, truncate, truncate_at_page, swap_pages, double_page),
    *(empty_page, scribble, shift, append, replace),
)


def damaged(content: bytes, chance: Random) -> tuple[str, bytes]:
    """The content with one kind of damage, and its name."""
    kind = chance.choice(KINDS)
    spoilt = bytearray(content)
    kind(spoilt, chance)
    return kind.__name__, bytes(spoilt)


def _page(content: bytearray, chance: Random) -> slice:
    number = chance.randrange(max(1, len(content) // PAGE))
    return slice(number * PAGE, (number + 1) * PAGE)
