"""A judged plant for eyes and machines: summary (a short answer), report, data, pack (for an audit), comparison (of two)."""
