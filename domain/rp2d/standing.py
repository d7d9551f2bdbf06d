"""Whether a signed recommended dose still stands on the data entered since (ESC-8, ESC-12)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.escalation.status import PartStatus, recommend_at
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import RecommendedDose
from domain.rp2d.declared import decision_in_force
from domain.rp2d.figures import Share, WeighedDoses, plain_weighed, say_figure, value_of
from domain.rp2d.rules import recommended_evidence
from domain.rp2d.weighing import weigh_doses
from domain.terms import LevelState

# Counts that weigh against a dose when they rise after it was signed.
_SAFETY = ("dlt", "outside", "later_severe", "discontinued")
_LOST = {
    LevelState.EXCEEDED: "rp2d_now_exceeded",
    LevelState.SUSPENDED: "rp2d_now_suspended",
}


@dataclass(frozen=True)
class DoseStanding:
    """How a signed recommended dose stands at the study's cut-off.

    Attributes:
        forbidding: why the level may not be recommended any more.
        changed: what it rested on that later entries have changed, as of its own cut-off.
        since: what has happened after its cut-off that has to be weighed again.
    """

    record: RecommendedDose
    forbidding: tuple[Reason, ...] = ()
    changed: tuple[Reason, ...] = ()
    since: tuple[Reason, ...] = ()

    @property
    def is_undermined(self) -> bool:
        """Whether it has to be flagged wherever it is shown."""
        return bool(self.forbidding or self.changed or self.since)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All that is to be said, what forbids it first."""
        return (*self.forbidding, *self.changed, *self.since)


def assess_standing(status: PartStatus, record: RecommendedDose, weighed: WeighedDoses | None = None) -> DoseStanding:
    """Whether a recommended dose still stands.

    Args:
        status: the part as it is now.
        record: signed for that part.
        weighed: of the same status, where it is known already.
    """
    level = level_now(status.part, record)
    if level is None:
        gone = Reason("rp2d_now_no_level", {"dose": record.dose, "unit": record.unit})
        return DoseStanding(record, forbidding=(gone,))
    then = _status_then(status, record)
    again = weigh_doses(then) if then is not None else None
    return DoseStanding(
        record,
        forbidding=_forbidding(status, record, level),
        changed=_changed(then, again, record) if then is not None and again is not None else (),
        since=_since(level_now(then.part, record) or level, level, again, weighed or weigh_doses(status))
        if then is not None and again is not None
        else (),
    )


def _status_then(status: PartStatus, record: RecommendedDose) -> PartStatus | None:
    """The part at the record's cut-off, on today's entries; None where it was no part of the protocol then."""
    study = status.study.at(record.cut_off)
    parts = [one for one in study.protocol.parts if one.part_id == record.part_id]
    return PartStatus(study, parts[0], *recommend_at(study, parts[0], with_departures=False)) if parts else None


def level_now(part: Part, record: RecommendedDose) -> int | None:
    """The number that the dose has on the ladder of today, which an amendment may have moved; None where it is gone."""
    found = [one.number for one in part.levels if (one.dose, one.unit) == (record.dose, record.unit)]
    return found[0] if found else None


def _forbidding(status: PartStatus, record: RecommendedDose, level: int) -> tuple[Reason, ...]:
    found = []
    if code := _LOST.get(status.recommendation.tally(level).state, ""):
        found.append(Reason(code, {"level": level}))
    declared = decision_in_force(status)
    if declared is None:
        found.append(Reason("rp2d_now_undeclared"))
    elif level > declared.dose_level:
        found.append(Reason("rp2d_now_above", {"level": level, "lower": declared.dose_level}))
    undermined = {decision.record_id for decision, _ in status.undermined}
    if record.decision_id in undermined:
        found.append(Reason("rp2d_now_declaration"))
    return tuple(found)


def _changed(then: PartStatus, again: WeighedDoses, record: RecommendedDose) -> tuple[Reason, ...]:
    """What the same cut-off gives on today's entries, against what was stored."""
    stored, plain = json.loads(record.weighed), plain_weighed(again)
    if plain["version"] != stored["version"]:
        # Signed under another set of figures: only those that were seen then are compared.
        kept = {key: plain["figures"].get(key) for key in stored["figures"]}
        plain = {**plain, "version": stored["version"], "figures": kept}
    if recommended_evidence(then, plain) == record.evidence_hash:
        return ()
    return differences(stored["figures"], plain["figures"], again) or (Reason("rp2d_evidence_changed"),)


def differences(stored: Mapping[str, Any], now: Mapping[str, Any], again: WeighedDoses) -> tuple[Reason, ...]:
    """Figures that are others when they are computed again, by figure and level.

    Args:
        stored: plain figures by key, as they were signed.
        now: plain figures by key, computed again.
        again: whose labels name them, and whose order they take.
    """
    labels = {one.key: one.label for one in again.figures}
    found = []
    for key in dict.fromkeys((*now, *stored)):
        before, after = stored.get(key) or {}, now.get(key) or {}
        for level in dict.fromkeys((*before, *after)):
            was, here = value_of(before.get(level)), value_of(after.get(level))
            if was != here:
                label = labels.get(key) or Reason("rp2d_figure", {"name": key})
                numbers = {"level": int(level), "what": label, "was": say_figure(was), "now": say_figure(here)}
                found.append(Reason("rp2d_figure_changed", numbers))
    return tuple(found)


def _since(before: int, level: int, then: WeighedDoses, now: WeighedDoses) -> tuple[Reason, ...]:
    """Counts against the dose that have risen at its level by what happened after its cut-off.

    Args:
        before: number of the level at the cut-off.
        level: its number now.
        then: figures at the cut-off.
        now: figures of today.
    """
    found = []
    for figure in now.figures:
        if figure.key not in _SAFETY:
            continue
        was, here = then.value(figure.key, before), now.value(figure.key, level)
        if isinstance(here, Share) and _count(here) > (_count(was) if isinstance(was, Share) else (0, 0)):
            said = {"level": level, "what": figure.label, "was": say_figure(was), "now": say_figure(here)}
            found.append(Reason("rp2d_risen", said))
    return tuple(found)


def _count(share: Share) -> tuple[int, int]:
    return share.n, share.events or 0
