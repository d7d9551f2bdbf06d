"""Visits and windows: the plan as data, each subject's calendar derived from it and from what happened (SUB-3)."""
