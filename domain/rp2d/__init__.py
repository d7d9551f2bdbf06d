"""The recommended dose: what is weighed level by level, what may be signed, whether it still stands (ESC-12)."""
