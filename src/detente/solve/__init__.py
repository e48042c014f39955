"""Solvers behind names of our own: nothing outside this package knows how a program is solved."""
