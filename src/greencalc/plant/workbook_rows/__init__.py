"""Rows of a plant's workbook: what their cells say as a plant file would: amounts, facts, lines of ledgers."""
