"""The inspection copy: everything in a study, readable by a person and by a machine."""
