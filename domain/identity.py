"""An object in the key of something that was derived from it."""


class Identity:
    """Stands for an object in a key: equal to nothing but itself, however alike another one is.

    The object is kept with the key; a bare ``id`` could come to be that of another object once this one is gone.
    """

    __slots__ = ("held",)

    def __init__(self, held: object) -> None:
        """Stand for an object."""
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and self.held is other.held

    def __hash__(self) -> int:
        return id(self.held)
