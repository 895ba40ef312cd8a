"""Many plants at once, each row judged as one plant is.

table_reader sorts headers into a table, columns reads cells, formulas computes, rules and items judge, points adds
up, score puts it together, scores is what comes out; files does it with tables on disk.
"""
