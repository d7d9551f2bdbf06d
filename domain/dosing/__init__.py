"""Doses beside the DLT rules: preparation, intensity, intrapatient increase (SUB-5, SUB-11)."""
