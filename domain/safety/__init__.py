"""What follows from adverse events beside the DLT: emergence, clocks of serious events, follow-up, duplicates."""
