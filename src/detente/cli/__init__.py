"""The ``detente`` command: it reads arguments, calls the public API and prints; it computes nothing.

Modules here import click and nothing heavier; what a command needs is imported when it runs.
"""
