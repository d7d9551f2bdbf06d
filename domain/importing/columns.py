"""Which column of a file holds what: guessed from the header, or as remembered from the last file.

A mapping is a plain dict from a field to the name of its column, so that it can be kept with the settings.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.reasons import Finding


def plain_name(name: str) -> str:
    """A header name without case, blanks and punctuation, half-width."""
    return re.sub(r"[\s_\-./()（）:：,]+", "", unicodedata.normalize("NFKC", name).casefold())


@dataclass(frozen=True)
class ColumnNames:
    """The fields of an import.

    Attributes:
        names: header names by which each field is known, the one to be proposed first.
        needed: fields that must have a column. Of a group written "one|other" at least one must.
    """

    names: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]

    @cached_property
    def _fields(self) -> dict[str, str]:
        return {plain_name(name): field for field, names in self.names.items() for name in names}

    def guess(self, header: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, str]:
        """The column of each field, as far as the header tells.

        Args:
            header: names of the columns, left to right.
            remembered: an earlier mapping; its columns win where the header has them.
        """
        mapping = {field: name for field, name in (remembered or {}).items() if field in self.names and name in header}
        taken = set(mapping.values())
        for name in header:
            field = self._fields.get(plain_name(name))
            if field is not None and field not in mapping and name not in taken:
                mapping[field] = name
                taken.add(name)
        return mapping

    def check(self, header: Sequence[str], mapping: Mapping[str, str]) -> list[Finding]:
        """What is wrong with the columns of a file, as faults of the file as a whole."""
        findings = []
        listed = ", ".join(name for name in header if name.strip()) or "none"
        for field, column in mapping.items():
            if field not in self.names:
                findings.append(Finding("file", "import_unknown_field", numbers={"field": field}))
            elif list(header).count(column) != 1:
                code = "import_column_twice" if column in header else "import_column_gone"
                said = {"column": column, "field": field, "columns": listed}
                findings.append(Finding("file", code, numbers=said))
        return [*findings, *self.check_all(header, mapping, self.needed)]

    def check_all(self, header: Sequence[str], mapping: Mapping[str, str], needed: Sequence[str]) -> list[Finding]:
        """The needed fields without a column."""
        findings = []
        for group in needed:
            fields = group.split("|")
            if not any(field in mapping for field in fields):
                listed = ", ".join(name for name in header if name.strip()) or "none"
                known = ", ".join(self.names[fields[0]][:3])
                numbers = {"field": fields[0], "columns": listed, "known": known}
                findings.append(Finding("file", "import_column_missing", numbers=numbers))
        return findings
