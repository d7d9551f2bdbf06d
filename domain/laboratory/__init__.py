"""Laboratory results: the tests a site reports, their ranges, their grades, the events they propose, and their import.

The tables ``tests.csv`` and ``units.csv`` are our own. Test codes are CDISC's (LBTESTCD, codelist C65047) but for two
that tell apart what SDTM says in other variables: ``GLUCF`` is GLUC taken fasting (LBFAST), ``CACORR`` is calcium
that the laboratory itself corrected for albumin.
"""
