"""The recommended dose: what is weighed, what stands in its way, and what later data say against it."""

RECOMMENDED_DOSE: dict[str, str] = {
    # Figures, and how they are written.
    "rp2d_treated": "Treated",
    "rp2d_evaluable": "Evaluable for DLT",
    "rp2d_awaited": "Verdict awaited",
    "rp2d_dlt": "DLT, of the evaluable",
    "rp2d_outside": "DLT-type events outside the window",
    "rp2d_later_severe": "Related grade 3 or more, later cycles",
    "rp2d_cycles": "Cycles given, median (range)",
    "rp2d_reduced": "Dose reduced",
    "rp2d_delayed": "Dose delayed",
    "rp2d_interrupted": "Dose interrupted",
    "rp2d_omitted": "Dose omitted",
    "rp2d_intensity": "Intensity, %, median (range)",
    "rp2d_discontinued": "Treatment given up for an event",
    "rp2d_cmax": "Cmax, cycle {cycle}, {unit}",
    "rp2d_auctau": "AUCtau, cycle {cycle}, {unit}",
    "rp2d_cmax_of": "{analyte} Cmax, cycle {cycle}, {unit}",
    "rp2d_auctau_of": "{analyte} AUCtau, cycle {cycle}, {unit}",
    "rp2d_orr": "ORR, confirmed",
    "rp2d_dcr": "DCR",
    "rp2d_pfs": "PFS, median, days",
    "rp2d_antibodies": "ADA positive, of those tested",
    "rp2d_antibodies_against": "ADA positive against {drug}",
    "rp2d_figure": "{name}",
    "rp2d_amount": "{value}, n {n}",
    "rp2d_word": "{value}",
    "rp2d_range": "{value} ({least}\u2013{most})",
    "rp2d_dose": "{dose} {unit}",
    "head_weighed": "L{number} {dose} {unit}",
    "caption_weighed": "{part}; parts are never pooled",
    "note_weighed": (
        "Subjects count at the level they were enrolled at; events in brackets. Outside the window: meets the DLT "
        "definition, or may, but for its date; it does not drive escalation. Later cycles: reached the grade after "
        "the window of {days} days. Intensity: relative to the plan. Exposure: geometric mean."
    ),
    # The three fields.
    "rp2d_not_settled": "The rules have not settled it yet.",
    "rp2d_mtd_not_reached": "Not reached: no level was exceeded.",
    "rp2d_mad_not_needed": "Not needed: there is an MTD. Highest dose given: {level}.",
    "rp2d_under_mtd": "MTD, {level}",
    "rp2d_under_mad": "MAD, {level}",
    # What forbids signing, with what to do.
    "rp2d_needs_declaration": "No MTD or MAD is signed. Sign it under Decisions first.",
    "rp2d_declaration_undermined": (
        "Later entries change what the decision of {at} rested on. The committee decides on the MTD or MAD anew first."
    ),
    "rp2d_above_mtd": "{Level} lies above the MTD, {lower}. Choose the MTD or a lower level.",
    "rp2d_above_mad": "{Level} lies above the MAD, {lower}. Choose the MAD or a lower level.",
    "rp2d_no_such_level": "The part has no such level. Choose one of the ladder.",
    "rp2d_exceeded": "{Level} is exceeded. Choose a lower level.",
    "rp2d_suspended": "{Level} is suspended by a lower one. Choose a cleared level.",
    "rp2d_level_open": "{Level} is not settled: the rules still ask for subjects there. Wait, or choose a lower level.",
    "rp2d_not_given": "Nobody was given {level}. Choose a level that was given.",
    "rp2d_not_weighed": "Say what was weighed: {topic}.",
    "rp2d_needs_reason": "Say why this dose, as it will be printed.",
    "rp2d_nobody_agrees": "Nobody who was there agrees. Record the votes.",
    # What later data say against a signed one.
    "rp2d_now_no_level": "{dose} {unit} is no level of the part any more.",
    "rp2d_now_exceeded": "{Level} is exceeded now.",
    "rp2d_now_suspended": "{Level} is suspended now.",
    "rp2d_now_undeclared": "The MTD or MAD that it rested on was taken back.",
    "rp2d_now_above": "{Level} lies above what is signed now, {lower}.",
    "rp2d_now_declaration": "Later entries change what the MTD or MAD under it rested on.",
    "rp2d_figure_changed": "Entries up to its cut-off changed, {level}, {what}: {was}, now {now}.",
    "rp2d_evidence_changed": "Outcomes or windows of its subjects are others now.",
    "rp2d_risen": "Since its cut-off, {level}, {what}: {was}, now {now}.",
}
