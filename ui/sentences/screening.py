"""Screening and dose preparation: what the checks and the tabs of a subject say beyond the visits."""

SCREENING: dict[str, str] = {
    "rescreening_exists": "A re-screening began that day already. Correct that one instead.",
    "prepared_after_dose": "After the dose began ({at}). Check the times, or say why.",
    "volume_not_positive": "A volume is above 0 mL.",
    "weight_used_differs": "The protocol takes {expected} kg. Check, or say why.",
    "weight_written": "Weight as written by hand, {weight} kg.",
}
