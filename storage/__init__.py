"""The study file: an append-only, hash-chained stream of events and the tables read from it, in one SQLite file.

The stream is the truth and the tables are its reading (design rule 5). Start at ``storage.study_file.StudyFile``.
"""
