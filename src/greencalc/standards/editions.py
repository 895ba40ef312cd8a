"""Which editions and neighbouring books the library ships."""

EDITIONS = ("qct1160_2022", "gbt36132_2025")
"""The folders of the editions."""

NEIGHBOURS = ("gbt2589_2020", "gbt32150", "qct1158_2022", "gbt19515_2023")
"""The folders of the books whose formulas the indicators lean on; they have no table of indicators."""
