"""Plots of columns: below each its texts, and right of the last what lines across them stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from greencalc.languages.said import Language
from greencalc.plots.drawing import LEGEND, Drawing, drawing_on, without_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 230.0  # of axes of their own, in points
_LEFT = 58.0  # beside them, for the axis
_GAP = 5.0  # points between the last column and a text beside it, and between two texts below
_LINE_HEIGHT = 1.25  # of the size of a text
_WIDEST_MARK = 0.4  # of the width

THICKNESS = 0.6
"""Of a column, where it is filled."""

Mark = tuple[float, str]
"""A place on the axis of values, and what it stands for."""
Label = tuple[str, str]
"""What stands below a column, in two lines: its name, and what is drawn."""


@frozen
class Columns:
    """A drawing in columns, which count from the left.

    Attributes
    ----------
    drawing : Drawing
        What is drawn on.
    count : int
        How many there are.
    """

    drawing: Drawing
    count: int

    @property
    def ax(self) -> Axes:
        """The axes."""
        return self.drawing.ax

    def frame(self, least: float, most: float, marks: Sequence[Mark], labels: Sequence[Label]) -> None:
        """Make room for values between two, and write all texts: what lines stand for, and what columns are."""
        room = (most - least) * LEGEND / max(self.drawing.height - LEGEND, LEGEND)
        self.ax.set_ylim(least, most + room)
        widest = self._marks(sorted(marks), (most + room - least) / self.drawing.height, most + room)
        inner = self.drawing.width - widest
        self.ax.set_xlim(-0.5, self.count - 0.5 + self.count * widest / inner)
        self._labels(labels, inner / self.count - _GAP)

    def line(self, place: float, first: int, last: int) -> None:
        """Draw a line across some columns."""
        self.ax.hlines(place, first - 0.5, last + 0.5, self.drawing.ink, "--", linewidth=1.1)

    def _marks(self, marks: Sequence[Mark], per_point: float, top: float) -> float:
        """Write what lines stand for right of them, apart from each other; return the width that it takes."""
        end, size, widest = self.count - 0.5, self.drawing.lettering.small, 0.0
        places = _apart([place for place, _ in marks], size * _LINE_HEIGHT * per_point, top)
        for place, (_, text) in zip(places, marks, strict=True):
            written = self.ax.annotate(
                self.drawing.lettering.written(text),
                (end, place),
                xytext=(_GAP, 0),
                textcoords="offset points",
                va="center",
                fontsize=size,
                **self.drawing.lettering.style,
            )
            self.drawing.shrink(written, _WIDEST_MARK * self.drawing.width)
            widest = max(widest, self.drawing.width_of(written) + 2 * _GAP)
        return widest

    def _labels(self, labels: Sequence[Label], width: float) -> None:
        """Write below each column what it is, all in one size."""
        written = ["\n".join(map(self.drawing.lettering.written, label)) for label in labels]
        style, size = self.drawing.lettering.style, self.drawing.lettering.small
        self.ax.set_xticks(range(self.count), written, fontsize=size, **style)
        widest = max(self.drawing.width_of(label) for label in self.ax.get_xticklabels())
        self.ax.set_xticks(range(self.count), written, fontsize=size * min(1.0, width / widest), **style)
        self.ax.tick_params(axis="x", length=0)


def _apart(places: Sequence[float], least: float, top: float) -> list[float]:
    """Move places that are too near to each other apart: upwards, and down again from the top."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + least) if moved else place)
    highest = top - least / 2
    for number in reversed(range(len(moved))):
        moved[number] = min(moved[number], highest)
        highest = moved[number] - least
    return moved


def columns_on(where: str, ax: Axes | None, language: Language, count: int) -> Columns:
    """Begin to draw columns, on axes that were given or on new ones.

    Raises
    ------
    FactsError
        As `drawing_on`.
    """
    drawing = drawing_on(where, ax, language, _HEIGHT, _LEFT)
    without_frame(drawing.ax, ("right", "top"))
    return Columns(drawing, count)
