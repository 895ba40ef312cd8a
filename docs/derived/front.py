"""The picture of a plot on the home page, drawn when the pages are built."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from greencalc import evaluate, load_plant, load_standard, plot_indicators

__all__ = ["draw_front_plot"]

_PLANT = Path(__file__).parents[2] / "examples" / "plant.toml"


def draw_front_plot(folder: Path) -> None:
    """Draw the indicators of the example plant, as small as the pictures beside it."""
    assessment = evaluate(load_standard("qct1160_2022"), load_plant(_PLANT).facts)
    figure = Figure(figsize=(5.2, 6.2), layout="constrained")
    plot_indicators(assessment, ax=figure.subplots())
    figure.savefig(folder / "pictures" / "front_plot.png")
