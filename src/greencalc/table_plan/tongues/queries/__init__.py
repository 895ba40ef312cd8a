"""A plan as expressions of a query: terms (languages, facts, numbers), values, verdicts, and plan (all of it)."""
