"""Tables of plants on disk, read in pieces and written row for row: arrow_files, csv_rows, writers, score_file."""
