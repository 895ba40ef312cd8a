"""Meter readings of many plants to their totals of energy and carbon.

reading_table sorts columns by the entries of ledger lines that they are, chosen_ledgers knows what is chosen for all,
distinct_lines works out each line that is unlike the others, plant_sums multiplies and adds up, balanced_plants tells
whose lines surely fit together, behind_totals puts it together, and ledger_totals is what comes out.
"""
