"""Plots of rows: in each a text on either side, and below it what is drawn of its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from greencalc.languages.said import Language
from greencalc.plots.drawing import LEGEND, Drawing, drawing_on, without_frame

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

BAR_ROW = 28.0
"""Points that a row with a bar takes on axes of its own."""
_TEXT, _BAR, _THICKNESS = 0.22, 0.68, 0.44  # of a row: where its texts and its bar stand, and how thick that is
_TALLEST = 0.32  # of a row: the size of its texts
_GAP = 10.0  # points between two texts
_WIDEST_VALUE = 0.6  # of the width


@frozen
class Rows:
    """A drawing in rows, which count from the top.

    Attributes
    ----------
    drawing : Drawing
        What is drawn on.
    height : float
        The height of a row in points.
    """

    drawing: Drawing
    height: float

    @property
    def text_size(self) -> float:
        """The size of their texts in points: small, and smaller in low rows."""
        return min(self.drawing.lettering.small, _TALLEST * self.height)

    @property
    def ax(self) -> Axes:
        """The axes."""
        return self.drawing.ax

    def texts(self, row: int, title: str, value: str, at: float = _TEXT) -> None:
        """Write a title and a value at a place in a row."""
        right = self._text(1, row + at, value, "right")
        self.drawing.shrink(right, _WIDEST_VALUE * self.drawing.width)
        left = self._text(0, row + at, title, "left")
        self.drawing.shorten(left, self.drawing.width - self.drawing.width_of(right) - _GAP)

    def _text(self, x: float, y: float, text: str, side: str) -> Any:
        return self.drawing.text(x, y, text, self.text_size, ha=side, transform=self.ax.get_yaxis_transform())

    def bar(self, row: int, start: float, length: float, style: Mapping[str, Any]) -> Artist:
        """Draw a length in a row."""
        bars = self.ax.barh(row + _BAR, length, _THICKNESS, start, linewidth=0.8, **style)
        return bars.patches[0]

    def mark(self, row: int, place: float) -> Artist:
        """Draw a line across the bar of a row."""
        ends = (row + _BAR - _THICKNESS / 2, row + _BAR + _THICKNESS / 2)
        return self.ax.vlines(place, *ends, colors=self.drawing.ink, linewidth=1.2)


def rows_on(  # noqa: PLR0913, PLR0917 (the last are of new axes)
    where: str, ax: Axes | None, language: Language, count: int, height: float = BAR_ROW, foot: float = 44.0
) -> Rows:
    """Begin to draw rows of a height in points, on axes that were given or on new ones.

    Raises
    ------
    FactsError
        As `drawing_on`.
    """
    drawing = drawing_on(where, ax, language, max(count, 1) * height + LEGEND, foot=foot)
    actual = max(drawing.height - LEGEND, 1.0) / max(count, 1)
    drawing.ax.set_ylim(max(count, 1), -LEGEND / actual)
    drawing.ax.set_yticks([])
    without_frame(drawing.ax, ("left", "right", "top"))
    return Rows(drawing, actual)
