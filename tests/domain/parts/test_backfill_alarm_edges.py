"""Which level the alarm of a backfill names, where DLTs came at several (ESC-11)."""

from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import with_rules
from domain.protocol.reader import load_shipped
from domain.terms import Outcome


def answer(policy: BackfillPolicy, *groups: tuple[int, str, bool]) -> Recommendation:
    part = with_rules(load_shipped("bat6026").first_part, backfill=policy)
    subjects = [
        TreatedSubject(level, Outcome(letter), f"{level}{'b' * is_backfill}-{at}", is_backfill=is_backfill)
        for level, letters, is_backfill in groups
        for at, letter in enumerate(letters)
    ]
    return recommend_next(part, subjects)


HISTORY = (
    (1, "N", False), (2, "NNN", False), (3, "NNN", False), (4, "NNN", False), (3, "TT", True), (2, "TNT", True),
)  # fmt: skip


# ESC-11
def test_the_alarm_names_the_lowest_level_and_only_the_subjects_there() -> None:
    for policy, code in (
        (BackfillPolicy.APART, "backfill_would_turn"),
        (BackfillPolicy.COUNTED, "backfill_turned"),
    ):
        told = answer(policy, *HISTORY).reasons[0]
        assert told.code == code
        numbers = {name: told.numbers[name] for name in ("level", "dlt", "evaluable", "subject")}
        assert numbers == {"level": 2, "dlt": 2, "evaluable": 6, "subject": "2b-0, 2b-2"}
