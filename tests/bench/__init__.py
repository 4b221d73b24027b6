"""Benchmarks: `make bench` prints what each of them measured beside its goal."""
