"""What is said of one plant. Reports probable slips, and judges nothing.

fact and facts (what is given, sorted by what a table needs), words (of statuses), categories, names (and what was
meant by others), plant_file, plausible_ranges and slips.
"""
