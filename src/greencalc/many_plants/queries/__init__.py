"""Scores as a query, for engines that have the tables: what headers say (head, column_facts) becomes expressions.

Of polars (polars_language, frame_head, expressions) or as SQL (sql_language, sql); outputs and findings are what may
be asked for, settle judges what is left in doubt, and frame_scorer does all of it with one frame after the other.
"""
