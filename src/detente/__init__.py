"""Détente explains why talks are stuck, from a sourced case, and what would open a deal."""
