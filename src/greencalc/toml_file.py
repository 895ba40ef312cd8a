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
MAX_LINE = 2000
MAX_KEY_PARTS = 8
MAX_DEPTH = 16

_KEY_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_LONG_KEY = re.compile(rf"\s*\[*\s*{_KEY_PART}(?:\s*\.\s*{_KEY_PART}){{{MAX_KEY_PARTS}}}")


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
        return tomllib.loads(text, parse_float=parse_number)
    except OSError as error:
        raise TomlFileError(f"the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TomlFileError(
            f"the file is not UTF-8 text: byte {error.start} cannot be read; save it as UTF-8"
        ) from error
    except (tomllib.TOMLDecodeError, UnitTextError) as error:
        raise TomlFileError(str(error)) from error


def _check_lines(text: str) -> None:
    # tomllib takes time that grows with the square of a key's parts, and recurses into brackets
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise TomlFileError(f"line {number} has {len(line)} characters; a line has at most {MAX_LINE}")
        if _LONG_KEY.match(line):
            raise TomlFileError(f"line {number} has a key of more than {MAX_KEY_PARTS} parts")
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = max(depth + (1 if bracket in "[{" else -1), 0)
        if depth > MAX_DEPTH:
            raise TomlFileError(f"brackets are nested deeper than {MAX_DEPTH}")
