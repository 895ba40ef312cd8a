"""Columns of any library: cells, headers, amounts, statuses, levels, and those that scores carry along (kept)."""
