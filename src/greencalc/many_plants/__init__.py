"""Many plants at once, each row judged as one plant is.

table_reader sorts headers into a plant_table, once for equal ones (seen_before); its columns read cells, and constants
looks at what all rows have. A plan is worked out of a block of rows at a time; score_columns puts them together,
scores is what comes out. behind_scores works out what is asked for later, row_reasons why rows cannot be judged
(row_fault). scorer has one plant that changes; queries are for engines that have the tables, files for tables on disk,
meter_readings for what stands behind totals.
"""
