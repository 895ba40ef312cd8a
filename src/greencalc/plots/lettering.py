"""Texts of a plot: in a language that the installed fonts can write, and never with a sign that they have not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import matplotlib as mpl
from attrs import frozen
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties, findfont, get_font

from greencalc.languages.said import Language, in_language, word
from greencalc.showing.visible_text import visible

_PREFERRED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
)
"""Families that are taken before any other that has Chinese signs."""
_SAMPLE = frozenset(map(ord, "绿色工厂评价标准产能涂装车间废水达满总类单"))  # some in the form of the mainland alone


@frozen
class Lettering:
    """How texts are written.

    Attributes
    ----------
    language : {"en", "zh"}
        The language: English, where Chinese was asked for and no font has its signs.
    families : tuple of str
        The fonts that are looked at for a sign, one after the other.
    note : str
        That the language is another one than was asked for; empty if it is not.
    """

    language: Language
    families: tuple[str, ...]
    note: str = ""

    def written(self, text: str) -> str:
        """Return a text in the language, in one line, with signs that are not seen or in no font by their numbers."""
        # a family that is no list would be taken for a pattern
        signs = frozenset().union(*(_signs(findfont(FontProperties(family=[name]))) for name in self.families))
        said = visible(in_language(text, self.language)).replace("\n", " ")
        return "".join(sign if ord(sign) in signs else f"[U+{ord(sign):04X}]" for sign in said)

    @property
    def small(self) -> float:
        """The size of small texts in points."""
        return FontProperties(size="small").get_size_in_points()

    @property
    def style(self) -> dict[str, Any]:
        """What every text is made with: its fonts, and that no sign in it means anything but itself."""
        return {"family": list(self.families), "parse_math": False, "usetex": False}


def lettering_for(language: Language) -> Lettering:
    """Return how to write in a language: with a Chinese font beside the usual ones, if there is one."""
    usual, chinese = tuple(mpl.rcParams["font.family"]), _chinese_family()
    if language == "en":
        return Lettering("en", (*usual, chinese) if chinese else usual)
    if chinese is None:
        return Lettering("en", usual, word("No installed font has Chinese signs, so this is in English."))
    return Lettering(language, (chinese, *usual))


def _chinese_family() -> str | None:
    """Return the name of an installed font that has Chinese signs."""
    fonts = {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}
    names = (*(name for name in _PREFERRED if name in fonts), *sorted(fonts))
    return next((name for name in names if _is_chinese(fonts[name])), None)


@cache
def _signs(font: Any) -> frozenset[int]:
    """Return the signs that a font has; of one that cannot be read, none."""
    return frozenset(_glyphs(font))


@cache
def _is_chinese(font: Any) -> bool:
    """Tell whether a font has Chinese signs, each with a glyph of its own: a font of last resort has one for all."""
    glyphs = _glyphs(font)
    return len({glyphs[sign] for sign in _SAMPLE if sign in glyphs}) == len(_SAMPLE)


def _glyphs(font: Any) -> Mapping[int, int]:
    try:
        return get_font(font).get_charmap()
    except (OSError, RuntimeError):  # a list of fonts may be older than the fonts
        return {}
