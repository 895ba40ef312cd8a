"""A judged plant for eyes and machines: text, notebook, data, pack (for an audit), comparison (of two)."""
