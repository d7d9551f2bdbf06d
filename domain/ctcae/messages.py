"""How a CTCAE workbook differs from the official one, in English."""

MESSAGES = {
    "ctcae_term_extra": "Row {row}: CTCAE {version} has no term “{term}”.",
    "ctcae_term_twice": "Row {row}: the term “{term}” is there a second time.",
    "ctcae_term_missing": "The term “{term}” of CTCAE {version} is missing.",
    "ctcae_soc_differs": "Row {row}: “{term}” is under “{soc}”; in CTCAE {version} it is under “{expected}”.",
    "ctcae_grade_extra": "Row {row}, column {column}: in CTCAE {version} “{term}” has no such grade.",
    "ctcae_grade_missing": "Row {row}, column {column}: “{term}” lacks the text of this grade of CTCAE {version}.",
    "ctcae_wording_differs": "Row {row}: the wording of “{term}” is not that of the NCI's CTCAE {version}.",
    "ctcae_row_unreadable": "Row {row} can't be read: it has merged cells, or formulas without a stored result.",
}
