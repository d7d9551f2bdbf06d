"""DLT rules as data: what a clause can say, and whether a subject's history meets it (AE-4, AE-5)."""
