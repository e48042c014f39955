"""From the files of a case to the case: reading with exact positions, checking, and writing back."""
