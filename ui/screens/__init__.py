"""Whole-window screens: start, new study, an open study."""
