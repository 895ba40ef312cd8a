"""How a result came about (explanation, items, ledgers), and what would change it.

gaps (what is said), gap_solver (what each input would need), gap_search and polynomials (where a formula reaches a
target, proved).
"""
