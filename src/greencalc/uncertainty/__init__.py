"""What the uncertainty of a plant's amounts makes of its score: how probable verdicts are, what to measure better.

inputs (which amounts may be off), curves (their distributions), points (where they are sampled), sampled_plant (its
plan worked out on sampled_rows, with sampled_ledgers), indices (which input matters), results (as data),
propagation (all of them) and propagate. The exact verdict stands beside, and is never changed.
"""
