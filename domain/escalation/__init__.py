"""The escalation rules: counts in, a recommendation with its reasons out."""
