"""Faults brought about on purpose, and what they cost: python -m tests.faults, and the same with fewer runs in CI."""
