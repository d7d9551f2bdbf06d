"""What the safety tables and the clocks say, on screen and paper."""

SAFETY_TABLES: dict[str, str] = {
    "any_related_event": "Any related adverse event",
    "note_worst_grade": "CTCAE v{version}, treatment-emergent: an event counts if it can have begun, or become "
    "worse, at or after the first dose. G1 to G5: subjects at that worst grade, over the levels shown. "
    "A dash is zero.",
    "note_emergent": "CTCAE v{version}, treatment-emergent: an event counts if it can have begun, or become worse, "
    "at or after the first dose. What nobody has judged counts as related.",
    "note_left_out": "{events} {events_noun} left out: begun before the first dose, and not worse after it.",
    "count_of": "{n}/{of}",
    "count_with_events": "{n}/{of} ({number})",
    "overview_any": "Any adverse event",
    "overview_related": "Related",
    "overview_severe": "Grade 3 or more",
    "overview_severe_related": "Grade 3 or more, related",
    "overview_serious": "Serious",
    "overview_serious_related": "Serious, related",
    "overview_changed": "Led to interruption, delay or reduction",
    "overview_withdrawn": "Led to withdrawal of a drug",
    "overview_fatal": "Fatal",
    "overview_dlt": "DLT (verdict on the subject)",
    "listed": "{first}, {second}",
    "caption_clocks": "{overdue} overdue, {running} running, {not_started} not started",
    "clock_not_started": "{kind}: not started, the moment when the site became aware is missing",
    "clock_running": "{kind}: due {due}",
    "clock_overdue": "{kind}: overdue since {due}",
    "clock_met": "{kind}: sent {sent}",
    "clock_met_late": "{kind}: sent {sent}, due {due}",
    "clock_serious": "serious",
    "clock_suspected_unexpected": "suspected and unexpected",
    "clock_expectedness_open": "suspected; whether it is expected is not assessed, so it counts as unexpected",
    "clock_relation_open": "unexpected; its relationship is not judged yet, so it counts as suspected",
    "clock_both_open": "neither relationship nor expectedness is judged yet: it counts as suspected and unexpected",
    "caption_interventions": "{number} in {subjects} {subjects_noun}",
    "treats_not_said": "nobody has said",
    "follow_up_open": "open at grade {grade}",
    "follow_up_over": "over on {at}",
    "follow_up_mild": "at grade {grade}",
    "follow_up_death": "the subject died",
    "follow_up_left": "the subject left the study on {at}",
    "note_follow_up": "Related events that are open after the end of treatment, until they are over or at grade 1 or "
    "less. Next: {number} days after the last grade recorded, or after the end of treatment (an assumption).",
}
