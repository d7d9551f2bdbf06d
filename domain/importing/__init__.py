"""What every import of a delimited file shares: which column holds what, what became of each row."""
