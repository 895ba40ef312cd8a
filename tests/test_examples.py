"""The example script runs, and its chart shows what its ledgers add up to."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree as ET


def test_a_year_of_meter_readings_gives_energy_and_carbon_per_vehicle(tmp_path) -> None:
    chart = tmp_path / "chart.svg"
    command = [sys.executable, "-X", "utf8", "examples/meter_readings.py", str(chart)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603
    months = 17242870 + 1993438 + 16150190 + 378732 + 38000 * 0.84 * 1.4571
    assert f"A.8  {months / 240000:.3f} kgce/vehicle" in printed
    assert "A.9  0.43550 tCO2e/vehicle" in printed
    assert printed.count("█") > 100
    drawn = ET.fromstring(chart.read_text(encoding="utf-8"))  # noqa: S314 (the chart is our own)
    bars = [float(bar.get("width", "")) for bar in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(bars) == 5
    assert max(bars) == 360
