"""Reading TOML files that a stranger may have written: bounded in size, line length and depth."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from greencalc.errors import UnitTextError
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
    "\u3000": "a plain space",
}
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
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        _check_lines(text)
        return tomllib.loads(text, parse_float=_number_or_text)
    except OSError as error:
        raise TomlFileError(f"the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TomlFileError(
            f"the file is not UTF-8 text: byte {error.start} cannot be read; save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise TomlFileError(f"{error}{_line_shown(str(error), text)}") from error
    except ValueError as error:  # a path with a NUL in it
        raise TomlFileError(f"the file cannot be read: {error}") from error


def _line_shown(message: str, text: str) -> str:
    """Return the line that an error speaks of, with what is most often wrong with it."""
    found = re.search(r"at line (\d+)", message)
    if found is None:
        return ""
    line = text.split("\n")[int(found[1]) - 1].strip(" \t")
    if "overwrite" in message or "twice" in message:
        return f": {line!r} gives a name for the second time"
    bare = _TEXT_OR_COMMENT.sub("", line)
    wide = [f"{plain} for {mark!r}" for mark, plain in _HALF_WIDTH.items() if mark in bare]
    if wide:
        return f": {line!r}; marks outside of a text are of half width (半角): write {', '.join(wide)}"
    if not bare.partition("=")[0].isascii():
        return f": {line!r}; a heading in Chinese stands in straight quotes, and facts have the library's names"
    return f': {line!r}; texts, amounts and statuses stand in straight quotes, as in land_area = "45 公顷"'


def _check_lines(text: str) -> None:
    """Refuse what tomllib takes too long for: its time grows with the square of a key's parts, and it recurses."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise TomlFileError(f"the file has {len(lines)} lines; it may have {MAX_LINES}")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise TomlFileError(f"line {number} has {len(line)} characters; a line has at most {MAX_LINE}")
    bare = _TEXT_OR_COMMENT.sub(lambda match: "" if match[0].startswith("#") else "text", text)
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
