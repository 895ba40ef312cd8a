"""Plots for the tests: fonts that are installed or not, all plots, and where their texts and lines are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.collections import LineCollection
from matplotlib.font_manager import fontManager
from matplotlib.path import Path as Line

import greencalc
from greencalc import evaluate, load_plant, load_standard

STANDARD = load_standard("qct1160_2022")
FACTS = load_plant("examples/plant.toml").facts
ASSESSMENT = evaluate(STANDARD, FACTS)
LITTLE = evaluate(STANDARD, {"water_reused": "52 万m3", "water_discharged": "31 万m3"})


def of_year(**facts: Any) -> Any:
    return evaluate(STANDARD, FACTS | facts)


YEARS = {2023: of_year(water_reused="30 万m3"), 2024: of_year(water_reused="unknown"), 2025: ASSESSMENT}
LEDGER = greencalc.energy_ledger(
    [
        {"carrier": "electricity", "basis": "calorific", "quantity": "1000 MWh", "renewable": "self-generated"},
        {
            "carrier": "electricity",
            "basis": "calorific",
            "quantity": "400 MWh",
            "use": "passed on",
            "renewable": "self-generated",
        },
        {"carrier": "柴油", "quantity": "10 t"},
    ]
)
SWINGS = [("water_reused", 77.0, 81.0), ("green_paint", 79.5, 76.0)]

PLOTS: dict[str, Callable[..., Any]] = {
    "indicators": lambda **how: greencalc.plot_indicators(ASSESSMENT, **how),
    "indicators of little": lambda **how: greencalc.plot_indicators(LITTLE, **how),
    "groups": lambda **how: greencalc.plot_groups(ASSESSMENT, **how),
    "lost points": lambda **how: greencalc.plot_points_lost(ASSESSMENT, **how),
    "years": lambda **how: greencalc.plot_years(YEARS, **how),
    "years of an item": lambda **how: greencalc.plot_years(YEARS, "10.5.2", **how),
    "years on a line": lambda **how: greencalc.plot_years(YEARS, "10.6/energy", **how),
    "years of one assessment": lambda **how: greencalc.plot_years(ASSESSMENT, "7.2.3", **how),
    "contributions": lambda **how: greencalc.plot_contributions(LEDGER, **how),
    "tornado": lambda **how: greencalc.plot_tornado(SWINGS, total=79.0, **how),
}


def library_signs() -> str:
    """Return all signs beyond Latin letters that texts of the library have."""
    home = Path(str(files("greencalc")))
    found = [path for ending in ("toml", "py", "csv") for path in home.rglob(f"*.{ending}")]
    return "".join(sorted({sign for path in found for sign in path.read_text("utf-8") if ord(sign) > 0x2FF}))


def write_font(path: Path, name: str, signs: str, *, all_alike: bool = False) -> Path:
    """Write a font of squares: a glyph for each sign, or one for all."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    glyphs = {sign: "last" if all_alike else f"u{ord(sign):04X}" for sign in signs}
    names = [".notdef", *dict.fromkeys(glyphs.values())]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(sign): glyph for sign, glyph in glyphs.items()})
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": name, "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return path


def install(monkeypatch: Any, *fonts: Path) -> None:
    """Let matplotlib's own fonts and some others be all that are installed."""
    own = [entry for entry in fontManager.ttflist if Path(entry.fname).is_relative_to(mpl.get_data_path())]
    monkeypatch.setattr(fontManager, "ttflist", own)
    for font in fonts:
        fontManager.addfont(font)
    fontManager._findfont_cached.cache_clear()


def texts_of(ax: Any) -> list[Any]:
    """Return what is written on axes; not beside them."""
    return [text for text in ax.texts if text.get_text()]


def boxes_of(ax: Any) -> list[Any]:
    """Return where that stands, in pixels."""
    return [text.get_window_extent() for text in texts_of(ax)]


def lines_of(ax: Any) -> Iterator[Any]:
    """Yield the limit lines, marks and grounds on axes, in pixels."""
    for lines in ax.collections:
        if isinstance(lines, LineCollection):
            for segment in lines.get_segments():
                yield Line(ax.transData.transform(segment))
