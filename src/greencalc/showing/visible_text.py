"""Text for a terminal: what would steer it, or turn the order of letters, is shown instead."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""Control characters but the line break, marks of direction, and other signs without a shape of their own."""


def visible(text: str) -> str:
    r"""Return a text with signs that are not seen written as ``[U+202E]``; line breaks stay.

    Examples
    --------
    >>> visible("\x1b[2Jplant \u202e")
    '[U+001B][2Jplant [U+202E]'
    """
    return _UNSEEN.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text)


def visible_json(text: str) -> str:
    r"""Return JSON, which has such signs in its texts alone, with them escaped as JSON does.

    Examples
    --------
    >>> import json
    >>> visible_json(json.dumps("plant \u202e", ensure_ascii=False))
    '"plant \\u202e"'
    """
    return _UNSEEN.sub(lambda sign: _escaped(sign[0]), text)


def _escaped(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
