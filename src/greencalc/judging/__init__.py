"""Facts against a table: is the gate open, which points are earned, and what is assumed. Prints no report.

judge (a plant), rules (an item, and by how many years), targets (where it is met), points (what an item is worth),
results and judged_plant (what comes out, as data), assumptions.
"""
