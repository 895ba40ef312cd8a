"""How a result came about (explanation, items, ledgers), and what would change it.

workings (equations with their numbers); gaps (what is said), find_gaps (what each input would need), gap_stretches and
polynomials (where a formula reaches a target, proved).
"""
