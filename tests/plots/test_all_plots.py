"""All plots: drawn without a warning, in both languages, with every text in its place; nothing else is touched."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drawn_plots import PLOTS, boxes_of, lines_of, texts_of
from greencalc import FactsError

every_plot = pytest.mark.parametrize("plot", PLOTS)
every_language = pytest.mark.parametrize("language", ["en", "zh"])
NOTE = "No installed font has Chinese signs, so this is in English."


@every_plot
@every_language
def test_it_is_drawn_without_a_warning_on_axes_of_its_own(plot, language, has_chinese) -> None:
    ax = PLOTS[plot](language=language)
    assert isinstance(ax, Axes)
    assert ax._repr_png_().startswith(b"\x89PNG")
    title, _, note = ax.get_title().partition("\n")
    assert title
    assert note == ("" if has_chinese or language == "en" else NOTE)
    written = "".join(text.get_text() for text in [*texts_of(ax), *ax.get_legend().get_texts()])
    assert ("得分" in written or "符合" in written or "总" in written or "取" in written) == (
        has_chinese and language == "zh"
    )


@every_plot
@pytest.mark.usefixtures("has_chinese")
@pytest.mark.parametrize("size", [None, (6.4, 4.8), (5, 9)], ids=str)
def test_no_text_is_cut_off_stands_on_a_line_or_on_another(plot, size) -> None:
    ax = PLOTS[plot](language="zh", ax=size and Figure(figsize=size).subplots())
    ax.figure.draw_without_rendering()
    whole, boxes = ax.get_window_extent().padded(2), boxes_of(ax)
    inner = [box.padded(-1) for box in boxes]
    for box in boxes:
        assert whole.x0 <= box.x0 < box.x1 <= whole.x1
        assert whole.y0 <= box.y0 < box.y1 <= whole.y1
    for box in inner:
        assert not any(line.intersects_bbox(box, filled=False) for line in lines_of(ax))
    assert not any(one.overlaps(other) for one, other in combinations(inner, 2))
    legend = ax.get_legend().get_window_extent()
    assert not any(box.overlaps(legend) for box in inner)
    assert legend.width <= whole.width


@every_plot
@pytest.mark.usefixtures("has_chinese")
def test_titles_and_numbers_are_within_a_figure_of_its_own(plot) -> None:
    ax = PLOTS[plot](language="zh")
    ax.figure.draw_without_rendering()
    whole, drawn = ax.figure.bbox, ax.get_tightbbox()
    assert whole.x0 <= drawn.x0
    assert drawn.x1 <= whole.x1
    assert whole.y0 <= drawn.y0
    assert drawn.y1 <= whole.y1
    numbers = [label.get_window_extent() for label in (ax.get_xticklabels() + ax.get_yticklabels()) if label.get_text()]
    shown = [box for box in numbers if whole.contains(*box.min) and whole.contains(*box.max)]
    assert not any(one.padded(-1).overlaps(other.padded(-1)) for one, other in combinations(shown, 2))


@every_plot
@pytest.mark.usefixtures("no_chinese")
def test_it_is_drawn_on_the_axes_that_are_given_and_touches_nothing_else(plot) -> None:
    before, figures = dict(mpl.rcParams), plt.get_fignums()
    ax = Figure().subplots()
    assert PLOTS[plot](ax=ax) is ax
    PLOTS[plot]()
    assert (dict(mpl.rcParams), plt.get_fignums()) == (before, figures)
    ax.figure.savefig(BytesIO(), format="svg")
    ax.figure.savefig(BytesIO(), format="pdf")


@every_plot
@pytest.mark.usefixtures("no_chinese")
def test_it_takes_the_styles_and_letters_of_its_user(plot) -> None:
    with plt.style.context("dark_background"), mpl.rc_context({"font.family": ["DejaVu Serif"], "text.usetex": True}):
        ax = PLOTS[plot](ax=Figure().subplots())
        assert {text.get_fontfamily()[0] for text in texts_of(ax)} <= {"DejaVu Serif"}
        assert not any(text.get_usetex() or text.get_parse_math() for text in [*texts_of(ax), ax.title])
        for lines in ax.collections:
            assert "black" not in str(lines.get_edgecolor())
    for label in (ax.get_legend().get_texts(), [ax.xaxis.label, ax.yaxis.label]):
        assert not any(text.get_usetex() or text.get_parse_math() for text in label if text.get_text())


@every_plot
@pytest.mark.parametrize("ax", ["ax", Figure()], ids=["text", "figure"])
def test_what_is_no_axes_is_refused(plot, ax) -> None:
    with pytest.raises(FactsError, match=r"ax is .*; give axes of matplotlib"):
        PLOTS[plot](ax=ax)


@every_plot
def test_a_language_that_is_none_is_refused(plot) -> None:
    with pytest.raises(FactsError, match="language is 'fr'; it is en or zh"):
        PLOTS[plot](language="fr")


@every_plot
def test_without_matplotlib_it_says_what_to_install(plot, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.axes", None)
    with pytest.raises(FactsError, match=r"pip install 'greencalc\[plots\]'"):
        PLOTS[plot]()
