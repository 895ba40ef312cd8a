"""Scores as a query, for engines that have the tables: what headers say (column_facts) becomes expressions.

Of polars (polars_language, expressions, settle) or as SQL (sql_language, sql); outputs are what may be asked for.
"""
