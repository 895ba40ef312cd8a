"""What plots have in common: axes, colours, and texts that have bands of their own, so that none stands on a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen

import greencalc
from greencalc.errors import FactsError
from greencalc.languages.said import Language, in_language, word
from greencalc.plant.status_words import MET, NOT_MET, PARTLY_MET
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.legend import Legend
    from matplotlib.text import Text

    from greencalc.plots.lettering import Lettering

BLUE, SKY, ORANGE, VERMILION = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
"""Colours that the colour-blind tell apart (Okabe and Ito 2008, https://jfly.uni-koeln.de/color/)."""
GREY = "#767676"
EARNED: Mapping[str, Any] = MappingProxyType({"facecolor": BLUE, "edgecolor": BLUE})
UNKNOWN: Mapping[str, Any] = MappingProxyType({"facecolor": "none", "edgecolor": GREY, "hatch": "////"})
LOST: Mapping[str, Any] = MappingProxyType({"facecolor": "#F6CDB0", "edgecolor": VERMILION})
TAKEN: Mapping[str, Any] = MappingProxyType({"facecolor": ORANGE, "edgecolor": ORANGE})
PARTS: Mapping[str, Mapping[str, Any]] = MappingProxyType({"earned": EARNED, "unknown": UNKNOWN, "lost": LOST})
"""How points are drawn: earned dark, unknown hatched, lost light, so that they are told apart without colours too."""

_SIGNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {MET: ("o", BLUE), PARTLY_MET: ("D", ORANGE), NOT_MET: ("X", VERMILION)}
)
"""Sign and colour of a value, by the status of its item."""
_SIGN_SIZE = 8.0  # in points

_MOST_NUMBERS = 9  # on an axis
_OF_SIGN = 0.65  # of the size of letters: the width of a figure
_BETWEEN = 3  # figures between two numbers on the axis below
_LINES = 2  # lines that a number takes on the axis at the left

_PER_INCH = 72  # points of letters
LEGEND = 26.0  # points that a legend takes


