"""Columns of any library: cells, headers, amounts, statuses, and those that scores carry along (kept)."""
