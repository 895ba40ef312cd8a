"""Rules by which a quantity earns more or less of the points, one file a kind.

scale says what they have in common: values in order, each with the share of the points that it earns. Whatever is done
with such a rule (to judge by it, word it, draw it, write it into a workbook) goes by that alone, so that a new kind is
a file here and its name among `greencalc.standards.rule_kinds`.
"""
