"""The door: what comes in and what goes out."""
