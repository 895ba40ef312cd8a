"""How anything shows itself: sheets as text, HTML and LaTeX, equations, signs that are not seen.

Knows nothing of units or formulas.
"""
