"""What the trial is and what follows from it: no Qt, no SQL, no clock."""
