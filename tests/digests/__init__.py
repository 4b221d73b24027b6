"""The rules: no I/O, milliseconds."""
