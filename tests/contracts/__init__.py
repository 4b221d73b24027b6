"""One suite a port, run over every maker of it."""
