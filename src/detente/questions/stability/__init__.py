"""Stability: does the deadlock hold itself in place? The graph model for conflict resolution."""
