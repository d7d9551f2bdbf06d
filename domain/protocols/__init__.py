"""The shipped protocol files. Their format: ``docs/protocol-file.md``."""
