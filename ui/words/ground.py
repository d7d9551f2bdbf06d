"""What something signed rests on, in words: the place in the stream, the chain head, the protocol version."""

from ui.text import tr


def say_position(position: int) -> str:
    """A stream position: "#1 842" with a thin space between thousands."""
    return "#" + f"{position:,}".replace(",", "\u2009")


def say_head(head: str, digits: int = 16) -> str:
    """The first digits of a hash in groups of four."""
    return " ".join(head[start : start + 4] for start in range(0, min(digits, len(head)), 4))


def say_version(version: str) -> str:
    """A protocol version: "v1.0", whether or not it is written with its v."""
    return "v" + version.removeprefix("v")


def say_moved(seen: int, now: int) -> tuple[str, str]:
    """That nothing is signed on data that changed after they were shown, as title and text.

    Args:
        seen: stream position that was shown.
        now: stream position of the study as it is.
    """
    text = tr("Shown up to entry {seen}, now at {now}. Read the page as it is now, then sign again.")
    return (
        tr("Nothing was signed: the data changed after they were shown."),
        text.format(seen=say_position(seen), now=say_position(now)),
    )
