"""Lesions, tumour assessments and what the investigator says of them."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from domain.demonstration.act import Act, TumourCall
from domain.demonstration.course import Course
from domain.demonstration.tumour_course import Scan
from domain.records import Lesion, LesionMeasurement, Record, TumourVisit
from domain.records.response import BASELINE
from domain.response.terms import LesionKind, LesionStatus, Response

_PLACES = (
    ("Liver", "segment VI", False),
    ("Lung", "right lower lobe", False),
    ("Lymph node", "para-aortic", True),
    ("Adrenal gland", "left", False),
    ("Liver", "segment II", False),
)
_NON_TARGETS = (("Bone", "L3"), ("Peritoneum", "pelvis"), ("Pleura", "left"))
_SMALLEST = 50
_DOUBT = "Breathing artefacts: the lesions can't be measured reliably"


def record_tumours(course: Course, *, is_doubted: bool) -> Iterator[Act]:
    """The baseline and every later assessment.

    Args:
        course: of the subject.
        is_doubted: whether the investigator disagrees with the derived response of the first assessment.
    """
    chance = course.chance("tumours")
    baseline = course.moment(-6, 14)
    on = course.day(baseline)
    sid = course.subject_id
    lesions: list[Lesion] = []
    sizes: dict[str, int] = {}
    for number, (organ, where, is_nodal) in enumerate(chance.sample(_PLACES, chance.randint(2, 3)), 1):
        lesions.append(
            Lesion(
                record_id=f"lesion-{sid}-T{number}",
                subject_id=sid,
                lesion_kind=LesionKind.TARGET,
                number=number,
                organ=organ,
                is_nodal=is_nodal,
                description=where,
                slice_mm=Decimal(5),
                first_seen_on=on,
            )
        )
        sizes[lesions[-1].record_id] = chance.randint(180, 290) if is_nodal else chance.randint(190, 520)
    organ, where = chance.choice(_NON_TARGETS)
    lesions.append(
        Lesion(
            record_id=f"lesion-{sid}-NT1",
            subject_id=sid,
            lesion_kind=LesionKind.NON_TARGET,
            number=1,
            organ=organ,
            description=where,
            first_seen_on=on,
        )
    )
    yield Act(
        baseline + timedelta(hours=3), (*lesions, *_assessed(course, Scan(BASELINE, on, 0.0), lesions, sizes, {}))
    )
    for scan in course.scans:
        new = _new_lesion(course, scan) if scan.has_new_lesion else None
        noise = {one: chance.uniform(-0.015, 0.015) for one in sizes}
        seen = [*lesions, new] if new is not None else lesions
        records = _assessed(course, scan, seen, sizes, noise)
        at = course.at(scan.on, 17)
        yield Act(at, ((new,) if new is not None else ()) + tuple(records))
        is_odd = is_doubted and scan.number == 1
        said = TumourCall(sid, scan.number, Response.NE if is_odd else None, _DOUBT if is_odd else "")
        yield Act(course.at(scan.on + timedelta(days=2), 15), calls=said)


def _new_lesion(course: Course, scan: Scan) -> Lesion:
    return Lesion(
        record_id=f"lesion-{course.subject_id}-NEW1",
        subject_id=course.subject_id,
        lesion_kind=LesionKind.NEW,
        number=1,
        organ="Liver",
        description="segment IV",
        first_seen_on=scan.on,
    )


def _assessed(
    course: Course, scan: Scan, lesions: list[Lesion], sizes: dict[str, int], noise: dict[str, float]
) -> list[Record]:
    """The visit, and what was found of each lesion."""
    sid = course.subject_id
    records: list[Record] = [
        TumourVisit(
            record_id=f"tumour-visit-{sid}-{scan.number}", subject_id=sid, visit_number=scan.number, scanned_on=scan.on
        )
    ]
    for lesion in lesions:
        base = sizes.get(lesion.record_id)
        length = None
        if base is not None:
            length = max(_SMALLEST, round(base * (1 + scan.change + noise.get(lesion.record_id, 0.0))))
        records.append(
            LesionMeasurement(
                record_id=f"measurement-{lesion.record_id}-{scan.number}",
                subject_id=sid,
                lesion_id=lesion.record_id,
                visit_number=scan.number,
                scanned_on=scan.on,
                status=LesionStatus.PRESENT if length is None else LesionStatus.MEASURED,
                length_tenths=length,
            )
        )
    return records
