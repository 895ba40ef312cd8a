"""The headers of a CSV file, and whether it is one: encoding, separator, and titles above them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from types import MappingProxyType

_SEPARATORS = MappingProxyType({";": "semicolons", "\t": "tabs", "|": "bars", "；": "；", "，": "，"})


class HeaderError(Exception):
    """The headers of a CSV file cannot be read; caught where the file is known."""


def read_headers(lines: Sequence[bytes]) -> tuple[list[str], int]:
    """Return the headers in the first line, or in several where one of them has a line break, and their length."""
    count = 1
    while count < len(lines) and b"".join(lines[:count]).count(b'"') % 2:
        count += 1
    raw = b"".join(lines[:count])
    if raw.count(b'"') % 2:
        raise HeaderError("line 1: a quotation mark in the headers has no partner")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise HeaderError(f"it is no UTF-8 text{other_encoding(raw)}; save it as 'CSV UTF-8'") from None
    if "\0" in text:
        raise HeaderError("it is no UTF-8 text, but may be UTF-16; save it as 'CSV UTF-8'")
    _refuse_separators(text)
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        raise HeaderError("line 1: a quotation mark stands alone in a header") from None
    below = _cells_of(lines[count:])
    if count > 1 and ({len(cells) for cells in below[:1]} - {len(names)} or any("," in name for name in names)):
        told = f"a header runs over lines 1 to {count}, and has a comma in it or not as many cells as the line below"
        raise HeaderError(f"{told}; is a quotation mark missing?")
    _refuse_titles(names, below)
    return [" ".join(name.split()) if re.search(r"[\r\n]", name) else name for name in names], len(raw)


def _cells_of(lines: Sequence[bytes]) -> list[list[str]]:
    """Return the cells of lines as far as they can be told apart, to compare the headers with."""
    try:
        return list(csv.reader(line.decode(errors="replace") for line in lines))
    except csv.Error:
        return []


def other_encoding(raw: bytes) -> str:
    """Say which encoding a text may have that is not UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ", but UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return ", but may be GBK"


def _refuse_separators(text: str) -> None:
    """Refuse a file whose cells are parted by something else than commas."""
    bare = re.sub(r'"[^"]*"', "", text)
    for sign, name in _SEPARATORS.items():
        if bare.count(sign) > bare.count(","):
            raise HeaderError(
                f"line 1: {name} stand between the headers; the separator is to be the comma, as in 'CSV UTF-8', "
                "and the decimal sign the point"
            )


def _refuse_titles(names: Sequence[str], below: Sequence[Sequence[str]]) -> None:
    """Refuse a first line that is a title above the headers: it fills one cell, and others fill more."""
    if sum(bool(name.strip()) for name in names) != 1:
        return
    for number, cells in enumerate(below, start=2):
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled > 1:
            raise HeaderError(
                f"line 1 has one cell, and line {number} has {filled}; line 1 is to be the headers, so delete titles "
                "above them"
            )
