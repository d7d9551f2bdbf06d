"""Pharmacokinetics without compartments: parameters of profiles, and what is made of them (PK-2, PK-3)."""
