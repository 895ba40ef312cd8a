"""Axes of a plot that was given none: they stand on a figure that no list of open figures knows of."""

from __future__ import annotations

from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_WIDTH = 7.0  # all in inches
_SIDE, _HEAD = 0.3, 0.5


class ShownAxes(Axes):
    """Axes that show their figure in a notebook, as results show themselves."""

    def _repr_png_(self) -> bytes:
        picture = BytesIO()
        self.figure.figure.savefig(picture, format="png")
        return picture.getvalue()


def new_axes(height: float, left: float, foot: float) -> Axes:
    """Return axes of a height on a figure of their own, with room for numbers at the left and at the foot."""
    whole = _HEAD + height + foot
    figure = Figure(figsize=(_WIDTH, whole))
    FigureCanvasAgg(figure)  # which keeps what measures texts
    place = (left / _WIDTH, foot / whole, 1 - (left + _SIDE) / _WIDTH, height / whole)
    return figure.add_axes(place, axes_class=ShownAxes)
