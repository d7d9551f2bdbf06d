"""The deviations that the records of 300 subjects show: derived anew, and after one edited record.

Run: python benchmarks/deviations.py. Each enrolment and first dose is judged by what was known at its moment, so the
figure for the first time grows with the square of the subjects; what is kept afterwards is what a page waits for.
"""

# ruff: noqa: T201

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from domain.deviations import derive_deviations
from domain.records import Administration, Eligibility, Enrolment, Record, Subject
from domain.study import Study
from tests.domain.build import START, build, event

SUBJECTS, CYCLES, EVENTS = 300, 6, 20


def records() -> dict[str, tuple[Record, ...]]:
    """A subject a day at the levels of BAT6026, each dosed six times, with twenty mild events."""
    one = build("1N").records
    found: dict[str, list[Record]] = {kind: list(one[kind]) for kind in ("study", "protocol_version")}
    subject, answer, enrolment, dose = (one[kind.kind][0] for kind in (Subject, Eligibility, Enrolment, Administration))
    for number in range(SUBJECTS):
        subject_id, moved = f"01-{number + 1:03d}", timedelta(days=number)
        level = 1 + number * 7 // SUBJECTS
        assert isinstance(dose, Administration)
        assert isinstance(subject, Subject)
        assert isinstance(answer, Eligibility)
        assert isinstance(enrolment, Enrolment)
        own = {"subject_id": subject_id}
        made: list[Record] = [
            replace(subject, record_id=f"s{number}", consent_date=subject.consent_date + moved, **own),
            replace(answer, record_id=f"e{number}", decided_on=answer.decided_on + moved, **own),
            replace(enrolment, record_id=f"n{number}", dose_level=level, enrolled_at=START + moved, **own),
        ]
        for cycle in range(CYCLES):
            at, amount = START + moved + timedelta(days=21 * cycle), Decimal(10)
            made.append(
                replace(
                    dose,
                    record_id=f"d{number}-{cycle}",
                    cycle=cycle + 1,
                    started_at=at,
                    planned_mg=amount,
                    given_mg=amount,
                    **own,
                )
            )
        for place in range(EVENTS):
            onset = START + moved + timedelta(days=3 * place)
            made.append(replace(event(subject_id, "Fatigue", 1, onset), record_id=f"ae{number}-{place}"))
        for record in made:
            found.setdefault(record.kind, []).append(record)
    return {kind: tuple(listed) for kind, listed in found.items()}


def seconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """Print the figures."""
    known, cut_off = records(), START + timedelta(days=SUBJECTS + 30)
    study = Study.of(known, cut_off=cut_off)
    print(f"{SUBJECTS} subjects, {sum(map(len, known.values()))} records")
    print(f"anew                    {seconds(lambda: derive_deviations(study)):6.2f} s")
    print(f"once more               {seconds(lambda: derive_deviations(study)) * 1000:6.0f} ms")
    events = known["adverse_event"]
    edited = {**known, "adverse_event": (*events[:-1], replace(events[-1], term="Nausea"))}  # type: ignore[call-arg]
    after = Study.of(edited, cut_off=cut_off, before=study)
    print(f"after one edited event  {seconds(lambda: derive_deviations(after)) * 1000:6.0f} ms")
    later = Study.of(edited, cut_off=cut_off + timedelta(minutes=1), before=after)
    print(f"a minute later          {seconds(lambda: derive_deviations(later)) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
