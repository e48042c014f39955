"""Files of other programs: read into a problem or a case, and written from one."""