@frozen
class Drawing:
    """Axes that are drawn on.

    Attributes
    ----------
    ax : matplotlib.axes.Axes
        The axes.
    lettering : Lettering
        How texts are written.
    """

    ax: Axes
    lettering: Lettering

    @property
    def height(self) -> float:
        """The height of the axes in points."""
        return self._in_points(self.ax.get_window_extent().height)

    @property
    def width(self) -> float:
        """The width of the axes in points."""
        return self._in_points(self.ax.get_window_extent().width)

    @property
    def ink(self) -> Any:
        """The colour of lines: that of the axes' own frame, which their style gives."""
        return self.ax.spines["bottom"].get_edgecolor()

    def title(self, text: str) -> None:
        """Write what is drawn above it; and that it is in another language than was asked for."""
        lines = [self.lettering.written(line) for line in (text, self.lettering.note) if line]
        self.shrink(self.ax.set_title("\n".join(lines), fontsize="medium", **self.lettering.style), self.width)

    def axis_title(self, name: str, text: str) -> None:
        """Write what an axis counts, and its numbers in the same letters."""
        axis = self.ax.xaxis if name == "x" else self.ax.yaxis
        axis.set_label_text(self.lettering.written(text), fontsize="small", **self.lettering.style)
        axis.set_major_formatter(lambda number, _: f"{number:.12g}")
        self._thin_out(axis, name)
        axis.set_tick_params(labelsize="small", labelfontfamily=list(self.lettering.families))

    def _thin_out(self, axis: Axis, name: str) -> None:
        """Have only as many numbers on an axis as there is room for beside each other."""
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 (only a plot needs it)

        longest = max(len(f"{number:.0f}") for number in axis.get_view_interval()) + _BETWEEN
        size = self.lettering.small
        most = self.width / (longest * size * _OF_SIGN) if name == "x" else self.height / (_LINES * size)
        axis.set_major_locator(MaxNLocator(min(max(int(most), 1), _MOST_NUMBERS), steps=[1, 2, 2.5, 5, 10]))

    def text(self, x: float, y: float, text: str, size: float, **style: Any) -> Text:
        """Write a text."""
        written = self.lettering.written(text)
        return self.ax.text(x, y, written, fontsize=size, va="center", **style, **self.lettering.style)

    def sign(
        self, place: tuple[float, float], status: str, *, decides: bool, beyond: str = "", size: float = _SIGN_SIZE
    ) -> dict[str, Artist]:
        """Draw a value, by the status of its item; return it by the name that it is explained by."""
        marker, colour = _SIGNS.get(status, ("o", GREY)) if decides else ("o", "none")
        [sign] = self.ax.plot(
            *place,
            marker={"left": "<", "right": ">"}.get(beyond, marker),
            markersize=min(size, _SIGN_SIZE),
            markerfacecolor=colour,
            markeredgecolor=self.ink,
            markeredgewidth=0.7,
            linestyle="none",
            zorder=3,
        )
        return {word(status) if decides else word("another year"): sign}

    def legend(self, drawn: Mapping[Any, Artist]) -> None:
        """Explain colours and signs, each by what is drawn in it, at the top of the axes."""
        written, size = [self.lettering.written(label) for label in drawn], self.lettering.small
        if drawn:
            wide = self._in_points(self._legend(drawn, written, size).get_window_extent().width)
            self._legend(drawn, written, size * min(1.0, self.width / wide))

    def _legend(self, drawn: Mapping[Any, Artist], labels: list[str], size: float) -> Legend:
        legend = self.ax.legend(
            list(drawn.values()),
            labels,
            loc="upper center",
            borderaxespad=0.2,
            ncols=len(drawn),
            frameon=False,
            prop={"family": list(self.lettering.families), "size": size},
            handlelength=1.4,
            handletextpad=0.6,
            columnspacing=1.1,
        )
        for text in legend.get_texts():
            text.set(parse_math=False, usetex=False)
        return legend

    def shorten(self, text: Text, width: float) -> None:
        """Leave out the end of a text that is wider than there is room."""
        whole, wide = text.get_text(), self.width_of(text)
        kept = len(whole)
        while kept and wide > width:
            kept = min(kept - 1, int(kept * width / wide))
            text.set_text(f"{whole[:kept].rstrip()}…")
            wide = self.width_of(text)

    def shrink(self, text: Text, width: float) -> None:
        """Make a text smaller that is wider than there is room."""
        wide = self.width_of(text)
        if wide > width:
            text.set_fontsize(float(text.get_fontsize()) * width / wide)

    def width_of(self, text: Text) -> float:
        """Return the width of a text in points."""
        return self._in_points(text.get_window_extent().width)

    def _in_points(self, pixels: float) -> float:
        return pixels * _PER_INCH / self.ax.figure.figure.dpi


def drawing_on(  # noqa: PLR0913, PLR0917 (the last are of new axes)
    where: str, ax: Axes | None, language: Language, height: float, left: float = 22.0, foot: float = 44.0
) -> Drawing:
    """Begin to draw: on axes that were given, or on new ones of a height, with margins for numbers, all in points.

    Raises
    ------
    FactsError
        If they are no axes, there is no such language, or matplotlib is not installed.
    """
    in_language("", language)  # which refuses what is none
    try:
        with greencalc.loading:
            from matplotlib.axes import Axes  # noqa: PLC0415 (only a plot needs it)
    except ImportError as error:
        raise FactsError(where, ("a plot needs more: pip install 'greencalc[plots]'",)) from error
    expect(Axes | None, ax, where, "ax", "give axes of matplotlib, as those of plt.subplots(), or leave it out")
    with greencalc.loading:
        from greencalc.plots.axes import new_axes  # noqa: PLC0415 (the same)
        from greencalc.plots.lettering import lettering_for  # noqa: PLC0415 (the same)
    drawn_on = new_axes(*(size / _PER_INCH for size in (height, left, foot))) if ax is None else ax
    return Drawing(drawn_on, lettering_for(language))


def without_frame(ax: Axes, sides: Iterable[str]) -> None:
    """Leave out some sides of the frame."""
    for side in sides:
        ax.spines[side].set_visible(False)
