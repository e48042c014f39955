"""What supports what: claims and the records that rest on them, conflicts, and the record as of a day."""
