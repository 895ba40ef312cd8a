"""A table of indicators as one plan: from amounts and words over values, verdicts and points to gate and score.

graph (operations, each once), inputs (what a plan is made for), values (formulas), rules and items (verdicts), points
(gate and score), plan (all of it); fractions, floats and blocks work it out, each in its own kind of numbers.
"""
