"""Timing: is now the moment? Signing against waiting, as each party sees the future."""
