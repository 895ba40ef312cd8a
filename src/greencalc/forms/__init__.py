"""Forms to fill in: an empty plant file or workbook of a standard, its table as a workbook, and the examples.

What a form asks for is read from the standard; what is filled in is read by the rooms that read such files.
"""
