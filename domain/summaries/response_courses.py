"""Tables beside the spider and the swimmer: every change over time, and every course (EFF-3)."""

from decimal import ROUND_HALF_UP, Decimal

from domain.protocol.model import Part
from domain.response.plots import derive_spider, derive_swimmer
from domain.response.terms import ResponseBy
from domain.study import Study
from domain.summaries.response_cells import in_percent
from domain.summaries.table import Column, Format, Table, cells

_CHANGES = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("week", "Week", Format.NUMBER, 0.6),
    Column("change", "From baseline (%)", Format.NUMBER, 0.9),
    Column("response", "Response", weight=0.8),
    Column("new", "New", weight=0.5),
)
_COURSES = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("best", "Confirmed", weight=0.9),
    Column("treated", "Weeks treated", Format.NUMBER, 0.8),
    Column("followed", "Weeks followed", Format.NUMBER, 0.8),
    Column("ongoing", "Ongoing", weight=0.7),
    Column("responds", "Weeks in response", Format.NUMBER, 0.9),
)


def tabulate_changes(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Table:
    """The points of the spider by subject and time; weeks count from the first dose."""
    rows = tuple(
        cells((line.subject_id, line.level, _weeks(point.day), in_percent(point.change), point.response, point.has_new))
        for line in derive_spider(study, part, by)
        for point in line.points
    )
    ids = tuple(
        study.subject(line.subject_id).record_id for line in derive_spider(study, part, by) for _point in line.points
    )
    return Table("response_changes", "Change in target sum over time", _CHANGES, rows, row_ids=ids)


def tabulate_courses(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Table:
    """The lanes of the swimmer, the longest followed first."""
    lanes = derive_swimmer(study, part, by)
    rows = tuple(
        cells(
            (
                one.subject_id,
                one.level,
                one.best,
                _weeks(one.treated_to),
                _weeks(one.followed_to),
                one.is_on_treatment,
                None
                if one.responds_from is None or one.responds_to is None
                else _weeks(one.responds_to - one.responds_from),
            )
        )
        for one in lanes
    )
    ids = tuple(study.subject(one.subject_id).record_id for one in lanes)
    return Table("response_courses", "Time on study", _COURSES, rows, row_ids=ids)


def _weeks(days: int) -> Decimal:
    return (Decimal(days) / 7).quantize(Decimal("0.1"), ROUND_HALF_UP)
