"""Benchmarks: what greencalc costs beside other ways to compute the same; run with ``python -m benchmarks``."""
