"""Units in which the values and limits of some formulas are typed, and what they are worth."""

from __future__ import annotations

from decimal import Decimal

SIZES = {
    "floor_area_ratio": {"": Decimal(1), "%": Decimal("0.01"), "‰": Decimal("0.001")},
    "solid_waste_utilisation_rate": {"": Decimal(100), "%": Decimal(1), "‰": Decimal("0.1")},
    "hazardous_waste_per_painted_area": {
        "g/m2": Decimal(1),
        "kg/m2": Decimal(1000),
        "mg/m2": Decimal("0.001"),
        "kg/ha": Decimal("0.1"),
    },
}
"""What units of limits are worth in the unit of a formula's result."""

INPUTS = {
    "floor_area_ratio": ("building_area", "m2", {"structure_area": "0 m2", "land_area": "1 m2"}),
    "solid_waste_utilisation_rate": ("waste_utilised", "kg", {"waste_generated": "0.1 t", "stock_utilised": "0 t"}),
    "hazardous_waste_per_painted_area": ("hazardous_waste_generated", "g", {"painted_area": "1 m2"}),
}
"""The input that is as great as the formula's result, with its unit, if the others are these."""
