"""Results drawn on axes of matplotlib: indicators, groups, lost points, years, ledgers, what moves a total.

Each plot is a file; drawing says what they have in common, and lettering in which signs their texts are written. Only
axes and lettering load matplotlib, when a plot is asked for.
"""
