"""What an amount is, exactly, and how it is typed, rounded and told. Knows no formula.

table and spellings (the units there are), text (its grammar: numbers, 万, units), amount (as given), pint_registry
(quantities, and pint's units held against the table), rounding (of what is printed), rounded (what a float stands
for), wording (what was given, in words).
"""
