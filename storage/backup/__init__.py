"""Backups: copies of a study and its key file, taken while it is in use, checked when made and before they are used.

A backup is three files in a folder: the study as ``NAME.titrant``, which opens like any study, its companion
``NAME.titrant-keys`` where it is encrypted, and ``NAME.titrant-backup.json``, written last, which says what they are.
"""
