"""Readings: value functions and no-deal values consistent with the record, their bounds and draws."""
