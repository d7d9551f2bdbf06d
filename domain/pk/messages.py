"""Faults, reasons, flags and the method of an analysis, in words by code.

English is the source; the view translates first and fills the placeholders afterwards.
"""

MESSAGES: dict[str, str] = {
    # Faults: the profile is refused.
    "pk_no_samples": "there are no samples with a result",
    "pk_time_missing": "the sample has no time; give the time since the dose, or take the sample out",
    "pk_time_twice": "this sample and the one in row {second_row} are both at time {time}; keep one of them",
    "pk_conc_negative": "the concentration {value} is negative; write BLQ if it is below the limit of quantification",
    "pk_conc_not_finite": "the concentration is not a finite number",
    "pk_lloq_not_positive": "the limit of quantification {value} is not above 0",
    "pk_lloq_missing": "half the limit of quantification is wanted for this BLQ sample, but no LLOQ is given",
    "pk_dose_negative": "the dose {value} is not a number of 0 or more",
    "pk_tinf_missing": "an infusion needs its duration, above 0",
    "pk_tinf_unfitting": "an infusion lasts {value}, but the route is {route}",
    "pk_tau_not_positive": "the dosing interval {value} is not above 0",
    "pk_tau_missing": "steady state needs the dosing interval",
    "pk_unit_time": '"{unit}" is not a unit of time',
    "pk_unit_conc": '"{unit}" is not a unit of concentration',
    "pk_unit_dose": '"{unit}" is not a unit of dose',
    "pk_slope_no_sample": "no sample was taken at time {time}, which was named for the terminal slope",
    "pk_slope_no_number": "there is no sample number {number}; the profile has {samples}",
    # Why a parameter has no value.
    "pk_absent_no_samples": "There are no samples with a result.",
    "pk_absent_one_sample": "There is only one sample; more are needed.",
    "pk_absent_all_blq": "No concentration is above 0.",
    "pk_absent_slope_few_points": (
        "The terminal slope needs 3 quantifiable samples after Cmax and the infusion; there are {points}."
    ),
    "pk_absent_slope_rises": "The concentration does not fall over the last samples, however many are taken.",
    "pk_absent_chosen_few_points": "The terminal slope needs 3 quantifiable samples; {points} were chosen.",
    "pk_absent_chosen_rises": "The concentration does not fall over the chosen samples.",
    "pk_absent_no_dose": "The dose is not given.",
    "pk_absent_units_do_not_fit": "Dose and concentration are one a mass, the other an amount of substance.",
    "pk_absent_no_tau": "The dosing interval is not given.",
    "pk_absent_not_steady_state": "This holds at steady state only.",
    "pk_absent_only_extravascular": "This belongs to extravascular doses.",
    "pk_absent_only_intravenous": "This belongs to intravenous doses.",
    "pk_absent_only_bolus": "This belongs to intravenous bolus doses.",
    "pk_absent_beyond_last": "The last sample is at {last}, before the end of the interval, and there is no slope.",
    "pk_absent_cmin_zero": "Cmin is 0.",
    "pk_absent_ctrough_zero": "Ctrough is 0.",
    "pk_absent_auc_zero": "The area is 0.",
    "pk_absent_no_reference": "This is the first cycle, or there is none to compare it with.",
    "pk_absent_doses_differ": "The dose of the first cycle was another one.",
    "pk_absent_reference_absent": "The first cycle has no value above 0.",
    "pk_absent_no_c0": "No concentration can be given for the time of the dose.",
    "pk_absent_outside_interval": "No sample was taken within the dosing interval.",
    "pk_absent_not_finite": "The value is too large or too small to be computed.",
    # Summaries and dose proportionality.
    "pk_summary_no_values": "There are no values.",
    "pk_summary_one_value": "A spread needs two values.",
    "pk_summary_mean_zero": "The mean is 0.",
    "pk_summary_not_positive": "{values} of the values are 0 or below; a logarithm can't be taken of them.",
    "pk_power_few_values": "The power model needs 3 values above 0; there are {values}.",
    "pk_power_one_dose": "The power model needs 2 doses.",
    # The method, clause by clause.
    "pk_method_linear": "Areas: linear trapezoids.",
    "pk_method_linuplogdown": "Areas: linear where the concentration rises, logarithmic where it falls.",
    "pk_method_linlog": "Areas: linear up to Tmax, logarithmic after it.",
    "pk_method_blq_as-is": "BLQ: numbers as reported; BLQ without a number is 0 before the first quantifiable sample "
    "and missing after it.",
    "pk_method_blq_zero": "BLQ: 0 everywhere.",
    "pk_method_blq_drop-mid": "BLQ: 0 before the first and after the last quantifiable sample, missing between.",
    "pk_method_blq_zero-then-missing": "BLQ: 0 before the first quantifiable sample, missing after it.",
    "pk_method_blq_half-mid": "BLQ: 0 before the first quantifiable sample, half the LLOQ between, missing after the "
    "last.",
    "pk_method_dose_extravascular": "Extravascular: 0 at the dose where no sample was taken.",
    "pk_method_dose_iv_infusion": "Infusion over {tinf}: 0 at the dose where no sample was taken.",
    "pk_method_dose_iv_bolus": "Bolus: the concentration at the dose is extrapolated through the first two samples.",
    "pk_method_dose_steady": "Steady state, dosing interval {tau}: the least concentration of the interval stands at "
    "the dose where no sample was taken.",
    "pk_method_slope_extravascular": "Lambda-z: best adjusted R² of the last 3 or more quantifiable samples after "
    "Cmax.",
    "pk_method_slope_iv_infusion": "Lambda-z: best adjusted R² of the last 3 or more quantifiable samples after Cmax "
    "and not before the end of the infusion.",
    "pk_method_slope_iv_bolus": "Lambda-z: best adjusted R² of the last 3 or more quantifiable samples from Cmax on.",
    "pk_method_slope_hand": "Lambda-z: points chosen by hand{reason}.",
    "pk_method_excluded": "Not used for lambda-z: the samples at {times}{reason}.",
    "pk_method_flags": "Flagged: adjusted R² below {r2adj}, span below {span} half-lives, more than "
    "{extrapolated} % of AUCinf extrapolated.",
}
