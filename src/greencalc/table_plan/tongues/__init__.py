"""A plan worked out, each time in another kind of numbers: what it says is the same.

fractions (exact, for one plant), floats (written as a function of the facts that change), blocks (numpy, with
block_operations, block_values and block_verdicts, on facts as row_facts has them, in arrays of a room), folded (the
same of a plant of which only some amounts are columns), queries (for engines that have the columns);
ratios and decimals settle ties.
"""
