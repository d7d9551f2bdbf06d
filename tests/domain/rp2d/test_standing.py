"""Whether a signed recommended dose stands on what was entered since (ESC-12, ESC-8, AE-6)."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from domain.rp2d.rules import recommended_evidence
from domain.rp2d.standing import assess_standing, level_now
from domain.summaries.weighed_doses import tabulate_considerations, tabulate_recommended_doses
from domain.terms import CommitteeAction, Relationship
from tests.domain.build import event
from tests.domain.rp2d.build import decided, declared, recommended

LATER = timedelta(days=30)


def signed(level: int = 3, **items):
    """A study in which a dose is signed, with the record."""
    built = declared()
    record = recommended(built.status(), level, **items)
    return built.plus(record), record


def codes(standing) -> list[str]:
    return [one.code for one in standing.reasons]


def at_three(built):
    return [place for place in built.places if place.dose_level == 3]


def related(place, day: int, term: str = "Pneumonitis", grade: int = 3):
    onset = place.dosed_at + timedelta(days=day)
    return event(place.subject_id, term, grade, onset, relationship=Relationship.PROBABLE)


def test_it_stands_while_nothing_is_entered():  # ESC-12
    built, record = signed()
    for moment in (built.cut_off, built.cut_off + LATER):
        standing = assess_standing(built.status(moment), record)
        assert not standing.is_undermined
        assert standing.reasons == ()


def test_an_event_of_later_is_to_be_weighed_again():  # AE-6
    built, record = signed()
    # Subject 3 of the history was dosed months before the cut-off; the event follows the cut-off.
    day = (built.cut_off - at_three(built)[0].dosed_at).days + 5
    after = built.plus(related(at_three(built)[0], day))
    standing = assess_standing(after.status(built.cut_off + LATER), record)
    assert codes(standing) == ["rp2d_risen", "rp2d_risen"]
    assert [one.numbers["what"].code for one in standing.since] == ["rp2d_outside", "rp2d_later_severe"]
    # What has not happened yet at the cut-off is not seen there.
    assert not assess_standing(after.status(built.cut_off), record).is_undermined


def test_an_entry_that_changes_what_was_seen_is_found_with_what_it_was():  # ESC-8, ESC-12
    built, record = signed()
    after = built.plus(related(at_three(built)[0], 25))
    standing = assess_standing(after.status(built.cut_off), record)
    assert [one.code for one in standing.changed] == ["rp2d_figure_changed", "rp2d_figure_changed"]
    numbers = standing.changed[0].numbers
    assert (numbers["level"], numbers["was"].numbers["n"], numbers["now"].numbers["n"]) == (3, 0, 1)
    assert standing.since == ()


def test_an_entry_that_moves_an_outcome_but_no_figure_is_found_too():
    built, record = signed()
    # A first dose an hour later: another window, and every count as before.
    place = at_three(built)[1]
    first = next(one for one in built.records["administration"] if one.subject_id == place.subject_id)
    moved = built.plus(replace(first, started_at=first.started_at + timedelta(hours=1)))
    assert codes(assess_standing(moved.status(built.cut_off), record)) == ["rp2d_evidence_changed"]


def test_a_level_that_is_exceeded_since_may_not_be_recommended_any_more():  # ESC-11, ESC-12
    built, record = signed()
    late = [related(place, 4) for place in at_three(built)[:2]]
    standing = assess_standing(built.plus(*late).status(built.cut_off), record)
    assert [one.code for one in standing.forbidding] == ["rp2d_now_exceeded", "rp2d_now_declaration"]
    assert standing.reasons[0].code == "rp2d_now_exceeded"


def test_an_mtd_that_is_taken_back_or_lowered_flags_it():
    built, record = signed()
    lower = decided(built, CommitteeAction.MTD, 2, hours=2, number=2)
    down = decided(built, CommitteeAction.DE_ESCALATE, 2, hours=2, number=3)
    at = built.cut_off + timedelta(hours=4)
    assert codes(assess_standing(built.plus(lower).status(at), record)) == ["rp2d_now_above"]
    assert codes(assess_standing(built.plus(down).status(at), record)) == ["rp2d_now_undeclared"]


def test_the_dose_counts_when_an_amendment_moves_the_numbers():
    built, record = signed()
    part = built.status().part
    assert level_now(part, record) == 3
    assert level_now(part, replace(record, dose=Decimal("0.3"))) == 4
    gone = replace(record, dose=Decimal("0.2"))
    assert level_now(part, gone) is None
    assert codes(assess_standing(built.status(), gone)) == ["rp2d_now_no_level"]


def test_figures_of_another_set_are_compared_as_far_as_they_were_seen():
    built, record = signed()
    status = built.status()
    stored = json.loads(record.weighed)
    del stored["figures"]["later_severe"]
    stored["version"] = 0
    older = replace(record, weighed=json.dumps(stored), evidence_hash=recommended_evidence(status, stored))
    assert not assess_standing(status, older).is_undermined
    after = built.plus(related(at_three(built)[0], 25)).status()
    assert [one.numbers["what"].code for one in assess_standing(after, older).changed] == ["rp2d_outside"]


def test_the_list_of_signed_doses_says_what_speaks_against_each():
    built, record = signed()
    status = built.status()
    table = tabulate_recommended_doses(status)
    assert (table.column("level"), table.column("standing"), table.column("position")) == ((3,), (None,), (1533,))
    flagged = tabulate_recommended_doses(built.plus(related(at_three(built)[0], 25)).status())
    assert flagged.column("standing")[0].code == "rp2d_figure_changed"
    assert flagged.rows[0][0].emphasis
    assert len(tabulate_considerations(record).rows) == 8
