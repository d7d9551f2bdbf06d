"""Forms: one for each kind of record that a person enters, all built from the record's own description."""
