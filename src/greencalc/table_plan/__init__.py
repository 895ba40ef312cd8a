"""A table of indicators as one plan: from amounts and words over values, verdicts and points to gate and score.

graph (operations, each once), inputs (what a plan is made for), values (formulas), items (what rules, years, vehicle
types and words say), targets, points (gate and score), plan (all of it); tongues work it out.
"""
