"""Where a history left the rules, each subject by the ladder of the own day: nobody skipped a level inserted later."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import TreatedSubject
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study

_NUMBERS = ("level", "skipped")


def departures_then(
    study: Study, part: Part, subjects: Sequence[TreatedSubject], part_at: Callable[[Study, Part], Part]
) -> tuple[Reason, ...]:
    """Every departure of a history whose part has had more than one ladder, in order of dosing (PRO-4).

    Args:
        study: at its cut-off.
        part: whose ladder changed.
        subjects: in order of first dose, by the numbers of the cut-off.
        part_at: the part as it was at a study's cut-off.

    Returns:
        Levels by their numbers at the cut-off.
    """
    changes = study.ladder_changes(part.part_id)
    starts = [None, *changes[1:]]
    ends = [*(one - timedelta(microseconds=1) for one in changes[1:]), study.cut_off]
    found: list[Reason] = []
    for start, end in zip(starts, ends, strict=True):
        then = study.at(end)
        ladder = part_at(then, part)
        known = [one for one in _renumbered(study, part, subjects, then) if _began(one) <= end.timestamp()]
        earlier = [one for one in known if start is not None and _began(one) < start.timestamp()]
        with_optional = then.optional_is_open(ladder)
        listed, before = (
            recommend_next(ladder, some, with_optional=with_optional).departures for some in (known, earlier)
        )
        found += [_today(study, part, one, then) for one in listed[len(before) :]]
    return tuple(found)


def _began(subject: TreatedSubject) -> float:
    return subject.first_dose_at.timestamp() if subject.first_dose_at is not None else 0.0


def _renumbered(study: Study, part: Part, subjects: Sequence[TreatedSubject], then: Study) -> Iterator[TreatedSubject]:
    for one in subjects:
        yield replace(one, dose_level=study.number_then(part.part_id, one.dose_level, then.cut_off))


def _today(study: Study, part: Part, reason: Reason, then: Study) -> Reason:
    numbers = {
        name: study.number_now(part.part_id, value, then.cut_off)
        if name in _NUMBERS and isinstance(value, int)
        else value
        for name, value in reason.numbers.items()
    }
    return replace(reason, numbers=numbers)
