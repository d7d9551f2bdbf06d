"""One row of a laboratory file as a result, or what is wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.importing.date_column import DayMonth, find_day_month, read_date
from domain.importing.number_column import NO_VALUE, Mark, Number, find_marks, range_texts, read_number
from domain.importing.rows import Line
from domain.laboratory.catalogue import find_test
from domain.partial_date import PartialDate
from domain.reasons import Finding, Reason
from domain.records import LabResult

_COLUMN_OF = {"subject_id": "subject", "taken_at": "date", "sign": "value"}


@dataclass(frozen=True)
class Styles:
    """How the file as a whole writes numbers and dates."""

    marks: frozenset[Mark]
    day_month: frozenset[DayMonth]


class LabLine(Line):
    """One row of a laboratory file; its findings may be of a record's fields."""

    def _named(self, name: str, reason: Reason) -> Finding:
        return self.named(Finding(name, reason.code, numbers=reason.numbers))

    def named(self, finding: Finding) -> Finding:
        """A finding of a record's field, with the row and the column that it is about; "fault" says it by itself."""
        field = _COLUMN_OF.get(finding.field, finding.field)
        if field in ("lln", "uln") and field not in self.mapping:
            field = "range"
        numbers = {"row": self.number, "column": self.mapping.get(field, field)}
        fault = Reason(finding.code, finding.numbers)
        return Finding(field, "import_in_cell", finding.severity, {**numbers, "fault": fault})


def find_styles(lines: Sequence[LabLine]) -> Styles:
    """How the rows of a file write numbers and dates."""
    return Styles(find_marks(_number_texts(lines)), find_day_month(line.text("date") for line in lines))


def _number_texts(lines: Iterable[LabLine]) -> Iterable[str]:
    for line in lines:
        yield from (line.text(field) for field in ("value", "lln", "uln"))
        try:
            yield from range_texts(line.text("range"))
        except ValueError:
            continue


def read_line(line: LabLine, styles: Styles, known: Mapping[str, str]) -> LabResult | None:
    """The result in a row; None, and what is wrong in the line, if a part of it can't be read."""
    subject = known.get(line.text("subject").casefold())
    if not line.text("subject"):
        line.refuse("subject", Reason("import_cell_empty"))
    elif subject is None:
        line.refuse("subject", Reason("import_unknown_subject", {"text": line.text("subject")}))
    test = find_test(line.text("test")) if line.text("test") else None
    if not line.text("test"):
        line.refuse("test", Reason("import_cell_empty"))
    elif test is None:
        line.refuse("test", Reason("import_unknown_test", {"text": line.text("test")}))
    taken_at = _read_taken_at(line, styles)
    value, comment = _read_value(line, styles)
    lln, uln = _read_limits(line, styles)
    if line.findings or subject is None or test is None or taken_at is None:
        return None
    return LabResult(
        record_id="",
        subject_id=subject,
        test=test.code,
        taken_at=taken_at,
        value=value.value if value else None,
        sign=value.sign if value else "",
        unit=line.text("unit"),
        laboratory=line.text("laboratory"),
        lln=lln,
        uln=uln,
        visit=line.text("visit"),
        comment="; ".join(part for part in (line.text("comment"), comment) if part),
    )


def _read_taken_at(line: LabLine, styles: Styles) -> PartialDate | None:
    if not line.text("date"):
        line.refuse("date", Reason("import_cell_empty"))
        return None
    found = read_date(line.text("date"), line.text("time"), styles.day_month)
    if isinstance(found, Reason):
        line.refuse("date", found)
        return None
    return found


def _read_value(line: LabLine, styles: Styles) -> tuple[Number | None, str]:
    """The value, or what was written in its place."""
    text = line.text("value")
    if not text:
        line.refuse("value", Reason("import_value_empty"))
        return None, ""
    if text.replace(" ", "").casefold() in NO_VALUE:
        return None, text
    found = read_number(text, styles.marks)
    if isinstance(found, Reason):
        line.refuse("value", found)
        return None, ""
    return found, ""


def _read_limits(line: LabLine, styles: Styles) -> tuple[Decimal | None, Decimal | None]:
    """The limits of the range, from two columns or from one."""
    texts = {"lln": line.text("lln"), "uln": line.text("uln")}
    columns = {"lln": "lln", "uln": "uln"}
    try:
        low, high = range_texts(line.text("range"))
    except ValueError:
        line.refuse("range", Reason("import_not_a_range", {"text": line.text("range")}))
        low, high = "", ""
    for field, text in (("lln", low), ("uln", high)):
        if not texts[field] and text:
            texts[field], columns[field] = text, "range"
    limits: list[Decimal | None] = []
    for field, text in texts.items():
        found = read_number(text, styles.marks) if text and text.replace(" ", "").casefold() not in NO_VALUE else None
        if isinstance(found, Reason):
            line.refuse(columns[field], found)
        limits.append(found.value if isinstance(found, Number) else None)
    return limits[0], limits[1]
