"""What the uncertainty of a plant's amounts makes of its score: how probable verdicts are, what to measure better.

inputs (which amounts may be off, and by how much), curves (their distributions), points (where they are sampled),
sampled_plant (the plan worked out on samples), outcomes, indices (which input matters), propagation (what comes out),
propagate. The exact verdict stands beside, and is never changed.
"""
