"""Reading TOML files that a stranger may have written: bounded in size, line length and depth."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from greencalc.errors import UnitTextError, why_unreadable
from greencalc.unit_text import parse_number

__all__ = ["TomlFileError", "read_toml"]

MAX_BYTES = 1 << 20
MAX_LINES = 20_000
MAX_LINE = 2000
MAX_KEY_PARTS = 4
MAX_DEPTH = 16

_TEXT_OR_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' + r"'''.*?'''|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
_HALF_WIDTH = {
    **dict(zip("＝：，、＃［］【】｛｝", "==,,#[][]{}", strict=True)),
    **dict.fromkeys("“”„＂‘’＇「」『』", '"'),
}
_BROKEN = (
    (r"^\[{1,2}[^\[\]=]*\S\s+\S[^\[\]=]*\]{1,2}$", "a name is one word; write _ for the space, or quotes around it"),
    (r"^\[", "a heading stands alone on its line, as [name] or [[name]]"),
    (r"^[^=\s]+\s+[^=\s]+\s*=", "a name is one word; write _ for the space, or quotes around it"),
    (r"[\[{].*(text\s+text|;)", "commas stand between what is in brackets or braces"),
    (r"==", "a name and its value have one = between them"),
    (r"^[^=]*:", "a name and its value have = between them, not a colon"),
    (r"=\s*[+-]?\d+,\d", "a decimal number has a point, not a comma; amounts stand in straight quotes with their unit"),
    (r"=\s*\d{4}[-/.]\d", "this is no date that there is; write it as 2024-12-31, or any text in straight quotes"),
    (r"\{[^}]*$", "what stands in braces { } stands on one line; write it on one line, or below a heading of its own"),
    (r",\s*\}", "a comma stands before the closing brace; take it out"),
    (r"=\s*$", "nothing stands behind the =; write the value there, or take the line out"),
    (
        r"=\s*text\s*[^\s,}\]]",
        "something stands behind the text; the whole value stands in one pair of straight quotes",
    ),
    (r"^[^=]*$", "there is no = between a name and its value; lists have a comma between entries"),
)
"""What a line looks like, texts and comments taken out, and what is wrong with it then."""

_LONG_KEY = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MAX_KEY_PARTS},}}")


class TomlFileError(Exception):
    """A file is no TOML that can be read; callers turn it into an error of their own."""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; decimal numbers become exact fractions.

    Raises
    ------
    TomlFileError
        If the file cannot be read or is too large, too long in a line, or nested too deep.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise TomlFileError(f"the file is larger than {MAX_BYTES} bytes")
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        _check_lines(text)
        return tomllib.loads(text, parse_float=_number_or_text)
    except OSError as error:
        raise TomlFileError(f"the file cannot be read: {why_unreadable(error)}") from error
    except UnicodeDecodeError as error:
        raise TomlFileError(
            f"the file is not UTF-8 text: byte {error.start} cannot be read; save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise TomlFileError(_fault(str(error), text)) from error
    except ValueError as error:  # a path with a NUL in it
        raise TomlFileError("the file cannot be read: its name has a character that no file name has") from error


def _fault(message: str, text: str) -> str:
    """Say which line the parser refuses, what is wrong with it and how to mend it; its own words are not shown."""
    found = re.search(r"at line (\d+)", message)
    number = int(found[1]) if found else _last_open_line(text)
    lines = text.split("\n")
    line, above = lines[number - 1].strip(" \t"), _without_texts("\n".join(lines[: number - 1]))
    if "=" in line and above.count("[") > above.count("]"):
        return f"line {number}: {_visible(line)}; a list above it is not closed: write ] after its last entry"
    return f"line {number}: {_visible(line)}{_cause(message, line)}"


def _last_open_line(text: str) -> int:
    """Return the line where what goes on to the end of the file begins, or else the last one."""
    bare = _TEXT_OR_COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text).rstrip()
    places = [bare.find(marks) for marks in ('"""', "'''") if marks in bare]
    if not places and bare.count("[") > bare.count("]"):
        places = [bare.rfind("[")]
    return bare.count("\n", 0, min(places, default=len(bare))) + 1


def _cause(message: str, line: str) -> str:
    """Return what is wrong with a line."""
    if re.search("overwrite|twice|[Dd]uplicate|mutate|redefine", message):
        return " gives a name for the second time; keep one of the two"
    bare = _without_texts(line)
    wide = [f"{plain} for {mark!r}" for mark, plain in _HALF_WIDTH.items() if mark in bare]
    if wide:
        return f"; marks outside of a text are of half width (半角): write {', '.join(wide)}"
    unseen = dict.fromkeys(mark for mark in bare if _is_unseen(mark)) or dict.fromkeys(
        mark for mark in line if unicodedata.category(mark) == "Cc" and mark != "\t"
    )
    if unseen:
        mends = [
            f"{'a plain space for' if unicodedata.category(mark) == 'Zs' else 'nothing for'} the {_name(mark)}"
            for mark in unseen
        ]
        return f"; it has characters that cannot be seen: write {', '.join(mends)}"
    if "\\" in line and re.search("escape|hex|Unicode", message):
        return r"; a \ in double quotes stands for something else; write the text in single quotes, as 'C:\plants'"
    if '"' in bare or "'" in bare:
        return f"; a quote is missing: a text has one at its start and one at its end{_EXAMPLE}"
    if not bare.partition("=")[0].isascii():
        return "; a heading in Chinese stands in straight quotes, and facts have the library's names"
    if message.endswith("(at end of document)") and "[" in bare:
        return "; its list is not closed: write ] after the last entry"
    for looks, cause in _BROKEN:
        if re.search(looks, bare.strip()):
            return f"; {cause}"
    return f"; texts, amounts and statuses stand in straight quotes{_EXAMPLE}"


_EXAMPLE = ', as in land_area = "45 公顷"'


def _is_unseen(mark: str) -> bool:
    return mark not in " \t" and unicodedata.category(mark) in {"Zs", "Zl", "Zp", "Cf", "Cc"}


def _name(mark: str) -> str:
    name = _NAMES.get(mark) or unicodedata.name(mark, "control character").lower()
    return f"{name} (U+{ord(mark):04X})"


_NAMES = {"\u00a0": "unbreakable space", "\u3000": "full-width space", "\ufeff": "byte order mark"}


def _visible(line: str) -> str:
    """Return a line in quotes, with the names of characters that cannot be seen."""
    return "'" + "".join(f"‹{_name(mark)}›" if _is_unseen(mark) else mark for mark in line) + "'"


def _without_texts(text: str) -> str:
    """Take comments out, and what texts say."""
    return _TEXT_OR_COMMENT.sub(lambda match: "" if match[0].startswith("#") else "text", text)


def _check_lines(text: str) -> None:
    """Refuse what tomllib takes too long for: its time grows with the square of a key's parts, and it recurses."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise TomlFileError(f"the file has {len(lines)} lines; it may have {MAX_LINES}")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise TomlFileError(f"line {number} has {len(line)} characters; a line has at most {MAX_LINE}")
    bare = _without_texts(text)
    if _LONG_KEY.search(bare):
        raise TomlFileError(f"there is a key of more than {MAX_KEY_PARTS} parts")
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", bare):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise TomlFileError(f"brackets are nested deeper than {MAX_DEPTH}")


def _number_or_text(text: str) -> Any:
    """Read a decimal number exactly; what is none, such as inf, stays text, to be refused where it is used."""
    try:
        return parse_number(text)
    except UnitTextError:
        return text
