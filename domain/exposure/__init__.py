"""Exposure of the subjects: sampling plan, samples, concentrations, antibodies and biomarkers of a study.

What is computed of a single profile is in ``domain/pk``; here are the profiles of a study's subjects and their dosing.
"""
