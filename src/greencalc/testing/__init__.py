"""Property tests of formulas that you declare yourself, by Hypothesis strategies that their declarations give.

``check_formula`` is a whole test of a formula. ``amounts``, ``arguments`` and ``mistakes`` are for tests of your own.
Nothing of the library imports this room.
"""

try:
    import hypothesis as hypothesis
except ImportError as error:
    raise ImportError("greencalc.testing needs Hypothesis: pip install 'greencalc[testing]'") from error

from greencalc.testing.check import check_formula
from greencalc.testing.mistakes import Mistake, mistakes
from greencalc.testing.strategies import amounts, arguments

__all__ = ["Mistake", "amounts", "arguments", "check_formula", "mistakes"]


def __dir__() -> list[str]:
    return __all__
