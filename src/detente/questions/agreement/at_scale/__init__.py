"""The agreement question where packages are too many to list: answers from exact engines, and what they cannot reach."""
