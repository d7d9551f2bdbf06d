"""How a laboratory result of a demonstration is named, so that an event can point at it."""

from datetime import date

from domain.demonstration.course import Course


def lab_record_id(course: Course, on: date, test: str) -> str:
    """Record id of a test's result on a day."""
    return f"lab-{course.subject_id}-{on:%Y%m%d}-{test}"
