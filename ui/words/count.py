"""How many: with thin spaces between the thousands."""


def say_count(number: int) -> str:
    """A count: "1 186"."""
    return f"{number:,}".replace(",", "\u2009")
