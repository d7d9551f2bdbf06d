"""What a protocol's rules lead to, exactly: the very rule that is run, followed through every reachable state."""
