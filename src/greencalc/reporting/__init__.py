"""A judged plant for eyes and machines: report, data, pack (for an audit), comparison (of two)."""
