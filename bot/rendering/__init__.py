"""Digests, answers and notes to each platform's own payload, as plain data; no SDK and no network."""
