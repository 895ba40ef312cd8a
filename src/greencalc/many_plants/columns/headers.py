"""What a header says: a fact, a year and a unit."""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

_HEADER = re.compile(r"(?P<name>.+?) *(?:\[(?P<unit>[^\[\]]*)\]|\((?P<round>[^()]*)\))")
_BRACKETS = str.maketrans("［］【】〔〕（）", "[][][]()", "\ufeff\u200b")  # and what is not seen
_PLACE = re.compile(r"(?P<name>[A-Za-z_]\w*)\.(?P<place>[1-9]\d?)")
SAID_WITH = re.compile(r"(?P<status>[^:：]+?) *[:：] *(?P<more>.+)")


@frozen
class ColumnHeader:
    """What a column's header says: ``yearly_output.2 [vehicle]``.

    Attributes
    ----------
    text : str
        The header.
    name : str
        The fact that the column holds.
    place : int or None
        Which of several amounts it is, oldest first.
    unit : str or None
        The unit in brackets, as written.
    """

    text: str
    name: str
    place: int | None
    unit: str | None


@lru_cache(maxsize=1024)
def read_header(text: str) -> ColumnHeader:
    """Read a header, its unit in square or round brackets of any width, whatever spaces and line breaks are in it.

    Examples
    --------
    >>> header = read_header("yearly_output.2 [vehicle]")
    >>> header.name, header.place, header.unit
    ('yearly_output', 2, 'vehicle')
    >>> read_header("land_area（亩）").unit
    '亩'
    >>> read_header("10.2.1").name
    '10.2.1'
    """
    plain = " ".join(text.translate(_BRACKETS).split())
    match = _HEADER.fullmatch(plain)
    name, unit = (match["name"], match["unit"] or match["round"]) if match else (plain, None)
    numbered = _PLACE.fullmatch(name)
    if numbered:
        return ColumnHeader(text, numbered["name"], int(numbered["place"]), unit)
    return ColumnHeader(text, name, None, unit)
