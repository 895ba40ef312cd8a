"""A year of monthly meter readings to energy (A.8) and carbon (A.9) per vehicle, with the contributions drawn.

Run it with: python examples/meter_readings.py [CHART.svg]
The figures are made up, and plausible.
"""

from __future__ import annotations

import sys
from pathlib import Path

from greencalc import Q, carbon_ledger, carbon_per_vehicle, energy_ledger, energy_per_vehicle, explain_ledger

MONTHS = range(12)
GRID = [1180, 980, 1150, 1120, 1160, 1210, 1290, 1280, 1170, 1130, 1160, 1200]  # 万kWh
ROOF = [60, 85, 130, 160, 185, 190, 200, 190, 160, 120, 80, 62]  # 万kWh from the plant's own roof
GAS = [190, 165, 130, 85, 70, 60, 55, 58, 72, 110, 150, 185]  # 万Nm3
STEAM = [2200, 1900, 1500, 900, 0, 0, 0, 0, 0, 900, 1600, 2100]  # GJ
DIESEL = 38000  # L in the year
VEHICLES = "24 万辆"


def monthly(readings: list[int], unit: str) -> list[str]:
    """Return readings as they would be typed."""
    return [f"{reading} {unit}" for reading in readings]


energy = energy_ledger(
    [
        {"carrier": "electricity", "basis": "calorific", "quantity": monthly(GRID, "万kWh"), "evidence": "grid meter"},
        {
            "carrier": "electricity",
            "basis": "calorific",
            "quantity": monthly(ROOF, "万kWh"),
            "renewable": "self-generated",
            "evidence": "roof meter",
        },
        {"carrier": "gas-field natural gas", "quantity": monthly(GAS, "万Nm3"), "evidence": "gas meter"},
        {"carrier": "heat", "quantity": monthly(STEAM, "GJ"), "evidence": "heat meter"},
        {"carrier": "diesel", "quantity": f"{DIESEL} L", "density": "0.84 kg/L", "evidence": "fuel invoices"},
    ],
    gas_reference="0 C",
)
carbon = carbon_ledger(
    [
        {"kind": "electricity", "quantity": monthly(GRID, "万kWh"), "evidence": "grid meter"},
        {
            "kind": "electricity",
            "quantity": monthly(ROOF, "万kWh"),
            "renewable": "self-generated",
            "evidence": "roof meter",
        },
        {"kind": "combustion", "fuel": "natural gas", "quantity": monthly(GAS, "万Nm3"), "evidence": "gas meter"},
        {"kind": "heat", "quantity": monthly(STEAM, "GJ"), "evidence": "heat meter"},
        {"kind": "combustion", "fuel": "diesel", "quantity": f"{DIESEL} L", "density": "0.84 kg/L"},
    ],
    fuel_set="GB/T 32151.34-2024",
    grid=["national", "2023", "location"],
)


def chart(title: str, unit: str, parts: dict[str, float]) -> str:
    """Draw the contributions as bars of text, widest first; this needs no other library."""
    widest = max(parts.values())
    lines = [f"{title} [{unit}]"]
    for label, value in sorted(parts.items(), key=lambda part: -part[1]):
        lines.append(f"  {label:40} {value:12,.1f}  {'█' * round(40 * value / widest)}")
    return "\n".join(lines)


def svg(title: str, unit: str, parts: dict[str, float]) -> str:
    """Draw the same as a picture."""
    widest, height = max(parts.values()), 26
    rows = []
    for number, (label, value) in enumerate(sorted(parts.items(), key=lambda part: -part[1])):
        top = 40 + number * height
        rows.append(f'<text x="10" y="{top + 14}">{label}</text>')
        rows.append(f'<rect x="270" y="{top}" width="{360 * value / widest:.1f}" height="18" fill="#2e7d32"/>')
        rows.append(f'<text x="{280 + 360 * value / widest:.1f}" y="{top + 14}">{value:,.1f}</text>')
    size = f'width="760" height="{60 + height * len(parts)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    return f'{head}<text x="10" y="22" font-weight="bold">{title} [{unit}]</text>{"".join(rows)}</svg>\n'


coal = {label: float(value) / 1000 for label, value in energy.contributions.items()}
emitted = {label: float(value) for label, value in carbon.contributions.items()}
print(explain_ledger(energy).to_text(depth=0))
print()
print(chart("Energy by carrier", "tce", coal))
print()
print(chart("Carbon by source", "tCO2e", emitted))
print()
a8 = energy_per_vehicle(energy_consumption=Q(energy.value, "kgce"), vehicles_produced=VEHICLES)
a9 = carbon_per_vehicle(carbon_emission=Q(carbon.value, "tCO2e"), vehicles_produced=VEHICLES)
print(f"A.8  {float(a8.magnitude):.3f} kgce/vehicle")
print(f"A.9  {float(a9.magnitude):.5f} tCO2e/vehicle")
if len(sys.argv) > 1:
    Path(sys.argv[1]).write_text(svg("Carbon by source", "tCO2e", emitted), encoding="utf-8")
