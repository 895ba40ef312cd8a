"""A judged plant for eyes and machines: summary (short), report, data, pack (for an audit), comparison (of two)."""
