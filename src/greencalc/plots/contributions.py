"""What each line of a ledger adds to its total, or takes off it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from greencalc.errors import FactsError
from greencalc.languages.said import Language, say, word
from greencalc.ledgers.carbon import CarbonLedger
from greencalc.ledgers.carbon_lines import CarbonLine
from greencalc.ledgers.energy import EnergyLedger
from greencalc.ledgers.energy_lines import EnergyLine
from greencalc.ledgers.steps import value_text
from greencalc.plots.drawing import EARNED, TAKEN
from greencalc.plots.rows import rows_on
from greencalc.units.wording import expect

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_WHERE = "plot_contributions"


def plot_contributions(
    ledger: EnergyLedger | CarbonLedger, *, ax: Axes | None = None, language: Language = "en"
) -> Axes:
    """Draw what each line of a ledger adds to the total, the most first; what leaves the plant is taken off it.

    Needs the extra ``greencalc[plots]``.

    Parameters
    ----------
    ledger : EnergyLedger or CarbonLedger
        What :func:`energy_ledger` or :func:`carbon_ledger` returned, of single amounts.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; new ones on a figure of their own, ``ax.figure``, if left out.
    language : {"en", "zh"}, optional
        English, or Chinese. Where no font with Chinese signs is installed, it is English, and the plot says so.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.

    Raises
    ------
    FactsError
        If the ledger is none or is of arrays, the axes are none, there is no such language, or matplotlib is not
        installed.

    Examples
    --------
    >>> from greencalc import carbon_ledger, plot_contributions
    >>> ledger = carbon_ledger(
    ...     [{"kind": "electricity", "quantity": "8157 MWh"}],
    ...     grid=["national", "2023", "location"],
    ... )
    >>> plot_contributions(ledger).get_title()
    'Carbon ledger, location-based: 4328.1042 tCO2e'
    """
    mend = "give what energy_ledger(...) or carbon_ledger(...) returns"
    expect(EnergyLedger | CarbonLedger, ledger, _WHERE, "the ledger", mend)
    added = ledger.contributions
    if not all(isinstance(value, Fraction) for value in added.values()):
        raise FactsError(_WHERE, ("the ledger is of arrays; give one of single amounts, for one plant and year",))
    unit = "kgce" if isinstance(ledger, EnergyLedger) else "tCO2e"
    every: tuple[EnergyLine | CarbonLine, ...] = ledger.lines
    lines = sorted(every, key=lambda line: -abs(added[line.label]))
    rows = rows_on(_WHERE, ax, language, len(lines))
    drawn: dict[str, Artist] = {}
    for row, line in enumerate(lines):
        value = added[line.label]
        part = word(line.use) if isinstance(line, EnergyLine) else line.part_text
        rows.texts(row, line.label, say("{value}, {part}", value=value_text(value, unit), part=part))
        if value:
            name, style = (word("adds to the total"), EARNED) if value > 0 else (word("taken off the total"), TAKEN)
            drawn[name] = rows.bar(row, 0, float(value), style)
        rows.mark(row, 0)
    rows.drawing.title(ledger.titled_total)
    rows.drawing.axis_title("x", word(unit))
    rows.drawing.legend(drawn)
    return rows.ax
