"""Durability: would an agreement in phases be kept at every step? Phased exchange with no outside enforcement, solved exactly."""
