"""Measurements of the paths a user waits for; see ``python -m benchmarks``."""
