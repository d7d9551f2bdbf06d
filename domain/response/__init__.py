"""Tumour response by RECIST 1.1, best response, time-to-event endpoints and survival."""
