"""The records as an act sees them: those of the file, and over them what the act itself has written so far."""

from collections.abc import Iterator, Mapping, Sequence

from domain.records import Record


class Overlaid(Mapping[str, Sequence[Record]]):
    """Records by kind. What is put lies over what was there; a kind is only put together when somebody asks for it."""

    def __init__(self, below: Mapping[str, Sequence[Record]]) -> None:
        """Start with the records of the file."""
        self._below = below
        self._over: dict[str, dict[str, Record]] = {}
        self._whole: dict[str, tuple[Record, ...]] = {}

    def put(self, record: Record) -> None:
        """A new record, or a new state of one."""
        self._over.setdefault(record.kind, {})[record.record_id] = record
        self._whole.pop(record.kind, None)

    def __getitem__(self, kind: str) -> Sequence[Record]:
        over = self._over.get(kind)
        if over is None:
            return self._below[kind]
        if kind not in self._whole:
            below = self._below.get(kind, ())
            known = {one.record_id for one in below}
            kept = (over.get(one.record_id, one) for one in below)
            self._whole[kind] = (*kept, *(one for key, one in over.items() if key not in known))
        return self._whole[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._below, *self._over)))

    def __len__(self) -> int:
        return len(self._below.keys() | self._over.keys())
