"""The deviation behind a scan that departs from its window: the recorded one, or the one that a person may record."""

from domain.deviation_kinds import DerivedDeviation
from domain.deviation_sources import of_imaging
from domain.records import Deviation
from domain.response.imaging import ScheduledScan
from domain.schedule.plan import IMAGING
from domain.study import Study

# What the form of a tumour assessment asks a justification for.
_FORM_CODES = ("scan_early", "scan_late", "baseline_too_old", "scan_baseline_after_first_dose")


def recorded_deviation(study: Study, scan: ScheduledScan) -> Deviation | None:
    """The deviation that a person has recorded of a scan; None while nobody has."""
    if not scan.state.is_departure:
        return None
    visits = study.tumour_visits_of(scan.subject_id)
    about = {_plan_id(scan), *(one.record_id for one in visits if one.scanned_on == scan.scanned_on)}
    on = scan.scanned_on or scan.due_on
    return next(
        (
            one
            for one in study.deviations
            if one.subject_id == scan.subject_id
            and (one.code.startswith(f"{IMAGING}_") or one.code in _FORM_CODES)
            and (one.about_id in about if one.about_id else one.occurred_on == on)
        ),
        None,
    )


def open_deviation(study: Study, scan: ScheduledScan) -> DerivedDeviation | None:
    """The deviation that the scan shows and nobody has recorded yet."""
    if recorded_deviation(study, scan) is not None:
        return None
    return next((one for one in of_imaging(study, scan.subject_id) if one.about_id == _plan_id(scan)), None)


def _plan_id(scan: ScheduledScan) -> str:
    return f"{IMAGING} {scan.week}"
