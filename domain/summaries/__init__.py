"""Tables for screen and paper alike: pure functions from a study, or a part's status, to a ``Table``."""
