"""What a listing says of deviations that the records show."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.deviation_kinds import CATEGORIES, DOUBTS
from domain.listed import listed
from domain.reasons import Reason
from domain.schedule.plan import Assessment
from tests.domain.build import build
from ui.sentences import SENTENCES
from ui.text import Words
from ui.words.deviation import name_visit

CHECKS = Path(__file__).resolve().parents[3] / "domain" / "checks"
SOFT = re.compile(r'Finding\([^()]*?"([a-z_]+)", Severity\.SOFT')
SOURCES = ("enrolment", "dose", "dose_change", "dose_after_end")


def test_every_departure_that_is_derived_has_its_words():  # SUB-9
    asked = {code for name in SOURCES for code in SOFT.findall((CHECKS / f"{name}.py").read_text("utf-8"))}
    asked &= CATEGORIES.keys()
    assert len(asked) > 10
    derived = asked - DOUBTS | {"visit_not_made", "assessment_missing", "report_late", "further_report_late"}
    assert {code for code in derived if f"deviation_{code}" not in SENTENCES} == set()


def test_a_visit_is_called_by_its_name():  # SUB-9
    said = Reason("deviation_visit_not_made", {"visit": "safety_60", "earliest": None, "latest": None})
    named = name_visit(said, build().protocol)
    assert isinstance(named, Reason)
    assert "safety_60" not in str(named.numbers["visit"])
    assert name_visit("typed by a person", build().protocol) == "typed by a person"


def test_assessments_that_are_missing_are_called_by_name():  # SUB-9
    named = listed([Assessment.ECOG, Assessment.VITAL_SIGNS])
    said = Reason("deviation_assessment_missing", {"visit": "dosing 5", "assessments": named})
    protocol = build().protocol
    words = Words(ZoneInfo("Asia/Shanghai"), protocol.first_part, protocol)
    assert words.say(name_visit(said, protocol)) == "Cycle 5 day 1, dose: not done before the dose: ECOG, Vital signs"
