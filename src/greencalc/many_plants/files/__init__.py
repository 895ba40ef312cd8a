"""Tables of plants on disk, read some rows at a time and written row for row: open_table, writers, score_file."""
