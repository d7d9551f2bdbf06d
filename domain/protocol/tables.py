"""A table of a protocol file: its keys, where each value comes from, and what is inherited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from domain.protocol.clauses import read_clauses
from domain.protocol.model import Provenance
from domain.protocol.schema import Key, Kind
from domain.protocol.values import listed, read_value, shown
from domain.reasons import Finding

_MARKS = ("value", "source", "assumed", "says", "choices")
_SOURCE = "source"


@dataclass
class Table:
    """What a table says.

    Attributes:
        path: where it stands, such as "parts.mono.rules".
        values: by key, only those that could be read or were inherited.
        source: what stands behind its plain values, or "".
        meant: keys that a misspelt one is probably meant to be; they need not be missed as well.
    """

    path: str
    values: dict[str, object] = field(default_factory=dict)
    source: str = ""
    meant: frozenset[str] = frozenset()


@dataclass
class Reading:
    """Faults and provenance, gathered while a file is read."""

    findings: list[Finding] = field(default_factory=list)
    provenance: dict[str, Provenance] = field(default_factory=dict)

    def fault(self, path: str, code: str, **numbers: object) -> None:
        """Note a fault."""
        self.findings.append(Finding(path, code, numbers=numbers))

    def table(
        self,
        raw: object,
        path: str,
        keys: tuple[Key, ...],
        *,
        further: tuple[str, ...] = (),
        source: str = "",
        parent: Table | None = None,
        parent_id: str = "",
        has_to_be_there: bool = True,
    ) -> Table:
        """Read a table.

        Args:
            raw: as parsed; None where the file has no such table.
            path: of the table.
            keys: that it can have.
            further: names of tables inside it, read elsewhere.
            source: of the table around it, for the plain values of a table without one.
            parent: the same table of the part named by ``levels_from``.
            parent_id: id of that part.
            has_to_be_there: whether the file must have it where nothing is inherited.
        """
        table = Table(path, source=source)
        if raw is None and parent is None:
            if has_to_be_there:
                self.fault(path, "protocol_missing_table", key=path)
            return table
        if raw is not None and not isinstance(raw, dict):
            self.fault(path, "protocol_type_table", given=shown(raw))
            return table
        content: Mapping[str, object] = raw or {}
        table.source = self._source(content, path) or source
        if table.source:
            self.provenance[path] = Provenance(table.source)
        table.meant = self.note_unknown(content, path, (*(key.name for key in keys), _SOURCE, *further))
        for key in keys:
            if key.name in content:
                self._read(content[key.name], key, table)
            elif parent is not None and key.is_inherited:
                if key.name in parent.values:
                    table.values[key.name] = parent.values[key.name]
                    self.provenance[f"{path}.{key.name}"] = Provenance(f"as part {parent_id}")
            elif key.is_required and has_to_be_there and key.name not in table.meant:
                self.fault(f"{path}.{key.name}", "protocol_missing", key=key.name)
        return table

    def _source(self, content: Mapping[str, object], path: str) -> str:
        source = content.get(_SOURCE, "")
        if isinstance(source, str):
            return source.strip()
        self.fault(f"{path}.{_SOURCE}", "protocol_type_text", given=shown(source))
        return ""

    def note_unknown(self, content: Mapping[str, object], path: str, known: tuple[str, ...]) -> frozenset[str]:
        """Note each unknown key of a table; the result is the known ones that they are probably meant to be."""
        meant = set()
        absent = [name for name in known if name not in content]
        for name in content:
            if name in known:
                continue
            place = f"{path}.{name}" if path else name
            near = get_close_matches(name, absent, n=1) or get_close_matches(name, known, n=1)
            if near:
                self.fault(place, "protocol_misspelt_key", key=name, nearest=near[0])
            else:
                self.fault(place, "protocol_unknown_key", key=name, allowed=listed(known))
            meant.update(near)
        return frozenset(meant)

    def _read(self, raw: object, key: Key, table: Table) -> None:
        path = f"{table.path}.{key.name}"
        marks: Mapping[str, object] = {"value": raw}
        if isinstance(raw, dict):
            marks = raw
            self.note_unknown(marks, path, _MARKS)
            if "value" not in marks:
                self.fault(path, "protocol_missing", key="value")
                return
        given = marks["value"]
        read = read_clauses(given) if key.kind is Kind.CLAUSES else read_value(given, key)
        for fault in read.faults:
            self.fault(path + fault.suffix, fault.code, **fault.numbers)
        choices = self._choices(marks, key, path)
        if not read.faults:
            table.values[key.name] = read.value
            if key.kind is Kind.CLAUSES:
                self._clause_provenance(marks, path)
            if "choices" in marks and choices and read.value not in choices:
                self.fault(path, "protocol_not_a_choice", given=shown(marks["value"]), allowed=listed(choices))
        self._provenance(marks, key, path, table.source, choices)

    def _clause_provenance(self, marks: Mapping[str, object], path: str) -> None:
        """Each clause may name its own source, or be an assumption where the definition as a whole is none."""
        clauses = marks["value"]
        assert isinstance(clauses, list)
        for number, clause in enumerate(clauses, 1):
            place = f"{path}[{number}]"
            if "assumed" in clause and "assumed" in marks:
                self.fault(place, "protocol_dlt_assumed_twice")
            elif "assumed" in clause:
                self.provenance[place] = Provenance(clause["assumed"], True, clause.get("says", ""))
            elif "source" in clause:
                self.provenance[place] = Provenance(clause["source"], False, clause.get("says", ""))

    def _choices(self, marks: Mapping[str, object], key: Key, path: str) -> tuple[object, ...]:
        """Values to choose from: those listed with the value, else all that the key allows."""
        raw = marks.get("choices")
        if raw is None:
            singles = key.allowed if key.kind is not Kind.CHOICES else ()
            return singles or ((True, False) if key.kind is Kind.FLAG else ())
        if not isinstance(raw, list):
            self.fault(f"{path}.choices", "protocol_type_texts", given=shown(raw), example="3, 6")
            return ()
        values = []
        for position, item in enumerate(raw, 1):
            read = read_value(item, key)
            for fault in read.faults:
                self.fault(f"{path}.choices[{position}]{fault.suffix}", fault.code, **fault.numbers)
            if not read.faults:
                values.append(read.value)
        return tuple(values)

    def _provenance(
        self, marks: Mapping[str, object], key: Key, path: str, outer: str, choices: tuple[object, ...]
    ) -> None:
        texts = {}
        for name in (_SOURCE, "assumed", "says"):
            text = marks.get(name, "")
            if not isinstance(text, str):
                self.fault(f"{path}.{name}", "protocol_type_text", given=shown(text))
                return
            texts[name] = text.strip()
        if texts["assumed"] and texts[_SOURCE]:
            self.fault(path, "protocol_source_and_assumed")
        elif texts["assumed"]:
            self.provenance[path] = Provenance(texts["assumed"], True, texts["says"], choices)
        elif texts[_SOURCE] or outer:
            self.provenance[path] = Provenance(texts[_SOURCE] or outer, False, texts["says"])
        elif key.needs_source:
            self.fault(path, "protocol_unsourced")
