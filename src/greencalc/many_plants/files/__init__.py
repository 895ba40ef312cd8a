"""Tables of plants on disk, read some rows at a time and written row for row.

open_table knows a reader for each of file_kinds: csv_rows (csv_headers, csv_lines), workbook_rows, and typed_rows. Each
gives pieces: rows of numbers, and odd ones. score_file judges them one after the other, and writers
writes meanwhile.
"""
