"""Ratification: would each side's own people let a deal pass, and would the leader survive it? Two-level games."""
