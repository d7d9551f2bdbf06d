"""Checks on what a person enters: hard where it can't be true, soft where it should not be (design, errors 1).

Each takes the study as it stands and the record as it would be; ``now`` is the moment of entry.
"""
