"""Exact small statistics without scipy: distributions, intervals."""
