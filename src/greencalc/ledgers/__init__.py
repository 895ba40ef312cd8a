"""Meter readings to totals of energy and carbon, each with its steps.

Knows formulas and factors, and no facts, items or points.

line and steps (what both share), carriers, heat and grid (what is named), energy and carbon with their lines, balance
(nothing leaves that did not come), plant_ledgers (both of one plant, and where they contradict each other or a stated
total).
"""
