"""Table models: typed rows under columns, read from a fresh study each time."""
