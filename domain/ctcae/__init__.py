"""CTCAE: the terms, their system organ classes, the grades that exist for them, and the grade of a laboratory result.

Facts read from the NCI's workbooks (version 5.0 of 27 November 2017, version 6.0 of January 2026): term, class, grades
that exist, numeric limits. No MedDRA code and no sentence of the grade descriptions is in the files. The everyday
synonyms and the units are our own.
"""
