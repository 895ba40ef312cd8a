"""A judged plant as a workbook whose formulas judge it again, in the layout that evaluators know.

What is typed stands in yellow cells under keys that a reader finds again; what Python found is stored in each formula's
cell. No rule is stated here: limits, points, formulas and units are written from their declarations.
"""
