"""Standards: one folder an edition, one file a clause."""
