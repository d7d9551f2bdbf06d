"""Numbers in a column: their decimal points stand one below the other, without digits that nobody measured."""

# As wide as a digit, and as wide as a point, where the digits are tabular.
_DIGIT, _POINT = "\u2007", "\u2008"


def count_decimals(text: str) -> int:
    """How many digits a number has after its point: "59.25" has 2."""
    return len(text.partition(".")[2])


def align_point(text: str, decimals: int) -> str:
    """A number with room after it for the digits that others of its column have; "" stays as it is.

    Args:
        text: a number as it is said.
        decimals: the most digits after a point in its column.
    """
    missing = decimals - count_decimals(text)
    if not text or not missing:
        return text
    return text + ("" if "." in text else _POINT) + _DIGIT * missing
